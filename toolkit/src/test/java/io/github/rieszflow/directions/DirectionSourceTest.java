package io.github.rieszflow.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.EnergyTest;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Brute;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that is not of this package, at work. */
class DirectionSourceTest {
    private static final Points X = Points.uniform(40, 3, Seed.seed(1));
    private static final Points Y = Points.gaussian(30, 3, Seed.seed(2));

    /** Draws what another rule draws, through the public door. */
    private record Same(Directions rule) implements Directions {
        @Override
        public DrawnDirections draw(int slices, int dimension, Seed seed) {
            DrawnDirections drawn = rule.draw(slices, dimension, seed);
            return DrawnDirections.of(drawn.measure()).blocks(drawn.block());
        }
    }

    /** What is drawn comes from a function. */
    private interface Drawing extends Directions {}

    /** The same rule through either door: the same gradient and values bit for bit. */
    @ParameterizedTest
    @CsvSource({"iid, 3", "orthogonal, 3", "fibonacci, 3", "distance, 3", "hadamard, 70", "equispaced, 2"})
    void theSameAsTheRuleItself(String name, int d) {
        Directions rule = Brute.named(name);
        Points x = Points.uniform(90, d, Seed.seed(1));
        Points y = Points.gaussian(70, d, Seed.seed(2)).scale(0.5);
        SlicedMmd own = Mmd.riesz(1).sliced(150).with(rule);
        SlicedMmd through = own.with(new Same(rule));
        if (name.equals("hadamard")) {
            // Rotations and dense products round differently.
            assertThat(Brute.relative(through.velocity(x, y).toArray(), doubles(own.velocity(x, y))))
                    .isLessThan(2e-4);
            SlicedMmd many = own.slices(1100);
            SlicedMmd manyThrough = through.slices(1100);
            assertThat(manyThrough.squared(x, y).value())
                    .isCloseTo(many.squared(x, y).value(), within(1e-6));
            assertThat(manyThrough.wasserstein(x, y).value())
                    .isCloseTo(many.wasserstein(x, y).value(), within(1e-6));
            return;
        }
        assertThat(through.velocity(x, y)).isEqualTo(own.velocity(x, y));
        if (DirectionSource.open(rule, d, 150, 1).sets().length != 8) {
            assertThat(through.squared(x, y)).isEqualTo(own.squared(x, y));
        } else {
            // Eight sets either way, but from other seeds.
            Estimate one = own.squared(x, y);
            Estimate other = through.squared(x, y);
            assertThat(other.value()).isCloseTo(one.value(), within(5 * (one.standardError() + other.standardError())));
        }
    }

    private static double[] doubles(Points points) {
        float[] numbers = points.toArray();
        return java.util.stream.IntStream.range(0, numbers.length)
                .mapToDouble(i -> numbers[i])
                .toArray();
    }

    /** Weights that change with each drawing: those of the step, in gradients, values and tests. */
    @Test
    void weightsAreThoseOfTheDrawing() {
        Directions weighted = new Drawing() {
            @Override
            public DrawnDirections draw(int slices, int dimension, Seed seed) {
                double[] weights = new double[slices];
                Arrays.setAll(weights, p -> seed.split(p).stream().nextDouble());
                return DrawnDirections.of(
                        Directions.iid().draw(slices, dimension, seed).points().weighted(weights));
            }
        };
        SlicedMmd sliced = Mmd.riesz(1).sliced(50).with(weighted).with(LineSolver.exact(Ties.FREEZE));
        for (long s = 1; s < 4; s++) {
            Seed seed = Seed.seed(s);
            SlicedMmd fixed = Mmd.riesz(1)
                    .sliced(Directions.of(weighted.draw(50, 3, seed).measure()))
                    .with(LineSolver.exact(Ties.FREEZE));
            assertThat(sliced.seed(seed).velocity(X, Y)).isEqualTo(fixed.velocity(X, Y));
            Directions again =
                    Directions.of(weighted.draw(50, 3, seed.split(seed.value())).measure());
            assertThat(sliced.seed(seed).squared(X, Y))
                    .isEqualTo(fixed.with(again).squared(X, Y));
            double statistic =
                    EnergyTest.of(X, Y).with(sliced.seed(seed)).permutations(19).statistic();
            assertThat(statistic)
                    .isCloseTo(EnergyTest.of(X, Y).with(fixed).permutations(19).statistic(), within(1e-12));
        }
    }

