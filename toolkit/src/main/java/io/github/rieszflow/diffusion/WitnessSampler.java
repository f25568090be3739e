package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * How particles flow from noise to data: through T+1 noise levels from the highest down to the lowest, with S steps
 * z ← z − η_t ∇f_t(z) at each. Either η_t = η everywhere, or η_t is η times the share of the noise that is lost before the next level,
 * 1 − β_next/β_t, divided by the number of steps. For a witness trained with slope 0 the latter is the natural one: −2λ∇f_t is,
 * to first order, the whole way from P_t to P_0 (the penalty makes it solve div(q∇f_t) ∝ p_0 − p_t), so η = 2λ goes just as far
 * as the noise falls, whereas steps of the same size gather particles where the witness is least.
 *
 * <pre>{@code
 * WitnessSampler.dmmd().levels(10).steps(10).stepSize(0.1).between(1, 0.05)
 * }</pre>
 *
 * <p>Source: Galashov, De Bortoli, Gretton (ICLR 2025), Algorithm 2; the default numbers are our own.
 *
 * @param variant which witness
 * @param levels T ≥ 1: there are T+1 noise levels, equally far apart
 * @param steps steps at each level
 * @param highest the noise level of the start
 * @param lowest the last noise level
 * @param stepSize η
 * @param byNoise whether steps follow the noise
 * @param extraSteps further steps of the same kind at the lowest level
 * @param denoiseSteps at the end, this many steps of full DMMD at the lowest level
 * @param regularisation λ of KALE, meaningless for the others
 */
