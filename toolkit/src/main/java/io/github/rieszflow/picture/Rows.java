package io.github.rieszflow.picture;

import java.nio.FloatBuffer;

/** Rows of numbers, which pictures draw as points: what a cloud of points is to this package. */
public interface Rows {
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
     * All numbers, row by row.
     *
     * @return a read-only view of N·d numbers
     */
    FloatBuffer values();
}
