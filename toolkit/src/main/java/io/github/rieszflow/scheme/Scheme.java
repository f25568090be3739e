package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Points;
import java.nio.file.Path;
import java.time.Duration;

/** A way to go from one time of a Wasserstein gradient flow to the next. */
public sealed interface Scheme permits ParticleScheme, NeuralScheme {
    /**
     * What descends.
     *
     * @return F
     */
    Functional functional();

    /**
     * The same with a folder in which runs are kept: at their beginning, after each step of a neural scheme, every minute, and
     * when they end or are interrupted. {@link #from} goes on with what is there.
     *
     * @param folder the folder, for one run; made when needed
     * @return the scheme
     */
    Scheme in(Path folder);

    /**
     * The same, kept more or less often.
     *
     * @param time between two saves, 0 for as often as possible
     * @return the scheme
     * @throws IllegalArgumentException if it is negative
     */
    Scheme saveEvery(Duration time);

    /**
     * The same, where {@link SchemeRun#run} ends after this time as if it had been interrupted, to go on another time.
     *
     * @param time of one call
     * @return the scheme
     * @throws IllegalArgumentException if it is not positive
     */
    Scheme atMost(Duration time);

    /**
     * A run that starts here, still without steps, or with those that the folder of this scheme has of it: then
     * {@link SchemeRun#run} does what is missing of the number that it is given.
     *
     * @param start N×d particles, of which some or all may coincide
     * @return the run, to be {@linkplain SchemeRun#run run}
     * @throws IllegalArgumentException if the functional is of another dimension, the scheme cannot start from there, or the
     *     folder holds the run of another scheme or start
     * @throws java.io.UncheckedIOException if the folder cannot be read
     */
    SchemeRun from(Points start);

    /**
     * A run that was kept or {@linkplain SchemeRun#save saved}, to go on where it was left.
     *
     * @param folder where it is
     * @return the run, the same bit for bit; what is set otherwise in this scheme, such as the number of training steps, holds
     *     from there on
     * @throws IllegalArgumentException if there is no run, it is damaged, or it was made by another scheme: of another kind,
     *     functional, network, or with other step sizes
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    default SchemeRun load(Path folder) {
        return SchemeFile.at(folder).read(found -> SchemeFile.read(this, found));
    }

    /**
     * The size of one step.
     *
     * @param step the number of the step, from 0
     * @return τ &gt; 0
     * @throws IllegalArgumentException if a schedule gives something else
     */
    double stepSizeAt(int step);
}