public record WitnessSampler(
        Variant variant,
        int levels,
        int steps,
        double highest,
        double lowest,
        double stepSize,
        boolean byNoise,
        int extraSteps,
        int denoiseSteps,
        double regularisation)
        implements DiffusionSampler {
    /** With a penalty of weight 1. */
    private static final double WHOLE_WAY = 2;

    /** Where the witness comes from. */
    public enum Variant {
        /** From the particles as they are and a batch of clean data: particles push each other. */
        DMMD,
        /** From stored mean features of noisy and of clean data: particles know nothing of each other. */
        APPROXIMATE,
        /** The best h in a lower bound of KL(particles ‖ data), KALE, in the span of the features. */
        KALE
    }

    /**
     * Checks the numbers.
     *
     * @param variant which witness
     * @param levels T ≥ 1
     * @param steps ≥ 1
     * @param highest in (lowest, 1]
     * @param lowest in [0, 1)
     * @param stepSize η &gt; 0
     * @param byNoise whether steps follow the noise
     * @param extraSteps ≥ 0
     * @param denoiseSteps ≥ 0
     * @param regularisation λ &gt; 0
     * @throws IllegalArgumentException if one is out of range
     */
    public WitnessSampler {
        Require.positive(levels, "the number of noise levels");
        Require.positive(steps, "the number of steps at a noise level");
        NoiseSchedule.requireLevel(highest);
        NoiseSchedule.requireLevel(lowest);
        if (lowest >= highest) {
            throw new IllegalArgumentException(
                    "the flow goes from the highest noise level down to the lowest: received " + highest + " and "
                            + lowest);
        }
        Require.positive(stepSize, "the step size");
        Require.between(extraSteps, 0, Integer.MAX_VALUE, "the number of extra steps");
        Require.between(denoiseSteps, 0, Integer.MAX_VALUE, "the number of denoising steps");
        Require.positive(regularisation, "the regularisation");
        double all = (levels + 1.0) * steps + extraSteps + denoiseSteps;
        if (all > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a sampler takes at most " + Integer.MAX_VALUE + " steps: received "
                    + levels + " noise levels with " + steps + " steps each, " + extraSteps + " extra steps and "
                    + denoiseSteps + " denoising steps");
        }
    }

    /**
     * The flow of particles that push each other.
     *
     * @return T = 20, 5 steps each, from t = 1 to 0.05, steps by noise with η = 2
     */
    public static WitnessSampler dmmd() {
        return new Draft().done();
    }

    private WitnessSampler change(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.variant = variant;
        draft.levels = levels;
        draft.steps = steps;
        draft.highest = highest;
        draft.lowest = lowest;
        draft.stepSize = stepSize;
        draft.byNoise = byNoise;
        draft.extraSteps = extraSteps;
        draft.denoiseSteps = denoiseSteps;
        draft.regularisation = regularisation;
        change.accept(draft);
        return draft.done();
    }

    /** A sampler to begin with, of which some things change. */
    private static final class Draft {
        private Variant variant = Variant.DMMD;
        private int levels = 20;
        private int steps = 5;
        private double highest = 1;
        private double lowest = 0.05;
        private double stepSize = WHOLE_WAY;
        private boolean byNoise = true;
        private int extraSteps;
        private int denoiseSteps;
        private double regularisation = 0.1;

        private WitnessSampler done() {
            return new WitnessSampler(
                    variant,
                    levels,
                    steps,
                    highest,
                    lowest,
                    stepSize,
                    byNoise,
                    extraSteps,
                    denoiseSteps,
                    regularisation);
        }
    }

    /**
     * The same with another witness.
     *
     * @param other which; the approximate one and KALE need the linear base kernel
     * @return the sampler
     */
    public WitnessSampler variant(Variant other) {
        return change(draft -> draft.variant = other);
    }

    /**
     * The same with stored mean features in place of particles: a-DMMD. Steps by noise then have size η = 2, even where they
     * were larger: the witness of particles goes flat as they arrive and so ends larger steps by itself; the stored one does not.
     *
     * @return the sampler
     */
    public WitnessSampler approximate() {
        WitnessSampler other = variant(Variant.APPROXIMATE);
        return byNoise ? other.stepByNoise(Math.min(WHOLE_WAY, stepSize)) : other;
    }

    /**
     * The same along the lower bound of the Kullback–Leibler divergence. Its function h has different units from a witness, so that
     * another step size may suit it.
     *
     * @param lambda its regularisation λ &gt; 0
     * @return the sampler
     * @throws IllegalArgumentException if λ is not positive and finite
     */
    public WitnessSampler kale(double lambda) {
        return change(draft -> {
            draft.variant = Variant.KALE;
            draft.regularisation = lambda;
        });
    }

    /**
     * The same with other noise levels.
     *
     * @param count T ≥ 1
     * @return the sampler
     * @throws IllegalArgumentException if it is not positive
     */
    public WitnessSampler levels(int count) {
        return change(draft -> draft.levels = count);
    }

    /**
     * The same with another number of steps at each level.
     *
     * @param count at least 1
     * @return the sampler
     * @throws IllegalArgumentException if it is not positive
     */
    public WitnessSampler steps(int count) {
        return change(draft -> draft.steps = count);
    }

    /**
     * The same between other noise levels.
     *
     * @param start the highest, at most 1
     * @param end the lowest, at least 0 and below the highest
     * @return the sampler
     * @throws IllegalArgumentException if they are out of range
     */
    public WitnessSampler between(double start, double end) {
        return change(draft -> {
            draft.highest = start;
            draft.lowest = end;
        });
    }

    /**
     * The same with another step size, the same at all levels.
     *
     * @param size η &gt; 0
     * @return the sampler
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public WitnessSampler stepSize(double size) {
        return stepSize(size, false);
    }

    /**
     * The same with steps that follow the noise, η_t = η (1 − β_next/β_t)/steps, with no noise after the lowest level: steps there
     * are η/steps, even where the lowest level is 0 and so has no noise itself.
     *
     * @param size η &gt; 0; 2λ for a witness trained with slope 0 and a penalty of weight λ
     * @return the sampler
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public WitnessSampler stepByNoise(double size) {
        return stepSize(size, true);
    }

    private WitnessSampler stepSize(double size, boolean follow) {
        return change(draft -> {
            draft.stepSize = size;
            draft.byNoise = follow;
        });
    }

    /**
     * The same with further steps at the end.
     *
     * @param count how many, of the same kind at the lowest level
     * @return the sampler
     * @throws IllegalArgumentException if it is negative
     */
    public WitnessSampler extraSteps(int count) {
        return change(draft -> draft.extraSteps = count);
    }

    /**
     * The same with steps of full DMMD at the end, in which particles push each other.
     *
     * @param count how many, at the lowest level
     * @return the sampler
     * @throws IllegalArgumentException if it is negative
     */
    public WitnessSampler denoise(int count) {
        return change(draft -> draft.denoiseSteps = count);
    }

    /** The noise levels, from the highest down. */
    double[] noiseLevels() {
        return IntStream.rangeClosed(0, levels)
                .mapToDouble(i -> lowest + (highest - lowest) * (levels - i) / levels)
                .toArray();
    }

    /**
     * How often the network is differentiated for each particle.
     *
     * @return (T+1)·steps + extra steps + denoising steps, often called NFE
     */
    @Override
    public int evaluations() {
        return (levels + 1) * steps + extraSteps + denoiseSteps;
    }

    /** The step size at one of the noise levels, counted from the highest. */
    double stepSizeAt(int level, NoiseSchedule schedule) {
        if (!byNoise) {
            return stepSize;
        }
        double[] t = noiseLevels();
        // Also at level 0, where the share of the noise would be 0/0: its limit from above.
        double left = level + 1 < t.length ? schedule.beta(t[level + 1]) / schedule.beta(t[level]) : 0;
        return stepSize * (1 - left) / steps;
    }

    @Override
    public String toString() {
        String name = switch (variant) {
            case DMMD -> "DMMD";
            case APPROXIMATE -> "a-DMMD";
            case KALE -> "KALE, λ = " + regularisation;
        };
        return name + ", " + (levels + 1) + " levels from " + highest + " to " + lowest + ", " + steps
                + " steps each, step size " + stepSize + (byNoise ? " by noise" : "")
                + (extraSteps == 0 ? "" : ", " + extraSteps + " extra steps")
                + (denoiseSteps == 0 ? "" : ", " + denoiseSteps + " denoising steps");
    }
}
