package io.github.rieszflow.checkpoint;

/** The one sentence about what a later release wrote. */
public final class Versions {
    private Versions() {}

    /**
     * Refuses what this release cannot know.
     *
     * @param where the file or folder
     * @param what whose format it is, as in {@code mmd-generator}
     * @param version the version of the format that is there
     * @param latest the latest one that this release reads
     * @throws IllegalArgumentException if it is later
     */
    public static void require(Object where, String what, long version, long latest) {
        if (version > latest) {
            throw new IllegalArgumentException(where + " was written by a later release (version " + version + " of "
                    + what + ", this one reads up to " + latest + "): update Rieszflow");
        }
    }
}
