package io.github.rieszflow.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedProblem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectionsTest {
    private static double dot(Points a, int i, int j) {
        double sum = 0;
        for (int k = 0; k < a.dimension(); k++) {
            sum += (double) a.get(i, k) * a.get(j, k);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({
        "iid, 1, 5, 1",
        "iid, 2, 40, 2",
        "iid, 784, 30, 784",
        "orthogonal, 1, 5, 1",
        "orthogonal, 7, 30, 7",
        "orthogonal, 100, 130, 100",
        "hadamard, 1, 3, 1",
        "hadamard, 5, 19, 5",
        "hadamard, 784, 1500, 1024",
        "hadamard, 64, 64, 64",
        "hadamard, 65, 2, 128",
        "equispaced, 2, 33, 2",
        "fibonacci, 3, 50, 3",
        "sobol, 1, 5, 1",
        "sobol, 3, 100, 3",
        "sobol, 2000, 3, 2000",
        "distance, 1, 3, 1",
        "distance, 2, 9, 2",
        "distance, 5, 4, 5",
        "distance, 5, 40, 5",
        "design, 1, 3, 1",
        "design, 2, 9, 2",
        "design, 3, 40, 3",
        "design, 4, 3, 4",
        "design, 10, 60, 10",
        "automatic, 10, 200, 10",
        "automatic, 1, 4, 1",
        "automatic, 2, 4, 2",
        "automatic, 3, 4, 3",
        "automatic, 4, 9, 4",
        "automatic, 127, 9, 127",
        "automatic, 128, 9, 128",
        "automatic, 129, 9, 256"
    })
    void haveLengthOne(String rule, int d, int slices, int space) {
        Points directions = Brute.named(rule).draw(slices, d, Seed.seed(1)).points();
        assertThat(directions.size()).isEqualTo(slices);
        assertThat(directions.dimension()).isEqualTo(space);
        for (int p = 0; p < slices; p++) {
            assertThat(dot(directions, p, p)).isCloseTo(1, within(1e-6));
        }
    }

    /** Within a block orthonormal; from block to block not. Blocks start anew at each multiple of their size. */
    @ParameterizedTest
    @CsvSource({
        "orthogonal, 5, 23, 5",
        "orthogonal, 64, 150, 64",
        "orthogonal, 130, 300, 130",
        "hadamard, 100, 300, 128"
    })
    void blocksAreOrthonormal(String rule, int d, int slices, int block) {
        Points directions = Brute.named(rule).draw(slices, d, Seed.seed(2)).points();
        double across = 0;
        for (int p = 0; p < slices; p++) {
            for (int q = 0; q < p; q++) {
                if (p / block == q / block) {
                    assertThat(dot(directions, p, q)).isCloseTo(0, within(1e-6));
                } else {
                    across = Math.max(across, Math.abs(dot(directions, p, q)));
                }
            }
        }
        assertThat(across).isGreaterThan(0.1);
    }

    @Test
    void equispacedAnglesShareOneOffset() {
        Points directions = Directions.equispaced().draw(7, 2, Seed.seed(3)).points();
        double first = Math.atan2(directions.get(0, 1), directions.get(0, 0));
        assertThat(first).isBetween(0.0, Math.PI / 7);
        for (int k = 1; k < 7; k++) {
            double angle = Math.atan2(directions.get(k, 1), directions.get(k, 0));
            assertThat(angle - first).isCloseTo(Math.PI * k / 7, within(1e-6));
        }
    }

    /** The lattice covers the half-sphere evenly: neighbours are about √(2π/P) apart and none is alone. */
    @Test
    void fibonacciDirectionsAreSpread() {
        int slices = 400;
        Points directions = Directions.fibonacci().draw(slices, 3, Seed.seed(4)).points();
        double closest = 1;
        for (int p = 0; p < slices; p++) {
            double nearest = 1;
            for (int q = 0; q < slices; q++) {
                if (q != p) {
                    nearest = Math.min(nearest, Math.acos(Math.min(1, Math.abs(dot(directions, p, q)))));
                }
            }
            closest = Math.min(closest, nearest);
            assertThat(nearest).isLessThan(1.5 * Math.sqrt(2 * Math.PI / slices));
        }
        assertThat(closest).isGreaterThan(0.2 * Math.sqrt(2 * Math.PI / slices));
    }

    /**
     * A direction of a set (which), or all of a set (−1), over many seeds: E ξξᵀ = I/d and E|⟨ξ,u⟩| = 1/c_{d,1} for u the
     * axis, the diagonal, and a vector with one large and many small entries. Also the last direction of a cut block.
     */
    @ParameterizedTest
    @CsvSource({
        "iid, 2, 1, 0",
        "iid, 6, 3, 2",
        "orthogonal, 3, 3, 0",
        "orthogonal, 3, 3, 2",
        "orthogonal, 6, 8, 7",
        "equispaced, 2, 5, -1",
        "equispaced, 2, 1, 0",
        "fibonacci, 3, 9, 0",
        "fibonacci, 3, 9, 8",
        "sobol, 3, 20, 0",
        "sobol, 3, 20, 13",
        "sobol, 6, 20, -1",
        "distance, 3, 20, 7",
        "distance, 6, 4, 2",
        "distance, 6, 15, -1",
        "design, 3, 16, 3",
        "design, 4, 20, -1",
        "hadamard, 128, 20, -1",
        "hadamard, 64, 20, -1"
    })
    void areUniform(String rule, int d, int slices, int which) {
        Directions directions = Brute.named(rule);
        int count = 20_000;
        int each = which < 0 ? slices : 1;
        double[] mean = new double[3];
        double[] moments = new double[3];
        for (int i = 0; i < count / each; i++) {
            Points drawn = directions.draw(slices, d, Seed.seed(50).split(i)).points();
            for (int p = Math.max(0, which); p < Math.max(0, which) + each; p++) {
                add(drawn.row(p), mean, moments);
            }
        }
        double expected = 1 / SlicingConstant.of(d, 1);
        // The standard deviation of |ξ_1| is below 0.76 of its mean, that of d ξ_1² below √2: five standard errors.
        double error = 5 / Math.sqrt(count);
        for (double m : mean) {
            assertThat(m / count).isCloseTo(expected, within(0.76 * error * expected));
        }
        assertThat(moments[0] / count).isCloseTo(1, within(1.42 * error));
        assertThat(moments[1] / count).isCloseTo(1, within(1.42 * error));
        assertThat(moments[2] / count).isCloseTo(0, within(error));
    }

    private static void add(float[] direction, double[] mean, double[] moments) {
        int d = direction.length;
        double first = direction[0];
        double last = direction[d - 1];
        double all = 0;
        for (float k : direction) {
            all += k;
        }
        mean[0] += Math.abs(first);
        mean[1] += Math.abs(all) / Math.sqrt(d);
        mean[2] += Math.abs(0.8 * first + 0.6 * (all - first) / Math.sqrt(d - 1));
        moments[0] += d * first * first;
        moments[1] += d * last * last;
        moments[2] += d * first * last;
    }

    /** A point on an axis and one on two axes, which signs and transforms mix least: also there no bias is seen. */
    @Test
    @Tag("slow")
    void hadamardDirectionsSeeSparseVectorsWithoutBias() {
        int d = 128;
        int count = 1_000_000;
        double axis = 0;
        double two = 0;
        for (int i = 0; i < count / 20; i++) {
            Points drawn =
                    Directions.hadamard().draw(20, d, Seed.seed(51).split(i)).points();
            for (int p = 0; p < 20; p++) {
                axis += Math.abs(drawn.get(p, 0)) / count;
                two += Math.abs(drawn.get(p, 0) + drawn.get(p, 1)) / Math.sqrt(2) / count;
            }
        }
        double error = 5 * 0.76 / Math.sqrt(count);
        assertThat(axis * SlicingConstant.of(d, 1)).isCloseTo(1, within(error));
        assertThat(two * SlicingConstant.of(d, 1)).isCloseTo(1, within(error));
    }

    /** The same seed gives the same directions, on any number of threads; another seed gives others. */
    @ParameterizedTest
    @CsvSource({
        "iid, 3",
        "orthogonal, 3",
        "hadamard, 3",
        "hadamard, 100",
        "equispaced, 2",
        "fibonacci, 3",
        "sobol, 5",
        "distance, 5",
        "design, 3",
        "automatic, 9"
    })
    void followTheSeed(String rule, int d) {
        Directions directions = Brute.named(rule);
        Points drawn = directions.draw(200, d, Seed.seed(6)).points();
        assertThat(directions.draw(200, d, Seed.seed(6)).points()).isEqualTo(drawn);
        assertThat(directions.draw(200, d, Seed.seed(7)).points()).isNotEqualTo(drawn);
        float[] rows = new float[200 * d];
        DirectionSource source = DirectionSource.open(directions, d, 200, 8);
        source.draw(Seed.seed(6), rows);
        for (int p = 0; p < 200; p++) {
            for (int k = 0; k < d; k++) {
                assertThat(rows[p * d + k]).isEqualTo(drawn.get(p, k));
            }
        }
    }

    /** Blocks of one set and of sets with other seeds are drawn independently: their mean product is that of chance. */
    @ParameterizedTest
    @ValueSource(strings = {"iid", "orthogonal", "hadamard"})
    void blocksAreIndependent(String rule) {
        int d = rule.equals("hadamard") ? 128 : 16;
        int sets = 300;
        double within = 0;
        double between = 0;
        Points before = Brute.named(rule).draw(2 * d, d, Seed.seed(8).split(-1)).points();
        for (int i = 0; i < sets; i++) {
            Points now = Brute.named(rule).draw(2 * d, d, Seed.seed(8).split(i)).points();
            within += Math.pow(dot(now, 0, d), 2) / sets;
            double product = 0;
            for (int k = 0; k < d; k++) {
                product += (double) now.get(0, k) * before.get(0, k);
            }
            between += product * product / sets;
            before = now;
        }
        // E⟨ξ,η⟩² = 1/d with a relative standard deviation of √2.
        assertThat(within * d).isCloseTo(1, within(5 * 1.42 / Math.sqrt(sets)));
        assertThat(between * d).isCloseTo(1, within(5 * 1.42 / Math.sqrt(sets)));
    }

    @Test
    void prefixesOfASetStayTheSame() {
        for (String rule : new String[] {"iid", "orthogonal", "hadamard"}) {
            int d = rule.equals("hadamard") ? 70 : 10;
            Points many = Brute.named(rule).draw(300, d, Seed.seed(9)).points();
            assertThat(Brute.named(rule).draw(77, d, Seed.seed(9)).points()).isEqualTo(many.take(77));
        }
    }

    @Test
    void theWrongDimensionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.equispaced().draw(5, 3, Seed.DEFAULT))
                .withMessage("equispaced directions are for dimension 2: received dimension 3;"
                        + " Directions.automatic() chooses by dimension");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.fibonacci().draw(5, 1, Seed.DEFAULT))
                .withMessageStartingWith("Fibonacci directions are for dimension 3: received dimension 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.cpu()
                        .open(
                                new SlicedProblem(1, Directions.fibonacci(), 5, LineSolver.exact()),
                                Points.dirac(7, 2),
                                Points.dirac(3, 2)))
                .withMessageContaining("received dimension 2");
    }

    /** What the default is where. */
    @ParameterizedTest
    @CsvSource({
        "1, 50, iid",
        "2, 50, equispaced",
        "3, 47, Fibonacci",
        "3, 48, distance",
        "3, 1000, Fibonacci",
        "4, 63, orthogonal",
        "4, 64, distance",
        "10, 500, distance",
        "10, 501, orthogonal",
        "21, 400, orthogonal",
        "127, 1000, orthogonal",
        "128, 1000, Hadamard"
    })
    void theDefaultKnowsDimensionAndNumber(int d, int slices, String rule) {
        assertThat(Directions.automatic().within(d, slices)).hasToString(rule);
    }

    @Test
    void moreThanCanBeFoundAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.distance().draw(5000, 10, Seed.DEFAULT))
                .withMessage(
                        "finding 5000 distance directions in dimension 10 would take too long: at most 3872 are found;"
                                + " Directions.automatic() and Directions.sobol() have no such limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.sphericalDesign().draw(601, 3, Seed.DEFAULT))
                .withMessageContaining("at most 600 are found");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.sphericalDesign().draw(5, 11, Seed.DEFAULT))
                .withMessageStartingWith(
                        "spherical design directions are for dimension 1 to 10: received dimension 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.sobol().draw(5, 21_202, Seed.DEFAULT))
                .withMessageStartingWith("Sobol directions are for dimension 1 to 21201: received dimension 21202");
        assertThat(Directions.distance().most(784)).isEqualTo(784);
        assertThat(Directions.equispaced().most(3)).isZero();
    }

    @Test
    void countsThatAreNotPositiveAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.iid().draw(0, 3, Seed.DEFAULT))
                .withMessage("the number of slices must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Directions.iid().draw(3, -1, Seed.DEFAULT))
                .withMessage("dimension must be at least 1: received -1");
    }
}
