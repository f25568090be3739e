package io.github.rieszflow.scheme;

import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.flow.FlowDivergedException;
import io.github.rieszflow.internal.HeavyBall;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The particle flow by Euler steps in double precision, x_i ← x_i − τ N∇_{x_i}F. As
 * particles at the same place would stay together for ever, each starts 10⁻⁹ or less away from its place.
 *
 * <pre>{@code
 * ParticleScheme.of(Interaction.riesz(1)).stepSize(0.05).from(Points.dirac(800, 2)).run(24);
 * }</pre>
 *
 * <p>Time O(N(N+M)d) for each step with M targets.
 */
public final class ParticleScheme implements Scheme {
    private static final double JITTER = 1e-9;

    private final Functional functional;
    private final StepSizes sizes;
    private final Seed seed;
    private final Keeping keeping;

    private ParticleScheme(Functional functional, StepSizes sizes, Seed seed, Keeping keeping) {
        this.functional = functional;
        this.sizes = sizes;
        this.seed = seed;
        this.keeping = keeping;
    }

    /**
     * The particle flow of a functional, with step size 0.05.
     *
     * @param functional F
     * @return the scheme
     */
    public static ParticleScheme of(Functional functional) {
        return new ParticleScheme(functional, StepSizes.constant(0.05), Seed.DEFAULT, Keeping.nowhere());
    }

    /**
     * The same with another step size.
     *
     * @param size τ &gt; 0
     * @return the scheme
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public ParticleScheme stepSize(double size) {
        return new ParticleScheme(functional, StepSizes.constant(size), seed, keeping);
    }

    /**
     * The same with a step size that changes.
     *
     * @param size τ as a function of the step, from 0; checked at each step
     * @return the scheme
     */
    public ParticleScheme stepSize(IntToDoubleFunction size) {
        return new ParticleScheme(functional, new StepSizes(size, false), seed, keeping);
    }

    /**
     * The same with another seed of the initial displacements.
     *
     * @param seed the seed
     * @return the scheme
     */
    public ParticleScheme seed(Seed seed) {
        return new ParticleScheme(functional, sizes, seed, keeping);
    }

    @Override
    public ParticleScheme in(Path folder) {
        return new ParticleScheme(functional, sizes, seed, keeping.in(folder));
    }

    @Override
    public ParticleScheme saveEvery(Duration time) {
        return new ParticleScheme(functional, sizes, seed, keeping.saveEvery(time));
    }

    @Override
    public ParticleScheme atMost(Duration time) {
        return new ParticleScheme(functional, sizes, seed, keeping.atMost(time));
    }

    Seed seed() {
        return seed;
    }

    Keeping keeping() {
        return keeping;
    }

    @Override
    public Functional functional() {
        return functional;
    }

    @Override
    public double stepSizeAt(int step) {
        return sizes.at(step);
    }

    @Override
    public SchemeRun from(Points start) {
        Plan.requireDimension(functional, start.dimension());
        float[] places = start.toArray();
        double[] x = new double[places.length];
        RandomStream stream = seed.stream();
        for (int i = 0; i < x.length; i++) {
            x[i] = places[i] + JITTER * (stream.nextDouble() - 0.5);
        }
        return SchemeRun.begin(this, new SchemeState(0, 0, start, x, null, Double.NaN), "");
    }

    SchemeStepper open(SchemeState state) {
        return new Euler(state);
    }

    private final class Euler implements SchemeStepper {
        private SchemeState state;

        Euler(SchemeState state) {
            this.state = state;
        }

        @Override
        public @Nullable SchemeState step(Progress progress) {
            if (Thread.currentThread().isInterrupted() || state.exact() == null) {
                return null;
            }
            double[] x = state.exact().clone();
            double[] gradient = new double[x.length];
            Points before = state.particles();
            functional.gradient(x, before.size(), before.dimension(), gradient);
            double size = stepSizeAt(state.step());
            float[] single = new float[x.length];
            double largest = 0;
            for (int i = 0; i < x.length; i++) {
                x[i] = HeavyBall.place(x[i], gradient[i], size);
                single[i] = (float) x[i];
                largest = Math.max(largest, Math.abs(single[i]));
            }
            // A functional need not have targets: mass that repels itself may go as far as numbers do.
            FlowDivergedException.require("the flow", state.step() + 1, largest, Float.MAX_VALUE, size);
            Points after = Points.adopt(single, before.size(), before.dimension());
            state = new SchemeState(state.step() + 1, state.time() + size, after, x, null, Double.NaN);
            return state;
        }

        @Override
        public void close() {}
    }

    @Override
    public String toString() {
        return "ParticleScheme[" + functional + ", step size " + sizes.at(0) + "]";
    }
}
