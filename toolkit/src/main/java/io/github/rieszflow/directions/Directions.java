package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Seed;

/**
 * A rule that draws directions on the unit sphere of R^d. Every rule here but {@link #of} is randomised so that a
 * direction picked from its set is uniform on the sphere (but see {@link #hadamard()}): estimates from any of them are unbiased. Rules differ in how
 * the directions of one set depend on each other, and so in the error of P slices.
 *
 * <p>Only even functions of a direction occur, so ξ and −ξ count as the same.
 *
 * <p>A rule of your own implements {@link #draw}, and works wherever these do:
 *
 * <pre>{@code
 * record Own() implements Directions {
 *     @Override
 *     public DrawnDirections draw(int slices, int dimension, Seed seed) {
 *         var random = seed.stream();
 *         double[][] rows = new double[slices][dimension];
 *         for (double[] row : rows) {
 *             Arrays.setAll(row, k -> random.nextGaussian());
 *             double length = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
 *             Arrays.setAll(row, k -> row[k] / length);
 *         }
 *         return DrawnDirections.of(Points.of(rows));
 *     }
 * }
 * Mmd.riesz(1).sliced(256).with(new Own());
 * }</pre>
 *
 * <p>It is a value: the same whenever and from whichever thread it is asked. Its {@code toString} names it in tables
 * and pictures, its {@code equals} says whether two flows are the same; a record has both. Drawing may allocate; the
 * rules here do not once a run has begun, except Sobol points. {@code DirectionsConformance.of(rule)} checks what is expected of a
 * rule.
 */
public interface Directions {
    /**
     * Draws directions: the one method of a rule.
     *
     * <p>For a gradient all P are drawn at once, from a seed of the step. So they are for values where they come in three
     * independent blocks or more, or are at most a third of one. Else eight sets of about P/8 each, or sets of a third of a
     * block if these are larger, are drawn from different seeds, so that there is a standard error that means something. Of 9 to 63
     * {@linkplain #equispaced() equispaced} directions a value takes an angle at random in each of P equal parts.
     *
     * @param slices P, how many
     * @param dimension d
     * @param seed decides everything that is random
     * @return P unit vectors in R^d, or in R^D with D ≥ d, where points are padded with zeros ({@link #hadamard()} does so);
     *     always the same D for the same P and d
     * @throws IllegalArgumentException if a count is not positive or the rule is not for this dimension
     */
    DrawnDirections draw(int slices, int dimension, Seed seed);

    /**
     * The rule that is at work: what {@link #automatic()} chooses, or equal angles for rules that agree with them on the
     * plane. It is asked once before directions are drawn, and so is the place to refuse.
     *
     * @param dimension d
     * @param slices P
     * @return the rule itself, which is the default, or another one
     * @throws IllegalArgumentException if the rule is not for this dimension or not for this many directions
     */
    default Directions within(int dimension, int slices) {
        Require.positive(slices, "the number of slices");
        DirectionSource.requireSlices(this, slices);
        int most = most(Require.positive(dimension, "dimension"));
        if (slices > most) {
            throw new IllegalArgumentException(this + " directions: at most " + most + " can be drawn in dimension "
                    + dimension + ", received " + slices + " slices; Directions.automatic() has no such limit");
        }
        return this;
    }

    /**
     * The largest number of directions that can be drawn.
     *
     * @param dimension d
     * @return the largest P, by default without a limit; 0 if the rule is not for this dimension
     */
    default int most(int dimension) {
        return Integer.MAX_VALUE;
    }

    /**
     * How many directions there are, if that is fixed.
     *
     * @return P for {@link #of}; 0, the default, for rules that draw as many as are wanted
     */
    default int slices() {
        return 0;
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
    static Directions automatic() {
        return new AutomaticDirections();
    }

    /**
     * Independent directions: normalised standard normal vectors. The error of the gradient is at most 2 c_{d,1}/√P.
     *
     * @return the rule, for any d
     */
    static Directions iid() {
        return new IidDirections();
    }

    /**
     * Blocks of d orthonormal directions, each block uniform over the orthogonal group (Haar), the last one cut short.
     * Never worse than independent directions; worth up to 2.75 times as many of them far from the targets. Drawing a
     * block costs O(d³): from 128 dimensions on {@link #hadamard()} does the same in O(d² log d).
     *
     * @return the rule, for any d
     */
    static Directions orthogonal() {
        return new OrthogonalDirections();
    }

    /**
     * Blocks of D orthonormal directions H S₃ H S₂ H S₁ with D ≥ 128 the power of two that is at least d, H the normalised
     * Walsh–Hadamard matrix and S random signs; points are padded with zeros to D coordinates. Projecting costs
     * O(log D) instead of O(d) for each point and direction. The mean square error of the gradient is d/D times that of
     * {@link #orthogonal()} in D dimensions: the same as in d dimensions for few directions, at P = d up to twice as
     * large, and less for whole blocks.
     *
     * <p>Below, in 64 dimensions and fewer, this is {@link #orthogonal()}: three rounds reach few directions of a small space. For
     * vectors with one to four equal entries and zeros else, E|⟨ξ,x⟩|^r is wrong by up to
     *
     * <table>
     * <caption>Bias of three rounds</caption>
     * <tr><th>D</th><th>r = 0.3</th><th>r = 1</th><th>r = 1.5</th></tr>
     * <tr><td>2</td><td>40 %</td><td>21 %</td><td>10 %</td></tr>
     * <tr><td>8</td><td>27 %</td><td>10 %</td><td>3.4 %</td></tr>
     * <tr><td>32</td><td>5.8 %</td><td>1.0 %</td><td>0.2 %</td></tr>
     * <tr><td>64</td><td>2.3 %</td><td>0.23 %</td><td>0.04 %</td></tr>
     * <tr><td>128</td><td>0.9 %</td><td>0.05 %</td><td>&lt; 0.01 %</td></tr>
     * <tr><td>256</td><td>0.4 %</td><td>&lt; 0.02 %</td><td>&lt; 0.01 %</td></tr>
     * <tr><td>512</td><td>0.15 %</td><td>&lt; 0.02 %</td><td>&lt; 0.01 %</td></tr>
     * </table>
     *
     * <p>(measured on 2·10⁷ directions each), for other vectors by less.
     *
     * @return the rule, for any d; worth it for d ≥ 128
     */
    static Directions hadamard() {
        return new HadamardDirections();
    }

    /**
     * Angles π(k+θ)/P with one uniform θ. The error of the gradient falls like 1/P, that of the value like 1/P².
     *
     * <p>Values of 9 to 63 slices take π(k+θ_k+θ)/P with a θ_k for each, and their error comes from what neighbours differ by. Eight
     * sets of a few angles each would often all miss what clouds on a lattice show from few sides only.
     *
     * @return the rule, for d = 2
     */
    static Directions equispaced() {
        return new EquispacedDirections();
    }

    /**
     * The Fibonacci lattice on the half-sphere, turned by one uniform rotation.
     *
     * @return the rule, for d = 3
     */
    static Directions fibonacci() {
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
    static Directions sobol() {
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
    static Directions distance() {
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
    static Directions sphericalDesign() {
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
    static Directions of(Measure directions) {
        return new GivenDirections(directions);
    }
}
