package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudsTest {
    private static final int BLUE = 0x0072b2;
    private static final int ORANGE = 0xe69f00;
    private static final int WHITE = 0xffffff;

    /** The pixel of a point of the unit square in the first panel of 100 screen pixels: 34 to the left, 22 above. */
    private static int at(BufferedImage image, double x, double y) {
        return image.getRGB((int) (2 * (34 + 100 * x)), (int) (2 * (22 + 100 - 100 * y))) & WHITE;
    }

    private static Clouds unit(Clouds.Panel... panels) {
        return Clouds.strip(List.of(panels)).limits(0, 1).size(100);
    }

    @Test
    void pointsStandWhereTheyAre() {
        float[] points = {0.25f, 0.7f, 0.63f, 0.1f};
        BufferedImage image = unit(Clouds.panel("a", points, 2, 2)).picture().image();
        assertThat(at(image, 0.25, 0.7)).isEqualTo(BLUE);
        assertThat(at(image, 0.63, 0.1)).isEqualTo(BLUE);
        assertThat(at(image, 0.25, 0.3)).as("mirrored").isEqualTo(WHITE);
        assertThat(at(image, 0.7, 0.25)).as("transposed").isEqualTo(WHITE);
        assertThat(image.getWidth()).isEqualTo(2 * (34 + 100 + 12));
        assertThat(image.getHeight()).isEqualTo(2 * (22 + 100 + 20));
    }

    @Test
    void theTargetIsUnderneath() {
        Clouds.Panel panel =
                Clouds.panel("a", new float[] {0.25f, 0.7f}, 1, 2).over(new float[] {0.25f, 0.7f, 0.7f, 0.3f}, 2, 2);
        BufferedImage image = unit(panel).picture().image();
        assertThat(at(image, 0.25, 0.7)).isEqualTo(BLUE);
        assertThat(at(image, 0.7, 0.3)).isEqualTo(ORANGE);
    }

    @Test
    void moreThanTwoDimensionsShowTheFirstTwo() {
        float[] points = {0.25f, 0.7f, 0.9f, 0.63f, 0.1f, 0.9f};
        BufferedImage image = unit(Clouds.panel("a", points, 2, 3)).picture().image();
        assertThat(at(image, 0.25, 0.7)).isEqualTo(BLUE);
        assertThat(at(image, 0.63, 0.1)).isEqualTo(BLUE);
        assertThat(at(image, 0.9, 0.63)).isEqualTo(WHITE);
    }

    @Test
    void allPanelsHaveTheLimitsOfAllPoints() {
        // The second panel and its target span [0, 10]²; with the margin of 4 % the point (5, 5) is in every middle.
        Clouds.Panel near = Clouds.panel("a", new float[] {5, 5}, 1, 2);
        Clouds.Panel far = Clouds.panel("b", new float[] {0, 0}, 1, 2).over(new float[] {10, 3}, 1, 2);
        Clouds.Panel high = Clouds.panel("c", new float[] {5, 10}, 1, 2);
        List<BufferedImage> frames =
                Clouds.strip(List.of(near, far, high)).size(200).frames();
        assertThat(frames).hasSize(3);
        BufferedImage first = frames.get(0);
        assertThat(first.getRGB(34 + 100, 22 + 100) & WHITE).isEqualTo(BLUE);
        double margin = 200 * (0.5 - 0.5 / 1.08);
        assertThat(frames.get(1).getRGB(34 + (int) Math.round(margin), 22 + 200 - (int) Math.round(margin)) & WHITE)
                .isEqualTo(BLUE);
    }

    @Test
    void pointsOutsideTheLimitsAreNotDrawnOverTheFrame() {
        float[] points = {-0.02f, 0.5f, 1.5f, 0.5f};
        BufferedImage image = unit(Clouds.panel("a", points, 2, 2)).picture().image();
        for (int x = 0; x < 2 * 33; x++) {
            assertThat(image.getRGB(x, 2 * (22 + 50)) & WHITE).isNotEqualTo(BLUE);
        }
    }

    @Test
    void aSinglePlaceHasRoomAroundIt() {
        BufferedImage image = Clouds.strip(List.of(Clouds.panel("start", new float[] {3, 3, 3, 3}, 2, 2)))
                .size(100)
                .picture()
                .image();
        assertThat(at(image, 0.5, 0.5)).isEqualTo(BLUE);
    }

    @Test
    void largeCloudsAreSampledAlikeEveryTimeAndFairly() {
        int n = 40_000;
        float[] points = new float[2 * n];
        for (int i = 0; i < n; i++) {
            points[2 * i] = i % 2 == 0 ? -1 : 1; // two shapes, interleaved
            points[2 * i + 1] = (float) i / n;
        }
        Cloud cloud = Cloud.of("points", points, n, 2);
        assertThat(cloud.x())
                .hasSize(4000)
                .isEqualTo(Cloud.of("points", points, n, 2).x());
        assertThat(cloud.total()).isEqualTo(n);
        int left = 0;
        for (int i = 0; i < cloud.x().length; i++) {
            left += cloud.x()[i] < 0 ? 1 : 0;
            assertThat(cloud.y()[i]).isBetween(i / 4000f, (i + 1) / 4000f);
        }
        assertThat(left).as("binomial with mean 2000 and deviation 32").isBetween(1840, 2160);
        assertThat(Cloud.of("points", Arrays.copyOf(points, 8000), 4000, 2).y()).isSorted();
    }

    @Test
    void pointsOnALineAreDrawnAsADensityOverTicks() {
        float[] points = {0.25f, 0.25f, 0.25f};
        BufferedImage image = unit(Clouds.panel("a", points, 3, 1).over(new float[] {0.75f}, 1, 1))
                .picture()
                .image();
        assertThat(at(image, 0.25, 0.11)).as("tick of the points").isNotEqualTo(WHITE);
        assertThat(at(image, 0.75, 0.04)).as("tick of the target").isNotEqualTo(WHITE);
        assertThat(at(image, 0.25, 0.5)).as("under the curve").isNotEqualTo(WHITE);
        assertThat(at(image, 0.5, 0.5)).as("between the peaks").isEqualTo(WHITE);
    }

    @Test
    void speaksOfWhatItShows() {
        Clouds clouds = Clouds.strip(List.of(
                Clouds.panel("step 0", new float[] {0, 0}, 1, 2).over(new float[] {1, 1}, 1, 2),
                Clouds.panel("step 8", new float[] {1, 1}, 1, 2)));
        assertThat(clouds.picture().alternative())
                .isEqualTo("1 point in blue over a target of 1 point in orange, at step 0, step 8");
        assertThat(clouds.alternative("a flow").picture().alternative()).isEqualTo("a flow");
        assertThat(clouds).hasToString("Clouds[2 panels: step 0 … step 8]");
        assertThat(clouds.animation().picture().alternative()).startsWith("Animation: 1 point in blue");
    }

    @Test
    void curvesLieOverThePointsAndInsideTheLimits() {
        int ink = 0x262626;
        float[] points = {0.6f, 0};
        Clouds clouds = Clouds.strip(List.of(Clouds.panel("a", points, 1, 2).circle(0.6)))
                .limits(-1, 1)
                .size(200);
        BufferedImage image = clouds.picture().image();
        for (double angle : new double[] {0, 1, 2, 3, 4, 5, 6}) {
            double x = 34 + 100 + 100 * 0.6 * Math.cos(angle);
            double y = 22 + 100 - 100 * 0.6 * Math.sin(angle);
            assertThat(image.getRGB((int) (2 * x), (int) (2 * y)) & WHITE)
                    .as("at %s", angle)
                    .isEqualTo(ink);
        }
        assertThat(clouds.picture().alternative()).isEqualTo("1 point, with the exact curve in black, at a");
        // Without given limits the circle is inside: its leftmost point is 4 % from the edge.
        BufferedImage wide = Clouds.strip(List.of(Clouds.panel("a", points, 1, 2)))
                .circle(2)
                .size(200)
                .picture()
                .image();
        double margin = 200 * (0.5 - 0.5 / 1.08);
        assertThat(wide.getRGB((int) (2 * (34 + margin)), 2 * (22 + 100)) & WHITE)
                .isEqualTo(ink);
        Clouds.Panel open = Clouds.panel("a", points, 1, 2).curve(new double[] {0, 1}, new double[] {0, 0});
        assertThat(Clouds.strip(List.of(open)).picture().alternative()).contains("exact curve");
        assertThatThrownBy(() -> Clouds.panel("a", points, 1, 2).circle(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Circle: expected a radius of at least 0, got -1.0");
        assertThatThrownBy(() -> Clouds.panel("a", points, 2, 1).circle(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected points of dimension 2 or more, got dimension 1");
        assertThatThrownBy(() -> Clouds.panel("a", points, 1, 2).curve(new double[] {0, 1}, new double[] {0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Curve: expected arrays of one length, got 2 and 1");
    }

    @Test
    void panelsBreakIntoEvenRows() {
        Clouds.Panel panel = Clouds.panel("a", new float[] {0, 0}, 1, 2);
        List<Clouds.Panel> seven = List.of(panel, panel, panel, panel, panel, panel, panel);
        BufferedImage image = Clouds.strip(seven).size(50).picture().image();
        assertThat(image.getWidth()).isEqualTo(2 * (34 + 4 * 62));
        assertThat(image.getHeight()).isEqualTo(2 * (2 * 72 + 20));
        assertThat(Clouds.strip(seven).size(50).columns(7).picture().image().getHeight())
                .isEqualTo(2 * (72 + 20));
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> Clouds.panel("a", new float[] {1, 2, 3}, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("points: expected 2×2 = 4 numbers row by row, got 3");
        assertThatThrownBy(() -> Clouds.panel("a", new float[0], 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("points: expected at least 1 row and 1 column, got 0×2");
        assertThatThrownBy(() -> Clouds.panel("a", new float[] {1, 2, 3, Float.NaN}, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("points: expected finite numbers, got NaN in row 1, column 1 (counted from 0)");
        assertThatThrownBy(() -> Clouds.strip(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Panels: expected at least one, got none");
        Clouds.Panel flat = Clouds.panel("a", new float[] {1, 2}, 1, 2);
        assertThatThrownBy(() -> flat.over(new float[] {1}, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a target of dimension 2 or more as its points, got dimension 1");
        assertThatThrownBy(() -> Clouds.strip(List.of(flat, Clouds.panel("b", new float[] {1}, 1, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected all clouds on a line or none");
        assertThatThrownBy(() -> Clouds.strip(List.of(flat)).limits(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected low < high");
    }

    @Test
    void ticksAreRoundNumbers() {
        assertThat(CloudPen.step(2.16)).isEqualTo(0.5);
        assertThat(CloudPen.step(1)).isEqualTo(0.2);
        assertThat(CloudPen.step(0.3)).isCloseTo(0.1, org.assertj.core.api.Assertions.within(1e-15));
        assertThat(CloudPen.step(70)).isEqualTo(20);
    }
}
