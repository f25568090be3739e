package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Downloads from a server on this machine that does what servers do: break off, forget ranges, lie. */
class DownloadTest extends DownloadFixture {
    @Test
    void aFileArrivesOnceAndIsLeftAloneThen() throws Exception {
        download().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(files()).containsExactly("some.gz");
        download().into(folder);
        assertThat(asked).containsExactly("all");
        // One that is there but damaged is fetched again.
        Files.write(folder.resolve("some.gz"), Arrays.copyOf(CONTENT, 1000));
        download().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
    }

    @Test
    void whatBreaksOffGoesOnWhereItBroke() throws Exception {
        answer = (exchange, from) -> send(exchange, from, Math.min(CONTENT.length, from + 100_000));
        download().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(asked.get(0)).isEqualTo("all");
        assertThat(asked).hasSizeGreaterThanOrEqualTo(3);
        assertThat(asked.subList(1, asked.size())).allMatch(range -> range.matches("bytes=[1-9]\\d+-"));
    }

    @Test
    void whatAnEarlierCallFetchedIsNotFetchedAgain() throws Exception {
        Files.write(folder.resolve("some.gz.part"), Arrays.copyOf(CONTENT, 123_456));
        download().into(folder);
        assertThat(asked).containsExactly("bytes=123456-");
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(files()).containsExactly("some.gz");
    }

    @Test
    void aServerThatKnowsNoRangesSendsAll() throws Exception {
        Files.write(folder.resolve("some.gz.part"), new byte[5000]);
        answer = (exchange, from) -> send(exchange, 0, CONTENT.length);
        download().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
    }

    @Test
    void otherContentIsNotKept() throws Exception {
        Files.write(folder.resolve("some.gz"), new byte[] {1});
        answer = (exchange, from) -> {
            byte[] lie = CONTENT.clone();
            lie[200_000] ^= 1;
            exchange.sendResponseHeaders(200, lie.length);
            exchange.getResponseBody().write(lie);
            exchange.close();
        };
        assertThatThrownBy(() -> download().into(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "http://localhost:\\d+/sets/some.gz is not what was published: expected 300000 bytes"
                                + " with the SHA-256 [0-9a-f]{64}, found [0-9a-f]{64}; nothing was kept: .*some.gz");
        assertThat(files()).containsExactly("some.gz");
        assertThat(folder.resolve("some.gz")).hasBinaryContent(new byte[] {1});
    }

    @Test
    void aServerThatNeverGoesOnIsGivenUp() throws Exception {
        answer = (exchange, from) -> send(exchange, from, Math.max(from, 1000));
        assertThatThrownBy(() -> download().into(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broke off after 1.0 kB of 300.0 kB")
                .hasMessageContaining("call it again to go on");
        assertThat(files()).containsExactly("some.gz.part");
        assertThat(asked).hasSizeBetween(5, 6);
    }

    @Test
    void aFileThatIsGoneIsSaid() throws Exception {
        answer = (exchange, from) -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        };
        assertThatThrownBy(() -> download().into(folder)).hasMessageContaining("answered with the status 404");
        assertThat(files()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void anInterruptKeepsWhatHasCome() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        answer = (exchange, from) -> {
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
            exchange.getResponseBody().write(CONTENT, from, 150_000 - from);
            exchange.getResponseBody().flush();
            waiting.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Download download = download();
        Thread thread = new Thread(() -> {
            try {
                download.into(folder);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        waiting.await();
        while (Files.notExists(folder.resolve("some.gz.part"))
                || Files.size(folder.resolve("some.gz.part")) < 150_000) {
            Thread.sleep(10);
        }
        thread.interrupt();
        thread.join(20_000);
        end.countDown();
        assertThat(thrown.get())
                .isInstanceOf(CancellationException.class)
                .hasMessage("the download of some.gz was interrupted; call it again to go on");
        assertThat(flag.get()).isTrue();
        answer = (exchange, from) -> send(exchange, from, CONTENT.length);
        download.into(folder);
        assertThat(asked).last().isEqualTo("bytes=150000-");
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
    }

    @Test
    void onlyKnownSetsAreFetched() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.download("imagenet"))
                .withMessage(
                        "the data set to download must be one of mnist, fashion-mnist, cifar10: received imagenet");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.download("celeba"))
                .withMessageContaining("CelebA may not be passed on");
        for (KnownSet set : KnownSet.values()) {
            for (Download file : set.downloads()) {
                assertThat(file.sha256()).matches("[0-9a-f]{64}");
                assertThat(file.address().isAbsolute()).isTrue();
            }
        }
        assertThat(KnownSet.MNIST.downloads()).extracting(Download::name).contains("t10k-labels-idx1-ubyte.gz");
    }

    /** The files that people have are those that would be fetched: nothing is asked of any server. */
    @Test
    void theKnownFilesHaveTheirSizesAndChecksums() throws Exception {
        String data = System.getenv("RIESZFLOW_DATA");
        assumeTrue(data != null, "needs RIESZFLOW_DATA");
        for (KnownSet set : List.of(KnownSet.MNIST, KnownSet.FASHION_MNIST)) {
            for (Download file : set.downloads()) {
                Path there = Path.of(data, set.folder(), file.name());
                assumeTrue(Files.exists(there), "needs the packed files");
                byte[] bytes = Files.readAllBytes(there);
                assertThat(bytes).hasSize((int) file.size());
                assertThat(sum(bytes)).isEqualTo(file.sha256());
            }
        }
    }
}
