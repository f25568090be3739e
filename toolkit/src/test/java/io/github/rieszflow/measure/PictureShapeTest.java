package io.github.rieszflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureShapeTest {
    private static final int N = 40_000;

    @TempDir
    Path folder;

    /** 4 wide, 2 high: black at the top left, half grey below it, half transparent black at the top right. */
    private static BufferedImage sample() {
        BufferedImage picture = new BufferedImage(4, 2, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 4; x++) {
                picture.setRGB(x, y, 0xFFFFFFFF);
            }
        }
        picture.setRGB(0, 0, 0xFF000000);
        picture.setRGB(0, 1, 0xFF808080);
        picture.setRGB(3, 0, 0x80000000);
        picture.setRGB(1, 0, 0x00000000);
        return picture;
    }

    @Test
    void darkOpaquePixelsCarryTheMass() {
        double[] masses = {1, 127 / 255.0, 128 / 255.0};
        double total = masses[0] + masses[1] + masses[2];
        int[] counts = cells(Shapes.picture(sample(), N, Seed.seed(1)), 4, 2);
        assertShare(counts[0], masses[0] / total);
        assertShare(counts[4], masses[1] / total);
        assertShare(counts[3], masses[2] / total);
        assertThat(counts[0] + counts[3] + counts[4]).isEqualTo(N);
    }

    @Test
    void thePointIsUniformWithinItsPixelAndTheAspectIsKept() {
        BufferedImage tall = new BufferedImage(1, 2, BufferedImage.TYPE_INT_RGB);
        tall.setRGB(0, 0, 0xFFFFFF);
        Points points = Shapes.picture(tall, N, Seed.seed(1));
        // The lower half of a column that is half as wide as high.
        assertThat(points.mean()).containsExactly(new double[] {0.5, 0.25}, within(0.004));
        for (int i = 0; i < N; i++) {
            assertThat(points.get(i, 0)).isBetween(0.25f, 0.75f);
            assertThat(points.get(i, 1)).isBetween(0f, 0.5f);
        }
        double spread = 0;
        for (float x : points.column(0)) {
            spread += (x - 0.5) * (x - 0.5) / N;
        }
        assertThat(spread).isCloseTo(0.5 * 0.5 / 12, within(0.0005));
    }

    @Test
    void coloursCountByTheirLuminance() {
        BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0xFF0000);
        picture.setRGB(1, 0, 0x00FF00);
        picture.setRGB(2, 0, 0x0000FF);
        int[] counts = cells(Shapes.picture(picture, N, Seed.seed(1)), 3, 1);
        assertShare(counts[0], (1 - 0.2126) / 2);
        assertShare(counts[1], (1 - 0.7152) / 2);
        assertShare(counts[2], (1 - 0.0722) / 2);
    }

    /** Java itself would turn the stored grey 128 into 188. */
    @Test
    void greyPicturesCountByTheirStoredValues() {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
            BufferedImage picture = new BufferedImage(2, 1, type);
            int top = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
            picture.getRaster().setSample(0, 0, 0, top / 2);
            int[] counts = cells(Shapes.picture(picture, N, Seed.seed(1)), 2, 1);
            assertShare(counts[0], 1 / 3.0);
            assertShare(counts[1], 2 / 3.0);
        }
    }

    @Test
    void greyPicturesCountByTheirOpacityToo() {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
        raster.setPixel(0, 0, new int[] {0, 51});
        raster.setPixel(1, 0, new int[] {0, 204});
        int[] counts = cells(Shapes.picture(new BufferedImage(model, raster, false, null), N, Seed.seed(1)), 2, 1);
        assertShare(counts[0], 0.2);
        assertShare(counts[1], 0.8);
    }

    @Test
    void aPaletteOfGreysIsReadThroughItsColours() {
        byte[] levels = {(byte) 255, (byte) 128};
        IndexColorModel palette = new IndexColorModel(1, 2, levels, levels, levels);
        BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        picture.getRaster().setSample(1, 0, 0, 1);
        assertThat(cells(Shapes.picture(picture, N, Seed.seed(1)), 3, 1)).containsExactly(0, N, 0);
    }

    @Test
    void aFileGivesTheSameAsItsPicture() throws IOException {
        Path file = folder.resolve("sample.png");
        ImageIO.write(sample(), "png", file.toFile());
        assertThat(Shapes.picture(file, 500, Seed.seed(1))).isEqualTo(Shapes.picture(sample(), 500, Seed.seed(1)));
        assertThat(Shapes.picture(file, 500)).isEqualTo(Shapes.picture(sample(), 500));
    }

    @Test
    void aPictureWithoutMassIsRefused() {
        BufferedImage clear = new BufferedImage(5, 3, BufferedImage.TYPE_INT_ARGB);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.picture(clear, 10))
                .withMessageStartingWith("the picture has no mass, all of its 5×3 pixels are white or transparent");
    }

    @Test
    void whatIsNoPictureIsRefusedWithTheFormatsThatAre() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.png"), "no picture");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.picture(text, 10))
                .withMessageStartingWith(text + " holds no picture that can be read")
                .withMessageContaining("bmp, gif, jpeg, jpg, png");
        Path whole = folder.resolve("whole.png");
        ImageIO.write(sample(), "png", whole.toFile());
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.png"), java.util.Arrays.copyOf(bytes, 40));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shapes.picture(cut, 10))
                .withMessageStartingWith(cut + " holds no picture that can be read");
        Path absent = folder.resolve("absent.png");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Shapes.picture(absent, 10))
                .withMessageContaining(absent.toString());
    }

    private static int[] cells(Points points, int columns, int rows) {
        int[] counts = new int[columns * rows];
        double side = Math.max(columns, rows);
        for (int i = 0; i < points.size(); i++) {
            int column = (int) ((points.get(i, 0) - 0.5) * side + columns / 2.0);
            int row = (int) (rows / 2.0 - (points.get(i, 1) - 0.5) * side);
            counts[row * columns + column]++;
        }
        return counts;
    }

    private static void assertShare(int count, double share) {
        assertThat((double) count / N).isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / N)));
    }
}
