package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rieszflow.picture.Progress;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads where servers, networks and disks misbehave: each ends, says why, and keeps nothing wrong. */
class HostileServerTest extends DownloadFixture {
    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aServerThatAcceptsAndIsSilentIsGivenUp() throws Exception {
        answer = (exchange, from) -> pause(30_000);
        assertThatThrownBy(() -> impatient().into(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broke off after 0 B of 300.0 kB (only 0 B came in 0.4 s)");
        assertThat(asked).hasSize(5);
        assertThat(files()).isEmpty();
    }

    @Test
    void aServerThatStopsInTheMiddleIsAskedAgainForTheRest() throws Exception {
        answer = (exchange, from) -> {
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
            exchange.getResponseBody().write(CONTENT, from, from == 0 ? 150_000 : CONTENT.length - from);
            exchange.getResponseBody().flush();
            pause(from == 0 ? 30_000 : 0);
            exchange.close();
        };
        impatient().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("all", "bytes=150000-");
    }

    @Test
    void aServerThatDripsIsGivenUp() {
        answer = (exchange, from) -> {
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, CONTENT.length - from);
            for (int i = from; i < from + 300; i++) {
                exchange.getResponseBody().write(CONTENT, i, 1);
                exchange.getResponseBody().flush();
                pause(50);
            }
        };
        assertThatThrownBy(() -> impatient().into(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(".* broke off after \\d+ B of 300.0 kB \\(only \\d+ B came in 0.4 s\\): .*");
    }

    @Test
    void aServerThatGoesOnSendingIsNotListenedTo() throws Exception {
        answer = (exchange, from) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(CONTENT);
            for (int i = 0; i < 300; i++) {
                exchange.getResponseBody().write(new byte[10_000]);
                exchange.getResponseBody().flush();
                pause(100);
            }
        };
        long begin = System.nanoTime();
        download().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("all");
        assertThat(System.nanoTime() - begin).isLessThan(25_000_000_000L);
    }

    @Test
    void aServerThatSendsSomethingElseForEverIsNotListenedTo() {
        answer = (exchange, from) -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 300; i++) {
                exchange.getResponseBody().write(new byte[10_000]);
                exchange.getResponseBody().flush();
                pause(100);
            }
        };
        assertThatThrownBy(() -> download().into(folder)).hasMessageContaining("answered with what is no gzip file");
    }

    @Test
    void aShortOutageIsBridged() throws Exception {
        answer = (exchange, from) -> {
            if (asked.size() < 4) {
                exchange.sendResponseHeaders(503, -1);
                exchange.close();
            } else {
                send(exchange, from, CONTENT.length);
            }
        };
        long begin = System.nanoTime();
        download(new Download.Patience(Duration.ofSeconds(60), 1, Duration.ofMillis(100)))
                .into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(asked).hasSize(4);
        // 0.1 + 0.2 + 0.4 s between the tries.
        assertThat(System.nanoTime() - begin).isGreaterThan(700_000_000L);
    }

    @Test
    void aPauseCanBeInterrupted() throws Exception {
        answer = (exchange, from) -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        };
        Thread caller = Thread.currentThread();
        Thread other = new Thread(() -> {
            while (asked.isEmpty()) {
                pause(5);
            }
            pause(100);
            caller.interrupt();
        });
        other.start();
        Download patient = download(new Download.Patience(Duration.ofSeconds(60), 1, Duration.ofHours(1)));
        assertThatThrownBy(() -> patient.into(folder)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(files()).isEmpty();
    }

