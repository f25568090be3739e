package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static int at(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xffffff;
    }

    @Test
    void greyPixelsStandRowByRow() {
        // Two images of 2 rows and 3 columns, 2×2 image pixels each, gaps of 4.
        float[] pixels = {0, 0.2f, 0.4f, 0.6f, 0.8f, 1, -3, 9, 0, 0, 0, 1};
        BufferedImage image = ImageGrid.of(pixels, 2, new ImageShape(2, 3, 1))
                .columns(2)
                .scale(1)
                .picture()
                .image();
        assertThat(image.getWidth()).isEqualTo(4 + 6 + 4 + 6 + 4);
        assertThat(image.getHeight()).isEqualTo(4 + 4 + 4);
        assertThat(at(image, 3, 4)).as("gap").isEqualTo(0xffffff);
        assertThat(at(image, 4, 4)).isEqualTo(0x000000);
        assertThat(at(image, 6, 4)).isEqualTo(0x333333);
        assertThat(at(image, 7, 5)).as("every image pixel is 2×2").isEqualTo(0x333333);
        assertThat(at(image, 4, 6)).isEqualTo(0x999999);
        assertThat(at(image, 14, 4)).as("clamped below").isEqualTo(0x000000);
        assertThat(at(image, 16, 4)).as("clamped above").isEqualTo(0xffffff);
        assertThat(at(image, 18, 7)).isEqualTo(0xffffff);
    }

    @Test
    void colourPlanesComeOneAfterTheOther() {
        float[] pixels = {1, 0, 0.2f, 0.4f, 0, 1};
        BufferedImage image = ImageGrid.of(pixels, 1, new ImageShape(1, 2, 3))
                .scale(1)
                .picture()
                .image();
        assertThat(at(image, 4, 4)).isEqualTo(0xff3300);
        assertThat(at(image, 6, 4)).isEqualTo(0x0066ff);
    }

    @Test
    void theRangeMayBeAnyAndMayBeReversed() {
        float[] pixels = {-1, 0, 1};
        BufferedImage wide = ImageGrid.of(pixels, 1, new ImageShape(1, 3, 1))
                .range(-1, 1)
                .scale(1)
                .image();
        assertThat(at(wide, 4, 4)).isEqualTo(0x000000);
        assertThat(at(wide, 6, 4)).isEqualTo(0x808080);
        assertThat(at(wide, 8, 4)).isEqualTo(0xffffff);
        BufferedImage negative = ImageGrid.of(pixels, 1, new ImageShape(1, 3, 1))
                .range(1, -1)
                .scale(1)
                .image();
        assertThat(at(negative, 4, 4)).isEqualTo(0xffffff);
    }

    @Test
    void isNearSquareByItself() {
        BufferedImage image = ImageGrid.of(new float[10], 10, new ImageShape(1, 1, 1))
                .scale(1)
                .image();
        assertThat(image.getWidth()).as("4 columns").isEqualTo(4 + 4 * 6);
        assertThat(image.getHeight()).as("3 rows").isEqualTo(4 + 3 * 6);
    }

    @Test
    void titlesTakeRoom() {
        ImageGrid grid = ImageGrid.of(new float[4], 4, new ImageShape(1, 1, 1)).scale(20);
        int plain = grid.image().getHeight();
        assertThat(grid.title("step 1").image().getHeight()).isEqualTo(plain + 48);
        BufferedImage titled = grid.titles(List.of("a", "b", "c", "d")).image();
        assertThat(titled.getHeight()).isEqualTo(plain + 2 * 30);
        assertThat(at(titled, 10, 4 + 30 + 5))
                .as("the image is below its title")
                .isEqualTo(0);
    }

    @Test
    void titlesOfRowsAndColumnsTakeRoomAndSetTheShape() {
        ImageGrid grid = ImageGrid.of(new float[6], 6, new ImageShape(1, 1, 1)).scale(20);
        BufferedImage plain = grid.columns(3).image();
        BufferedImage headed = grid.columns("a", "b", "c").image();
        assertThat(headed.getWidth()).isEqualTo(plain.getWidth());
        assertThat(headed.getHeight()).isEqualTo(plain.getHeight() + 30);
        BufferedImage image =
                grid.rows("first", "second").columns("a", "b", "c").image();
        int room = image.getWidth() - plain.getWidth();
        assertThat(room).isGreaterThan(40);
        assertThat(image.getHeight()).isEqualTo(headed.getHeight());
        assertThat(at(image, room + 5, 30 + 5)).as("the first image").isEqualTo(0);
        assertThat(at(image, room - 2, 30 + 5)).as("left of it").isEqualTo(0xffffff);
        int ink = 0;
        for (int y = 34; y < 74; y++) {
            for (int x = 0; x < room; x++) {
                ink += at(image, x, y) < 0x808080 ? 1 : 0;
            }
        }
        assertThat(ink).as("the title of the first row").isPositive();
        assertThat(grid.rows("first", "second").picture().alternative())
                .isEqualTo("6 grey images of 1×1 pixels, in rows first, second");
        assertThat(grid.rows("first", "second").columns(6).image().getWidth())
                .as("a number of columns is without titles")
                .isEqualTo(grid.columns(6).image().getWidth());
    }

    @Test
    void imagesAreLargeEnoughToBeJudgedWhereAPageHasRoom() {
        ImageGrid grid = ImageGrid.of(new float[200 * 28 * 28], 200, ImageShape.grey(28, 28));
        assertThat(grid.columns(20).picture().image().getWidth())
                .as("42 on the screen each")
                .isEqualTo(2 * (20 * 44 + 2));
        assertThat(grid.columns(10).picture().image().getWidth()).isEqualTo(2 * (10 * 44 + 2));
        assertThat(grid.columns(100).picture().image().getWidth()).as("no room").isEqualTo(2 * (100 * 16 + 2));
        assertThat(grid.columns(20).image().getWidth()).as("in an animation").isEqualTo(2 * (20 * 16 + 2));
        assertThat(grid.columns(20).scale(1).picture().image().getWidth()).isEqualTo(2 * (20 * 30 + 2));
    }

    @Test
    void stripsPutGridsSideBySide() {
        ImageGrid grid =
                ImageGrid.of(new float[] {0}, 1, new ImageShape(1, 1, 1)).scale(4);
        Picture strip = ImageGrid.strip(List.of(grid.title("step 0"), grid.title("step 1")));
        assertThat(strip.image().getWidth()).isEqualTo(16 + 24 + 16);
        assertThat(strip.alternative())
                .isEqualTo("step 0: 1 grey image of 1×1 pixels; step 1: 1 grey image of 1×1 pixels");
    }

    @Test
    void doesNotChangeWithTheArray() {
        float[] pixels = {1};
        ImageGrid grid = ImageGrid.of(pixels, 1, new ImageShape(1, 1, 1)).scale(1);
        pixels[0] = 0;
        assertThat(at(grid.image(), 4, 4)).isEqualTo(0xffffff);
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> ImageGrid.of(new float[5], 2, new ImageShape(2, 2, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Images: expected 2 of 2×2×1 = 8 numbers, got 5");
        assertThatThrownBy(() -> new ImageShape(1, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an image has 1 channel (grey) or 3 (red, green and blue): received 2 for 1×2 pixels");
        assertThatThrownBy(() -> ImageGrid.of(new float[0], 0, new ImageShape(1, 2, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Images: expected at least 1, got 0");
        assertThatThrownBy(() -> ImageGrid.of(new float[] {0, Float.NaN}, 2, new ImageShape(1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got NaN in row 1");
        ImageGrid grid = ImageGrid.of(new float[2], 2, new ImageShape(1, 1, 1));
        assertThatThrownBy(() -> grid.columns("a", "b").rows("a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Titles: expected one for each row and column of the 2 images, got 2 of rows where 2 columns"
                                + " make 1");
        assertThatThrownBy(() -> grid.titles(List.of("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Titles: expected one for each of the 2 images, got 1");
        assertThatThrownBy(() -> grid.range(2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two different finite numbers");
        assertThatThrownBy(() -> ImageGrid.strip(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Grids: expected at least one, got none");
    }
}
