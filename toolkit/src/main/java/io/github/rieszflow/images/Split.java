package io.github.rieszflow.images;

/** Which part of a data set: what a model learns from, or what it is evaluated on. */
public enum Split {
    /** The larger part, for training. */
    TRAIN("train"),
    /** The smaller part, kept apart for testing. */
    TEST("t10k");

    private final String prefix;

    Split(String prefix) {
        this.prefix = prefix;
    }

    /** How the file names of MNIST and its relatives begin. */
    String prefix() {
        return prefix;
    }
}
