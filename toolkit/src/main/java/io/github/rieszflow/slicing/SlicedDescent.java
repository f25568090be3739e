package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Seed;

/** A descent along the sliced gradient, opened by an {@link Engine}. Each call draws its directions afresh from its seed. */
public interface SlicedDescent extends Descent {
    /**
     * MMD² and W1 of each slice.
     *
     * @param seed draws the directions
     * @return the values of the slices
     */
    SliceValues values(Seed seed);

    /**
     * The means of {@link #values} over all slices.
     *
     * @param seed draws the directions
     * @return MMD² and sliced W1, each with its standard error
     */
    @Override
    default Distances read(Seed seed) {
        return values(seed).reading();
    }
}
