package io.github.rieszflow.picture;

/**
 * A result that says what it looks like. In a notebook a bare value shows its {@link #picture()}; at a prompt it shows
 * its {@code toString()}, which is therefore kept to one line.
 *
 * <p>No set-up call is needed. This interface has a default method, so initialising the first class that implements it
 * initialises this interface (JLS 12.4.1) and with it {@link #LIVE}, which connects to the notebook's kernel.
 */
public interface Visible {
    /** Whether a notebook was found to show pictures in when the first visible value was made. */
    boolean LIVE = Screens.live();

    /**
     * What this looks like.
     *
     * @return the picture
     */
    Picture picture();

    /**
     * What this looks like, for a paper: as SVG, PDF or a fine PNG, with its width in millimetres and its type in points.
     *
     * @return the figure
     * @throws IllegalStateException if the picture is not drawn but made of pixels, moves, or is HTML or text
     */
    default PaperFigure figure() {
        return picture().figure();
    }

    /**
     * Shows the picture where this code runs: as an output of the notebook cell, or as one line of text elsewhere. In jshell, and
     * wherever the system property {@code rieszflow.pictures} names a folder, the line is followed by the file to which the
     * picture was written; a table is shown as its rows.
     */
    default void show() {
        Screens.show(this);
    }
}
