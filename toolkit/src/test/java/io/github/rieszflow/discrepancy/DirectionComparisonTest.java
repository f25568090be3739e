package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectionComparisonTest {
    private static final Points X = Points.uniform(40, 3, Seed.seed(1));
    private static final Points Y = Points.gaussian(30, 3, Seed.seed(2));

    @Test
    void slopesAndErrors() {
        DirectionComparison comparison = Mmd.riesz(1).sliced(128).compareDirections(X, Y);
        assertThat(comparison.errors().stream()
                        .map(DirectionComparison.Measurement::directions)
                        .distinct())
                .containsExactly("iid", "orthogonal", "Fibonacci", "Sobol", "distance", "spherical design");
        assertThat(comparison.errors()).hasSize(6 * 5);
        assertThat(comparison.slope(Directions.iid())).isCloseTo(-0.5, within(0.08));
        assertThat(comparison.slope(Directions.distance())).isLessThan(-0.65);
    }

    /** The errors that are said, computed again from the pairwise sums. */
    @Test
    void errorsAreAgainstTheExactGradient() {
        SlicedMmd sliced = Mmd.riesz(1).sliced(16);
        DirectionComparison comparison = sliced.compareDirections(X, Y, Directions.iid());
        assertThat(comparison.errors()).hasSize(2);
        DirectionComparison.Measurement last = comparison.errors().get(1);
        double[] exact = Brute.exact(X, Y, 1);
        double value = Brute.squared(X, Y, 1);
        double square = 0;
        double squareOfValue = 0;
        for (int draw = 0; draw < 20; draw++) {
            SlicedMmd drawn = sliced.with(Directions.iid()).seed(Seed.DEFAULT.split(draw));
            float[] gradient = drawn.velocity(X, Y).scale(-1).toArray();
            square += Math.pow(Brute.relative(gradient, exact), 2) / 20;
            squareOfValue += Math.pow(drawn.squared(X, Y).value() / value - 1, 2) / 20;
        }
        assertThat(last.gradient()).isCloseTo(Math.sqrt(square), withinPercentage(0.01));
        assertThat(last.value()).isCloseTo(Math.sqrt(squareOfValue), withinPercentage(0.01));
        assertThat(last.uncertainty() / last.gradient()).isBetween(0.01, 0.3);
    }

    @Test
    void showsItself() {
        DirectionComparison comparison =
                Mmd.riesz(1).sliced(16).compareDirections(X, Y, Directions.iid(), Directions.equispaced());
        assertThat(comparison.table().columnNames()).containsExactly("directions", "slices", "gradient", "±", "MMD²");
        assertThat(comparison.table().rowCount()).isEqualTo(2);
        assertThat(comparison)
                .asString()
                .startsWith("DirectionComparison[40×3 against 30×3: iid 0.")
                .endsWith("(P = 16)]");
        assertThat(comparison.chart())
                .asString()
                .contains("against the exact gradient, both axes logarithmic. iid: slope -0.");
    }

    /** On the plane points far apart and designs are equal angles: compared once. */
    @Test
    void equalRulesAreComparedOnce() {
        DirectionComparison comparison =
                Mmd.riesz(1).sliced(16).compareDirections(Points.uniform(9, 2), Points.gaussian(9, 2));
        assertThat(comparison.errors().stream()
                        .map(DirectionComparison.Measurement::directions)
                        .distinct())
                .containsExactly("iid", "orthogonal", "equispaced", "Sobol");
    }

    /** In many dimensions rotations are compared, and nothing that takes a rotation of all axes for each draw. */
    @ParameterizedTest
    @CsvSource({"127, iid orthogonal Sobol distance", "128, iid orthogonal Hadamard Sobol"})
    void manyDimensions(int d, String rules) {
        DirectionComparison comparison =
                Mmd.riesz(1).sliced(16).compareDirections(Points.uniform(3, d), Points.gaussian(4, d));
        assertThat(comparison.errors().stream()
                        .map(DirectionComparison.Measurement::directions)
                        .distinct())
                .containsExactly(rules.split(" "));
    }

    /** A rule that is another one in this dimension goes by its name; a rule of the user's by its own. */
    @Test
    void rulesOfYourChoice() {
        record Twice() implements Directions {
            @Override
            public DrawnDirections draw(int slices, int dimension, Seed seed) {
                return Directions.iid().draw(slices, dimension, seed);
            }
        }
        DirectionComparison comparison = Mmd.riesz(1)
                .sliced(16)
                .compareDirections(X, Y, Directions.hadamard(), Directions.orthogonal(), new Twice());
        assertThat(comparison.errors().stream()
                        .map(DirectionComparison.Measurement::directions)
                        .distinct())
                .containsExactly("orthogonal", "Twice[]");
        assertThat(comparison.slope(new Twice())).isNegative();
    }

    @Test
    void badInput() {
        SlicedMmd sliced = Mmd.riesz(1).sliced(32);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.slices(8).compareDirections(X, Y))
                .withMessage("the number of slices must be at least 16: received 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.compareDirections(X, Y, Directions.equispaced()))
                .withMessage("no rule draws 16 directions in dimension 3: received [equispaced]");
        DirectionComparison comparison = sliced.compareDirections(X, Y, Directions.iid());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison.slope(Directions.sobol()))
                .withMessage("Sobol directions were not compared: there are [iid]");
    }
}
