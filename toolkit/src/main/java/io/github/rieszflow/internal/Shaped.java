package io.github.rieszflow.internal;

/** Rows of numbers as far as checks at the door need to know them. */
public interface Shaped {
    /**
     * How many rows there are.
     *
     * @return N
     */
    int size();

    /**
     * How many numbers each row has.
     *
     * @return d
     */
    int dimension();

    /**
     * The shape in words.
     *
     * @return for example {@code 2000×2}
     */
    String shape();
}
