package io.github.rieszflow.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.Ties;
import org.junit.jupiter.api.Test;

/** Directions of the user's own. */
class GivenDirectionsTest {
    private static final Mmd MMD = Mmd.riesz(1);
    private static final Points X = Points.of(new double[] {0, 0}, new double[] {1, 0}, new double[] {0, 2});
    private static final Points Y = Points.of(new double[] {3, 4}, new double[] {1, 1});
    private static final Points FOUR =
            Points.of(new double[] {1, 0}, new double[] {0, 1}, new double[] {0.6, 0.8}, new double[] {-0.28, 0.96});

    /** Four directions in the plane, some with ties: numbers from exact rational arithmetic. */
    @Test
    void goldenNumbers() {
        SlicedMmd sliced = MMD.sliced(Directions.of(FOUR)).with(LineSolver.exact(Ties.FREEZE));
        assertThat(sliced.squared(X, Y).value()).isCloseTo(3.0098202950642214, within(1e-6));
        assertThat(sliced.squared(X, Y).count()).isEqualTo(4);
        double[] expected = {
            -0.0767944870877505, -0.2478367537831948,
            -0.21903882112528836, -0.23387411976724015,
            -0.11519173063162574, -0.24085543677521748
        };
        float[] gradient = sliced.gradient(X, Y).toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) gradient[i]).isCloseTo(expected[i], within(1e-6));
        }
    }

    /** They are used as they are, whatever the seed, and in every step of a descent. */
    @Test
    void theSeedDoesNotMatter() {
        SlicedMmd sliced = MMD.sliced(Directions.of(FOUR));
        assertThat(sliced.seed(Seed.seed(9)).gradient(X, Y)).isEqualTo(sliced.gradient(X, Y));
        assertThat(sliced.seed(Seed.seed(9)).squared(X, Y)).isEqualTo(sliced.squared(X, Y));
        assertThat(Directions.of(FOUR).draw(4, 2, Seed.seed(5)).points()).isEqualTo(FOUR);
    }

    /** A direction of weight ½ counts like one that is given twice; weights are normalised. */
    @Test
    void weightsCountLikeCopies() {
        Points x = Points.uniform(40, 3, Seed.seed(1));
        Points y = Points.gaussian(30, 3, Seed.seed(2));
        Points some = Directions.iid().draw(70, 3, Seed.seed(3)).points();
        double[] weights = new double[70];
        Points copies = some;
        for (int p = 0; p < 70; p++) {
            weights[p] = p < 20 ? 6 : 3;
        }
        copies = copies.concat(some.take(20));
        SlicedMmd weighted = MMD.sliced(Directions.of(some.weighted(weights)));
        SlicedMmd copied = MMD.sliced(Directions.of(copies));
        assertThat(weighted.squared(x, y).value())
                .isCloseTo(copied.squared(x, y).value(), within(1e-9));
        assertThat(weighted.wasserstein(x, y).value())
                .isCloseTo(copied.wasserstein(x, y).value(), within(1e-9));
        float[] one = weighted.velocity(x, y).toArray();
        double[] other = new double[one.length];
        for (int i = 0; i < other.length; i++) {
            other[i] = copied.velocity(x, y).toArray()[i];
        }
        assertThat(Brute.relative(one, other)).isLessThan(1e-5);
    }

    /** Directions drawn from another distribution, weighted by the quotient of densities: the standard error tells the truth. */
    @Test
    void weightedStandardErrors() {
        Points x = Points.uniform(40, 3, Seed.seed(1));
        Points y = Points.gaussian(30, 3, Seed.seed(2));
        double exact = MMD.squared(x, y);
        double square = 0;
        double claimed = 0;
        for (int run = 0; run < 400; run++) {
            Points drawn =
                    Directions.iid().draw(200, 3, Seed.seed(4).split(run)).points();
            // Kept with probability (1+ξ_1²)/2, so of weight 2/(1+ξ_1²).
            var stream = Seed.seed(5).split(run).stream();
            int[] kept = java.util.stream.IntStream.range(0, 200)
                    .filter(p -> 2 * stream.nextDouble() < 1 + Math.pow(drawn.get(p, 0), 2))
                    .toArray();
            Points some = drawn.select(kept);
            double[] weights = new double[kept.length];
            for (int p = 0; p < weights.length; p++) {
                weights[p] = 1 / (1 + Math.pow(some.get(p, 0), 2));
            }
            Estimate estimate =
                    MMD.sliced(Directions.of(some.weighted(weights))).squared(x, y);
            square += Math.pow(estimate.value() - exact, 2) / 400;
            claimed += Math.pow(estimate.standardError(), 2) / 400;
        }
        assertThat(claimed / square).isBetween(0.8, 1.25);
    }

    @Test
    void onTheLineTheyAreSigns() {
        Estimate estimate =
                MMD.sliced(Directions.of(Points.line(1, -1, 1))).squared(Points.line(0, 1, 3), Points.line(2, 2, 5));
        assertThat(estimate.value()).isCloseTo(14.0 / 9, within(1e-6));
        assertThat(estimate.standardError()).isZero();
    }

    @Test
    void badOnesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.of(Points.of(new double[] {1, 0}, new double[] {0.5, 0.5})))
                .withMessage("directions must have length 1 up to 1.0E-5: direction 1 has length 0.70710677;"
                        + " divide each by its length");
        Directions four = Directions.of(FOUR);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MMD.sliced(five()).with(four))
                .withMessage("there are 4 given directions: received 5 slices; sliced(directions) takes all of them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MMD.sliced(four).slices(8))
                .withMessageContaining("there are 4 given directions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MMD.sliced(four).squared(Points.dirac(2, 3), Points.dirac(2, 3)))
                .withMessageStartingWith("given directions are for dimension 2: received dimension 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MMD.sliced(Directions.sobol()))
                .withMessage("how many slices? Sobol directions are drawn: write sliced(256).with(directions)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FOUR.weighted(1, 1, -1, 1))
                .withMessageContaining("weight 2 is -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MMD.sliced(four).toPrecision(0.1))
                .withMessageStartingWith("given directions cannot become more");
    }

    private static int five() {
        return 5;
    }
}