    /** Eight sets of a rule whose directions depend on each other as a whole, each weighted by its part of P. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 61})
    void eightSets(int slices) {
        Directions rule = new Same(Directions.fibonacci());
        SliceValues values = Engine.cpu()
                .open(new SlicedProblem(1, rule, slices, LineSolver.exact()), X, Y)
                .values(Seed.seed(5));
        DirectionSource source = DirectionSource.open(rule, 3, slices, 1);
        int[] sets = source.sets();
        assertThat(values.blocks()).isEqualTo(sets).hasSize(Math.min(8, slices));
        assertThat(Arrays.stream(sets).sum()).isEqualTo(slices);
        assertThat(Arrays.stream(sets).max().orElseThrow()
                        - Arrays.stream(sets).min().orElseThrow())
                .isLessThanOrEqualTo(1);
        double sum = 0;
        for (int p = 0; p < slices; p++) {
            sum += values.weight(p);
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        float[] rows = new float[3 * slices];
        source.drawSets(Seed.seed(5), rows);
        int from = 0;
        for (int u = 0; u < sets.length; u++) {
            Points expected = Directions.fibonacci()
                    .draw(sets[u], 3, Seed.seed(5).split(u))
                    .points();
            assertThat(Arrays.copyOfRange(rows, 3 * from, 3 * (from + sets[u]))).isEqualTo(expected.toArray());
            from += sets[u];
        }
    }

    /** One angle in each of P equal parts of the half-circle, turned together; fewer and more come in eight sets. */
    @ParameterizedTest
    @CsvSource({"8, false", "9, true", "32, true", "63, true", "64, false"})
    void anAngleInEachPart(int slices, boolean around) {
        DirectionSource source = DirectionSource.open(Directions.automatic(), 2, slices, 1);
        assertThat(source.around()).isEqualTo(around);
        assertThat(source.blocks()).hasSize(around ? slices : 8);
        float[] rows = new float[2 * slices];
        double mean = 0;
        for (int draw = 0; draw < 200; draw++) {
            source.drawSets(Seed.seed(draw), rows);
            // The random parts that all share, k taken off: at most one turn for k and one for the offset.
            double least = Double.POSITIVE_INFINITY;
            double most = 0;
            double before = 0;
            for (int k = 0; k < slices && around; k++) {
                double turns = Math.atan2(rows[2 * k + 1], rows[2 * k]) / Math.PI;
                turns += Math.ceil(before - turns);
                before = turns;
                least = Math.min(least, turns - (double) k / slices);
                most = Math.max(most, turns - (double) k / slices);
            }
            assertThat(most).isLessThanOrEqualTo(around ? least + 1.0 / slices + 1e-6 : 0);
            mean += rows[0] * rows[0] / 200.0;
        }
        if (around) {
            assertThat(mean).isCloseTo(0.5, within(0.1));
        }
    }

    /** Values are drawn as gradients are where that gives three blocks, or so few that they are as good as independent. */
    @ParameterizedTest
    @CsvSource({
        "orthogonal, 50, 16, true",
        "orthogonal, 50, 17, true",
        "orthogonal, 50, 18, false",
        "orthogonal, 50, 149, false",
        "orthogonal, 50, 150, true",
        "orthogonal, 50, 151, true",
        "orthogonal, 3, 8, false",
        "orthogonal, 2, 16, true",
        "hadamard, 784, 342, true",
        "hadamard, 784, 343, false",
        "hadamard, 130, 2048, true",
        "iid, 9, 5, true",
    })
    void valuesAreDrawnAsGradientsWhereThatIsEnough(String name, int d, int slices, boolean same) {
        for (Directions rule : new Directions[] {Brute.named(name), new Same(Brute.named(name))}) {
            DirectionSource source = DirectionSource.open(rule, d, slices, 1);
            float[] one = new float[slices * d];
            float[] other = new float[slices * d];
            source.draw(Seed.seed(4), one);
            source.drawSets(Seed.seed(4), other);
            assertThat(Arrays.equals(one, other)).isEqualTo(same);
            assertThat(Arrays.stream(source.sets()).sum()).isEqualTo(slices);
            assertThat(Arrays.stream(source.blocks()).sum()).isEqualTo(slices);
            assertThat(source.blocks().length).isGreaterThanOrEqualTo(Math.min(slices, 3));
        }
    }

