package outside;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rieszflow.conformance.Conformance;
import io.github.rieszflow.conformance.DirectionsConformance;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's direction rules, and what tells right ones from wrong ones. */
class OwnDirectionsTest {
    /** Normalised normal vectors from a generator of the JDK's. */
    private record Jdk() implements Directions {
        @Override
        public DrawnDirections draw(int slices, int dimension, Seed seed) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed.value());
            double[][] rows = new double[slices][dimension];
            for (double[] row : rows) {
                double square = 0;
                for (int k = 0; k < dimension; k++) {
                    row[k] = random.nextGaussian();
                    square += row[k] * row[k];
                }
                for (int k = 0; k < dimension; k++) {
                    row[k] /= Math.sqrt(square);
                }
            }
            return DrawnDirections.of(Points.of(rows));
        }
    }

    /** Pairs at right angles: ξ = (u+v)/√2 and (u−v)/√2 for u, v orthonormal. */
    private record Pairs(int claimed) implements Directions {
        @Override
        public DrawnDirections draw(int slices, int dimension, Seed seed) {
            if (dimension == 1) {
                return Directions.iid().draw(slices, 1, seed);
            }
            float[] rows = new float[slices * dimension];
            for (int p = 0; p < slices; p += 2) {
                float[] pair = Directions.orthogonal()
                        .draw(2, dimension, seed.split(p / 2))
                        .points()
                        .toArray();
                System.arraycopy(pair, 0, rows, p * dimension, Math.min(2, slices - p) * dimension);
            }
            return DrawnDirections.of(Points.of(rows, slices, dimension)).blocks(claimed);
        }
    }

    /** Each direction twice. */
    private record Twice(int claimed) implements Directions {
        @Override
        public DrawnDirections draw(int slices, int dimension, Seed seed) {
            Points half =
                    Directions.iid().draw((slices + 1) / 2, dimension, seed).points();
            int[] which = new int[slices];
            java.util.Arrays.setAll(which, p -> p / 2);
            return DrawnDirections.of(half.select(which)).blocks(claimed);
        }
    }

    /** Drawn uniformly in the cube and normalised: too many towards corners. */
    private record Cube() implements Directions {
        @Override
        public DrawnDirections draw(int slices, int dimension, Seed seed) {
            RandomGenerator random = seed.stream();
            double[][] rows = new double[slices][dimension];
            for (double[] row : rows) {
                double square = 0;
                for (int k = 0; k < dimension; k++) {
                    row[k] = random.nextDouble(-1, 1);
                    square += row[k] * row[k];
                }
                for (int k = 0; k < dimension; k++) {
                    row[k] /= Math.sqrt(square);
                }
            }
            return DrawnDirections.of(Points.of(rows));
        }
    }

    /** Others at each call. */
    private record Restless(AtomicLong calls) implements Directions {
        @Override
        public DrawnDirections draw(int slices, int dimension, Seed seed) {
            return Directions.iid().draw(slices, dimension, seed.split(calls.incrementAndGet()));
        }
    }

    /** Uniform in the half-plane of large first coordinates, with weights that make up for it. */
    private record Weighted() implements Directions {
        @Override
        public DrawnDirections draw(int slices, int dimension, Seed seed) {
            Points drawn = Directions.iid().draw(slices, dimension, seed).points();
            double[] weights = new double[slices];
            java.util.Arrays.setAll(weights, p -> seed.split(p).stream().nextDouble() + 0.5);
            return DrawnDirections.of(drawn.weighted(weights));
        }
    }

    private static Directions builtIn(String name) {
        return switch (name) {
            case "automatic" -> Directions.automatic();
            case "iid" -> Directions.iid();
            case "orthogonal" -> Directions.orthogonal();
            case "hadamard" -> Directions.hadamard();
            case "equispaced" -> Directions.equispaced();
            case "fibonacci" -> Directions.fibonacci();
            case "sobol" -> Directions.sobol();
            case "distance" -> Directions.distance();
            case "design" -> Directions.sphericalDesign();
            default ->
                Directions.of(
                        Points.of(new double[] {1, 0}, new double[] {0.6, 0.8}).weighted(1, 3));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"iid", "orthogonal", "hadamard", "equispaced", "fibonacci", "given"})
    void rulesOfTheToolkitConform(String name) {
        Conformance found = DirectionsConformance.of(builtIn(name)).require();
        assertThat(found.findings()).hasSize(name.equals("given") ? 6 : 11);
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"automatic", "sobol", "distance", "design"})
    void rulesThatTakeLongerConform(String name) {
        DirectionsConformance.of(builtIn(name)).require();
    }

    @Test
    void rightRulesConform() {
        DirectionsConformance.of(new Jdk()).require();
        DirectionsConformance.of(new Pairs(2), 1, 2, 5).require();
        DirectionsConformance.of(new Pairs(DrawnDirections.WHOLE), 3).require();
        DirectionsConformance.of(new Twice(2), 2, 5).require();
        DirectionsConformance.of(new Weighted(), 3).require();
    }

    private static List<String> missed(Directions rule, int... dimensions) {
        Conformance found = DirectionsConformance.of(rule, dimensions);
        assertThat(found.passed()).isFalse();
        assertThatExceptionOfType(AssertionError.class).isThrownBy(found::require);
        return found.findings().stream()
                .filter(finding -> !finding.met())
                .map(Conformance.Finding::requirement)
                .toList();
    }

    @Test
    void wrongRulesAreFound() {
        assertThat(missed(new Cube(), 2, 3, 5))
                .containsExactly(
                        "means of even functions are those over the sphere",
                        "one direction alone is uniform",
                        "the sliced MMD² of two point masses is 2‖x−y‖^r in the mean");
        assertThat(missed(new Twice(1), 2, 5)).containsExactly("the standard error over blocks is not too small");
        assertThat(missed(new Restless(new AtomicLong()), 3))
                .contains("the same seed draws the same directions, from any thread");
        assertThat(missed((OneMethod) (slices, d, s) -> Directions.iid().draw(slices - 1, d, s), 3))
                .contains("P directions of length 1 in R^D, D ≥ d, for P = 1 and many");
        assertThat(missed((OneMethod) (slices, d, s) -> Directions.iid().draw(slices, d, seed(1)), 3))
                .contains("another seed draws other directions");
        assertThat(missed(
                        (OneMethod) (slices, d, s) -> DrawnDirections.of(
                                Directions.iid().draw(slices, d, s).points().scale(0.5)),
                        3))
                .contains("P directions of length 1 in R^D, D ≥ d, for P = 1 and many");
    }

    /** A rule in one line. */
    @FunctionalInterface
    private interface OneMethod extends Directions {}

    /** As precise as independent directions of the toolkit, to the end of a flow. */
    @Test
    void inAFlow() {
        Points x = Points.uniform(100, 2, seed(1));
        Points y = Points.gaussian(80, 2, seed(2)).translate(2, 1);
        for (Directions rule : List.of(new Jdk(), new Pairs(2), new Weighted())) {
            var run = ParticleFlow.of(Mmd.riesz(1).sliced(64).with(rule))
                    .toward(y)
                    .stepSize(0.3)
                    .momentum(0.7)
                    .from(x)
                    .run(60);
            double before = Mmd.riesz(1).squared(x, y);
            assertThat(Mmd.riesz(1).squared(run.last(), y)).isLessThan(before / 100);
            assertThat(run.last())
                    .isEqualTo(ParticleFlow.of(Mmd.riesz(1).sliced(64).with(rule))
                            .toward(y)
                            .stepSize(0.3)
                            .momentum(0.7)
                            .from(x)
                            .run(60)
                            .last());
        }
    }
}
