package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;

/**
 * A rule that draws directions on the unit sphere of R^d. Every rule but {@link #of} is randomised so that a
 * direction picked from its set is uniform on the sphere (but see {@link #hadamard()}): estimates from any of them are unbiased. Rules differ in how
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
                SobolDirections,
                RotatedDirections,
                GivenDirections {
    /** A set that cannot be cut into independent blocks. */
    public static final int WHOLE = Integer.MAX_VALUE;

    private final String name;

    Directions(String name) {
        this.name = name;
    }

    /**
     * The rule for the dimension d and number P at hand. On the line there is one direction and slicing is exact. On the
     * plane {@link #equispaced()}; from 128 dimensions on {@link #hadamard()}; between them {@link #orthogonal()}, but
     * {@link #fibonacci()} in space, and up to 20 dimensions {@link #distance()} where P ≥ 16d and P²(d+10) ≤ 5·10⁶, that is
     * where eight sets of P/8 are better than orthogonal blocks too and finding them takes a second or less.
     *
     * <p>Measured, as relative error of the gradient between two samples of 300 (from d = 50 on 100) standard normal
     * points with seeds 1 and 2, over 20 draws:
     *
     * <table>
     * <caption>Errors of independent directions and of this rule</caption>
     * <tr><th>d</th><th>P</th><th>iid</th><th>automatic</th><th>which is</th></tr>
     * <tr><td>2</td><td>256</td><td>0.088</td><td>0.0063</td><td>equispaced</td></tr>
     * <tr><td>3</td><td>256</td><td>0.110</td><td>0.024</td><td>distance</td></tr>
     * <tr><td>4</td><td>256</td><td>0.135</td><td>0.047</td><td>distance</td></tr>
     * <tr><td>5</td><td>256</td><td>0.169</td><td>0.060</td><td>distance</td></tr>
     * <tr><td>10</td><td>256</td><td>0.274</td><td>0.166</td><td>distance</td></tr>
     * <tr><td>50</td><td>256</td><td>0.631</td><td>0.455</td><td>orthogonal</td></tr>
     * <tr><td>100</td><td>512</td><td>0.628</td><td>0.455</td><td>orthogonal</td></tr>
     * <tr><td>784</td><td>1024</td><td>1.30</td><td>0.97</td><td>Hadamard</td></tr>
     * </table>
     *
     * <p>For the same clouds Sobol directions gave 0.053, 0.079, 0.089 and 0.217 in 3, 4, 5 and 10 dimensions;
     * orthogonal ones 0.072, 0.103, 0.111 and 0.215; the lattice 0.025 in space.
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
        return RotatedDirections.FIBONACCI;
    }

    /**
     * Scrambled Sobol points, made normal and then unit vectors: a rule for every d of the same kind as
     * {@link #fibonacci()} in space. Best at powers of two. Its gain over independent directions fades as d grows: from some ten
     * dimensions on {@link #orthogonal()} does as well or better.
     *
     * <p>Source: Owen (1995) for the scrambling, Joe and Kuo (2008) for the direction numbers.
     *
     * @return the rule, for d ≤ 21201
     */
    public static Directions sobol() {
        return new SobolDirections();
    }

    /**
     * Directions far apart: a maximum of Σ ‖ξ_p−ξ_q‖ + ‖ξ_p+ξ_q‖, turned by one uniform rotation. Up to d directions it
     * is an orthonormal system, on the plane equal angles. The maximum is found once for each d and P, in O(P²d) a step
     * and at most 300 steps, and kept in memory; where P²(d+10) is above 3·10⁸ it is refused.
     *
     * <p>Source: Hertrich, Jahn, Quellmalz: Fast summation of radial kernels via QMC slicing (ICLR 2025).
     *
     * @return the rule, for any d
     */
    public static Directions distance() {
        return RotatedDirections.DISTANCE;
    }

    /**
     * Symmetric spherical designs, turned by one uniform rotation: P directions that, with their opposites, integrate
     * every polynomial of degree at most t exactly, for the largest t at which counting equations allows it: t ≈ 2√P in
     * space, 11 for 100 directions in four dimensions. On the plane equal angles are one. The equations are solved once for each d and P and the
     * result is kept in memory; where P(d−1) is above 1200 it is refused.
     *
     * <p>Source: Delsarte, Goethals and Seidel (1977); Womersley (2018) for symmetric designs.
     *
     * @return the rule, for d ≤ 10
     */
    public static Directions sphericalDesign() {
        return RotatedDirections.DESIGN;
    }

    /**
     * Directions of your own, with weights if the measure has them, used as they are at every step: estimates are sums
     * over them and unbiased only if you drew them so. The number of slices is their number:
     * {@code Mmd.riesz(1).sliced(directions)}. Standard errors take them as drawn independently.
     *
     * @param directions P×d unit vectors, of length 1 up to 10⁻⁵; their weights add up to 1
     * @return the rule, for this d and P
     * @throws IllegalArgumentException if one is not a unit vector
     */
    public static Directions of(Measure directions) {
        return new GivenDirections(directions);
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
        Directions rule = within(dimension, slices);
        int space = rule.space(dimension);
        float[] rows = new float[Math.multiplyExact(slices, space)];
        rule.fill(
                rows,
                slices,
                dimension,
                rule.unit(dimension, slices),
                seed,
                Team.of(1),
                rule.spare(dimension, slices, 1));
        return Points.adopt(rows, slices, space);
    }

    /** The rule for the dimension and number at hand, of which the dimension is checked. */
    Directions in(int dimension, int slices) {
        return this;
    }

    /**
     * The dimension of the space the directions live in, where points are padded with zeros.
     *
     * @param dimension d
     * @return D ≥ d
     */
    public int space(int dimension) {
        return dimension;
    }

    /**
     * How many directions of one set depend on each other.
     *
     * @param dimension d
     * @return the number, or {@link #WHOLE}
     */
    public abstract int block(int dimension);

    /**
     * How many directions are drawn together from one seed: a multiple of the block, the last unit is cut short.
     *
     * @param dimension d
     * @param slices P
     * @return the number
     */
    public int unit(int dimension, int slices) {
        return block(dimension) == WHOLE ? slices : block(dimension) * Math.max(1, 64 / block(dimension));
    }

    /**
     * Fills slices×space(d) rows, each unit from its own part of the seed.
     *
     * @param rows modified
     * @param slices P
     * @param dimension d
     * @param unit how many are drawn together
     * @param seed draws them
     * @param team the threads that share the work
     * @param spare of {@link #spare(int, int, int)}; modified
     */
    public final void fill(
            float[] rows, int slices, int dimension, int unit, Seed seed, Team team, double[][][] spare) {
        int units = (slices + unit - 1) / unit;
        prepare(dimension, Math.min(unit, slices));
        prepare(dimension, slices - (units - 1) * unit);
        team.run(units, 1, (u, worker) -> {
            int from = u * unit;
            fillUnit(rows, from, Math.min(unit, slices - from), dimension, seed.split(u), spare[worker]);
        });
    }

    /**
     * The largest number of directions that can be drawn.
     *
     * @param dimension d
     * @return the largest P; 0 if the rule is not for this dimension
     */
    public int most(int dimension) {
        return Integer.MAX_VALUE;
    }

    /**
     * The rule that is at work: what {@link #automatic()} chooses, or equal angles for rules that agree with them on the
     * plane.
     *
     * @param dimension d
     * @param slices P
     * @return the rule itself or another one
     * @throws IllegalArgumentException if the rule is not for this dimension or not for so many directions
     */
    public final Directions within(int dimension, int slices) {
        Require.positive(slices, "the number of slices");
        requireSlices(slices);
        Directions rule = in(Require.positive(dimension, "dimension"), slices);
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

    /** What must be found before so many directions can be drawn together. */
    void prepare(int dimension, int count) {}

    /**
     * How many directions there are.
     *
     * @return P for {@link #of}, 0 for rules that draw as many as are wanted
     */
    public int slices() {
        return 0;
    }

    /** Whether directions have different weights. */
    boolean weighted() {
        return false;
    }

    /**
     * The weight of one of P directions; all together 1.
     *
     * @param slice 0, …, P−1
     * @param slices P
     * @return the weight
     */
    public double weight(int slice, int slices) {
        return 1.0 / slices;
    }

    /**
     * Multiplies n numbers from o with the weight of one of P directions, on average 1.
     *
     * @param numbers modified
     * @param o where they begin
     * @param n how many
     * @param slice 0, …, P−1
     * @param slices P
     */
    public final void weigh(float[] numbers, int o, int n, int slice, int slices) {
        if (weighted()) {
            float weight = (float) (weight(slice, slices) * slices);
            for (int i = o; i < o + n; i++) {
                numbers[i] *= weight;
            }
        }
    }

    /**
     * Only so many directions, if their number is given.
     *
     * @param slices P
     * @throws IllegalArgumentException if they are not so many
     */
    public final void requireSlices(int slices) {
        if (slices() != 0 && slices != slices()) {
            throw new IllegalArgumentException("there are " + slices() + " given directions: received " + slices
                    + " slices; sliced(directions) takes all of them");
        }
    }

    /**
     * How many spare rows of d numbers a worker needs to draw so many directions.
     *
     * @param dimension d
     * @param count how many are drawn together
     * @return the number
     */
    public int spare(int dimension, int count) {
        return 0;
    }

    /**
     * Spare rows for each worker of a team.
     *
     * @param dimension d
     * @param count how many directions are drawn together
     * @param threads how many workers
     * @return the rows
     */
    public final double[][][] spare(int dimension, int count, int threads) {
        return new double[threads][spare(dimension, count)][dimension];
    }

    /** Fills count rows from row number from; all rows are modified. */
    abstract void fillUnit(float[] rows, int from, int count, int dimension, Seed seed, double[][] spare);

    /** Only for these dimensions. */
    final void requireDimension(int lowest, int highest, int dimension) {
        if (dimension < lowest || dimension > highest) {
            throw new IllegalArgumentException(name + " directions are for dimension " + lowest
                    + (lowest == highest ? "" : " to " + highest) + ": received dimension " + dimension
                    + "; Directions.automatic() chooses by dimension");
        }
    }

    @Override
    public final String toString() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Directions d && d.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
