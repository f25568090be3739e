package io.github.rieszflow.discrepancy;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.Descent;
import java.util.Map;

/**
 * The exact maximum mean discrepancy with a radial kernel K(x,y) = f(‖x−y‖), pair by pair in double precision. With the Riesz
 * kernel K(x,y) = −‖x−y‖^r it is the oracle of everything sliced. Time O((N+M)² d), except on the line for r = 1, where it
 * sorts.
 *
 * <p>Coincident pairs push nothing, as sign(0) = 0 has it.
 *
 * <p>When it is the faster way: for small clouds. On two cores at 2.5 GHz one gradient took 23 ms of processor time at
 * N = M = 1000, d = 2, where 100 slices took 3 to 4 ms, and 1.1 s at N = M = 512, d = 784, where 1000 slices took 23 ms. Its
 * cost grows with N², that of slicing with N, so it wins below about as many points as there are slices on the plane, and
 * below a few tens of points in hundreds of dimensions.
 *
 * @param kernel f
 */
public record Mmd(RadialKernel kernel) implements Discrepancy {
    /** MMD² this far below 0, in parts of the means it is the difference of, is not rounding. */
    private static final double ROUNDING = 1e-9;

    /**
     * Checks the kernel.
     *
     * @param kernel f
     * @throws IllegalArgumentException if f(0) is not finite
     */
    public Mmd {
        Pairwise.profile(kernel).value(0);
    }

    /**
     * The discrepancy with K(x,y) = −‖x−y‖^r.
     *
     * @param exponent r in (0,2); r = 1 is the energy distance
     * @return the exact discrepancy
     * @throws IllegalArgumentException if r is out of range
     */
    public static Mmd riesz(double exponent) {
        return new Mmd(new RieszKernel(exponent));
    }

    /**
     * The discrepancy with K(x,y) = f(‖x−y‖): {@code Mmd.radial(z -> Math.exp(-z * z))}, or one of those ready in
     * {@link RadialKernel}.
     *
     * @param kernel f
     * @return the exact discrepancy
     * @throws IllegalArgumentException if f(0) is not finite
     */
    public static Mmd radial(RadialKernel kernel) {
        return new Mmd(kernel);
    }

    /**
     * The same by slicing: the gradient is found on slices, in O(P (N+M) log(N+M)): for r = 1 from
     * ranks, for other exponents from sums of exponentials, which takes about twenty times as long.
     *
     * @param slices P, the number of directions
     * @return the sliced discrepancy, with {@link io.github.rieszflow.directions.Directions#automatic()} directions
     * @throws IllegalArgumentException if P is not positive or the kernel is not a Riesz kernel
     */
    public SlicedMmd sliced(int slices) {
        return SlicedMmd.of(exponentToSlice(), Directions.automatic(), slices);
    }

    /**
     * The same by slicing along directions of your own, all of them.
     *
     * @param directions from {@link Directions#of}
     * @return the sliced discrepancy
     * @throws IllegalArgumentException if the rule draws as many directions as are wanted
     */
    public SlicedMmd sliced(Directions directions) {
        if (directions.slices() == 0) {
            throw new IllegalArgumentException(
                    "how many slices? " + directions + " directions are drawn: write sliced(256).with(directions)");
        }
        return SlicedMmd.of(exponentToSlice(), directions, directions.slices());
    }

    private double exponentToSlice() {
        if (kernel instanceof RieszKernel riesz) {
            return riesz.exponent();
        }
        throw new IllegalArgumentException(
                "only Riesz kernels can be sliced, as no slicing constant is known for others: this is " + this
                        + "; use it without slices, or Mmd.riesz(r).sliced(P)");
    }

    /** Whether sorting tells everything. */
    static boolean sorts(RadialKernel kernel, int dimension) {
        return dimension == 1 && kernel instanceof RieszKernel riesz && riesz.exponent() == 1;
    }

    /**
     * MMD²(μ,ν), un-halved: ∫∫K dμdμ − 2∫∫K dμdν + ∫∫K dνdν with all pairs, those of a point with itself included. For
     * the Riesz kernel it is 2E‖X−Y‖^r − E‖X−X′‖^r − E‖Y−Y′‖^r.
     *
     * @param x N×d points, with weights or without
     * @param y M×d points, with weights or without
     * @return MMD² ≥ 0 up to rounding
     * @throws IllegalArgumentException if the dimensions differ, or the kernel gives a number that is not finite
     */
    public double squared(Measure x, Measure y) {
        Require.sameDimension(x, y);
        if (sorts(kernel, x.dimension())) {
            return Require.number(Pairwise.line(x, y).squared());
        }
        PairSums pairs = Pairwise.with(kernel, y);
        PairSums own = Pairwise.with(kernel, x);
        return Require.number(2 * Pairwise.mean(pairs, x) - Pairwise.mean(own, x) - Pairwise.mean(pairs, y));
    }

