package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Later;
import io.github.rieszflow.flow.Schedule;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Optimizer;
import java.util.function.Consumer;

/**
 * How the network of a Riesz diffusion is trained: by Adam or Muon, with a learning rate that falls to 0 as a cosine and gradients that are
 * clipped, at times τ = 1/(1+e^{−g}), g ~ N(μ,σ²).
 *
 * @param steps training steps
 * @param batch data points of a step
 * @param learningRate of the optimizer at first
 * @param decay of the moving average of weights, for each ten steps
 * @param clip the longest gradient
 * @param timeMean μ
 * @param timeDeviation σ
 * @param unknown how often the label is withheld, so that the network also learns what there is without one
 * @param mirrored whether images are mirrored, left to right, half of the times
 * @param coupling which noise belongs to which data point
 * @param optimizer how gradients become steps
 */
public record RieszPlan(
        int steps,
        int batch,
        double learningRate,
        double decay,
        double clip,
        double timeMean,
        double timeDeviation,
        double unknown,
        boolean mirrored,
        @Later(before = "{\"type\": \"Independent\"}") Coupling coupling,
        @Later(before = "\"ADAM\"") Optimizer optimizer) {
    /**
     * Checks the numbers.
     *
     * @param steps at least 1
     * @param batch at least 1
     * @param learningRate positive
     * @param decay in [0,1)
     * @param clip positive
     * @param timeMean finite
     * @param timeDeviation positive
     * @param unknown in [0,1]
     * @param mirrored whether images are mirrored
     * @param coupling which noise belongs to which data point
     * @param optimizer how gradients become steps
     * @throws IllegalArgumentException if one is out of range
     */
    public RieszPlan {
        Require.positive(steps, "the number of training steps");
        Require.positive(batch, "the size of a batch");
        Require.positive(learningRate, "the learning rate");
        Require.between(decay, 0, Math.nextDown(1.0), "the decay of the moving average");
        Require.positive(clip, "the longest gradient");
        Require.between(timeMean, -100, 100, "the mean of the logit of the time");
        Require.positive(timeDeviation, "the deviation of the logit of the time");
        Require.between(unknown, 0, 1, "the share of labels that are withheld");
    }

    /**
     * A plan to begin with.
     *
     * @return 4,000 steps of 128, Adam 0.002, average 0.99, clipped at 5, μ = −0.5, σ = 1, a tenth of the labels withheld,
     *     independent pairs
     */
    public static RieszPlan standard() {
        return new Draft().done();
    }

    private RieszPlan change(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.steps = steps;
        draft.batch = batch;
        draft.learningRate = learningRate;
        draft.decay = decay;
        draft.clip = clip;
        draft.timeMean = timeMean;
        draft.timeDeviation = timeDeviation;
        draft.unknown = unknown;
        draft.mirrored = mirrored;
        draft.coupling = coupling;
        draft.optimizer = optimizer;
        change.accept(draft);
        return draft.done();
    }

    /** A plan to begin with, of which some things change. */
    private static final class Draft {
        private int steps = 4000;
        private int batch = 128;
        private double learningRate = 2e-3;
        private double decay = 0.99;
        private double clip = 5;
        private double timeMean = -0.5;
        private double timeDeviation = 1;
        private double unknown = 0.1;
        private boolean mirrored;
        private Coupling coupling = Coupling.independent();
        private Optimizer optimizer = Optimizer.ADAM;

        private RieszPlan done() {
            return new RieszPlan(
                    steps,
                    batch,
                    learningRate,
                    decay,
                    clip,
                    timeMean,
                    timeDeviation,
                    unknown,
                    mirrored,
                    coupling,
                    optimizer);
        }
    }

    /**
     * The same with another number of training steps.
     *
     * @param count at least 1
     * @return the plan
     * @throws IllegalArgumentException if it is not positive
     */
    public RieszPlan steps(int count) {
        return change(draft -> draft.steps = count);
    }

    /**
     * The same with another batch.
     *
     * @param count data points of a step
     * @return the plan
     * @throws IllegalArgumentException if it is not positive
     */
    public RieszPlan batch(int count) {
        return change(draft -> draft.batch = count);
    }

    /**
     * The same with another learning rate.
     *
     * @param rate positive
     * @return the plan
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public RieszPlan learningRate(double rate) {
        return change(draft -> draft.learningRate = rate);
    }

    /**
     * The same with another moving average of weights.
     *
     * @param factor for each ten steps, in [0,1); 0 for none
     * @return the plan
     * @throws IllegalArgumentException if it is out of range
     */
    public RieszPlan decay(double factor) {
        return change(draft -> draft.decay = factor);
    }

    /**
     * The same with gradients clipped elsewhere.
     *
     * @param length the longest gradient
     * @return the plan
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public RieszPlan clip(double length) {
        return change(draft -> draft.clip = length);
    }

    /**
     * The same at other times.
     *
     * @param mean μ; the more negative, the noisier
     * @param deviation σ
     * @return the plan
     * @throws IllegalArgumentException if σ is not positive, or a number is not finite
     */
    public RieszPlan times(double mean, double deviation) {
        return change(draft -> {
            draft.timeMean = mean;
            draft.timeDeviation = deviation;
        });
    }

    /**
     * The same with more or fewer labels withheld.
     *
     * @param share in [0,1]; 0 for a network that always knows the label, and cannot be guided
     * @return the plan
     * @throws IllegalArgumentException if it is out of range
     */
    public RieszPlan unknown(double share) {
        return change(draft -> draft.unknown = share);
    }

    /**
     * The same with or without mirrored images.
     *
     * @param half whether half of them are mirrored, left to right
     * @return the plan
     */
    public RieszPlan mirrored(boolean half) {
        return change(draft -> draft.mirrored = half);
    }

    /**
     * The same with another coupling.
     *
     * @param other which noise belongs to which data point
     * @return the plan
     */
    public RieszPlan coupling(Coupling other) {
        return change(draft -> draft.coupling = other);
    }

    /**
     * The same with another optimizer.
     *
     * @param other how gradients become steps
     * @return the plan
     */
    public RieszPlan optimizer(Optimizer other) {
        return change(draft -> draft.optimizer = other);
    }

    /**
     * A plan for a copy that learns what becomes of each noise, see {@link RieszDiffusion#distilled}: an eighth of the steps at half
     * the learning rate, with all labels, on pairs as they come, at times with μ = −3 and σ = 4, a third of them below 0.01.
     *
     * @return the plan
     */
    public RieszPlan distillation() {
        return steps(Math.max(1, steps / 8))
                .learningRate(learningRate / 2)
                .times(-3, 4)
                .unknown(0)
                .mirrored(false)
                .coupling(Coupling.independent());
    }

    double rate(long step) {
        return learningRate * Schedule.cosine(1, 0, steps).applyAsDouble((int) Math.min(step, steps));
    }

    @Override
    public String toString() {
        return steps + " steps of " + batch + (mirrored ? " (half of them mirrored)" : "") + ", " + optimizer + " "
                + learningRate
                + ", average " + decay + ", clipped at " + clip + ", times logit-normal(" + timeMean + ", "
                + timeDeviation + "), " + unknown + " of labels withheld"
                + (coupling instanceof Coupling.Independent ? "" : ", " + coupling);
    }
}
