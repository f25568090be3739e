package io.github.rieszflow.flow;

import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The particle flow of F = ½MMD²(·,ν): Euler steps along the Wasserstein gradient, with heavy-ball momentum if wanted,
 *
 * <pre>  v_i ← ∇_{x_i}F(x)/w_i + m v_i,   x_i ← x_i − τ v_i,</pre>
 *
 * <p>where w_i is the weight of a particle, 1/N unless the start says otherwise. Weights stay as they are; a particle of
 * weight 0 is a test particle, which feels all others and pushes none.
 *
 * <p>Sliced gradients use fresh directions in every step. A value: each method that changes one choice returns a new
 * flow. The same flow from the same start gives the same particles bit for bit, on any number of threads.
 *
 * <pre>{@code
 * var flow = ParticleFlow.of(Mmd.riesz(1).sliced(100)).toward(shape).stepSize(1).momentum(0.7);
 * var path = flow.from(noise).run(200);
 * try (var run = flow.open(noise)) { while (run.steps() < 200) run.step(); run.state(); }    // the same, by hand
 * }</pre>
 *
 * <p>Source: Hertrich, Wald, Altekrüger, Hagemann (ICLR 2024), equations (8) and (9).
 */
public final class ParticleFlow {
    /** Readings use their own directions, the same at every step. */
    private static final long READING = -1;

    private final Discrepancy discrepancy;
    private final @Nullable Measure target;
    private final IntToDoubleFunction stepSize;
    private final IntToDoubleFunction momentum;
    private final Seed seed;
    private final @Nullable Keep keep;
    private final Keeping keeping;

    private ParticleFlow(
            Discrepancy discrepancy,
            @Nullable Measure target,
            IntToDoubleFunction stepSize,
            IntToDoubleFunction momentum,
            Seed seed,
            @Nullable Keep keep,
            Keeping keeping) {
        this.discrepancy = discrepancy;
        this.target = target;
        this.stepSize = stepSize;
        this.momentum = momentum;
        this.seed = seed;
        this.keep = keep;
        this.keeping = keeping;
    }

    /**
     * The flow of half the squared discrepancy, with step size 1 and no momentum.
     *
     * @param discrepancy exact or sliced
     * @return the flow, still without targets
     */
    public static ParticleFlow of(Discrepancy discrepancy) {
        return new ParticleFlow(discrepancy, null, step -> 1, step -> 0, Seed.DEFAULT, null, Keeping.nowhere());
    }

    /**
     * The same toward these targets.
     *
     * @param target M×d points, with weights or without
     * @return the flow
     */
    public ParticleFlow toward(Measure target) {
        return new ParticleFlow(discrepancy, target, stepSize, momentum, seed, keep, keeping);
    }

    /**
     * The same with another step size.
     *
     * @param size τ &gt; 0; in the units of the points, as velocities for r = 1 have length at most 2
     * @return the flow
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public ParticleFlow stepSize(double size) {
        Require.positive(size, "the step size");
        return stepSize(step -> size);
    }

    /**
     * The same with a step size that changes.
     *
     * @param size τ as a function of the step number, from 0; checked at each step
     * @return the flow
     */
    public ParticleFlow stepSize(IntToDoubleFunction size) {
        return new ParticleFlow(discrepancy, target, size, momentum, seed, keep, keeping);
    }

    /**
     * The same with another momentum.
     *
     * @param momentum m in [0,1); steps add up to τ/(1−m)
     * @return the flow
     * @throws IllegalArgumentException if it is out of range
     */
    public ParticleFlow momentum(double momentum) {
        requireMomentum(momentum);
        return momentum(step -> momentum);
    }

    /**
     * The same with a momentum that changes.
     *
     * @param momentum m as a function of the step number, from 0; checked at each step
     * @return the flow
     */
    public ParticleFlow momentum(IntToDoubleFunction momentum) {
        return new ParticleFlow(discrepancy, target, stepSize, momentum, seed, keep, keeping);
    }

    private static double requireMomentum(double momentum) {
        if (momentum >= 0 && momentum < 1) {
            return momentum;
        }
        throw new IllegalArgumentException("the momentum must lie in [0, 1), where 0 is none: received " + momentum);
    }

    /**
     * The same with directions from another seed.
     *
     * @param seed the seed
     * @return the flow
     */
    public ParticleFlow seed(Seed seed) {
        return new ParticleFlow(discrepancy, target, stepSize, momentum, seed, keep, keeping);
    }

    /**
     * The same with trajectories that keep something else. By default they keep the particles at steps that grow by a
     * quarter, or at powers of two if that would take more than 64 MB.
     *
     * @param keep what to keep
     * @return the flow
     */
    public ParticleFlow keep(Keep keep) {
        return new ParticleFlow(discrepancy, target, stepSize, momentum, seed, keep, keeping);
    }

    /**
     * The same with a folder in which trajectories are saved: at their beginning, every minute, and when they end or are
     * interrupted. {@link #from} continues from what is there.
     *
     * @param folder the folder, for one trajectory; created when needed
     * @return the flow
     */
    public ParticleFlow in(Path folder) {
        return keeping(keeping.in(folder));
    }

