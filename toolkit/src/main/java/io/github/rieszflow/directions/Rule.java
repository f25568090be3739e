package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Identified;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;

/** A rule that fills memory it is given, unit by unit, so that a step allocates nothing and threads share the work. */
abstract class Rule implements Directions, Identified {
    private final String name;

    Rule(String name) {
        this.name = name;
    }

    /** The rule for the dimension and number at hand, of which the dimension is checked. */
    Rule in(int dimension, int slices) {
        return this;
    }

    /** The dimension D ≥ d of the space the directions live in, where points are padded with zeros. */
    int space(int dimension) {
        return dimension;
    }

    /** How many directions of one set depend on each other, or {@link DrawnDirections#WHOLE}. */
    abstract int block(int dimension);

    /** How many directions are drawn together from one seed: a multiple of the block, the last unit is cut short. */
    int unit(int dimension, int slices) {
        int block = block(dimension);
        return block == DrawnDirections.WHOLE ? slices : block * Math.max(1, 64 / block);
    }

    /** How many spare rows of d numbers a worker needs to draw this many directions together. */
    int spare(int dimension, int count) {
        return 0;
    }

    /** What must be found before this many directions can be drawn together. */
    void prepare(int dimension, int count) {}

    /** Fills count rows from row number from; all rows are modified. */
    abstract void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare);

    /** Whether directions have different weights. */
    boolean weighted() {
        return false;
    }

    /** The weight of one of P directions; all together 1. */
    double weight(int slice, int slices) {
        return 1.0 / slices;
    }

    /** Spare rows for each worker of a team. */
    final double[][][] spare(int dimension, int count, int threads) {
        return new double[threads][spare(dimension, count)][dimension];
    }

    /**
     * Fills rows of space(d) numbers, each unit from its own part of the seed; modifies the rows and the spare ones.
     *
     * @param ends before which row each unit ends
     */
    final void fill(float[] rows, int[] ends, int dimension, Seed seed, Team team, double[][][] spare) {
        int prepared = 0;
        for (int u = 0; u < ends.length; u++) {
            int size = ends[u] - (u == 0 ? 0 : ends[u - 1]);
            if (size != prepared) {
                prepare(dimension, size);
                prepared = size;
            }
        }
        team.run(ends.length, 1, (u, worker) -> {
            int from = u == 0 ? 0 : ends[u - 1];
            fillUnit(rows, from, ends[u] - from, dimension, seed.split(u), spare[worker]);
        });
    }

    @Override
    public DrawnDirections draw(int slices, int dimension, Seed seed) {
        Rule rule = within(dimension, slices);
        int space = rule.space(dimension);
        float[] rows = new float[Math.multiplyExact(slices, space)];
        rule.fill(
                rows,
                ValueSets.ends(ValueSets.cut(rule.unit(dimension, slices), slices)),
                dimension,
                seed,
                Team.of(1),
                rule.spare(dimension, slices, 1));
        return DrawnDirections.trusted(Points.adopt(rows, slices, space), rule.block(dimension));
    }

    @Override
    public final Rule within(int dimension, int slices) {
        Require.positive(slices, "the number of slices");
        DirectionSource.requireSlices(this, slices);
        Rule rule = in(Require.positive(dimension, "dimension"), slices);
        rule.requireMost(dimension, slices);
        return rule;
    }

    /** Not more than can be found. */
    final void requireMost(int dimension, int slices) {
        if (slices > most(dimension)) {
            throw new IllegalArgumentException("finding " + slices + " " + name + " directions in dimension "
                    + dimension
                    + " would take too long: at most " + most(dimension) + " are found; Directions.automatic() and"
                    + " Directions.sobol() have no such limit");
        }
    }

    /** Only for these dimensions. */
    final void requireDimension(int lowest, int highest, int dimension) {
        if (dimension < lowest || dimension > highest) {
            throw new IllegalArgumentException(name + " directions are for dimension " + lowest
                    + (lowest == highest ? "" : " to " + highest) + ": received dimension " + dimension
                    + "; Directions.automatic() chooses by dimension");
        }
    }

    @Override
    public String identity() {
        return name;
    }

    @Override
    public final String toString() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rule rule && rule.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
