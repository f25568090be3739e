package io.github.rieszflow.internal;

import java.io.InvalidObjectException;

/** Which directions a seed draws: what was counted or compared along some of them cannot go on along others. */
public final class Drawing {
    /** Changes whenever the same seed comes to draw other directions. */
    public static final int VERSION = 2;

    private Drawing() {}

    /**
     * Refuses what was written along other directions.
     *
     * @param version of the directions it was written with
     * @param what it is, as the subject of a sentence
     * @param instead what to do
     * @throws InvalidObjectException if they are not those of now
     */
    public static void require(int version, String what, String instead) throws InvalidObjectException {
        if (version != VERSION) {
            throw new InvalidObjectException(what + " by another release of the toolkit, along directions that this one"
                    + " does not draw: " + instead);
        }
    }
}
