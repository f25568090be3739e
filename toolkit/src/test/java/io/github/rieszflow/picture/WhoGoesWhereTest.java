package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Points coloured by where they began, their paths, and arrows. */
class WhoGoesWhereTest {
    private static final int WHITE = 0xffffff;
    private static final int BLUE = 0x0072b2;
    private static final int ORANGE = 0xe69f00;

    /** The pixel of a point of the unit square in a panel of 100 screen pixels, counted from 0. */
    private static int at(BufferedImage image, int panel, double x, double y) {
        double left = 34 + panel * 112.0;
        return image.getRGB((int) (2 * (left + 100 * x)), (int) (2 * (22 + 100 - 100 * y))) & WHITE;
    }

    private static Clouds.Panel panel(String title, float... points) {
        return Clouds.panel(title, points, points.length / 2, 2);
    }

    private static Clouds unit(Clouds.Panel... panels) {
        return Clouds.strip(List.of(panels)).limits(0, 1).size(100);
    }

    private static TestRows plane(float... points) {
        return new TestRows(2, points);
    }

    @Test
    void pointsKeepTheColourOfWhereTheyBegan() {
        Clouds clouds = unit(panel("a", 0.1f, 0.1f, 0.9f, 0.9f), panel("b", 0.7f, 0.9f, 0.1f, 0.33f))
                .byOrigin();
        BufferedImage image = clouds.picture().image();
        assertThat(at(image, 0, 0.1, 0.1)).isEqualTo(BLUE);
        assertThat(at(image, 0, 0.9, 0.9)).isEqualTo(ORANGE);
        assertThat(at(image, 1, 0.7, 0.9)).isEqualTo(BLUE);
        assertThat(at(image, 1, 0.1, 0.33)).isEqualTo(ORANGE);
        List<BufferedImage> frames = clouds.frames();
        assertThat(frames.get(1).getRGB(34 + 70, 22 + 10) & WHITE).isEqualTo(BLUE);
    }

    @Test
    void coloursAreThoseOfTheCornersAndMixturesBetween() {
        Theme theme = Theme.SCREEN;
        assertThat(theme.origin(0, 0)).isEqualTo(new Color(BLUE));
        assertThat(theme.origin(1, 1)).isEqualTo(new Color(ORANGE));
        assertThat(theme.origin(0.5, 0)).isEqualTo(Style.mixed(theme.origin(0, 0), theme.origin(1, 0), 0.5));
        assertThat(theme.origin(0.0)).isEqualTo(theme.origin(0, 0));
        assertThat(theme.origin(0.5)).isEqualTo(theme.origin(1, 0));
        assertThat(theme.origin(1.0)).isEqualTo(theme.origin(1, 1));
        assertThat(Style.mixed(new Color(0x001020), new Color(0x203040), 0.25)).isEqualTo(new Color(0x081828));
    }

    @Test
    void theTargetIsThenGrey() {
        Clouds.Panel panel = panel("a", 0.1f, 0.1f, 0.9f, 0.9f).over(plane(0.3f, 0.7f));
        assertThat(at(unit(panel).picture().image(), 0, 0.3, 0.7)).isEqualTo(ORANGE);
        Clouds byOrigin = unit(panel).byOrigin();
        assertThat(at(byOrigin.picture().image(), 0, 0.3, 0.7))
                .isEqualTo(Theme.SCREEN.faint().getRGB() & WHITE);
        assertThat(byOrigin.picture().alternative())
                .isEqualTo("2 points, coloured by where they began, over a target of 1 point in grey, at a");
    }

    @Test
    void aSampleOfManyPointsHasTheColoursOfTheSamePoints() {
        int n = 10_000;
        float[] points = new float[2 * n];
        Random random = new Random(1);
        for (int i = 0; i < points.length; i++) {
            points[i] = random.nextFloat();
        }
        Clouds.Panel panel =
                Clouds.panel("a", points, n, 2).byOrigin(plane(points)).paths(List.of(plane(points)));
        Cloud origin = Objects.requireNonNull(panel.marks().origin());
        assertThat(origin.x()).isEqualTo(panel.points().x());
        assertThat(origin.thinned(300).y())
                .isEqualTo(panel.points().thinned(300).y());
        assertThat(panel.marks().before().get(0).x()).isEqualTo(panel.points().x());
    }

