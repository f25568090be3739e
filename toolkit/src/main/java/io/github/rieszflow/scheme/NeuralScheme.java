package io.github.rieszflow.scheme;

import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Mlp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the backward and the forward scheme share: a Markov kernel x ↦ T(x,·)#N(0,I) as a network of the place and a
 * normal latent variable, trained further in each time step from where the last one left it, weights and optimiser alike.
 *
 * <p>The network sees places relative to the mean of the particles, in units of their root mean square distance from it, and
 * returns displacements in the unit that the step size implies; so its task is the same at every scale.
 *
 * @param <S> the scheme itself
 */
public abstract sealed class NeuralScheme<S extends NeuralScheme<S>> implements Scheme
        permits BackwardScheme, ForwardScheme {
    /** All choices. */
    record Choices(
            Functional functional,
            StepSizes sizes,
            Mlp network,
            @Nullable Architecture own,
            int latent,
            int batch,
            IntUnaryOperator iterations,
            IntToDoubleFunction rate,
            Seed seed,
            Device device,
            Keeping keeping) {
        static Choices of(Functional functional) {
            boolean slow = script(functional).exponent() < 1;
            StepSizes sizes = new StepSizes(StepSizes.constant(0.05).sizes(), slow);
            return new Choices(
                    functional,
                    sizes,
                    Mlp.hidden(128, 128),
                    null,
                    0,
                    200,
                    step -> 2000,
                    step -> 0.01,
                    Seed.DEFAULT,
                    Device.cpu(),
                    Keeping.nowhere());
        }

        Choices sizes(StepSizes other) {
            return new Choices(functional, other, network, own, latent, batch, iterations, rate, seed, device, keeping);
        }

        Choices training(int otherBatch, IntUnaryOperator otherIterations, IntToDoubleFunction otherRate) {
            return new Choices(
                    functional,
                    sizes,
                    network,
                    own,
                    latent,
                    otherBatch,
                    otherIterations,
                    otherRate,
                    seed,
                    device,
                    keeping);
        }

        Choices network(Mlp other, @Nullable Architecture otherOwn, int otherLatent) {
            return new Choices(
                    functional, sizes, other, otherOwn, otherLatent, batch, iterations, rate, seed, device, keeping);
        }

        Choices keeping(Keeping other) {
            return new Choices(functional, sizes, network, own, latent, batch, iterations, rate, seed, device, other);
        }

        Choices run(Seed otherSeed, Device otherDevice) {
            return new Choices(
                    functional, sizes, network, own, latent, batch, iterations, rate, otherSeed, otherDevice, keeping);
        }
    }

    private final Choices choices;

    NeuralScheme(Choices choices) {
        this.choices = choices;
    }

    abstract S with(Choices other);

    /** What training minimises in one step, in words for progress. */
    abstract String name();

    Choices choices() {
        return choices;
    }

    /**
     * The same with another step size.
     *
     * @param size τ &gt; 0
     * @return the scheme
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public S stepSize(double size) {
        return with(choices.sizes(
                new StepSizes(StepSizes.constant(size).sizes(), choices.sizes().slow())));
    }

    /**
     * The same with a step size that changes.
     *
     * @param size τ as a function of the step, from 0; checked at each step
     * @return the scheme
     */
    public S stepSize(IntToDoubleFunction size) {
        return with(choices.sizes(new StepSizes(size, choices.sizes().slow())));
    }

    /**
     * The same with another perceptron.
     *
     * @param network its hidden layers; by default two of 128
     * @return the scheme
     */
    public S network(Mlp network) {
        return with(choices.network(network, null, choices.latent()));
    }

    /**
     * The same with a network of your own, for the dimension d of the space and l latent variables: it maps places N×d, relative to
     * the mean of the particles in units of their spread, and normal variables N×l to displacements or velocities N×d. It is tried
     * on two particles before the first step, and refused if it does not.
     *
     * @param network of one space; a run continues only with the same {@linkplain Architecture#identity identity}
     * @return the scheme
     */
    public S network(Architecture network) {
        return with(choices.network(choices.network(), network, choices.latent()));
    }

    /**
     * The same with another number of latent variables.
     *
     * @param dimension at least 1; by default that of the space
     * @return the scheme
     * @throws IllegalArgumentException if it is not positive: without latent variables no point mass could split
     */
    public S latent(int dimension) {
        return with(choices.network(
                choices.network(), choices.own(), Require.positive(dimension, "the number of latent variables")));
    }

    /**
     * The same with batches of another size.
     *
     * @param size particles in each of the two independent batches of a training step, at most N are taken; by default 200
     * @return the scheme
     * @throws IllegalArgumentException if it is not positive
     */
    public S batch(int size) {
        return with(
                choices.training(Require.positive(size, "the size of a batch"), choices.iterations(), choices.rate()));
    }

    /**
     * The same with another number of training steps in each time step.
     *
     * @param count at least 1; by default 2000
     * @return the scheme
     * @throws IllegalArgumentException if it is not positive
     */
    public S iterations(int count) {
        Require.positive(count, "the number of training steps");
        return iterations(step -> count);
    }

    /**
     * The same with a number of training steps that changes.
     *
     * @param count as a function of the time step, from 0; checked at each step
     * @return the scheme
     */
    public S iterations(IntUnaryOperator count) {
        return with(choices.training(choices.batch(), count, choices.rate()));
    }

    /**
     * The same with another learning rate of Adam.
     *
     * @param rate at the beginning of each time step, by default 0.01; it falls to a hundredth within the step
     * @return the scheme
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public S learningRate(double rate) {
        Require.positive(rate, "the learning rate");
        return learningRate(step -> rate);
    }

    /**
     * The same with a learning rate that changes.
     *
     * @param rate as a function of the time step, from 0; checked at each step
     * @return the scheme
     */
    public S learningRate(IntToDoubleFunction rate) {
        return with(choices.training(choices.batch(), choices.iterations(), rate));
    }

    /**
     * The same with other randomness: weights, batches and latent variables.
     *
     * @param seed the seed
     * @return the scheme
     */
    public S seed(Seed seed) {
        return with(choices.run(seed, choices.device()));
    }

    /**
     * The same with networks on another device.
     *
     * @param device the processor by default
     * @return the scheme
     * @throws IllegalStateException if it is a GPU that is not there
     */
    public S on(Device device) {
        return with(choices.run(choices.seed(), device.require()));
    }

    @Override
    public S in(Path folder) {
        return with(choices.keeping(choices.keeping().in(folder)));
    }

    @Override
    public S saveEvery(Duration time) {
        return with(choices.keeping(choices.keeping().saveEvery(time)));
    }

    @Override
    public S atMost(Duration time) {
        return with(choices.keeping(choices.keeping().atMost(time)));
    }

    @Override
    public Functional functional() {
        return choices.functional();
    }

    @Override
    public double stepSizeAt(int step) {
        return choices.sizes().at(step);
    }

    int iterationsAt(int step) {
        return Require.positive(
                choices.iterations().applyAsInt(step), "the number of training steps in time step " + step);
    }

    double rateAt(int step) {
        return Require.positive(choices.rate().applyAsDouble(step), "the learning rate in time step " + step);
    }

    /** Latent variables of a space of this dimension. */
    int latentIn(int dimension) {
        return choices.latent() == 0 ? dimension : choices.latent();
    }

    /** The network in a space of this dimension. */
    Architecture architecture(int dimension) {
        Architecture own = choices.own();
        return own != null ? own : choices.network().between(dimension + latentIn(dimension), dimension);
    }

    @Override
    public SchemeRun from(Points start) {
        Plan.requireDimension(choices.functional(), start.dimension());
        String warning = check(start);
        return SchemeRun.begin(this, new SchemeState(0, 0, start, null, null, Double.NaN), warning);
    }

    /** The functional as networks need it. */
    FunctionalScript script() {
        return script(choices.functional());
    }

    private static FunctionalScript script(Functional functional) {
        FunctionalScript script = functional.script();
        if (script == null) {
            throw new IllegalArgumentException(
                    "neural schemes need the functional in TorchScript, and this one has no script: " + functional
                            + "; use ParticleScheme, or implement Functional.script()");
        }
        return script;
    }

    /** Refuses a script without the method that the loss calls. */
    void requireMethod(String method, int dimension) {
        if (!script().source(dimension).contains("def " + method + "(")) {
            throw new IllegalArgumentException("the " + name() + " needs the method " + method
                    + " in the script of the functional: " + choices.functional() + " has none");
        }
    }

    /** Refuses a start from which the scheme has no way, and warns where it stays: a text, empty if all is well. */
    abstract String check(Points start);

    /** Numbers that the loss wants to know. */
    abstract float[] factors(Units units, double size);

    /** What one of the loss is in the units of the user. */
    abstract double lossUnit(Units units);

    /** The particles after the step. */
    abstract Points move(Points x, float[] outputs, Units units, double size);

    /** x + factor · displacement, rounded once. */
    static Points moved(Points x, float[] displacement, double factor) {
        float[] after = x.toArray();
        for (int i = 0; i < after.length; i++) {
            after[i] = (float) (after[i] + factor * displacement[i]);
        }
        return Points.adopt(after, x.size(), x.dimension());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + choices.functional() + ", step size " + stepSizeAt(0) + ", "
                + (choices.own() == null ? choices.network() : choices.own()) + ", batches of " + choices.batch() + ", "
                + iterationsAt(0)
                + " training steps each]";
    }

    /** Brings what a step needs into place. */
    abstract SchemeStepper open(SchemeState state);
}
