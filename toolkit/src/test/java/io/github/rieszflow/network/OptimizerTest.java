package io.github.rieszflow.network;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.diffusion.RieszPlan;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Muon by its definition: what it does to matrices, and that the rest is Adam's. */
final class OptimizerTest {
    private static final double RATE = 0.01;

    private static final Architecture NET = Mlp.hidden(9, 5).between(3, 2);

    private static Batch batch(long seed) {
        return Batch.of(Points.gaussian(7, 3, seed(seed)).toArray(), 7, 3)
                .and(Points.gaussian(7, 2, seed(seed).split(1)).toArray(), 7, 2);
    }

    private static Trainer open(Architecture net, TrainingState state, Optimizer optimizer) {
        return Trainer.open(net, Loss.squared(), state, Device.cpu(), optimizer, 1e6);
    }

    /** Steps with the gradients of the trainer itself: matrices wide and high by Muon, biases by Adam. */
    @Test
    void matricesMoveAlongOrthogonalOnes() {
        TrainingState state = TrainingState.start(NET, seed(3));
        List<Slot> slots = state.weights().slots();
        double[] w = doubles(state.weights().array());
        double[] m = new double[w.length];
        double[] v = new double[w.length];
        try (Trainer trainer = open(NET, state, Optimizer.MUON)) {
            for (int step = 1; step <= 4; step++) {
                int now = step;
                double[] g = trainer.gradient(batch(step));
                trainer.train(1, k -> RATE, k -> batch(now), (k, loss, note) -> {});
                int at = 0;
                for (Slot slot : slots) {
                    boolean matrix = slot.shape().size() > 1;
                    double[] seen = new double[slot.size()];
                    for (int i = 0; i < seen.length; i++) {
                        int a = at + i;
                        m[a] = (matrix ? 0.95 : 0.9) * m[a] + 0.1 * g[a];
                        v[a] = 0.999 * v[a] + 0.001 * g[a] * g[a];
                        seen[i] = matrix
                                ? 0.95 * m[a] + 0.1 * g[a]
                                : m[a]
                                        / (1 - Math.pow(0.9, step))
                                        / (Math.sqrt(v[a] / (1 - Math.pow(0.999, step))) + 1e-8);
                    }
                    double[] moved = matrix ? orthogonal(seen, slot.shape().get(0)) : seen;
                    for (int i = 0; i < moved.length; i++) {
                        w[at + i] -= RATE * moved[i];
                    }
                    at += slot.size();
                }
                float[] found = trainer.weights().array();
                for (int i = 0; i < w.length; i++) {
                    assertThat((double) found[i])
                            .as("step " + step + ", weight " + i)
                            .isCloseTo(w[i], within(2e-5));
                }
            }
        }
    }

    /** 0.4 √max(rows, columns) p(p(…(N/‖N‖))) with p(σ) = 3.4445σ − 4.775σ³ + 2.0315σ⁵ on the singular values. */
    private static double[] orthogonal(double[] numbers, int rows) {
        int columns = numbers.length / rows;
        DMatrixRMaj n = new DMatrixRMaj(rows, columns, true, numbers);
        CommonOps_DDRM.divide(n, NormOps_DDRM.normF(n));
        var svd = svd(n);
        DMatrixRMaj u = svd.getU(null, false);
        double[] values = svd.getSingularValues();
        for (int k = 0; k < values.length; k++) {
            double s = values[k];
            for (int turn = 0; turn < 5; turn++) {
                s = 3.4445 * s - 4.775 * Math.pow(s, 3) + 2.0315 * Math.pow(s, 5);
            }
            values[k] = 0.4 * Math.sqrt(Math.max(rows, columns)) * s;
        }
        CommonOps_DDRM.multCols(u, values);
        DMatrixRMaj product = new DMatrixRMaj(rows, columns);
        CommonOps_DDRM.mult(u, svd.getV(null, true), product);
        return product.data;
    }

    private static SingularValueDecomposition_F64<DMatrixRMaj> svd(DMatrixRMaj matrix) {
        var svd = DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, true, true, true);
        assertThat(svd.decompose(matrix.copy())).isTrue();
        return svd;
    }

    /** Of a convolution whose gradient has full rank, all singular values of a step are about equal, whatever the gradient's are. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void convolutionsAreMatrices(int channels) {
        Architecture net = UNet.small(8, 1).of(new ImageShape(8, 8, channels), 0);
        int d = channels * 64;
        Batch batch = Batch.of(Points.gaussian(32, d, seed(1)).toArray(), 32, channels, 8, 8)
                .and(Points.gaussian(32, d, seed(2)).toArray(), 32, channels, 8, 8);
        TrainingState state = TrainingState.start(net, seed(4));
        try (Trainer trainer = open(net, state, Optimizer.MUON)) {
            // The head begins at nothing, so that what lies before it has a gradient from the second step on.
            trainer.train(2, k -> RATE, k -> batch, (k, loss, note) -> {});
            Weights before = trainer.weights();
            trainer.train(1, k -> RATE, k -> batch, (k, loss, note) -> {});
            Weights after = trainer.weights();
            int looked = 0;
            for (Slot slot : before.slots()) {
                if (slot.shape().size() == 4 && slot.name().contains("conv1")) {
                    looked++;
                    double[] change = doubles(after.get(slot.name()));
                    float[] was = before.get(slot.name());
                    Arrays.setAll(change, i -> change[i] - was[i]);
                    int rows = slot.shape().get(0);
                    int columns = change.length / rows;
                    double[] values =
                            svd(new DMatrixRMaj(rows, columns, true, change)).getSingularValues();
                    Arrays.sort(values);
                    double unit = RATE * 0.4 * Math.sqrt(Math.max(rows, columns));
                    assertThat(values[values.length - 1] / unit).as(slot.name()).isBetween(0.6, 1.25);
                    assertThat(values[values.length / 2] / unit).as(slot.name()).isBetween(0.6, 1.25);
                }
            }
            assertThat(looked).isGreaterThan(1);
        }
    }

    /** Where nothing is to be learned nothing moves, and nothing is no number. */
    @ParameterizedTest
    @ValueSource(strings = {"ADAM", "MUON"})
    void noGradientNoStep(String name) {
        TrainingState state = TrainingState.start(NET, seed(3));
        try (Trainer trainer = open(NET, state, Optimizer.valueOf(name))) {
            float[] x = Points.gaussian(7, 3, seed(1)).toArray();
            float[] y = trainer.network().apply(Batch.of(x, 7, 3));
            trainer.train(3, k -> RATE, k -> Batch.of(x, 7, 3).and(y, 7, 2), (k, loss, note) -> {});
            assertThat(trainer.weights()).isEqualTo(state.weights());
        }
    }

    @Test
    void isNamedInAPlan() {
        assertThat(RieszPlan.standard().optimizer(Optimizer.MUON).toString()).contains("Muon 0.002");
        assertThat(RieszPlan.standard().toString()).contains("Adam 0.002");
    }

    private static double[] doubles(float[] numbers) {
        double[] all = new double[numbers.length];
        Arrays.setAll(all, i -> numbers[i]);
        return all;
    }
}
