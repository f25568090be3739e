package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Later;
import io.github.rieszflow.flow.Schedule;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.network.Optimizer;
import java.util.function.Consumer;

/**
 * How the kernel is trained: Adam, or Muon, on the mean over noise levels t of
 *
 * <pre>  β_t^{−p} (−MMD²[x_t, x_0; t] + λ mean (‖∇f_t(x̃)‖ − s)²) + λ' (mean ‖φ(x_0,t)‖² + mean ‖φ(x_t,t)‖²).</pre>
 *
 * <p>Noisy points are made from the clean ones of the same batch, and pairs of a point with itself are left out of all three sums
 * of MMD², even the mixed one: so the estimate has no bias, and at low noise far less variance than with other points. x̃ lies on
 * the line between a clean point and its noisy one.
 *
 * @param steps training steps
 * @param batch clean points for each level in a step
 * @param levels noise levels in a step
 * @param learningRate of the optimizer at first; falls to a hundredth along a cosine
 * @param decay of the moving average of weights, per ten steps
 * @param lowest the lowest noise level that is trained
 * @param emphasis p, how much more low noise counts
 * @param penalties λ, s and λ'
 * @param optimizer how gradients become steps
 */
public record TrainingPlan(
        int steps,
        int batch,
        int levels,
        double learningRate,
        double decay,
        double lowest,
        double emphasis,
        Penalties penalties,
        @Later(before = "\"ADAM\"") Optimizer optimizer) {
    private static final double LEAST_RATE = 0.01;

    /**
     * Checks the numbers.
     *
     * @param steps at least 1
     * @param batch at least 2
     * @param levels at least 1
     * @param learningRate positive
     * @param decay in [0,1)
     * @param lowest in (0,1)
     * @param emphasis at least 0
     * @param penalties λ, s and λ'
     * @param optimizer how gradients become steps
     * @throws IllegalArgumentException if one is out of range
     */
    public TrainingPlan {
        Require.positive(steps, "the number of training steps");
        Require.between(batch, 2, Integer.MAX_VALUE, "the size of a batch");
        Require.positive(levels, "the number of noise levels in a training step");
        Require.positive(learningRate, "the learning rate");
        Require.between(decay, 0, Math.nextDown(1.0), "the decay of the moving average");
        Require.between(lowest, Double.MIN_NORMAL, Math.nextDown(1.0), "the lowest noise level that is trained");
        Require.between(emphasis, 0, Double.MAX_VALUE, "the emphasis on low noise");
    }

    /**
     * A plan to begin with.
     *
     * @return 6,000 steps of 2 levels with 32 points each, Adam 0.002, average 0.97, noise from 0.05, no emphasis, a slope of 0
     */
    public static TrainingPlan standard() {
        return new Draft().done();
    }

    private TrainingPlan change(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.steps = steps;
        draft.batch = batch;
        draft.levels = levels;
        draft.learningRate = learningRate;
        draft.decay = decay;
        draft.lowest = lowest;
        draft.emphasis = emphasis;
        draft.penalties = penalties;
        draft.optimizer = optimizer;
        change.accept(draft);
        return draft.done();
    }

    /** A plan to begin with, of which some things change. */
    private static final class Draft {
        private int steps = 6000;
        private int batch = 32;
        private int levels = 2;
        private double learningRate = 2e-3;
        private double decay = 0.97;
        private double lowest = 0.05;
        private double emphasis;
        private Penalties penalties = new Penalties(1, 0, 0.001);
        private Optimizer optimizer = Optimizer.ADAM;

        private TrainingPlan done() {
            return new TrainingPlan(steps, batch, levels, learningRate, decay, lowest, emphasis, penalties, optimizer);
        }
    }

    /**
     * The same with another number of training steps.
     *
     * @param count at least 1
     * @return the plan
     * @throws IllegalArgumentException if it is not positive
     */
    public TrainingPlan steps(int count) {
        return change(draft -> draft.steps = count);
    }

    /**
     * The same with other batches.
     *
     * @param points clean points for each level
     * @param noiseLevels levels in a step
     * @return the plan
     * @throws IllegalArgumentException if one is too small
     */
    public TrainingPlan batch(int points, int noiseLevels) {
        return change(draft -> {
            draft.batch = points;
            draft.levels = noiseLevels;
        });
    }

    /**
     * The same with another learning rate.
     *
     * @param rate positive
     * @return the plan
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public TrainingPlan learningRate(double rate) {
        return change(draft -> draft.learningRate = rate);
    }

    /**
     * The same with another moving average of weights.
     *
     * @param factor per ten steps, in [0,1); 0 for none
     * @return the plan
     * @throws IllegalArgumentException if it is out of range
     */
    public TrainingPlan decay(double factor) {
        return change(draft -> draft.decay = factor);
    }

    /**
     * The same with other penalties.
     *
     * @param other λ, s and λ'
     * @return the plan
     */
    public TrainingPlan penalties(Penalties other) {
        return change(draft -> draft.penalties = other);
    }

    /**
     * The same with other noise.
     *
     * @param least the lowest noise level that is trained, in (0,1)
     * @param power p, how much more low noise counts, at least 0
     * @return the plan
     * @throws IllegalArgumentException if one is out of range
     */
    public TrainingPlan noise(double least, double power) {
        return change(draft -> {
            draft.lowest = least;
            draft.emphasis = power;
        });
    }

    /**
     * The same with another optimizer.
     *
     * @param other how gradients become steps
     * @return the plan
     */
    public TrainingPlan optimizer(Optimizer other) {
        return change(draft -> draft.optimizer = other);
    }

    double rate(long step) {
        return learningRate * Schedule.cosine(1, LEAST_RATE, steps).applyAsDouble((int) Math.min(step, steps));
    }

    @Override
    public String toString() {
        return steps + " steps of " + levels + "×" + batch + " points, " + optimizer + " " + learningRate + ", average "
                + decay + ", noise from " + lowest + " with emphasis " + emphasis + ", " + penalties;
    }
}
