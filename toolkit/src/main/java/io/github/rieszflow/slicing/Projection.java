package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Seed;

/** Directions at work: projects panels to lines and gradients on lines back, one block of directions at a time. */
interface Projection {
    /** Draws the directions of a gradient. */
    void draw(Seed seed);

    /** Draws directions for values, in independent sets where one drawing has too few independent blocks. */
    void drawSets(Seed seed);

    /** Multiplies n numbers from o with the weight of a direction, on average 1; modifies them. */
    static void weigh(DirectionSource directions, int line, float[] numbers, int o, int n) {
        if (directions.weighted()) {
            float weight = (float) (directions.weight(line) * directions.slices());
            for (int i = o; i < o + n; i++) {
                numbers[i] *= weight;
            }
        }
    }

    /** How many blocks there are. */
    int blocks();

    /** How many directions the block has. */
    int rows(int block);

    /**
     * Fills the lines of a block with projections of both clouds, or only makes ready for it if lines come in groups;
     * modifies the lines.
     */
    void project(int block, Panels x, Panels y, Lines lines, Team team);

    /**
     * How many lines a worker projects just before it works on them, while they are in its cache; 1 if
     * {@link #project} has done it for all.
     */
    default int group() {
        return 1;
    }

    /** Fills the lines of a group from the given row on; modifies the lines. */
    default void projectGroup(int row, Panels x, Panels y, Lines lines) {}

    /** Adds to g what the particles' part of the lines of a block gives, projected back; modifies g. */
    void backProject(int block, Lines lines, Panels g, Team team);

    /** What the lines have to be multiplied with to be projections on unit vectors. */
    double lineScale();

    /** What g has to be multiplied with to be the gradient: slicing constant, number of slices, normalisation. */
    double gradientScale();

    /** What slicing multiplies values of lines with. */
    double constant();
}
