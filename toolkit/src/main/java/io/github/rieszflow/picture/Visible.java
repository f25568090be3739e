package io.github.rieszflow.picture;

/** A result that says what it looks like. */
public interface Visible {
    /**
     * What this looks like.
     *
     * @return the picture, never empty
     */
    Picture picture();

    /** Shows the picture where this code runs: as an output of a notebook cell, or as one line of text elsewhere. */
    default void show() {
        System.out.println(this);
    }
}
