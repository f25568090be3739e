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
     * The same with a folder in which runs are saved: at their beginning, after each step of a neural scheme, every minute, and
     * when they end or are interrupted. {@link #from} continues from what is there.
     *
     * @param folder the folder, for one run; created when needed
     * @return the scheme
     */
    Scheme in(Path folder);

    /**
     * The same, saved more or less often.
     *
     * @param time between two saves, 0 for as often as possible
     * @return the scheme
     * @throws IllegalArgumentException if it is negative
     */
    Scheme saveEvery(Duration time);

    /**
     * The same, where {@link SchemeRun#run} ends after this time as if it had been interrupted, to be continued later.
     *
     * @param time of one call
     * @return the scheme
     * @throws IllegalArgumentException if it is not positive
     */
    Scheme atMost(Duration time);

    /**
     * A run that starts here, with no steps yet, or with those that the folder of this scheme has of it: then {@link SchemeRun#run}
     * only takes the steps that are missing from the number it is given.
     *
     * @param start N×d particles, of which some or all may coincide
     * @return the run, to be {@linkplain SchemeRun#run run}
     * @throws IllegalArgumentException if the functional is of another dimension, the scheme cannot start from there, or the
     *     folder holds the run of another scheme or start
     * @throws java.io.UncheckedIOException if the folder cannot be read
     */
    SchemeRun from(Points start);

    /**
     * A run that was kept or {@linkplain SchemeRun#save saved}, to be continued where it stopped.
     *
     * @param folder where it is
     * @return the run, the same bit for bit; what this scheme sets differently, such as the number of training steps, applies from there on
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
