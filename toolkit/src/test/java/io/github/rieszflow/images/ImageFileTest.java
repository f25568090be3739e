package io.github.rieszflow.images;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.exchange.NumPy;
import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
    private static final ImageSet DIGITS = Images.drawnDigits(25, seed(1));

    @TempDir
    Path folder;

    private ImageSet withoutLabels(int count) {
        return ImageSet.of(DIGITS.take(count).points(), 28, 28, 1);
    }

    @Test
    void idxFilesComeBackPlainAndPacked() throws IOException {
        Path plain = folder.resolve("digits-idx3-ubyte");
        Path packed = folder.resolve("digits-idx3-ubyte.gz");
        DIGITS.save(plain).save(packed);
        assertThat(Idx.images(plain)).isEqualTo(withoutLabels(25));
        assertThat(Idx.images(packed)).isEqualTo(withoutLabels(25));
        assertThat(Files.size(packed)).isLessThan(Files.size(plain) / 2);
    }

    @Test
    void blocksAreAskedForUntilThereAreEnough() {
        Path file = folder.resolve("many");
        List<Integer> asked = new ArrayList<>();
        ImageFile.write(file, 23, done -> {
            asked.add(done);
            return DIGITS.select(java.util.stream.IntStream.range(done, Math.min(25, done + 10))
                    .toArray());
        });
        assertThat(asked).containsExactly(0, 10, 20);
        assertThat(Idx.images(file)).isEqualTo(withoutLabels(23));
    }

    @Test
    void numPyFilesHaveTheChannelsLast() throws IOException {
        ImageSet colour = ImageSet.of(new byte[] {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16}, 1, 2, 3);
        Path file = folder.resolve("some.npy");
        colour.save(file);
        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, 10, bytes.length - 22, StandardCharsets.US_ASCII);
        assertThat(header)
                .startsWith("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1, 2, 3), }")
                .endsWith("\n");
        assertThat((bytes.length - 12) % 64).isZero();
        assertThat(bytes[8]).isEqualTo((byte) header.length());
        byte[] body = java.util.Arrays.copyOfRange(bytes, bytes.length - 12, bytes.length);
        assertThat(body).containsExactly(1, 3, 5, 2, 4, 6, 11, 13, 15, 12, 14, 16);
        DIGITS.save(folder.resolve("grey.npy"));
        assertThat(Files.readString(folder.resolve("grey.npy"), StandardCharsets.ISO_8859_1))
                .contains("'shape': (25, 28, 28), }");
    }

    /** What is written comes back, grey and colour, by the content of the file and not by its name. */
    @Test
    void whatIsWrittenIsRead() throws IOException {
        byte[] pixels = new byte[5 * 4 * 3 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (7 * i);
        }
        ImageSet colour = ImageSet.of(pixels, 4, 3, 3);
        for (String name : new String[] {"a.npy", "a", "a.gz"}) {
            Path file = folder.resolve(name);
            DIGITS.save(file);
            assertThat(ImageFile.read(file)).isEqualTo(withoutLabels(25));
        }
        Path file = folder.resolve("colour.npy");
        colour.save(file);
        Path other = folder.resolve("other");
        Files.move(file, other);
        assertThat(ImageFile.read(other)).isEqualTo(colour);
    }

    @Test
    void filesThatHoldNoImagesAreRefused() throws IOException {
        Path file = folder.resolve("a.npy");
        DIGITS.save(file);
        byte[] good = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(good, good.length - 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(file))
                .withMessage(file + " with 25 images should have 19600 bytes after its header: found 19599; write it"
                        + " again");
        Files.write(file, java.util.Arrays.copyOf(good, good.length + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(file))
                .withMessageContaining("19600 bytes after its header: found more");
        Files.write(file, java.util.Arrays.copyOf(good, 60));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(file))
                .withMessage(file + " ends in its header: write it again");
        NumPy.write(Points.line(1, 2), file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(file))
                .withMessage(
                        file + " holds numbers of type <f4 with 2 axes: expected images as bytes, N×height×width or"
                                + " N×height×width×3 (use numpy.ascontiguousarray(array, 'uint8'))");
        DIGITS.save(file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumPy.read(file))
                .withMessage(file + " holds bytes with 3 axes: expected N×d numbers; if they are images, ImageFile.read"
                        + " reads them");
    }

    @Test
    void whatDoesNotFitIntoOneFileLeavesNone() throws IOException {
        Path file = folder.resolve("bad");
        ImageSet colour = ImageSet.of(new byte[12], 1, 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> colour.save(file))
                .withMessage("IDX files hold grey images: received images of 1×2×3; give the file a name that ends in"
                        + " .npy, or write images.grey()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.write(file, 30, done -> done == 0 ? DIGITS : DIGITS.pooled(2)))
                .withMessage("all images of a file have the same shape: the first were 28×28×1, after 25 came 14×14×1");
        try (var all = Files.list(folder)) {
            assertThat(all).isEmpty();
        }
    }
}
