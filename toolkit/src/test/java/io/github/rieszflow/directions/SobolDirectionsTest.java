package io.github.rieszflow.directions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import org.junit.jupiter.api.Test;

class SobolDirectionsTest {
    /**
     * A scrambled net keeps its strata. On the line only signs are left of a normal number, and of 2^m points exactly half
     * lie below the median; with an odd number of bits too many or too few flipped that would not be so.
     */
    @Test
    void halfOfTheDirectionsPointEachWay() {
        for (int run = 0; run < 20; run++) {
            Points drawn =
                    Directions.sobol().draw(64, 4, Seed.seed(1).split(run)).points();
            for (int k = 0; k < 4; k++) {
                int positive = 0;
                for (int p = 0; p < 64; p++) {
                    positive += drawn.get(p, k) > 0 ? 1 : 0;
                }
                assertThat(positive).isEqualTo(32);
            }
        }
    }

    /** In the first two coordinates of 4^m points each quadrant holds a quarter: a (0, 2m, 2) net. */
    @Test
    void eachQuadrantHasItsShare() {
        for (int run = 0; run < 20; run++) {
            Points drawn =
                    Directions.sobol().draw(64, 2, Seed.seed(2).split(run)).points();
            int[] quadrant = new int[8];
            for (int p = 0; p < 64; p++) {
                double x = drawn.get(p, 0);
                double y = drawn.get(p, 1);
                quadrant[(x > 0 ? 2 : 0) + (y > 0 ? 1 : 0)]++;
            }
            assertThat(quadrant).startsWith(16, 16, 16, 16);
        }
    }

    /** Scrambling is random: which points go which way differs from draw to draw. */
    @Test
    void drawsDiffer() {
        int agreeing = 0;
        Points one = Directions.sobol().draw(256, 3, Seed.seed(3)).points();
        Points other = Directions.sobol().draw(256, 3, Seed.seed(4)).points();
        for (int p = 0; p < 256; p++) {
            agreeing += one.get(p, 0) > 0 == other.get(p, 0) > 0 ? 1 : 0;
        }
        // The first digit is flipped for all points or for none; which one this seed does not matter.
        assertThat(agreeing).isIn(0, 256);
        int same = 0;
        for (int p = 0; p < 256; p++) {
            same += one.get(p, 1) == other.get(p, 1) ? 1 : 0;
        }
        assertThat(same).isLessThan(5);
    }
}
