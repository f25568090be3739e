package io.github.rieszflow.diffusion;

import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.picture.ImageShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws what a training step sees. The batch of a step depends on its number only, so that a training can go on anywhere. */
final class RieszBatches {
    private static final long DIRECTIONS = -1;
    private static final long PAIRS = -2;

    private final TrainingRows data;
    private final int classes;
    private final RieszPreset preset;
    private final ScoreLoss loss;
    private final Seed seed;
    private final @Nullable ImageShape shape;
    private final boolean @Nullable [] hidden;
    private final @Nullable CoupledPairs pairs;

    RieszBatches(TrainingRows data, int classes, RieszPreset preset, ScoreLoss loss, Seed seed) {
        this.data = data;
        this.classes = classes;
        this.preset = preset;
        this.loss = loss;
        this.seed = seed;
        this.shape = preset.denoiser().shape();
        this.hidden = preset.given() instanceof Observation.Hidden area && shape != null
                ? RieszGiven.hidden(area, shape)
                : null;
        RieszPlan plan = preset.training();
        this.pairs = plan.coupling() instanceof Coupling.Flow flow
                ? new CoupledPairs(flow, data, this::read, plan.mirrored(), plan.batch(), seed.split(PAIRS))
                : null;
    }

    private void read(int i, boolean mirrored, float[] into, int at) {
        data.read(i, into, at);
        if (mirrored) {
            mirror(into, at);
        }
    }

    Batch of(long step) {
        RandomStream stream = seed.split(step).stream();
        RieszPlan plan = preset.training();
        int n = plan.batch();
        int d = data.dimension();
        float[] clean = new float[n * d];
        float[] noisy = new float[n * d];
        float[] target = new float[n * d];
        float[] times = new float[n];
        float[] labels = new float[n * classes];
        float[] coefficients = new float[n * ScoreLoss.COEFFICIENTS];
        float[] own = new float[data.paired() ? d : 0];
        CoupledPairs.Round round = pairs == null ? null : pairs.of(step);
        ScoreLoss.Drawn drawn = loss.draw(seed.split(step).split(DIRECTIONS));
        for (int row = 0; row < n; row++) {
            int pair = stream.nextInt(round == null ? data.size() : round.rows().length);
            int i = round == null ? pair : round.rows()[pair];
            boolean mirrored = round == null ? plan.mirrored() && stream.nextBoolean() : round.mirrored()[pair];
            read(i, mirrored, clean, row * d);
            if (classes > 0 && stream.nextDouble() >= plan.unknown()) {
                labels[row * classes + data.label(i)] = 1;
            }
            double time = 1 / (1 + StrictMath.exp(-plan.timeMean() - plan.timeDeviation() * stream.nextGaussian()));
            // Beside it the network sees it in single precision.
            times[row] = (float) time;
            double length = Math.hypot(time, 1 - time);
            if (data.paired()) {
                data.readNoise(i, own, 0);
            }
            float[] ready = data.paired() ? own : round == null ? null : round.noise();
            int from = data.paired() ? 0 : pair * d;
            for (int k = row * d; k < (row + 1) * d; k++) {
                double noise = ready == null ? stream.nextGaussian() : ready[from + k - row * d];
                noisy[k] = (float) (time * clean[k] + (1 - time) * noise);
                target[k] = (float) (((1 - time) * clean[k] - time * noise) / length);
            }
            loss.coefficients(time, drawn.space(), coefficients, row * ScoreLoss.COEFFICIENTS);
        }
        int[] sides = sides(n, preset.denoiser().sides(d));
        Batch batch =
                Batch.of(target, sides).and(noisy, sides).and(times, n, 1).and(coefficients, n, ScoreLoss.COEFFICIENTS);
        if (classes > 0) {
            batch = batch.and(labels, n, classes);
        }
        if (hidden != null) {
            batch = batch.and(RieszGiven.known(clean, hidden), sides);
        }
        List<Integer> noise = preset.denoiser().noise();
        if (!noise.isEmpty()) {
            int[] shapes = sides(preset.score().particles() * n, noise);
            float[] xi = new float[java.util.Arrays.stream(shapes).reduce(1, Math::multiplyExact)];
            for (int k = 0; k < xi.length; k++) {
                xi[k] = (float) stream.nextGaussian();
            }
            batch = batch.and(xi, shapes);
        }
        batch = drawn.on(batch, d);
        return hidden == null ? batch : batch.and(weights(hidden), d);
    }

    /** 1 where something is to be learned. */
    private static float[] weights(boolean[] hidden) {
        float[] weights = new float[hidden.length];
        for (int k = 0; k < hidden.length; k++) {
            weights[k] = hidden[k] ? 1 : 0;
        }
        return weights;
    }

    static int[] sides(int rows, List<Integer> one) {
        List<Integer> all = new ArrayList<>(List.of(rows));
        all.addAll(one);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private void mirror(float[] images, int at) {
        if (shape == null) {
            return;
        }
        int width = shape.width();
        for (int line = at; line < at + shape.dimension(); line += width) {
            for (int column = 0; column < width / 2; column++) {
                float left = images[line + column];
                images[line + column] = images[line + width - 1 - column];
                images[line + width - 1 - column] = left;
            }
        }
    }
}
