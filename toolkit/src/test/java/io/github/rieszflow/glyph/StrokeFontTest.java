package io.github.rieszflow.glyph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StrokeFontTest {
    private static final String BASIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-=.,:!?/*()";

    @Test
    void theFontHasDigitsLettersAndSigns() {
        assertThat(StrokeFont.characters().chars().boxed())
                .containsExactlyInAnyOrderElementsOf(BASIC.chars().boxed().toList());
    }

    @Test
    void everyGlyphStandsInItsBox() {
        BASIC.chars().forEach(c -> {
            for (List<Polyline> form : StrokeFont.forms((char) c)) {
                for (Polyline stroke : form) {
                    for (int i = 0; i < stroke.size(); i++) {
                        assertThat(stroke.x(i)).as("x of %c", c).isBetween(-0.03, 1.0);
                        assertThat(stroke.y(i)).as("y of %c", c).isBetween(-0.31, 1.1);
                    }
                }
            }
        });
    }

    @Test
    void digitsAndCapitalsReachFromTheBaseLineToTheTop() {
        "0123456789ABCDEFGHIJKLMNOPRSTUVWXYZ".chars().forEach(c -> {
            for (List<Polyline> form : StrokeFont.forms((char) c)) {
                double low = 1;
                double high = 0;
                for (Polyline stroke : form) {
                    for (int i = 0; i < stroke.size(); i++) {
                        low = Math.min(low, stroke.y(i));
                        high = Math.max(high, stroke.y(i));
                    }
                }
                assertThat(low).as("foot of %c", c).isCloseTo(0, within(0.03));
                assertThat(high).as("top of %c", c).isCloseTo(1, within(0.06));
            }
        });
    }

    /** A curve turns little from one segment to the next, so that it looks smooth; 0 has no corner at all. */
    @Test
    void curvesLookSmooth() {
        Polyline zero = StrokeFont.polylines('0').get(0);
        int last = zero.size() - 1;
        assertThat(zero.x(last)).isEqualTo(zero.x(0));
        assertThat(zero.y(last)).isEqualTo(zero.y(0));
        for (int i = 0; i < last; i++) {
            int next = i + 1 == last ? 1 : i + 2;
            double ax = zero.x(i + 1) - zero.x(i);
            double ay = zero.y(i + 1) - zero.y(i);
            double bx = zero.x(next) - zero.x(i + 1);
            double by = zero.y(next) - zero.y(i + 1);
            double turn = Math.toDegrees(Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)));
            assertThat(turn).as("turn at %d", i + 1).isLessThan(20);
        }
    }

    @Test
    void curvesPassThroughTheirGivenPoints() {
        // The first form of 7: a straight bar from (0.02,1) to (0.58,1), then a curve from there to (0.26,0).
        List<Polyline> seven = StrokeFont.polylines('7');
        assertThat(seven.get(0)).isEqualTo(Polyline.of(0.02, 1, 0.58, 1));
        Polyline down = seven.get(1);
        assertThat(new double[] {down.x(0), down.y(0), down.x(6), down.y(6)})
                .containsExactly(new double[] {0.58, 1, 0.44, 0.66}, within(1e-15));
        assertThat(new double[] {down.x(down.size() - 1), down.y(down.size() - 1)})
                .containsExactly(new double[] {0.26, 0}, within(1e-15));
    }

    @Test
    void widthsAreThoseOfTheUsualForm() {
        assertThat(StrokeFont.width('L')).isEqualTo(0.54);
        assertThat(StrokeFont.width('W')).isEqualTo(0.88);
    }

    @Test
    void aCharacterThatIsMissingIsNamedBesideThoseThatAreThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrokeFont.polylines('ß'))
                .withMessageContaining("received 'ß'")
                .withMessageContaining("0123456789");
    }

    @Test
    void strokesAreCheckedMeasuredAndPlaced() {
        double[] xy = {0, 0, 3, 4, 3, 5};
        Polyline stroke = Polyline.of(xy);
        xy[0] = 9;
        assertThat(stroke.x(0)).isZero();
        assertThat(stroke.length()).isEqualTo(6);
        assertThat(stroke.place(2, 1, -1)).isEqualTo(Polyline.of(1, -1, 7, 7, 7, 9));
        assertThat(stroke).hasToString("Polyline[3 vertices]").isNotEqualTo(stroke.place(1, 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Polyline.of(1, 2, 3))
                .withMessage("a stroke needs x and y of at least two vertices: received 3 numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Polyline.of(1, 2))
                .withMessageContaining("received 2 numbers");
    }
}
