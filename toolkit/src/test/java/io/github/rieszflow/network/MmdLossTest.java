package io.github.rieszflow.network;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Conventions;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.Ties;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MmdLossTest {
    private static final Points X = Points.gaussian(40, 3, seed(1));
    private static final Points Y = Points.uniform(50, 3, seed(2));

    private static NDManager manager() {
        return PyTorch.manager(Device.cpu());
    }

    private static NDArray array(NDManager manager, Points points, DataType type) {
        return Tensors.tensor(points, manager).toType(type, true);
    }

    private static Points joined(Points... parts) {
        int size = Arrays.stream(parts).mapToInt(Points::size).sum();
        float[] all = new float[3 * size];
        int at = 0;
        for (Points part : parts) {
            System.arraycopy(part.toArray(), 0, all, at, 3 * part.size());
            at += 3 * part.size();
        }
        return Points.of(all, size, 3);
    }

    /** The value and the derivatives with respect to both batches. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Seen(double value, double[] x, double[] y) {}

    private static Seen seen(MmdLoss loss, Points x, Points y, DataType type) {
        try (NDManager manager = manager()) {
            NDArray a = array(manager, x, type);
            NDArray b = array(manager, y, type);
            a.setRequiresGradient(true);
            b.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray value = loss.evaluate(new NDList(b), new NDList(a));
                collector.backward(value);
                return new Seen(doubles(value)[0], doubles(a.getGradient()), doubles(b.getGradient()));
            }
        }
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    /** ∇MMD² is twice the gradient of ½MMD². */
    private static void assertGradient(double[] derivatives, Discrepancy mmd, Points x, Points y, double tolerance) {
        float[] expected = mmd.gradient(x, y).toArray();
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, 2 * Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(derivatives[i]).as("derivative %d", i).isCloseTo(2 * expected[i], within(tolerance * largest));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.7})
    void exactAgreesWithTheOracleInValueAndGradient(double r) {
        Mmd mmd = Mmd.riesz(r);
        // Some samples coincide, within a batch and across.
        Points x = joined(X, X.take(5), Y.take(3));
        Seen precise = seen(MmdLoss.riesz(r), x, Y, DataType.FLOAT64);
        assertThat(precise.value()).isCloseTo(mmd.squared(x, Y), within(1e-12));
        // The oracle rounds to single precision.
        assertGradient(precise.x(), mmd, x, Y, 1e-7);
        assertGradient(precise.y(), mmd, Y, x, 1e-7);
        Seen single = seen(MmdLoss.riesz(r), x, Y, DataType.FLOAT32);
        assertThat(single.value()).isCloseTo(mmd.squared(x, Y), within(1e-5));
        assertGradient(single.x(), mmd, x, Y, 1e-5);
    }

    @Test
    void unbiasedLeavesPairsOfASampleWithItselfOut() {
        Seen loss = seen(MmdLoss.riesz(1).unbiased(), X, Y, DataType.FLOAT64);
        assertThat(loss.value()).isCloseTo(Conventions.unbiased(Mmd.riesz(1), X, Y), within(1e-12));
        double h = 1e-3;
        float[] there = X.toArray();
        there[4] += (float) h;
        double up = Conventions.unbiased(Mmd.riesz(1), Points.of(there, 40, 3), Y);
        there[4] -= (float) (2 * h);
        double down = Conventions.unbiased(Mmd.riesz(1), Points.of(there, 40, 3), Y);
        assertThat(loss.x()[4]).isCloseTo((up - down) / (2 * h), within(1e-5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void slicedAgreesWithSlicingAlongTheSameDirections(boolean ties) {
        // On the axes projections are exact, so that coincident samples coincide there.
        float[] all = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0.6f, 0.8f, 0, 0, -0.6f, 0.8f, 0.8f, 0, 0.6f};
        int count = ties ? 3 : 6;
        Directions directions = Directions.of(Points.of(Arrays.copyOf(all, 3 * count), count, 3));
        Points x = ties ? joined(X, Y.take(7), X.take(4)) : X;
        Seen loss = seen(MmdLoss.sliced(count).directions(directions), x, Y, DataType.FLOAT64);
        Discrepancy sliced = Mmd.riesz(1).sliced(directions).with(LineSolver.exact(Ties.FREEZE));
        assertThat(loss.value())
                .isCloseTo(Mmd.riesz(1).sliced(directions).squared(x, Y).value(), within(1e-6));
        assertGradient(loss.x(), sliced, x, Y, 1e-5);
        assertGradient(loss.y(), sliced, Y, x, 1e-5);
    }

    @Test
    void unbiasedSlicesHaveTheExactLossAsTheirMean() {
        MmdLoss sliced = MmdLoss.sliced(64).unbiased();
        double exact = Conventions.unbiased(Mmd.riesz(1), X, Y);
        double sum = 0;
        for (int k = 0; k < 50; k++) {
            sum += seen(sliced, X, Y, DataType.FLOAT64).value();
        }
        assertThat(sum / 50).isCloseTo(exact, within(0.003));
    }

    /** 200 coordinates: directions are drawn in a space of 256. */
    @Test
    void paddedDirectionsAreCutToTheSamples() {
        Points x = Points.gaussian(30, 200, seed(5));
        Points y = Points.uniform(20, 200, seed(6));
        double value = seen(MmdLoss.sliced(2048), x, y, DataType.FLOAT64).value();
        assertThat(value).isCloseTo(Mmd.riesz(1).squared(x, y), within(0.01 * value));
    }

    @Test
    void directionsAreDrawnAfreshAndComeAgainFromTheSameSeed() {
        MmdLoss one = MmdLoss.sliced(16).seed(seed(7));
        double first = seen(one, X, Y, DataType.FLOAT32).value();
        double second = seen(one, X, Y, DataType.FLOAT32).value();
        assertThat(second).isNotEqualTo(first);
        MmdLoss again = MmdLoss.sliced(16).seed(seed(7));
        assertThat(seen(again, X, Y, DataType.FLOAT32).value()).isEqualTo(first);
        assertThat(seen(again, X, Y, DataType.FLOAT32).value()).isEqualTo(second);
        assertThat(seen(MmdLoss.sliced(16).seed(seed(8)), X, Y, DataType.FLOAT32)
                        .value())
                .isNotEqualTo(first);
    }

    @Test
    void linesNeedOneSlice() {
        Points x = Points.gaussian(30, 1, seed(1));
        Points y = Points.uniform(30, 1, seed(2));
        assertThat(seen(MmdLoss.sliced(100), x, y, DataType.FLOAT64).value())
                .isCloseTo(Mmd.riesz(1).squared(x, y), within(1e-12));
    }

    private static void trainsALinearLayer(MmdLoss loss) {
        try (Model model = Model.newInstance("affine", "PyTorch")) {
            model.setBlock(Linear.builder().setUnits(2).build());
            var config = new DefaultTrainingConfig(loss)
                    .optOptimizer(Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(0.05f))
                            .build());
            try (var trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, 2));
                Seed noise = seed(11);
                for (int step = 0; step < 250; step++) {
                    try (NDManager batch = model.getNDManager().newSubManager()) {
                        NDArray z = Tensors.tensor(Points.gaussian(200, 2, noise.split(2L * step)), batch);
                        NDArray data = Tensors.tensor(target(200, noise.split(2L * step + 1)), batch);
                        try (GradientCollector collector = trainer.newGradientCollector()) {
                            NDArray made = trainer.forward(new NDList(z)).singletonOrThrow();
                            collector.backward(trainer.getLoss().evaluate(new NDList(data), new NDList(made)));
                        }
                        trainer.step();
                    }
                }
                try (NDManager batch = model.getNDManager().newSubManager()) {
                    NDArray z = Tensors.tensor(Points.gaussian(4000, 2, seed(12)), batch);
                    Points made = Tensors.points(trainer.evaluate(new NDList(z)).singletonOrThrow());
                    assertThat(made.mean()).containsExactly(new double[] {3, -1}, within(0.15));
                    assertThat(Mmd.riesz(1).squared(made, target(4000, seed(13))))
                            .isLessThan(0.01);
                }
            }
        }
    }

    /** Normal with mean (3, −1), deviations 2 and ½ along the axes turned by 45°. */
    private static Points target(int count, Seed seed) {
        float[] z = Points.gaussian(count, 2, seed).toArray();
        for (int i = 0; i < count; i++) {
            double a = 2 * z[2 * i];
            double b = 0.5 * z[2 * i + 1];
            z[2 * i] = (float) (3 + (a - b) * Math.sqrt(0.5));
            z[2 * i + 1] = (float) (-1 + (a + b) * Math.sqrt(0.5));
        }
        return Points.of(z, count, 2);
    }

    @Test
    void movesAGaussianOntoATarget() {
        trainsALinearLayer(MmdLoss.riesz(1).unbiased());
    }

    @Test
    void movesAGaussianOntoATargetBySlices() {
        trainsALinearLayer(MmdLoss.sliced(32).unbiased());
    }

    @Test
    void evaluatesWithoutGradientsAndLeavesNothingBehind() {
        try (NDManager manager = manager()) {
            NDArray x = array(manager, X, DataType.FLOAT32);
            NDArray y = array(manager, Y, DataType.FLOAT32);
            int before = manager.getManagedArrays().size();
            for (MmdLoss loss : List.of(MmdLoss.riesz(1), MmdLoss.sliced(8))) {
                try (NDArray value = loss.squared(x, y)) {
                    assertThat(value.getFloat()).isPositive();
                }
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (NDManager manager = manager()) {
            NDArray x = array(manager, X, DataType.FLOAT32);
            NDArray flat = array(manager, Points.uniform(5, 2, seed(1)), DataType.FLOAT32);
            NDArray precise = array(manager, Y, DataType.FLOAT64);
            MmdLoss loss = MmdLoss.riesz(1);
            assertThatThrownBy(() -> loss.squared(x, flat))
                    .hasMessageContaining("received the shapes (40, 3) and (5, 2)");
            assertThatThrownBy(() -> loss.squared(x, precise)).hasMessageContaining("received float32 and float64");
            assertThatThrownBy(() -> loss.unbiased().squared(x, x.get("0:1")))
                    .hasMessageContaining("N and M at least 2");
            assertThatThrownBy(() -> loss.seed(seed(1))).hasMessageContaining("MmdLoss.sliced(slices)");
            assertThatThrownBy(() -> MmdLoss.riesz(2)).hasMessageContaining("received 2");
            assertThatThrownBy(() -> MmdLoss.sliced(0)).hasMessageContaining("the number of slices");
        }
    }
}
