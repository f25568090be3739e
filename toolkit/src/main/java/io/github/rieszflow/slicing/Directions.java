package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Require;
import io.github.rieszflow.measure.Seed;

/**
 * A rule that draws directions on the unit sphere of R^d. Every rule is randomised so that a direction picked from its set
 * is uniform on the sphere (but see {@link #hadamard()}): estimates from any of them are unbiased. Rules differ in how
 * the directions of one set depend on each other, and so in the error of P slices.
 *
 * <p>Only even functions of a direction occur, so ξ and −ξ count as the same.
 */
public abstract sealed class Directions
        permits AutomaticDirections,
                IidDirections,
                OrthogonalDirections,
                HadamardDirections,
                EquispacedDirections,
                FibonacciDirections {
    /** A set that cannot be cut into independent blocks. */
    static final int WHOLE = Integer.MAX_VALUE;

    private final String name;

    Directions(String name) {
        this.name = name;
    }

    /**
     * The rule for the dimension at hand: equispaced in the plane, Fibonacci in space, orthogonal below 128 dimensions,
     * Hadamard from there on. On the line there is one direction and slicing is exact.
     *
     * @return the default rule
     */
    public static Directions automatic() {
        return new AutomaticDirections();
    }

    /**
     * Independent directions: normalised standard normal vectors. The error of the gradient is at most 2 c_{d,1}/√P.
     *
     * @return the rule, for any d
     */
    public static Directions iid() {
        return new IidDirections();
    }

    /**
     * Blocks of d orthonormal directions, each block uniform over the orthogonal group (Haar), the last one cut short.
     * Never worse than independent directions; worth up to 2.75 times as many of them far from the targets. Drawing a
     * block costs O(d³): from 128 dimensions on {@link #hadamard()} does the same in O(d² log d).
     *
     * @return the rule, for any d
     */
    public static Directions orthogonal() {
        return new OrthogonalDirections();
    }

    /**
     * Blocks of D orthonormal directions H S₃ H S₂ H S₁ with D the power of two that is at least d, H the normalised
     * Walsh–Hadamard matrix and S random signs; points are padded with zeros to D coordinates. Projecting costs
     * O(log D) instead of O(d) for each point and direction. The mean square error of the gradient is d/D times that of
     * {@link #orthogonal()} in D dimensions: the same as in d dimensions for few directions, at P = d up to twice as
     * large, and less for whole blocks.
     *
     * <p>Three rounds reach few directions where D is small: for vectors with one or two non-zero entries the bias is 21 %
     * for D = 2, 10 % for D = 8, 3 % for D = 16, 0.7 % for D = 32. From D = 128 on it is below 0.4 % and cannot be told
     * from zero, but is not excluded by a proof.
     *
     * @return the rule, for any d; meant for d ≥ 128
     */
    public static Directions hadamard() {
        return new HadamardDirections();
    }

    /**
     * Angles π(k+θ)/P with one uniform θ. The error of the gradient falls like 1/P, that of the value like 1/P².
     *
     * @return the rule, for d = 2
     */
    public static Directions equispaced() {
        return new EquispacedDirections();
    }

    /**
     * The Fibonacci lattice on the half-sphere, turned by one uniform rotation.
     *
     * @return the rule, for d = 3
     */
    public static Directions fibonacci() {
        return new FibonacciDirections();
    }

    /**
     * Draws directions, to look at them or to use them elsewhere.
     *
     * @param slices P, how many
     * @param dimension d
     * @param seed the seed
     * @return P×d unit vectors; for {@link #hadamard()} P×D, in the padded space
     * @throws IllegalArgumentException if a count is not positive or the rule is not for this dimension
     */
    public final Points draw(int slices, int dimension, Seed seed) {
        Require.positive(slices, "the number of slices");
        Require.positive(dimension, "dimension");
        Directions rule = in(dimension);
        int space = rule.space(dimension);
        float[] rows = new float[Math.multiplyExact(slices, space)];
        rule.fill(rows, slices, dimension, rule.unit(dimension, slices), seed, Team.of(1));
        return Points.adopt(rows, slices, space);
    }

    /** The rule in the given dimension, checked. */
    Directions in(int dimension) {
        return this;
    }

    /** The dimension of the space the directions live in, where points are padded. */
    int space(int dimension) {
        return dimension;
    }

    /** How many directions of one set depend on each other. */
    abstract int block(int dimension);

    /** How many directions are drawn together from one seed; a multiple of the block, the last unit is cut short. */
    int unit(int dimension, int slices) {
        return block(dimension) == WHOLE ? slices : block(dimension) * Math.max(1, 64 / block(dimension));
    }

    /** Fills slices×space(d) rows, each unit from its own part of the seed. */
    final void fill(float[] rows, int slices, int dimension, int unit, Seed seed, Team team) {
        int units = (slices + unit - 1) / unit;
        team.run(units, 1, (u, worker) -> {
            int from = u * unit;
            fillUnit(rows, from, Math.min(unit, slices - from), dimension, seed.split(u));
        });
    }

    /** Fills count rows from row number from. */
    abstract void fillUnit(float[] rows, int from, int count, int dimension, Seed seed);

    /** Only for this dimension. */
    final void requireDimension(int expected, int dimension) {
        if (dimension != expected) {
            throw new IllegalArgumentException(name + " directions are for dimension " + expected
                    + ": received dimension " + dimension + "; Directions.automatic() chooses by dimension");
        }
    }

    @Override
    public final String toString() {
        return name;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Directions d && d.name.equals(name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }
}