    /**
     * {@link #squared} of each two of many groups. The mean over the pairs within a group is found once: for G groups of n
     * points O(G² n² d), of which a pair alone would take three times its share.
     *
     * @param groups two or more samples or measures in R^d by name, in the order of the table
     * @return MMD² of all pairs, of the earlier group to the later one
     * @throws IllegalArgumentException if there are fewer than two groups, dimensions differ, or the kernel gives a number that
     *     is not finite
     */
    public GroupDistances between(Map<String, ? extends Measure> groups) {
        return GroupPairs.all(groups).exact(this);
    }

    /**
     * {@link #squared} of each of many groups with one reference.
     *
     * @param groups one or more samples or measures in R^d by name, in the order of the table
     * @param reference what each is compared with
     * @return MMD² of each group to the reference
     * @throws IllegalArgumentException if there is no group, dimensions differ, or the kernel gives a number that is not finite
     */
    public GroupDistances between(Map<String, ? extends Measure> groups, Measure reference) {
        return GroupPairs.against(groups, reference).exact(this);
    }

    /**
     * The potential of a measure at each point, −E K(x_i,Y), for the Riesz kernel E‖x_i−Y‖^r. With these,
     * MMD² = 2·mean potential(x,y) − mean potential(x,x) − mean potential(y,y), and their differences tell which points make
     * two measures differ: potential(z,y) − potential(z,x) = E K(z,X) − E K(z,Y) is the witness function at z.
     *
     * @param x N×d points to look at
     * @param y M×d points, with weights or without
     * @return N numbers
     * @throws IllegalArgumentException if the dimensions differ, or the kernel gives a number that is not finite
     */
    public double[] potential(Points x, Measure y) {
        Require.sameDimension(x, y);
        return Pairwise.with(kernel, y).means(x::get, x.size());
    }

    /**
     * MMD(μ,ν), the root of {@link #squared}.
     *
     * @param x N×d points
     * @param y M×d points
     * @return a metric on measures, if the kernel is characteristic
     * @throws IllegalArgumentException if the dimensions differ, or MMD² is negative by more than rounding: then the kernel is
     *     not conditionally positive definite
     */
    public double value(Measure x, Measure y) {
        double squared = squared(x, y);
        if (squared < 0 && !(kernel instanceof RieszKernel)) {
            double scale = 2 * Math.abs(Pairwise.mean(Pairwise.with(kernel, y), x)) + Math.abs(kernel.value(0));
            if (squared < -ROUNDING * scale) {
                throw new IllegalArgumentException(
                        "MMD is the root of MMD², which must not be negative: MMD² of these measures is " + squared
                                + " with the " + kernel.name()
                                + ", so that kernel is not conditionally positive definite");
            }
        }
        return Math.sqrt(Math.max(0, squared));
    }

    /**
     * The functional that flows: F_ν(μ) = ½∫∫K dμdμ − ∫∫K dμdν = ½MMD²(μ,ν) − ½∫∫K dνdν, for the Riesz kernel
     * E‖X−Y‖^r − ½E‖X−X′‖^r.
     *
     * @param x N×d particles, with weights or without
     * @param y M×d targets, with weights or without
     * @return F
     * @throws IllegalArgumentException if the dimensions differ, or the kernel gives a number that is not finite
     */
    public double functional(Measure x, Measure y) {
        Require.sameDimension(x, y);
        return Pairwise.mean(Pairwise.with(kernel, y), x) - Pairwise.mean(Pairwise.with(kernel, x), x) / 2;
    }

    /**
     * MMD² as a discrepancy says it: {@link #squared} without an error.
     *
     * @param x N×d points, with weights or without
     * @param y M×d points, with weights or without
     * @return MMD², exact
     */
    @Override
    public Estimate estimate(Measure x, Measure y) {
        return Estimate.exact(squared(x, y));
    }

    @Override
    public Points gradient(Measure x, Measure y) {
        Require.sameDimension(x, y);
        int d = x.dimension();
        float[] g = new float[Math.multiplyExact(x.size(), d)];
        ExactDescent.perWeight(kernel, x, y, Pairwise.with(kernel, y), (i, gradient) -> {
            // For weight 0 the divisor is infinite.
            double divisor = x.uniform() ? x.size() : 1 / x.weight(i);
            for (int k = 0; k < d; k++) {
                g[i * d + k] = (float) (gradient[k] / divisor);
            }
        });
        return Points.adopt(g, x.size(), d);
    }

    @Override
    public Descent descent(Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        return new ExactDescent(this, particles, targets);
    }

    @Override
    public String toString() {
        return "exact MMD, "
                + (kernel instanceof RieszKernel riesz ? "r = " + Numbers.text(riesz.exponent()) : kernel.name());
    }
}
