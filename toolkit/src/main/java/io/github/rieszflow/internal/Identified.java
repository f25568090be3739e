package io.github.rieszflow.internal;

/** What is no record and yet can tell itself from others, in the settings of a run that is kept. */
public interface Identified {
    /**
     * What it is.
     *
     * @return equal texts for what does the same
     */
    String identity();
}