    /**
     * The same, saved more or less often.
     *
     * @param time between two saves, 0 for as often as possible
     * @return the flow
     * @throws IllegalArgumentException if it is negative
     */
    public ParticleFlow saveEvery(Duration time) {
        return keeping(keeping.saveEvery(time));
    }

    /**
     * The same, where {@link Trajectory#run} ends after this time as if it had been interrupted, to be continued later.
     *
     * @param time of one call
     * @return the flow
     * @throws IllegalArgumentException if it is not positive
     */
    public ParticleFlow atMost(Duration time) {
        return keeping(keeping.atMost(time));
    }

    private ParticleFlow keeping(Keeping other) {
        return new ParticleFlow(discrepancy, target, stepSize, momentum, seed, keep, other);
    }

    /**
     * A trajectory that starts here, with no steps yet, or with those that the folder of this flow has of it: then
     * {@link Trajectory#run} only takes the steps that are missing from the number it is given.
     *
     * @param start N×d points, with weights or without
     * @return the trajectory, to be {@linkplain Trajectory#run run}
     * @throws IllegalStateException if the flow has no targets
     * @throws IllegalArgumentException if the targets have another dimension, or the folder holds the trajectory of another
     *     flow or start
     * @throws java.io.UncheckedIOException if the folder cannot be read
     */
    public Trajectory from(Measure start) {
        return from(start(start));
    }

    /**
     * A trajectory that continues from a state.
     *
     * @param state a state of this flow, perhaps saved and loaded
     * @return the trajectory, to be {@linkplain Trajectory#run run}
     * @throws IllegalStateException if the flow has no targets
     * @throws IllegalArgumentException if the targets have another dimension
     */
    public Trajectory from(FlowState state) {
        Require.sameDimension(state.particles(), target());
        return Trajectory.begin(this, state);
    }

    /**
     * A trajectory that was kept, to be continued where it stopped.
     *
     * @param folder where it is
     * @return the trajectory; schedules that this flow sets differently apply from there on
     * @throws IllegalStateException if the flow has no targets
     * @throws IllegalArgumentException if there is none, it is damaged, or it was made by another flow: of another discrepancy, seed
     *     or targets, or with other step sizes or momenta
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public Trajectory load(Path folder) {
        return FlowFile.at(folder).read(found -> FlowFile.read(this, null, found));
    }

    /**
     * The state at step 0.
     *
     * @param start N×d points, with weights or without
     * @return the state, to be {@linkplain #step stepped}
     * @throws IllegalStateException if the flow has no targets
     * @throws IllegalArgumentException if the targets have another dimension
     */
    public FlowState start(Measure start) {
        Require.sameDimension(start, target());
        return FlowState.start(start);
    }

    /**
     * Opens a run of this flow, to be stepped by hand and closed.
     *
     * @param start N×d points, with weights or without
     * @return the run, at step 0
     * @throws IllegalStateException if the flow has no targets
     * @throws IllegalArgumentException if the targets have another dimension or there is not enough memory
     */
    public FlowRun open(Measure start) {
        return open(FlowState.start(start));
    }

    /**
     * Opens a run of this flow that continues from a state.
     *
     * @param state a state of this flow, perhaps saved and loaded
     * @return the run, at the step of the state
     * @throws IllegalStateException if the flow has no targets
     * @throws IllegalArgumentException if the targets have another dimension or there is not enough memory
     */
    public FlowRun open(FlowState state) {
        Require.sameDimension(state.particles(), target());
        return new FlowRun(this, discrepancy, state);
    }

    /**
     * One step. Opens a run for it and closes it: for many steps {@link #open} is faster.
     *
     * @param state where the flow is; not modified
     * @return where it is one step later
     * @throws FlowDivergedException if the particles diverge
     */
    public FlowState step(FlowState state) {
        try (FlowRun run = open(state)) {
            return run.step().state();
        }
    }

    Measure target() {
        if (target == null) {
            throw new IllegalStateException("a flow needs targets: call toward(points) first");
        }
        return target;
    }

    Discrepancy discrepancy() {
        return discrepancy;
    }

    Seed seed() {
        return seed;
    }

    Keeping keeping() {
        return keeping;
    }

    Keep keep(int size, int dimension, int steps) {
        return keep != null ? keep : Keep.automatic(size, dimension, steps);
    }

    double stepSizeAt(int step) {
        return Require.positive(stepSize.applyAsDouble(step), "the step size at step " + step);
    }

    double momentumAt(int step) {
        return requireMomentum(momentum.applyAsDouble(step));
    }

    Seed seed(int step) {
        return seed.split(step);
    }

    Seed readingSeed() {
        return seed.split(READING);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "ParticleFlow[%s, toward %s, step size %.4g, momentum %.4g]",
                discrepancy,
                target == null ? "nothing yet" : target.shape(),
                stepSize.applyAsDouble(0),
                momentum.applyAsDouble(0));
    }
}
