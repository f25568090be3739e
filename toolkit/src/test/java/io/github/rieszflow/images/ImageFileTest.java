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
        for (String name : new String[] {"a.npy", "a", "a.idx.gz", "train-images-idx3-ubyte", "x.idx3-ubyte"}) {
            Path file = folder.resolve(name);
            DIGITS.save(file);
            assertThat(ImageFile.read(file)).isEqualTo(DIGITS);
            withoutLabels(25).save(folder.resolve("other-" + name));
            assertThat(ImageFile.read(folder.resolve("other-" + name))).isEqualTo(withoutLabels(25));
        }
        Path file = folder.resolve("colour.npy");
        colour.save(file);
        Path other = folder.resolve("other");
        Files.move(file, other);
        assertThat(ImageFile.read(other)).isEqualTo(colour);
    }

    @Test
    void labelsLieBesideTheirImagesAsOthersNameThem() throws IOException {
        ImageSet odd = DIGITS.take(3).labelled(300, -7, Integer.MAX_VALUE);
        odd.save(folder.resolve("odd.npy"));
        assertThat(ImageFile.read(folder.resolve("odd.npy"))).isEqualTo(odd);
        String header = Files.readString(folder.resolve("odd-labels.npy"), StandardCharsets.ISO_8859_1);
        assertThat(header).contains("'descr': '<i8'").contains("'shape': (3,), }");
        DIGITS.save(folder.resolve("train-images-idx3-ubyte.gz"));
        assertThat(Idx.read(folder.resolve("train-images-idx3-ubyte.gz"), folder.resolve("train-labels-idx1-ubyte.gz")))
                .isEqualTo(DIGITS);
        for (int label : new int[] {-1, 256}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DIGITS.take(1).labelled(label).save(folder.resolve("wide.idx")))
                    .withMessage("IDX files hold labels from 0 to 255: received " + label
                            + "; give the file a name that ends in .npy");
        }
        assertThat(folder.resolve("wide.idx")).doesNotExist();
    }

    @Test
    void labelsOfOthersAreNotTakenForTheirs() {
        Path file = folder.resolve("some.npy");
        DIGITS.save(file);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withoutLabels(3).save(file))
                .withMessageStartingWith(file + " would hold images without labels, and beside it lie the labels "
                        + folder.resolve("some-labels.npy"));
        assertThat(ImageFile.read(file)).isEqualTo(DIGITS);
        DIGITS.take(4).save(folder.resolve("four.npy"));
        assertThat(folder.resolve("four.npy").toFile().renameTo(file.toFile())).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(file))
                .withMessageStartingWith(
                        file + " holds 4 images, " + folder.resolve("some-labels.npy") + " beside it 25 labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ImageFile.write(folder.resolve("mixed"), 30, done -> done == 0 ? DIGITS : withoutLabels(5)))
                .withMessageStartingWith("all images of a file have labels or none do: the first had labels, after 25");
    }

    @Test
    void namesThatSayOtherThingsAreRefused() throws IOException {
        for (String name : new String[] {
            "boot.png", "boot.PNG", "boot.jpg", "a.csv", "a.npz", "a.npy.gz", "a.zip", "a.bin", "b.idx.zip"
        }) {
            Path file = folder.resolve(name);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DIGITS.save(file))
                    .withMessageStartingWith(file + " is no name for a file of images: expected one that ends in .npy")
                    .withMessageContaining("images.savePngs(folder) makes a PNG file of each");
        }
        try (var all = Files.list(folder)) {
            assertThat(all).isEmpty();
        }
    }

    @Test
    void oneImageIsAPicture() {
        Path file = folder.resolve("one.png");
        ImageSet one = withoutLabels(25).image(7);
        one.save(file);
        assertThat(Images.folder(folder).read().grey()).isEqualTo(one);
    }

    /** As numpy.save writes them. */
    private Path array(String type, boolean fortran, String shape, byte[] body) throws IOException {
        String text = "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': ("
                + shape + "), }";
        text += " ".repeat(117 - text.length()) + "\n";
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        bytes.write(text.getBytes(StandardCharsets.US_ASCII));
        bytes.write(body);
        return Files.write(folder.resolve("array.npy"), bytes.toByteArray());
    }

    @Test
    void arraysOfOtherWholeNumbersAreImages() throws IOException {
        ImageSet expected = ImageSet.of(new byte[] {1, 2, 3, 4, (byte) 250, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 1);
        for (String type : new String[] {"|u1", "<u2", ">u2", "<i2", ">i4", "<i4", "<u4", "<i8", ">i8", ">u8"}) {
            int width = type.charAt(2) - '0';
            for (boolean fortran : new boolean[] {false, true}) {
                byte[] body = new byte[12 * width];
                for (int n = 0; n < 2; n++) {
                    for (int y = 0; y < 3 * 2; y++) {
                        int at = fortran ? n + 2 * (y / 3 + 2 * (y % 3)) : 6 * n + y;
                        body[at * width + (type.charAt(0) == '>' ? width - 1 : 0)] =
                                (byte) expected.level(n, 0, y / 3, y % 3);
                    }
                }
                assertThat(ImageFile.read(array(type, fortran, "2, 2, 3", body)))
                        .as(type + fortran)
                        .isEqualTo(expected);
            }
        }
        byte[] colours = new byte[2 * 2 * 3 * 3];
        byte[] turned = new byte[colours.length];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (byte) i;
            int c = i % 3;
            int x = i / 3 % 3;
            int y = i / 9 % 2;
            turned[i / 18 + 2 * (y + 2 * (x + 3 * c))] = (byte) i;
        }
        assertThat(ImageFile.read(array("|u1", true, "2, 2, 3, 3", turned)))
                .isEqualTo(ImageFile.read(array("|u1", false, "2, 2, 3, 3", colours)));
    }

    @Test
    void numbersThatAreNoLevelsAreRefused() throws IOException {
        Path high = array("<i2", false, "1, 1, 2", new byte[] {0, 1, 5, 0});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(high))
                .withMessage(high + " holds 256: expected whole numbers from 0 to 255");
        Path low = array("|i1", false, "1, 1, 2", new byte[] {5, -1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(low))
                .withMessage(low + " holds -1: expected whole numbers from 0 to 255");
        Path huge = array(">u8", false, "1, 1, 1", new byte[] {-1, 0, 0, 0, 0, 0, 0, 5});
        assertThatIllegalArgumentException().isThrownBy(() -> ImageFile.read(huge));
        Path first = array("|u1", false, "2, 3, 4, 5", new byte[120]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(first))
                .withMessage(
                        first + " holds arrays of 3×4×5: expected height×width×3 or height×width×1 (the channels come"
                                + " first: use numpy.moveaxis(array, 1, -1))");
        Path clear = array("|u1", false, "2, 5, 5, 4", new byte[200]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageFile.read(clear))
                .withMessageContaining("use array[..., :3]");
        Path claim = array("|u1", false, "2000, 1000, 1000", new byte[5]);
        assertThatIllegalArgumentException().isThrownBy(() -> ImageFile.read(claim));
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
                        file + " holds numbers of type <f4 with 2 axes: expected images as whole numbers from 0 to 255,"
                                + " N×height×width or N×height×width×3 (use array.astype('uint8'), after"
                                + " numpy.rint(255 * array) if they lie between 0 and 1)");
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