    /** As networks do that want people to sign in first. */
    @ParameterizedTest
    @ValueSource(strings = {"text/html; charset=utf-8", "application/octet-stream", "unknown length"})
    void aPageIsNotKeptAsABeginning(String type) throws Exception {
        byte[] page = "<!DOCTYPE html><html><body>Please sign in</body></html>".getBytes(StandardCharsets.UTF_8);
        byte[] beginning = Arrays.copyOf(CONTENT, 100_000);
        answer = (exchange, from) -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, type.startsWith("unknown") ? 0 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        };
        assertThatThrownBy(() -> download().into(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "http://localhost:\\d+/sets/some.gz answered with (a web page|55 bytes where 300000 were"
                                + " expected|what is no gzip file), which is not the published file; nothing of it was kept: see"
                                + " whether the network asks you to sign in, then call it again");
        assertThat(files()).isEmpty();
        assertThat(asked).hasSize(1);
        // What an earlier call fetched stays, unless the server said nothing of what it sends.
        Files.write(folder.resolve("some.gz.part"), beginning);
        assertThatThrownBy(() -> download().into(folder)).isInstanceOf(IllegalStateException.class);
        assertThat(folder.resolve("some.gz.part")).hasBinaryContent(beginning);
        answer = (exchange, from) -> send(exchange, from, CONTENT.length);
        download().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
    }

    @Test
    void whatAnEarlierCallLeftMayBeOfAnotherFile() throws Exception {
        Files.write(folder.resolve("some.gz.part"), new byte[5000]);
        download().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("bytes=5000-", "all");
    }

    @Test
    void aRangeThatWasNotAskedForIsNotTaken() throws Exception {
        Files.write(folder.resolve("some.gz.part"), Arrays.copyOf(CONTENT, 1000));
        answer = (exchange, from) -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 900-299999/300000");
            exchange.sendResponseHeaders(206, CONTENT.length - 900);
            exchange.getResponseBody().write(CONTENT, 900, CONTENT.length - 900);
            exchange.close();
        };
        assertThatThrownBy(() -> download().into(folder))
                .hasMessageContaining("the server answered with bytes 900-299999/300000 and was asked from byte 1000");
        assertThat(folder.resolve("some.gz.part")).hasBinaryContent(Arrays.copyOf(CONTENT, 1000));
    }

    @Test
    void ofTwoThreadsOneWaitsForTheOther() throws Exception {
        answer = (exchange, from) -> {
            pause(300);
            send(exchange, from, CONTENT.length);
        };
        Download download = download();
        List<Future<?>> both = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            both.add(workers.submit(() -> download.into(folder)));
        }
        for (Future<?> one : both) {
            one.get();
        }
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(asked).containsExactly("all");
    }

    @Test
    void aPartThatSomebodyElseWritesIsLeftAlone() throws Exception {
        Path part = folder.resolve("some.gz.part");
        try (FileChannel held = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            held.lock();
            assertThatThrownBy(() -> download().into(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(part + " is being written by somebody else: wait for it");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aLinkInTheCacheIsNotWrittenThrough() throws Exception {
        Path mine = folder.resolve("mine.txt");
        Files.writeString(mine, "mine");
        Files.createSymbolicLink(folder.resolve("some.gz.part"), mine);
        download().into(folder);
        assertThat(folder.resolve("some.gz")).hasBinaryContent(CONTENT);
        assertThat(mine).hasContent("mine");
        assertThat(files()).containsExactlyInAnyOrder("some.gz", "mine.txt");
    }

    @Test
    void aFullDiskIsSaid() throws Exception {
        Download huge = new Download(address(), Long.MAX_VALUE / 2, sum(CONTENT));
        assertThatThrownBy(() -> huge.into(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageMatching(
                        "cannot keep .*some.gz: it needs 4611686.0 TB more, and the disk has .+ left: free some, or"
                                + " set XDG_CACHE_HOME to a folder on another disk");
        assertThat(asked).isEmpty();
        assertThat(files()).isEmpty();
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "needs a device that is full");
        try (FileChannel out = FileChannel.open(full, StandardOpenOption.WRITE);
                Progress progress = Progress.start("some.gz", CONTENT.length)) {
            Arrival arrival = new Arrival(download(), out, full, progress);
            assertThatThrownBy(() -> arrival.request(HttpClient.newHttpClient()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageMatching("cannot write /dev/full: No space left on device");
        }
    }

    @Test
    void aFolderThatIsNoneIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> download().into(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot keep " + file.resolve("some.gz") + ": ");
    }
}
