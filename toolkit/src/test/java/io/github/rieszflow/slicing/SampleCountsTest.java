package io.github.rieszflow.slicing;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Drawing;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts are the same in whichever order, parts, threads and machines points come. */
class SampleCountsTest {
    private static final Points X = Points.gaussian(20_000, 3, seed(1));
    private static final Points Y = Points.gaussian(9000, 3, seed(2)).translate(0.1, 0, 0);
    private static final SlicedEnergy ENERGY = SlicedEnergy.of(8, 1024).around(X.take(100));
    private static final EnergyBounds WHOLE = whole();

    private static EnergyBounds whole() {
        EnergyAccumulator counts = ENERGY.accumulator();
        counts.x().accept(X);
        counts.y().accept(Y);
        return counts.result();
    }

    private static void accept(SampleCounts counts, Points points, int[] order, int from, int to) {
        if (from < to) {
            int[] part = Arrays.copyOfRange(order, from, to);
            if (part.length % 2 == 0) {
                counts.accept(points.select(part));
            } else {
                for (int i : part) {
                    counts.accept(points.row(i));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void resultsDoNotDependOnOrderAndPartition(int parts) throws IOException, ClassNotFoundException {
        RandomStream random = seed(parts).stream();
        int[] ofX = random.permutation(X.size());
        int[] ofY = random.permutation(Y.size());
        EnergyAccumulator[] counts = new EnergyAccumulator[parts];
        int x = 0;
        int y = 0;
        for (int i = 0; i < parts; i++) {
            boolean last = i == parts - 1;
            int nextX = last ? X.size() : x + random.nextInt(X.size() - x + 1);
            int nextY = last ? Y.size() : y + random.nextInt(Y.size() - y + 1);
            counts[i] = ENERGY.accumulator();
            accept(counts[i].x(), X, ofX, x, nextX);
            accept(counts[i].y(), Y, ofY, y, nextY);
            counts[i] = random.nextBoolean() ? copy(counts[i]) : counts[i];
            x = nextX;
            y = nextY;
        }
        EnergyAccumulator all = ENERGY.accumulator();
        for (int i : random.permutation(parts)) {
            all.combine(counts[i]);
        }
        assertThat(all.x().count()).isEqualTo(X.size());
        assertThat(all.y().totalWeight()).isEqualTo(Y.size());
        assertThat(all.result()).isEqualTo(WHOLE);
        assertThat(copy(all).result()).isEqualTo(WHOLE);
    }

    @Test
    void streamsCollectToTheSame() {
        EnergyBounds collected = IntStream.range(0, X.size() + Y.size())
                .parallel()
                .boxed()
                .collect(
                        ENERGY::accumulator,
                        (counts, i) -> {
                            if (i < X.size()) {
                                counts.x().accept(X.row(i));
                            } else {
                                counts.y().accept(Y.row(i - X.size()));
                            }
                        },
                        EnergyAccumulator::combine)
                .result();
        SampleCounts x =
                IntStream.range(0, X.size()).parallel().mapToObj(X::row).collect(ENERGY.collector());
        SampleCounts y = IntStream.range(0, Y.size()).mapToObj(Y::row).collect(ENERGY.collector());
        assertThat(collected).isEqualTo(WHOLE);
        assertThat(x.distance(y)).isEqualTo(WHOLE);
    }

    /** Weights of a tenth are no multiples of a power of two, and are rounded; sums of the rounded ones are exact. */
    @Test
    void weightedCountsDoNotDependOnOrder() {
        SlicedEnergy energy = ENERGY.weightUnit(0x1p-20);
        EnergyBounds[] results = new EnergyBounds[2];
        for (int turn = 0; turn < 2; turn++) {
            EnergyAccumulator counts = energy.accumulator();
            for (int i = 0; i < X.size(); i++) {
                int at = turn == 0 ? i : X.size() - 1 - i;
                counts.x().accept(X.row(at), 0.1 + at % 7);
            }
            counts.y().accept(Y);
            results[turn] = counts.result();
        }
        assertThat(results[1]).isEqualTo(results[0]);
        EnergyAccumulator twice = ENERGY.accumulator();
        for (int i = 0; i < X.size(); i++) {
            twice.x().accept(X.row(i), 2);
        }
        twice.y().accept(Y);
        assertThat(twice.result().value().value()).isCloseTo(WHOLE.value().value(), within(1e-9));
    }

    /** The value of {@code sliced} with the same directions, also where fast rotations make them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20, 130})
    void valuesAreThoseOfSlicedDescents(int d) {
        Points x = Points.gaussian(3000, d, seed(3));
        Points y = Points.gaussian(2000, d, seed(4)).scale(1.1);
        SlicedEnergy energy = SlicedEnergy.of(40, 4096).seed(seed(5)).within(x);
        EnergyAccumulator counts = energy.accumulator();
        counts.x().accept(x);
        counts.y().accept(y);
        SlicedProblem problem = new SlicedProblem(1, Directions.automatic(), d == 1 ? 1 : 40, LineSolver.exact());
        try (SlicedDescent descent = Engine.cpu().open(problem, x, y)) {
            var exact = descent.values(seed(5).split(5)).reading().squared();
            EnergyBounds bounds = counts.result();
            assertThat(bounds.contains(exact.value()))
                    .as("%s in %s", exact, bounds)
                    .isTrue();
            double near = 1e-3 * exact.value();
            assertThat(bounds.value().value()).isCloseTo(exact.value(), within(near));
            if (d > 1) {
                assertThat(bounds.value().standardError()).isCloseTo(exact.standardError(), within(near));
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        SampleCounts counts = ENERGY.sample();
        assertThatThrownBy(() -> counts.accept(1f, 2f))
                .hasMessage("all points need the same dimension: expected 3, received 2");
        assertThatThrownBy(() -> counts.accept(1f, 2f, Float.NaN))
                .hasMessageContaining("coordinates must be finite")
                .hasMessageContaining("coordinate 2 is NaN");
        assertThatThrownBy(() -> counts.accept(new double[] {1, 2, 3}, 0.5))
                .hasMessage("weights count in whole numbers unless another unit is chosen: received 0.5; use"
                        + " weightUnit(0.001), for example");
        assertThatThrownBy(() -> counts.accept(new double[] {1, 2, 3}, -1)).hasMessageContaining("not negative");
        assertThat(counts.count()).isZero();
        assertThatThrownBy(() -> counts.combine(SlicedEnergy.of(8, 512).sample()))
                .hasMessageStartingWith("counts that are put together need the same slices and bins");
        assertThatThrownBy(() -> ENERGY.accumulator().result()).hasMessageContaining("x has none yet");
        assertThatThrownBy(() -> SlicedEnergy.of(8, 1000)).hasMessageContaining("take 512");
        assertThatThrownBy(() -> ENERGY.seed(seed(2))).hasMessageContaining("choose the seed first");
    }

    /** The same seed may draw others in another release: counts along those do not go on here. */
    @Test
    void refusesCountsAlongOtherDirections() {
        assertThatThrownBy(() -> copy(new SampleCounts.Packed(ENERGY, Drawing.VERSION - 1, new byte[0])))
                .isInstanceOf(java.io.InvalidObjectException.class)
                .hasMessageContaining("taken by another release")
                .hasMessageContaining("count again");
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
