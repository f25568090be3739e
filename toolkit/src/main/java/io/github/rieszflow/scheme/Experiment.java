package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Size;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * An experiment, ready to run by particles, backward and forward, in three sizes: smoke (seconds), laptop (a minute or a few; the
 * default) and paper (the sizes of the paper: hours). {@link Experiments} offers them by name.
 *
 * <pre>{@code
 * var smiley = Experiments.smiley();
 * smiley.backward().run(smiley.steps());
 * smiley.size(Size.SMOKE).forward().run(3);
 * }</pre>
 */
public final class Experiment {
    private final String name;
    private final IntFunction<Functional> functional;
    private final IntFunction<Points> start;
    private final Map<Size, Scale> scales;
    private final Size size;

    private Experiment(
            String name,
            IntFunction<Functional> functional,
            IntFunction<Points> start,
            Map<Size, Scale> scales,
            Size size) {
        this.name = name;
        this.functional = functional;
        this.start = start;
        this.scales = scales;
        this.size = size;
    }

    /** What descends, of how many targets, from where, with how many particles, and how large two of the sizes are. */
    static Experiment of(
            String name, IntFunction<Functional> functional, IntFunction<Points> start, Scale laptop, Scale paper) {
        Map<Size, Scale> scales = Map.of(Size.SMOKE, laptop.smoke(), Size.LAPTOP, laptop, Size.PAPER, paper);
        return new Experiment(name, functional, start, scales, Size.LAPTOP);
    }

    private Scale scale() {
        return Objects.requireNonNull(scales.get(size));
    }

    /**
     * What it is called.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * How large it is.
     *
     * @return the size
     */
    public Size size() {
        return size;
    }

    /**
     * The same in another size.
     *
     * @param other how large
     * @return the experiment
     */
    public Experiment size(Size other) {
        return new Experiment(name, functional, start, scales, other);
    }

    /**
     * How many time steps lead to the end.
     *
     * @return at least 1
     */
    public int steps() {
        return scale().steps();
    }

    /**
     * What descends.
     *
     * @return F, with as many targets as the size has
     */
    public Functional functional() {
        return functional.apply(scale().targets());
    }

    /**
     * Where the particles start.
     *
     * @return N×d points that coincide at one place or two
     */
    public Points start() {
        return start.apply(scale().particles());
    }

    /**
     * By particles.
     *
     * @return the run at its start
     */
    public SchemeRun particles() {
        return ParticleScheme.of(functional()).stepSize(scale().stepSize()).from(start());
    }

    /**
     * By the backward scheme.
     *
     * @return the run at its start
     */
    public SchemeRun backward() {
        return BackwardScheme.of(functional())
                .stepSize(scale().stepSize())
                .network(scale().backward().network())
                .batch(scale().batch())
                .iterations(scale().backward().iterations())
                .learningRate(scale().backward().rate())
                .from(start());
    }

    /**
     * By the forward scheme.
     *
     * @return the run at its start
     * @throws IllegalArgumentException if the forward scheme cannot start there: for r &lt; 1
     */
    public SchemeRun forward() {
        return ForwardScheme.of(functional())
                .stepSize(scale().stepSize())
                .network(scale().forward().network())
                .batch(scale().batch())
                .iterations(scale().forward().iterations())
                .learningRate(scale().forward().rate())
                .from(start());
    }

    @Override
    public String toString() {
        return "Experiment[" + name + " in " + size + " size, " + start().shape() + " particles, " + steps()
                + " steps]";
    }
}
