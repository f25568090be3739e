package io.github.rieszflow.internal;

import static io.github.rieszflow.TestPictures.adobe;
import static io.github.rieszflow.TestPictures.corners;
import static io.github.rieszflow.TestPictures.deflated;
import static io.github.rieszflow.TestPictures.exif;
import static io.github.rieszflow.TestPictures.exifSegment;
import static io.github.rieszflow.TestPictures.fourComponents;
import static io.github.rieszflow.TestPictures.gif;
import static io.github.rieszflow.TestPictures.jpeg;
import static io.github.rieszflow.TestPictures.noise;
import static io.github.rieszflow.TestPictures.plain;
import static io.github.rieszflow.TestPictures.png;
import static io.github.rieszflow.TestPictures.threeComponents;
import static io.github.rieszflow.TestPictures.tiff;
import static io.github.rieszflow.TestPictures.withChunk;
import static io.github.rieszflow.TestPictures.withSegment;
import static io.github.rieszflow.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.TestPictures.Chunk;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("some"), bytes);
    }

    private PictureRows read(byte[] bytes) throws IOException {
        return PictureFile.read(file(bytes), (width, height) -> {});
    }

    /** One pixel: red, green, blue and opacity, all of 255. */
    private static double[] pixel(PictureRows picture, int x, int y) {
        int[][] row = new int[4][picture.width()];
        picture.row(y, 0, row);
        double[] found = new double[4];
        for (int c = 0; c < 3; c++) {
            found[c] = 255.0 * row[c][x] / picture.most();
        }
        found[3] = 255.0 * row[3][x] / picture.opaque();
        return found;
    }

    private void assertRefused(byte[] bytes, String why) throws IOException {
        Path file = file(bytes);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.read(file, (width, height) -> {}))
                .withMessageStartingWith(file + " holds no picture that can be read (")
                .withMessageContaining(why);
    }

    private static Map<String, byte[]> samples() throws IOException {
        Map<String, byte[]> samples = new LinkedHashMap<>();
        BufferedImage colour = noise(11, 9, BufferedImage.TYPE_INT_RGB, 1);
        BufferedImage grey = noise(11, 9, BufferedImage.TYPE_BYTE_GRAY, 2);
        BufferedImage palette = noise(11, 9, BufferedImage.TYPE_BYTE_INDEXED, 3);
        for (boolean progressive : new boolean[] {false, true}) {
            samples.put("jpeg in colour, progressive " + progressive, jpeg(colour, progressive));
            samples.put("jpeg in grey, progressive " + progressive, jpeg(grey, progressive));
        }
        samples.put("jpeg of inks", fourComponents(16, 16, 10, 20, 30, 255));
        samples.put(
                "jpeg with exif", withSegment(jpeg(colour, false), 0xE1, exifSegment(exif(ByteOrder.BIG_ENDIAN, 6))));
        samples.put("png in colour", write(colour, "png"));
        samples.put("png in grey", write(grey, "png"));
        samples.put("png of a palette", write(palette, "png"));
        samples.put("gif", write(palette, "gif"));
        samples.put("bmp in colour", write(colour, "bmp"));
        samples.put("bmp of a palette", write(palette, "bmp"));
        samples.put("tiff", tiff(11, 9, 3, 2, 1, null));
        samples.put("tiff of Java", write(colour, "tiff"));
        return samples;
    }

    @Test
    void noBeginningOfAFileIsAPicture() throws IOException {
        for (Map.Entry<String, byte[]> sample : samples().entrySet()) {
            byte[] whole = sample.getValue();
            assertThat(read(whole).width()).isPositive();
            List<Integer> taken = new ArrayList<>();
            for (int length = 0; length < whole.length; length++) {
                try {
                    read(Arrays.copyOf(whole, length));
                    taken.add(whole.length - length);
                } catch (IllegalArgumentException refused) {
                    assertThat(refused)
                            .hasMessageContaining(folder.resolve("some").toString());
                }
            }
            // What may be missing holds no pixel: the mark at the end of a GIF file, what fills up the last row of a
            // BMP file.
            List<Integer> empty = sample.getKey().equals("gif")
                    ? List.of(1)
                    : sample.getKey().startsWith("bmp") ? List.of(1, 2, 3) : List.of();
            assertThat(taken).as(sample.getKey()).isSubsetOf(empty);
        }
    }

    @Test
    void aCutIsSaidWithItsFormat() throws IOException {
        byte[] baseline = jpeg(noise(64, 48, BufferedImage.TYPE_INT_RGB, 1), false);
        assertRefused(Arrays.copyOf(baseline, baseline.length * 6 / 10), "the JPEG file is damaged: Truncated File");
        byte[] progressive = jpeg(noise(64, 48, BufferedImage.TYPE_INT_RGB, 1), true);
        assertRefused(
                Arrays.copyOf(progressive, progressive.length * 3 / 10), "the JPEG file is damaged: Truncated File");
        byte[] png = write(noise(64, 48, BufferedImage.TYPE_INT_RGB, 1), "png");
        assertRefused(Arrays.copyOf(png, png.length - 1), "the PNG file is damaged: it breaks off before its end");
    }

    @Test
    void whatLiesBehindOrBesideThePixelsDoesNoHarm() throws IOException {
        BufferedImage picture = plain(16, 16, 0xC86432);
        byte[] jpeg = jpeg(picture, false);
        byte[] longer = Arrays.copyOf(jpeg, jpeg.length + 100);
        assertThat(pixel(read(longer), 5, 5)).containsExactly(pixel(read(jpeg), 5, 5));
        // Some cameras fill up before the end mark.
        byte[] padded = Arrays.copyOf(jpeg, jpeg.length + 2);
        padded[jpeg.length - 2] = 0;
        padded[jpeg.length - 1] = 0;
        padded[jpeg.length] = (byte) 0xFF;
        padded[jpeg.length + 1] = (byte) 0xD9;
        assertThat(pixel(read(padded), 5, 5)).containsExactly(pixel(read(jpeg), 5, 5));
        byte[] profile = withSegment(jpeg, 0xE2, "ICC_PROFILE\0\1\1no profile".getBytes(StandardCharsets.US_ASCII));
        assertThat(pixel(read(profile), 5, 5)).containsExactly(pixel(read(jpeg), 5, 5));
        byte[] png = write(picture, "png");
        assertThat(pixel(read(Arrays.copyOf(png, png.length + 9)), 5, 5)).containsExactly(200, 100, 50, 255);
    }

    @Test
    void aWrongBitInAPngFileIsSeenByItsChecksum() throws IOException {
        byte[] png = write(noise(20, 20, BufferedImage.TYPE_INT_RGB, 4), "png");
        for (int i = 8; i < png.length; i++) {
            byte[] wrong = png.clone();
            wrong[i] = (byte) (wrong[i] ^ 1 << i % 8);
            assertRefused(wrong, "");
        }
    }

    @Test
    void textsThatUnpackToAnyLengthAreNotUnpacked() throws IOException {
        byte[] text = deflated(new byte[100_000_000]);
        ByteBuffer chunk = ByteBuffer.allocate(3 + text.length)
                .put((byte) 'a')
                .put((byte) 0)
                .put((byte) 0);
        byte[] palette = write(noise(8, 8, BufferedImage.TYPE_BYTE_INDEXED, 3), "png");
        assertThat(read(withChunk(palette, new Chunk("zTXt", chunk.put(text).array())))
                        .width())
                .isEqualTo(8);
    }

    /** Where the green, red and blue parts are after turning, at 1/8, 1/8 and so on, row by row. */
    private static String look(PictureRows picture) {
        StringBuilder look = new StringBuilder();
        for (int y : new int[] {picture.height() / 8, picture.height() * 7 / 8}) {
            for (int x : new int[] {picture.width() / 8, picture.width() * 7 / 8}) {
                double[] pixel = pixel(picture, x, y);
                look.append(pixel[0] > 200 ? 'r' : pixel[1] > 200 ? 'g' : pixel[2] > 200 ? 'b' : '?');
            }
        }
        return look.toString();
    }

    /** What EXIF 2.3 says of its eight numbers, for a picture with green over red at the left and blue at the right. */
    private static final List<String> TURNED = List.of("gbrb", "bgbr", "brbg", "rbgb", "grbb", "rgbb", "bbrg", "bbgr");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void picturesAreTurnedUpright(int orientation) throws IOException {
        BufferedImage lying = corners(48, 32);
        String expected = TURNED.get(orientation - 1);
        int width = orientation > 4 ? 32 : 48;
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] block = exif(order, orientation);
            byte[] png = write(lying, "png");
            List<byte[]> files = List.of(
                    withSegment(jpeg(lying, false), 0xE1, exifSegment(block)),
                    withSegment(jpeg(lying, true), 0xE1, exifSegment(block)),
                    // Behind another segment of the same number, as programs of Adobe write.
                    withSegment(
                            withSegment(jpeg(lying, false), 0xE1, exifSegment(block)),
                            0xE1,
                            "http://ns.adobe.com/xap/1.0/\0<x/>".getBytes(StandardCharsets.US_ASCII)),
                    withChunk(png, new Chunk("eXIf", block)),
                    tiff(48, 32, 3, 2, orientation, interleaved(lying)));
            for (byte[] bytes : files) {
                PictureRows picture = read(bytes);
                assertThat(picture.width()).isEqualTo(width);
                assertThat(look(picture)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPartOfARowIsTheSamePart(int orientation) {
        BufferedImage stored = noise(7, 5, BufferedImage.TYPE_INT_RGB, 3);
        for (BufferedImage kind : List.of(stored, noise(7, 5, BufferedImage.TYPE_BYTE_GRAY, 3))) {
            PictureRows picture = new PictureRows(kind, orientation, "it");
            for (int y = 0; y < picture.height(); y++) {
                int[][] all = new int[4][picture.width()];
                picture.row(y, 0, all);
                int[][] part = new int[4][picture.width() - 3];
                picture.row(y, 2, part);
                for (int c = 0; c < 4; c++) {
                    assertThat(part[c]).containsExactly(Arrays.copyOfRange(all[c], 2, picture.width() - 1));
                }
            }
        }
    }

    @Test
    void damagedExifLeavesThePictureAsItIs() throws IOException {
        byte[] jpeg = jpeg(corners(48, 32), false);
        byte[] good = exif(ByteOrder.LITTLE_ENDIAN, 6);
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            byte[] block = Arrays.copyOf(good, i < good.length ? i : good.length);
            for (int k = 0; i >= good.length && k < 4; k++) {
                block[random.nextInt(block.length)] = (byte) random.nextInt(256);
            }
            assertThat(look(read(withSegment(jpeg, 0xE1, exifSegment(block))))).isIn(TURNED);
        }
        for (int unknown : new int[] {0, 9, 255, 0xFFFF}) {
            byte[] block = exif(ByteOrder.BIG_ENDIAN, unknown);
            assertThat(look(read(withSegment(jpeg, 0xE1, exifSegment(block))))).isEqualTo(TURNED.get(0));
        }
        assertThat(look(read(withSegment(jpeg, 0xE1, new byte[0])))).isEqualTo(TURNED.get(0));
    }

    @Test
    void greyWithOpacityIsRead() throws IOException {
        PictureRows eight = read(png(2, 1, 8, 4, new byte[] {0, 0, 0, 100, (byte) 255}));
        assertThat(pixel(eight, 0, 0)[3]).isZero();
        assertThat(pixel(eight, 1, 0)).containsExactly(100, 100, 100, 255);
        PictureRows sixteen = read(png(2, 1, 16, 4, new byte[] {0, 0, 0, 0, 0, (byte) 128, (byte) 128, 51, 51}));
        assertThat(pixel(sixteen, 0, 0)[3]).isZero();
        assertThat(pixel(sixteen, 1, 0)).containsExactly(128, 128, 128, 51);
    }

    @Test
    void oneGreyOrColourMayBeTransparent() throws IOException {
        for (int bits : new int[] {1, 2, 4, 8, 16}) {
            int most = (1 << bits) - 1;
            // The first pixel 0 and transparent, the second as light as can be.
            byte[] row = bits == 16
                    ? new byte[] {0, 0, 0, -1, -1}
                    : bits == 8 ? new byte[] {0, 0, -1} : new byte[] {0, (byte) (most << (8 - 2 * bits))};
            PictureRows grey = read(png(2, 1, bits, 0, row, new Chunk("tRNS", new byte[2])));
            assertThat(pixel(grey, 0, 0)[3]).as("%s bits", bits).isZero();
            assertThat(pixel(grey, 1, 0)).as("%s bits", bits).containsExactly(255, 255, 255, 255);
        }
        PictureRows colour = read(
                png(2, 1, 8, 2, new byte[] {0, 1, 2, 3, 1, 2, 4}, new Chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3})));
        assertThat(pixel(colour, 0, 0)[3]).isZero();
        assertThat(pixel(colour, 1, 0)).containsExactly(1, 2, 4, 255);
        PictureRows palette = read(png(
                2,
                1,
                8,
                3,
                new byte[] {0, 0, 1},
                new Chunk("PLTE", new byte[] {9, 9, 9, 10, 20, 30}),
                new Chunk("tRNS", new byte[] {0})));
        assertThat(pixel(palette, 0, 0)[3]).isZero();
        assertThat(pixel(palette, 1, 0)).containsExactly(10, 20, 30, 255);
    }

    @Test
    void greyLevelsAreTheStoredOnesOfAllTheirBits() throws IOException {
        // 2000 of 4095 in a file that says 16 bits is 2000 of 65535.
        PictureRows twelve = read(png(1, 1, 16, 0, new byte[] {0, 7, (byte) 208}));
        assertThat(pixel(twelve, 0, 0)[0]).isCloseTo(255 * 2000 / 65535.0, within(1e-12));
        PictureRows four = read(png(1, 1, 4, 0, new byte[] {0, (byte) 0x80}));
        assertThat(pixel(four, 0, 0)[0]).isEqualTo(8 * 17);
        PictureRows two = read(png(1, 1, 2, 0, new byte[] {0, 0x40}));
        assertThat(pixel(two, 0, 0)[0]).isEqualTo(85);
    }

    @Test
    void inksBecomeLight() throws IOException {
        // 55, 155 and 205 of ink: stored are what they leave.
        byte[] cmyk = fourComponents(16, 16, 200, 100, 50, 255);
        byte[] grey = fourComponents(16, 16, 255, 255, 255, 128);
        byte[] both = fourComponents(16, 16, 250, 125, 63, 204);
        for (int adobe = -1; adobe < 1; adobe++) {
            assertColour(adobe < 0 ? cmyk : withSegment(cmyk, 0xEE, adobe(adobe)), 200, 100, 50);
            assertColour(adobe < 0 ? grey : withSegment(grey, 0xEE, adobe(adobe)), 128, 128, 128);
            assertColour(adobe < 0 ? both : withSegment(both, 0xEE, adobe(adobe)), 200, 100, 50);
        }
        assertColour(withSegment(fourComponents(16, 16, ycck(200, 100, 50)), 0xEE, adobe(2)), 200, 100, 50);
        assertColour(withSegment(fourComponents(16, 16, ycck(128, 128, 128)), 0xEE, adobe(2)), 128, 128, 128);
        assertColour(withSegment(fourComponents(16, 16, ycck(20, 220, 130)), 0xEE, adobe(2)), 20, 220, 130);
        // A TIFF file stores how much ink there is.
        byte[] inks = new byte[16 * 16 * 4];
        for (int i = 0; i < inks.length; i++) {
            inks[i] = (byte) new int[] {55, 155, 205, 0}[i % 4];
        }
        assertColour(tiff(16, 16, 4, 5, 1, inks), 200, 100, 50);
    }

    /** Three components are luma and chroma unless Adobe's marker says that they are the colours themselves. */
    @Test
    void threeComponentsAreReadAsTheirMarkerSays() throws IOException {
        byte[] three = threeComponents(16, 16, 200, 100, 50);
        assertColour(withSegment(three, 0xEE, adobe(0)), 200, 100, 50);
        int[] luma = {124, 86, 182};
        assertColour(withSegment(threeComponents(16, 16, luma), 0xEE, adobe(1)), 200, 100, 50);
    }

    /** Luma and chroma of the inks of a colour, without black. */
    private static int[] ycck(int red, int green, int blue) {
        double c = 255 - red;
        double m = 255 - green;
        double y = 255 - blue;
        return new int[] {
            (int) Math.rint(0.299 * c + 0.587 * m + 0.114 * y),
            (int) Math.rint(128 - 0.168736 * c - 0.331264 * m + 0.5 * y),
            (int) Math.rint(128 + 0.5 * c - 0.418688 * m - 0.081312 * y),
            255
        };
    }

    private void assertColour(byte[] bytes, int red, int green, int blue) throws IOException {
        double[] found = pixel(read(bytes), 7, 9);
        assertThat(found[0]).isCloseTo(red, within(2.0));
        assertThat(found[1]).isCloseTo(green, within(2.0));
        assertThat(found[2]).isCloseTo(blue, within(2.0));
    }

    @Test
    void theFirstImageOfAnAnimationLiesOnItsCanvas() throws IOException {
        PictureRows part = read(gif(plain(4, 3, 0x0000FF), 10, 8, 5, 2));
        assertThat(part.width()).isEqualTo(10);
        assertThat(part.height()).isEqualTo(8);
        assertThat(pixel(part, 5, 2)).containsExactly(0, 0, 255, 255);
        assertThat(pixel(part, 8, 4)).containsExactly(0, 0, 255, 255);
        assertThat(pixel(part, 4, 2)[3]).isZero();
        assertThat(pixel(part, 9, 4)[3]).isZero();
        assertThat(pixel(part, 5, 5)[3]).isZero();
        PictureRows beyond = read(gif(plain(4, 3, 0x0000FF), 6, 5, 4, 4));
        assertThat(beyond.width()).isEqualTo(8);
        assertThat(beyond.height()).isEqualTo(7);
        assertThat(pixel(beyond, 7, 6)).containsExactly(0, 0, 255, 255);
        PictureRows all = read(gif(plain(4, 3, 0x0000FF), 4, 3, 0, 0));
        assertThat(pixel(all, 0, 0)).containsExactly(0, 0, 255, 255);
        PictureRows none = read(gif(plain(4, 3, 0x0000FF), 0, 0, 0, 0));
        assertThat(none.width()).isEqualTo(4);
    }

    @Test
    void sizesAreRefusedBeforeAnythingIsDecoded() throws IOException {
        Path bomb = file(png(60_000, 60_000, 8, 2, new byte[] {0}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.read(bomb, (width, height) -> {}))
                .withMessageStartingWith(
                        bomb + " with 60000×60000 pixels has more than the 2147483647 pixels that Java");
        Path large = file(png(40_000, 40_000, 16, 6, new byte[] {0}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.read(large, (width, height) -> {}))
                .withMessageStartingWith(large + " with 40000×40000 pixels would take 12.8 GB, the Java heap has")
                .withMessageContaining("scale the picture down");
        Path canvas = file(gif(plain(4, 3, 0), 65_535, 32_000, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.read(canvas, (width, height) -> {}))
                .withMessageContaining("65535×32000 pixels would take 8.7 GB");
        byte[] bytes = jpeg(plain(16, 16, 0), false);
        for (int at = 2; ; at += 2 + ((bytes[at + 2] & 255) << 8 | (bytes[at + 3] & 255))) {
            if (bytes[at + 1] == (byte) 0xC0) {
                ByteBuffer.wrap(bytes).putShort(at + 5, (short) 65_500).putShort(at + 7, (short) 32_000);
                break;
            }
        }
        Path claim = file(bytes);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.read(claim, (width, height) -> {}))
                .withMessageContaining("32000×65500 pixels would take 8.4 GB");
        Path hollow = file(png(5_000, 5_000, 8, 2, new byte[] {0}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.read(hollow, (width, height) -> {}))
                .withMessage(hollow + " with 5000×5000 pixels is more than its " + Files.size(hollow)
                        + " bytes can hold: the file is damaged");
        Path small = file(png(30, 20, 8, 2, new byte[] {0}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.read(small, (width, height) -> {
                    throw new IllegalArgumentException(width + " by " + height);
                }))
                .withMessage("30 by 20");
    }

    @Test
    void whatIsNoPictureIsCalledWhatItIs() throws IOException {
        Map<String, byte[]> others = new LinkedHashMap<>();
        others.put("it is an empty file", new byte[0]);
        others.put("it is a web page: download the file again", bytes("\n<!DOCTYPE html><html>"));
        others.put("it is a pointer of Git LFS", bytes("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a"));
        others.put("it is a zip archive: unpack it", bytes("PK\3\4\24\0\0\0"));
        others.put("it is a WebP picture: convert it to PNG", bytes("RIFF\1\2\3\4WEBPVP8 "));
        others.put("it is a HEIC picture: convert it to PNG", bytes("\0\0\0\30ftypheic\0\0\0\0"));
        others.put("it is an AVIF picture: convert it to PNG", bytes("\0\0\0\30ftypavif\0\0\0\0"));
        others.put("it is a companion file of macOS", new byte[] {0, 5, 22, 7, 0, 2, 0, 0, 77, 97, 99});
        others.put("it is an IDX file", new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 99});
        others.put("it is text", bytes("no picture"));
        others.put("it is no picture that this Java reads", new byte[] {7, 8, 9, 10, 11});
        for (Map.Entry<String, byte[]> other : others.entrySet()) {
            assertRefused(other.getValue(), other.getKey());
            assertThat(PictureFile.other(folder.resolve("some"))).isPresent();
        }
        assertThat(PictureFile.other(file(write(plain(2, 2, 0), "png")))).isEmpty();
    }

    @Test
    void aTiffFileOfSeveralPagesIsRefused() throws IOException {
        byte[] one = tiff(4, 4, 1, 1, 1, null);
        ByteBuffer two = ByteBuffer.allocate(one.length + 126).order(ByteOrder.LITTLE_ENDIAN);
        two.put(one).put(one, 8, 126);
        two.putInt(8 + 2 + 120, one.length);
        assertRefused(two.array(), "it has several pages: save each as a picture of its own");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] interleaved(BufferedImage picture) {
        byte[] bytes = new byte[3 * picture.getWidth() * picture.getHeight()];
        for (int i = 0; i < bytes.length; i++) {
            int rgb = picture.getRGB(i / 3 % picture.getWidth(), i / 3 / picture.getWidth());
            bytes[i] = (byte) (rgb >> (16 - 8 * (i % 3)));
        }
        return bytes;
    }
}
