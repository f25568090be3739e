package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaletteTest {
    private static BufferedImage gradient() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                image.setRGB(x, y, ((4 * x) << 16) | ((4 * y) << 8) | (2 * (x + y)));
            }
        }
        image.setRGB(0, 0, 0xffffff);
        image.setRGB(63, 63, 0x0072b2);
        return image;
    }

    private static Set<Integer> colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        return colours;
    }

    @Test
    void fewColoursStayExact() {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x010203);
        image.setRGB(1, 0, 0x010204);
        BufferedImage reduced = Palette.reduce(image, 16);
        for (int x = 0; x < 3; x++) {
            assertThat(reduced.getRGB(x, 0)).isEqualTo(image.getRGB(x, 0));
        }
    }

    @Test
    void manyColoursBecomeFewNearOnes() {
        BufferedImage image = gradient();
        BufferedImage reduced = Palette.reduce(image, 64);
        assertThat(colours(image)).hasSizeGreaterThan(3000);
        assertThat(colours(reduced)).hasSizeBetween(48, 64);
        double squares = 0;
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int difference = (image.getRGB(x, y) >> shift & 0xff) - (reduced.getRGB(x, y) >> shift & 0xff);
                    squares += difference * difference;
                }
            }
        }
        // 64 cells of a 256×256 square have sides of 32: a root mean square of 32/√12 ≈ 9 would be perfect.
        assertThat(Math.sqrt(squares / (64 * 64 * 3))).isLessThan(14);
    }

    @Test
    void thePapersAndInksOfDrawingsStayExact() {
        BufferedImage reduced = Palette.reduce(gradient(), 16);
        assertThat(reduced.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
        assertThat(reduced.getRGB(63, 63) & 0xffffff).isEqualTo(0x0072b2);
    }

    @Test
    void sharedByAllImages() {
        BufferedImage one = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        BufferedImage two = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        two.setRGB(0, 0, 0xff0000);
        Palette palette = Palette.of(List.of(one, two), 8);
        assertThat(palette.size()).isEqualTo(2);
        assertThat(palette.indices(one)).isNotEqualTo(palette.indices(two));
        assertThat(palette.model(true).getTransparentPixel()).isEqualTo(2);
    }
}