    @Test
    void pathsLeadFromWhereAPointWasToWhereItIs() {
        Clouds.Panel plain = panel("a", 0.85f, 0.55f);
        Clouds.Panel with = plain.paths(List.of(plane(0.15f, 0.15f), plane(0.15f, 0.55f)));
        for (double[] place : new double[][] {{0.15, 0.33}, {0.45, 0.55}}) {
            assertThat(at(unit(plain).picture().image(), 0, place[0], place[1])).isEqualTo(WHITE);
            assertThat(at(unit(with).picture().image(), 0, place[0], place[1])).isNotEqualTo(WHITE);
        }
        assertThat(unit(with).picture().alternative()).isEqualTo("1 point, with their paths, at a");
        Square all = Clouds.strip(List.of(with)).square();
        assertThat(all.left()).isLessThan(0.15);
        assertThat(all.bottom()).isLessThan(0.15);
    }

    @Test
    void arrowsPointFromPointsToTheirHeads() {
        Clouds.Panel panel = panel("a", 0.15f, 0.55f).arrows(plane(0.85f, 0.55f));
        BufferedImage image = unit(panel).picture().image();
        assertThat(at(image, 0, 0.45, 0.55)).as("the shaft").isLessThan(0x808080);
        int above = 0;
        int below = 0;
        for (double x = 0.8; x < 0.85; x += 0.005) {
            above += at(image, 0, x, 0.565) != WHITE ? 1 : 0;
            below += at(image, 0, x, 0.535) != WHITE ? 1 : 0;
        }
        assertThat(above).as("upper side of the head").isPositive();
        assertThat(below).as("lower side of the head").isPositive();
        assertThat(at(image, 0, 0.25, 0.565)).as("no head at the tail").isEqualTo(WHITE);
        assertThat(Clouds.strip(List.of(panel)).square().side()).isGreaterThan(0.7);
    }

    private static Evolution evolution(int moments) {
        return new Evolution() {
            @Override
            protected List<Moment> moments() {
                return IntStream.range(0, moments)
                        .mapToObj(i -> new Moment("step " + i, plane(0.1f * i, 0, 1, 0.1f * i)))
                        .toList();
            }

            @Override
            protected List<Moment> shown() {
                return thinned(moments(), 3);
            }

            @Override
            protected Rows destination() {
                return plane(1, 1);
            }

            @Override
            protected boolean charted() {
                return false;
            }

            @Override
            public Chart chart() {
                throw new IllegalStateException("no chart");
            }
        };
    }

    @Test
    void whatMovesShowsItsPathsAndArrows() {
        assertThat(evolution(5).paths().picture().alternative())
                .isEqualTo("2 points, coloured by where they began, over a target of 1 point in grey, with their paths,"
                        + " at step 0 to step 4");
        assertThat(evolution(5).arrows()).hasToString("Clouds[2 panels: step 0 … step 2]");
        assertThat(evolution(5).arrows().picture().alternative()).contains("with arrows to where they go");
        assertThatThrownBy(() -> evolution(1).paths())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("who goes where is seen between two steps, and only \"step 0\" was kept: run it first");
    }

    @Test
    void whatIsPlayedHasTheColoursToo() {
        Clouds clouds = unit(panel("a", 0, 0, 1, 1), panel("b", 1, 1, 0, 0));
        assertThat(LiveClouds.script(
                        List.of(panel("a", 0, 0, 1, 1).byOrigin(plane(0, 0, 1, 1))), clouds.square(), Theme.SCREEN))
                .contains("marker.color = [")
                .containsSubsequence(Plotly.colour(new Color(BLUE)), Plotly.colour(new Color(ORANGE)));
    }

    @Test
    void coloursAndWindowsAreTheUsers() {
        Clouds clouds = Clouds.strip(List.of(panel("a", 2.1f, 5.1f).over(plane(2.4f, 5.7f))))
                .limits(2, 3, 5, 6)
                .size(100)
                .colours("#112233", "#cc79a7");
        BufferedImage image = clouds.picture().image();
        assertThat(at(image, 0, 0.1, 0.1)).isEqualTo(0x112233);
        assertThat(at(image, 0, 0.4, 0.7)).isEqualTo(0xcc79a7);
        assertThat(clouds.picture().alternative()).isEqualTo("1 point over a target of 1 point, at a");
        assertThatThrownBy(() -> clouds.limits(0, 1, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Limits: expected left < right and bottom < top with as much between them, as both axes have"
                                + " one scale, got 0.0, 1.0 and 0.0, 2.0");
        assertThatThrownBy(() -> panel("a", 0, 0).byOrigin(plane(0, 0, 1, 1)))
                .hasMessage("Panel \"a\", origin: expected one place for each of its 1 point, got 2 points");
    }
}
