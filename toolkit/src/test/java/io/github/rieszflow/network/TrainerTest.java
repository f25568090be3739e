package io.github.rieszflow.network;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.jni.JniUtils;
import io.github.rieszflow.OldRuns;
import io.github.rieszflow.ResidentMemory;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrainerTest {
    private static final Mlp MLP = Mlp.hidden(5, 4);
    /** ‖x‖ and the second input, to a plane. */
    private static final Architecture NET = MLP.between(3, 2);

    private static Batch batch(long seed) {
        return Batch.of(Points.gaussian(7, 3, seed(seed)).toArray(), 7, 3)
                .and(Points.gaussian(7, 2, seed(seed).split(1)).toArray(), 7, 2);
    }

    private static TrainingState start() {
        return TrainingState.start(NET, seed(3));
    }

    private static Trainer open(TrainingState state) {
        return Trainer.open(NET, Loss.squared(), state, Device.cpu());
    }

    private static TrainingState trained(TrainingState state, int from, int to) {
        try (Trainer trainer = open(state)) {
            trainer.train(to - from, k -> 1e-2 / (1 + from + k), k -> batch(from + k), (k, loss, note) -> {});
            return trainer.state();
        }
    }

    @Test
    void gradientAgreesWithFiniteDifferences() {
        Weights weights = start().weights();
        float[] moved = weights.array().clone();
        double[] gradient;
        try (Trainer trainer = Trainer.openDouble(NET, Loss.squared(), start())) {
            gradient = trainer.gradient(batch(1));
        }
        // A power of two, so that the steps are exact in single precision and the differences are taken in double.
        float h = 0x1p-13f;
        for (int i = 0; i < moved.length; i++) {
            float w = Math.round(moved[i] * 0x1p10f) * 0x1p-10f;
            moved[i] = w;
        }
        double[] at = new double[moved.length];
        Weights rounded = Weights.adopt(weights.slots(), moved.clone());
        try (Trainer trainer = Trainer.openDouble(NET, Loss.squared(), TrainingState.start(rounded))) {
            gradient = trainer.gradient(batch(1));
        }
        for (int i = 0; i < moved.length; i += 3) {
            double[] values = new double[2];
            for (int side = 0; side < 2; side++) {
                float[] there = moved.clone();
                there[i] += side == 0 ? -h : h;
                Weights shifted = Weights.adopt(weights.slots(), there);
                try (Trainer trainer = Trainer.openDouble(NET, Loss.squared(), TrainingState.start(shifted))) {
                    values[side] = trainer.loss(batch(1));
                }
            }
            at[i] = (values[1] - values[0]) / (2 * h);
            assertThat(gradient[i]).as("derivative %d", i).isCloseTo(at[i], within(1e-6));
        }
    }

    /** Forward pass and loss by hand, in double precision. */
    @Test
    void lossIsWhatTheLayersSay() {
        Weights w = start().weights();
        float[] x = Points.gaussian(7, 3, seed(1)).toArray();
        float[] y = Points.gaussian(7, 2, seed(1).split(1)).toArray();
        double sum = 0;
        for (int row = 0; row < 7; row++) {
            double[] h = {x[3 * row], x[3 * row + 1], x[3 * row + 2]};
            h = layer(w, 0, h, true);
            h = layer(w, 2, h, true);
            h = layer(w, 4, h, false);
            sum += Math.pow(h[0] - y[2 * row], 2) + Math.pow(h[1] - y[2 * row + 1], 2);
        }
        try (Trainer trainer = Trainer.openDouble(NET, Loss.squared(), start())) {
            assertThat(trainer.loss(batch(1))).isCloseTo(sum / 7, within(1e-12));
        }
    }

    private static double[] layer(Weights w, int number, double[] in, boolean relu) {
        float[] a = w.get(number + ".weight");
        float[] b = w.get(number + ".bias");
        double[] out = new double[b.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = b[i];
            for (int k = 0; k < in.length; k++) {
                out[i] += (double) a[i * in.length + k] * in[k];
            }
            out[i] = relu ? Math.max(0, out[i]) : out[i];
        }
        return out;
    }

    /** A gradient twice as long as allowed is halved; a shorter one changes no bit. */
    @Test
    void clipsLongGradients() {
        double[] gradient;
        try (Trainer trainer = open(start())) {
            gradient = trainer.gradient(batch(1));
        }
        double squares = 0;
        for (double g : gradient) {
            squares += g * g;
        }
        double length = Math.sqrt(squares);
        try (Trainer trainer = Trainer.open(NET, Loss.squared(), start(), Device.cpu(), length / 2)) {
            trainer.train(1, k -> 1e-2, k -> batch(1), (k, loss, note) -> {});
            float[] mean = trainer.state().mean().array();
            for (int i = 0; i < mean.length; i++) {
                assertThat((double) mean[i]).isCloseTo(0.1 * gradient[i] / 2, within(1e-6));
            }
        }
        try (Trainer trainer = Trainer.open(NET, Loss.squared(), start(), Device.cpu(), 10 * length)) {
            trainer.train(1, k -> 1e-2, k -> batch(1), (k, loss, note) -> {});
            try (Trainer free = open(start())) {
                free.train(1, k -> 1e-2, k -> batch(1), (k, loss, note) -> {});
                assertThat(trainer.weights()).isEqualTo(free.weights());
            }
        }
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Trainer.open(NET, Loss.squared(), start(), Device.cpu(), 0))
                .hasMessageContaining("the longest gradient");
    }

    /** Three steps of Adam by its definition, with the gradients of the trainer itself. */
    @Test
    void optimiserIsAdam() {
        Weights weights = start().weights();
        double[] w = new double[weights.size()];
        for (int i = 0; i < w.length; i++) {
            w[i] = weights.array()[i];
        }
        double[] m = new double[w.length];
        double[] v = new double[w.length];
        try (Trainer trainer = Trainer.openDouble(NET, Loss.squared(), start())) {
            for (int t = 1; t <= 3; t++) {
                double[] g = trainer.gradient(batch(t));
                for (int i = 0; i < w.length; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    double mean = m[i] / (1 - Math.pow(0.9, t));
                    double square = v[i] / (1 - Math.pow(0.999, t));
                    w[i] -= 0.01 * mean / (Math.sqrt(square) + 1e-8);
                }
                int step = t;
                trainer.train(1, k -> 0.01, k -> batch(step), (k, loss, note) -> {});
            }
            float[] got = trainer.state().weights().array();
            for (int i = 0; i < w.length; i++) {
                assertThat((double) got[i]).isCloseTo(w[i], within(2e-7));
            }
        }
    }

    @Test
    void learnsAnAffineMap() {
        Architecture affine = Mlp.hidden().between(2, 1);
        RandomStream stream = seed(5).stream();
        TrainingState state = TrainingState.start(affine, seed(6));
        List<Double> losses = new ArrayList<>();
        try (Trainer trainer = Trainer.open(affine, Loss.squared(), state, Device.cpu())) {
            trainer.train(
                    800,
                    k -> 0.03,
                    k -> {
                        float[] x = new float[40];
                        float[] y = new float[20];
                        for (int i = 0; i < 20; i++) {
                            x[2 * i] = (float) stream.nextGaussian();
                            x[2 * i + 1] = (float) stream.nextGaussian();
                            y[i] = 2 * x[2 * i] - x[2 * i + 1] + 0.5f;
                        }
                        return Batch.of(x, 20, 2).and(y, 20, 1);
                    },
                    (k, loss, note) -> losses.add(loss));
            assertThat(trainer.state().weights().get("0.weight")[0]).isCloseTo(2, within(0.01f));
            assertThat(trainer.state().weights().get("0.bias")[0]).isCloseTo(0.5f, within(0.01f));
            assertThat(trainer.network().apply(Batch.of(new float[] {1, 1, 0, 2}, 2, 2)))
                    .containsExactly(new float[] {1.5f, -1.5f}, within(0.02f));
        }
        assertThat(losses).hasSize(800);
    }

    @Test
    void goesOnWhereItWasLeftAlsoThroughAFile(@org.junit.jupiter.api.io.TempDir Path folder) {
        TrainingState whole = trained(start(), 0, 6);
        TrainingState half = trained(start(), 0, 3);
        Path file = folder.resolve("half.safetensors");
        half.save(file);
        TrainingState loaded = TrainingState.load(NET, file);
        assertThat(loaded.weights().array()).containsExactly(half.weights().array());
        assertThat(trained(loaded, 3, 6).weights().array())
                .containsExactly(whole.weights().array());
        assertThat(trained(loaded, 3, 6).steps()).isEqualTo(6);
    }

    /** Two steps of 1.2·10⁹ multiplications and more each, on so many threads. */
    private static float[] big(int threads) {
        Architecture wide = Mlp.hidden(512, 512).between(256, 64);
        float[] x = Points.gaussian(1500, 256, seed(1)).toArray();
        float[] y = Points.gaussian(1500, 64, seed(2)).toArray();
        String before = System.setProperty("rieszflow.threads", String.valueOf(threads));
        try (Trainer trainer = Trainer.open(wide, Loss.squared(), TrainingState.start(wide, seed(3)), Device.cpu())) {
            trainer.train(2, k -> 1e-3, k -> Batch.of(x, 1500, 256).and(y, 1500, 64), (k, loss, note) -> {
                assertThat(JniUtils.getNumThreads()).as("threads").isEqualTo(threads);
            });
            return trainer.state().weights().array();
        } finally {
            if (before == null) {
                System.clearProperty("rieszflow.threads");
            } else {
                System.setProperty("rieszflow.threads", before);
            }
        }
    }

    /** PyTorch adds up in another order on another number of threads: equal bits on the same, rounding on others. */
    @Test
    void bigStepsAreTheSameButForRoundingOnOneAndTwoThreads() {
        float[] one = big(1);
        float[] two = big(2);
        assertThat(Arrays.equals(two, big(2))).as("bits, two threads twice").isTrue();
        double furthest = 0;
        for (int i = 0; i < one.length; i++) {
            furthest = Math.max(furthest, Math.abs(one[i] - two[i]));
        }
        // A step is 1e-3 long for each weight; Adam makes a full step also of a gradient that is nothing but rounding.
        assertThat(furthest).isLessThan(1e-4);
    }

    @Test
    void sameBitsInAnyThread() throws InterruptedException {
        float[] here = trained(start(), 0, 5).weights().array();
        List<float[]> there = new ArrayList<>();
        Thread other =
                new Thread(() -> there.add(trained(start(), 0, 5).weights().array()));
        other.start();
        other.join();
        assertThat(there.get(0)).containsExactly(here);
    }

    @Test
    void leavesTheGradientModeOfTheThreadAlone() {
        for (boolean mode : new boolean[] {true, false}) {
            try (Trainer trainer = open(start())) {
                JniUtils.setGradMode(mode);
                trainer.train(1, k -> 1e-3, k -> batch(1), (k, loss, note) -> {});
                trainer.loss(batch(1));
                assertThat(JniUtils.isGradMode()).isEqualTo(mode);
            }
        }
        JniUtils.setGradMode(false);
    }

    @Test
    void stopsAtAnInterruptAndKeepsWhatItHas() {
        try (Trainer trainer = open(start())) {
            int done = trainer.train(10, k -> 1e-3, k -> batch(k), (k, loss, note) -> {
                if (k == 4) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(done).isEqualTo(4);
            assertThat(trainer.state().steps()).isEqualTo(4);
        }
    }

    @Test
    void saysWhenItDiverged() {
        try (Trainer trainer = open(start())) {
            assertThatThrownBy(() -> trainer.train(5000, k -> 1e30, k -> batch(k), (k, loss, note) -> {}))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("the training diverged at step")
                    .hasMessageContaining("take a smaller learning rate (it was 1.0E30)");
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> Trainer.open(Mlp.hidden(6).between(3, 2), Loss.squared(), start(), Device.cpu()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the state belongs to another network");
        assertThatThrownBy(() -> Batch.of(new float[5], 2, 3))
                .hasMessage("a tensor of shape [2, 3] holds 6 numbers: received 5");
        assertThatThrownBy(() -> Mlp.hidden(64, 0))
                .hasMessage("the width of a hidden layer must be at least 1: received 0");
        assertThatThrownBy(() -> MLP.between(0, 2)).hasMessageContaining("inputs of a network must be at least 1");
        try (Trainer trainer = open(start())) {
            Batch uneven = Batch.of(new float[6], 2, 3).and(new float[2], 1, 2);
            assertThatThrownBy(() -> trainer.network().apply(uneven)).hasMessageContaining("same number of rows");
        }
    }

    @Test
    void appliesToManyRowsInParts() {
        Points many = Points.gaussian(2500, 3, seed(8));
        try (Trainer trainer = open(start())) {
            float[] all = trainer.network().apply(Batch.of(many.toArray(), 2500, 3));
            float[] last = trainer.network().apply(Batch.of(many.row(2499), 1, 3));
            assertThat(all).hasSize(5000);
            assertThat(new float[] {all[4998], all[4999]}).containsExactly(last, within(1e-6f));
        }
    }

    @Test
    void aTrainingOfVersionOneIsReadAndGoesOn() {
        Architecture net = Mlp.hidden(4).between(2, 1);
        TrainingState state = TrainingState.load(net, OldRuns.file("training.safetensors"));
        assertThat(state.steps()).isEqualTo(3);
        OldRuns.assertClose(row(state.weights()), "training", "weights", 0);
        Batch batch = Batch.of(Points.uniform(6, 2, seed(8)).toArray(), 6, 2)
                .and(Points.uniform(6, 1, seed(9)).toArray(), 6, 1);
        try (Trainer trainer = Trainer.open(net, Loss.squared(), state, Device.cpu())) {
            trainer.train(3, k -> 0.01, k -> batch, (k, loss, note) -> {});
            OldRuns.assertClose(row(trainer.weights()), "training", "weights-after-3-more", 1e-5);
        }
    }

    private static Points row(Weights weights) {
        float[] values = new float[weights.size()];
        weights.values().get(values);
        return Points.of(values, 1, values.length);
    }

    @Test
    void twoThousandStepsLeaveTheProcessNoLargerThanTwoHundred() {
        org.junit.jupiter.api.Assumptions.assumeTrue(ResidentMemory.isKnown());
        Architecture wide = Mlp.hidden(128, 128).between(128, 128);
        float[] x = Points.gaussian(32, 128, seed(9)).toArray();
        Batch same = Batch.of(x, 32, 128).and(x, 32, 128);
        try (Trainer trainer = Trainer.open(wide, Loss.squared(), TrainingState.start(wide, seed(1)), Device.cpu())) {
            trainer.train(200, k -> 1e-4, k -> same, (k, loss, note) -> {});
            System.gc();
            long before = ResidentMemory.kilobytes();
            trainer.train(1800, k -> 1e-4, k -> same, (k, loss, note) -> {});
            System.gc();
            // A leak of the weights' gradient alone would be 1800 × 0.2 MB, of one batch 1800 × 32 kB. The heap's own
            // young pages, touched for the first time, were 8 to 20 MB here, and no more after 7,200 steps.
            assertThat(ResidentMemory.kilobytes() - before).as("growth in kB").isLessThan(30_000);
        }
    }
}