    /** A rule that chooses other rules, one of which chooses again. */
    @Test
    void aRuleMayChooseAnother() {
        Directions chooses = new Drawing() {
            @Override
            public DrawnDirections draw(int slices, int dimension, Seed seed) {
                return within(dimension, slices).draw(slices, dimension, seed);
            }

            @Override
            public Directions within(int dimension, int slices) {
                return Directions.automatic();
            }
        };
        SlicedMmd sliced = Mmd.riesz(1).sliced(40);
        assertThat(sliced.with(chooses).squared(X, Y)).isEqualTo(sliced.squared(X, Y));
    }

    /** The signs give the rows: H S₃ H S₂ H S₁ multiplied out. */
    @ParameterizedTest
    @CsvSource({"128, 128", "70, 200"})
    void signsOfRotations(int d, int slices) {
        DirectionSource source = DirectionSource.open(Directions.hadamard(), d, slices, 2);
        int space = source.space();
        assertThat(space).isEqualTo(128);
        assertThat(source.rotations()).isTrue();
        float[] signs = new float[(slices + space - 1) / space * DirectionSource.ROUNDS * space];
        source.drawSigns(Seed.seed(3), signs);
        float[] rows = new float[slices * d];
        source.draw(Seed.seed(3), rows);
        for (int p = 0; p < slices; p += 7) {
            int o = p / space * DirectionSource.ROUNDS * space;
            for (int k = 0; k < d; k += 3) {
                double[] t = new double[space];
                t[k] = 1;
                for (int round = 0; round < DirectionSource.ROUNDS; round++) {
                    for (int i = 0; i < space; i++) {
                        t[i] *= signs[o + round * space + i];
                    }
                    double[] next = new double[space];
                    for (int i = 0; i < space; i++) {
                        for (int j = 0; j < space; j++) {
                            next[i] += t[j] * (Integer.bitCount(i & j) % 2 == 0 ? 1 : -1) / Math.sqrt(space);
                        }
                    }
                    t = next;
                }
                assertThat((double) rows[p * d + k]).isCloseTo(t[p % space], within(1e-7));
            }
        }
        // The bits are those of the stream, from the lowest on.
        long bits = Seed.seed(3).split(0).stream().nextLong();
        for (int i = 0; i < 64; i++) {
            assertThat(signs[i]).isEqualTo((bits >>> i & 1) == 0 ? 1f : -1f);
        }
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> DirectionSource.open(Directions.iid(), 3, 5, 1).drawSigns(Seed.DEFAULT, signs))
                .withMessage("iid directions are no rotations: draw() gives their rows");
    }

    /** In few dimensions three rounds are biased: 2.8 % here. */
    @Test
    void hadamardIsUnbiasedOnThePlane() {
        Points x = Points.gaussian(200, 2, Seed.seed(1));
        Points y = Points.gaussian(200, 2, Seed.seed(2)).translate(1, 0);
        Estimate estimate = Mmd.riesz(1).sliced(256).with(Directions.hadamard()).squared(x, y);
        double exact = Mmd.riesz(1).squared(x, y);
        assertThat(estimate.standardError()).isBetween(1e-4, 1e-2);
        assertThat(estimate.value()).isCloseTo(exact, within(3 * estimate.standardError()));
        for (int d : new int[] {1, 2, 64}) {
            assertThat(Directions.hadamard().within(d, 9)).isEqualTo(Directions.orthogonal());
        }
        for (int d : new int[] {65, 128, 784}) {
            assertThat(Directions.hadamard().within(d, 9)).isEqualTo(Directions.hadamard());
        }
    }

    @Test
    void badDrawingsAreRefused() {
        SlicedMmd sliced = Mmd.riesz(1).sliced(8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DrawnDirections.of(Points.of(new double[] {1, 1})))
                .withMessage("directions must have length 1 up to 1.0E-5: direction 0 has length 1.4142135;"
                        + " divide each by its length");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> DrawnDirections.of(Points.of(new double[] {1, 0})).blocks(0))
                .withMessage("the size of a block must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.with(
                                named("few", (p, d, s) -> Directions.iid().draw(p - 1, d, s)))
                        .squared(X, Y))
                .withMessage("few directions must be 8 in R^3 here: received 7 in R^3; see Directions.draw");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.with(
                                named("flat", (p, d, s) -> Directions.iid().draw(p, d - 1, s)))
                        .squared(X, Y))
                .withMessage("flat directions must be 8 in R^3 here: received 8 in R^2; see Directions.draw");
        boolean[] later = new boolean[1];
        Directions restless = named("restless", (p, d, s) -> {
            DrawnDirections drawn = Directions.iid().draw(p, later[0] ? d + 1 : d, s);
            later[0] = true;
            return drawn;
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.with(restless).squared(X, Y))
                .withMessage("restless directions must be 8 in R^3 here: received 8 in R^4; see Directions.draw");
        boolean[] again = new boolean[1];
        Directions moody = named("moody", (p, d, s) -> {
            Points drawn = Directions.iid().draw(p, d, s).points();
            boolean first = !again[0];
            again[0] = true;
            return DrawnDirections.of(first ? drawn : drawn.weighted(1, 2, 3, 4, 5, 6, 7, 8));
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.with(moody).squared(X, Y))
                .withMessageStartingWith("moody directions have weights in one drawing and none in another");
        Directions limited = new Drawing() {
            @Override
            public DrawnDirections draw(int slices, int dimension, Seed seed) {
                return Directions.iid().draw(slices, dimension, seed);
            }

            @Override
            public int most(int dimension) {
                return 5;
            }

            @Override
            public String toString() {
                return "limited";
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sliced.with(limited).squared(X, Y))
                .withMessage("limited directions: at most 5 can be drawn in dimension 3, received 8 slices;"
                        + " Directions.automatic() has no such limit");
    }

    private interface Draw {
        DrawnDirections draw(int slices, int dimension, Seed seed);
    }

    private static Directions named(String name, Draw draw) {
        return new Drawing() {
            @Override
            public DrawnDirections draw(int slices, int dimension, Seed seed) {
                return draw.draw(slices, dimension, seed);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    @Test
    void aDrawingSaysWhatItIs() {
        Points two = Points.of(new double[] {1, 0}, new double[] {0, 1});
        assertThat(DrawnDirections.of(two)).hasToString("2 directions in R^2, independent");
        assertThat(DrawnDirections.of(two.weighted(1, 3)).blocks(DrawnDirections.WHOLE))
                .hasToString("2 weighted directions in R^2, that depend on each other");
        DrawnDirections drawn = Directions.orthogonal().draw(10, 4, Seed.DEFAULT);
        assertThat(drawn).hasToString("10 directions in R^4, in blocks of 4");
        assertThat(drawn).isEqualTo(Directions.orthogonal().draw(10, 4, Seed.DEFAULT));
        assertThat(drawn).hasSameHashCodeAs(Directions.orthogonal().draw(10, 4, Seed.DEFAULT));
        assertThat(drawn).isNotEqualTo(drawn.blocks(2)).isNotEqualTo(drawn.points());
        assertThat(DrawnDirections.of(two.weighted(1, 3)).weight(1)).isEqualTo(0.75);
        assertThat(drawn.picture()).isNotNull();
    }
}
