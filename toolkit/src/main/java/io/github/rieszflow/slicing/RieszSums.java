package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.SlicingConstant;

/**
 * Sums over all pairs of places on a line with |z|^r, r ≠ 1, in O(places · nodes). Powers are mixtures of exponentials,
 *
 * <pre>  |z|^(r−1) = 1/Γ(1−r) ∫ e^(−λ|z|) λ^(−r) dλ                    for r &lt; 1,
 *  |z|^(r−1) = (r−1)/Γ(2−r) ∫ (1 − e^(−λ|z|)) λ^(−r) dλ          for r &gt; 1,</pre>
 *
 * and the trapezoidal rule in log λ with step h is right up to a relative error of about e^(−π²/h), the same at all
 * scales. Sums of exponentials need one sweep over the sorted places from each side.
 *
 * <p>MMD² is the same mixture of the MMD² of exponential kernels, of which each is an integral of a square,
 *
 * <pre>  MMD²(e^(−λ|·|)) = 2λ ∫ A²   and   λ MMD²(−|·|) − MMD²(e^(−λ|·|)) = 2λ ∫ (C − A)²
 *  with A(t) = Σ_{z_j ≤ t} m_j e^(−λ(t−z_j)) and C(t) = Σ_{z_j ≤ t} m_j</pre>
 *
 * for signed weights m, so that nothing cancels: the relative error of MMD² is e^(−π²/h) too, also between clouds that
 * nearly agree. One sweep is enough.
 */
final class RieszSums implements LineKernel {
    /** Beyond this log λ there are no nodes: gaps between doubles are not smaller, relative to their range. */
    private static final double LARGEST = 700;

    private final double exponent;
    private final int chains;
    private final Lanes lanes;
    private final double h;
    /** Where t is larger, e^(−t) is nothing. */
    private final double cut;

    private final Nodes forForces;
    private final Nodes forValues;
    /** Coefficients of 1, |z| and z² in |z|^(r−1): what the nodes below the first one add up to. */
    private final double[] forcesBelow;
    /** Weights of MMD² for the kernel −|z| and of the squared distance of the means in MMD², likewise. */
    private final double[] valuesBelow;

    /** Nodes λ_k = e^{u + kh} with weights factor·h·λ^power. */
    private static final class Nodes {
        final double[] lambda;
        final double[] weight;

        Nodes(double u, int chains, double factor, double power) {
            double h = StrictMath.log(3) / chains;
            int count = (int) ((LARGEST - u) / h) / Exponentials.GROUP * Exponentials.GROUP;
            lambda = new double[count];
            weight = new double[count];
            double tripled = StrictMath.pow(3, power);
            for (int k = 0; k < count; k++) {
                lambda[k] = k < chains ? StrictMath.exp(u + k * h) : 3 * lambda[k - chains];
                weight[k] =
                        k < chains ? factor * h * StrictMath.exp(power * (u + k * h)) : tripled * weight[k - chains];
            }
        }
    }

    /**
     * Sums for one exponent.
     *
     * @param exponent r in (0,2), not 1
     * @param chains nodes for each tripling of λ: 2 for a relative error of 2e-7, 3 for one of 3e-11
     * @param lanes for several lines at once
     */
    RieszSums(double exponent, int chains, Lanes lanes) {
        this.exponent = exponent;
        this.lanes = lanes;
        this.chains = chains;
        this.h = StrictMath.log(3) / chains;
        double digits = Math.PI * Math.PI / h;
        this.cut = digits + 3;
        double a = 1 - exponent;
        double sign = a > 0 ? 1 : -1;
        double factor = a > 0
                ? a / SlicingConstant.gamma(1 + a)
                : (exponent - 1) * (2 - exponent) / SlicingConstant.gamma(3 - exponent);
        // Far enough down that what is left out, of order λ³ against λ^(r−1) for forces and λ^r for values, is nothing.
        double u = -(digits + 1) / (4 - exponent);
        this.forForces = new Nodes(u, chains, sign * factor, a);
        this.forcesBelow = new double[] {
            a > 0 ? below(factor, a, u) : -factor * h * StrictMath.exp(a * u) / StrictMath.expm1(a * h),
            -sign * below(factor, 1 + a, u),
            sign * below(factor, 2 + a, u) / 2
        };
        factor *= exponent;
        u = -(digits + 1) / (3 - exponent);
        this.forValues = new Nodes(u, chains, factor, -exponent);
        this.valuesBelow = new double[] {a > 0 ? below(factor, a, u) : 0, -sign * below(factor, 1 + a, u)};
    }

    /** Σ_{k < 0} factor·h·λ_k^p, a geometric series. */
    private double below(double factor, double p, double u) {
        return -factor * h * StrictMath.exp(p * (u - h)) / StrictMath.expm1(-p * h);
    }

    /** How many nodes forces need where gaps are of at least this size relative to the range. */
    int nodes(double least) {
        return needed(forForces, least);
    }

    /** How many nodes, in whole groups, gaps of at least this size relative to the range need. */
    private int needed(Nodes nodes, double least) {
        double count = Math.ceil(StrictMath.log(cut / (least * nodes.lambda[0])) / h);
        int groups =
                ((int) Math.max(0, Math.min(count, LARGEST / h * 2)) + Exponentials.GROUP - 1) / Exponentials.GROUP;
        return Math.min(nodes.lambda.length, groups * Exponentials.GROUP);
    }

    @Override
    public void forces(Sites[] lines, int count) {
        int longest = 0;
        for (int line = 0; line < count; line++) {
            longest = Math.max(longest, lines[line].count());
            smooth(lines[line]);
        }
        Exponentials e = lines[0].tile;
        int width = count == 1 ? 1 : lanes.lines();
        int last = (longest - 1) / Exponentials.TILE * Exponentials.TILE;
        // What sits at a place itself counts on the way up and on the way down, and so cancels.
        e.begin(forForces.weight.length, width);
        for (int first = 0; first <= last; first += Exponentials.TILE) {
            sweep(lines, count, e, first, longest, true);
        }
        e.begin(forForces.weight.length, width);
        for (int first = last; first >= 0; first -= Exponentials.TILE) {
            sweep(lines, count, e, first, longest, false);
        }
        for (int line = 0; line < count; line++) {
            Sites s = lines[line];
            double scale = exponent * StrictMath.pow(s.range(), exponent - 1);
            for (int i = 0; i < s.count(); i++) {
                s.force[i] = s.count() == 1 ? 0 : s.force[i] * scale;
            }
        }
    }

    private void sweep(Sites[] lines, int count, Exponentials e, int first, int longest, boolean up) {
        e.tile(first, longest);
        for (int line = 0; line < count; line++) {
            e.matter(line, needed(forForces, e.load(lines[line], line)));
            e.loadMasses(lines[line], line);
        }
        int most = e.most();
        for (int k = 0; k < most; k += Exponentials.GROUP) {
            if (up) {
                e.up(lanes, forForces.lambda, chains, forForces.weight, k);
            } else {
                e.down(lanes, forForces.lambda, chains, forForces.weight, k);
            }
        }
        for (int line = 0; line < count; line++) {
            e.store(lines[line], line);
        }
        e.end();
    }

    /** The polynomial part of the forces: with prefix sums of m and its moments. */
    private void smooth(Sites s) {
        int n = s.count();
        double range = s.range();
        if (n == 1) {
            s.force[0] = 0;
            return;
        }
        double total0 = 0;
        double total1 = 0;
        double total2 = 0;
        for (int i = 0; i < n; i++) {
            double t = (s.at[i] - s.at[0]) / range;
            total0 += s.mass[i];
            total1 += s.mass[i] * t;
            total2 += s.mass[i] * t * t;
        }
        double before0 = 0;
        double before1 = 0;
        double before2 = 0;
        for (int i = 0; i < n; i++) {
            double t = (s.at[i] - s.at[0]) / range;
            double m0 = s.mass[i];
            double m1 = m0 * t;
            double m2 = m1 * t;
            double q0 = 2 * before0 + m0 - total0;
            double q1 = 2 * before1 + m1 - total1;
            double q2 = 2 * before2 + m2 - total2;
            s.force[i] = forcesBelow[0] * q0
                    + forcesBelow[1] * (t * total0 - total1)
                    + forcesBelow[2] * (t * (t * q0 - 2 * q1) + q2);
            before0 += m0;
            before1 += m1;
            before2 += m2;
        }
    }

    @Override
    public double squared(Sites s) {
        int n = s.count();
        Exponentials e = s.tile;
        if (n == 1) {
            return 0;
        }
        double[] below = s.force;
        double range = s.range();
        double energy = 0;
        double mean = 0;
        double sum = 0;
        for (int i = 0; i < n - 1; i++) {
            sum += s.mass[i];
            below[i] = sum;
            double gap = (s.at[i + 1] - s.at[i]) / range;
            energy += gap * sum * sum;
            mean += gap * sum;
        }
        below[n - 1] = 0;
        double value = valuesBelow[0] * 2 * energy + valuesBelow[1] * mean * mean;
        double[] lambda = forValues.lambda;
        double[] weight = forValues.weight;
        e.begin(weight.length, 1);
        for (int from = 0; from < n; from += Exponentials.TILE) {
            e.tile(from, n);
            int nodes = needed(forValues, e.load(s, 0));
            e.matter(0, nodes);
            for (int k = 0; k < nodes; k += Exponentials.GROUP) {
                if (exponent < 1) {
                    e.group(k, lambda, chains);
                    value += e.squares(s, weight, k);
                } else {
                    e.groupWithIntegrals(k, lambda, chains);
                    value += e.differences(below, weight, lambda, k);
                }
            }
            e.end();
            value += beyond(s, e, nodes);
        }
        return (value + e.rest(weight)) * StrictMath.pow(range, exponent);
    }

    /** What all nodes from k on say of the tile: there A is the mass at each place and 0 soon after. */
    private double beyond(Sites s, Exponentials e, int k) {
        if (k == forValues.weight.length) {
            return 0;
        }
        double all = -forValues.weight[k] / StrictMath.expm1(-exponent * h);
        if (exponent < 1) {
            return all * e.squaresOfMasses(s.mass);
        }
        double allTimesLambda = -forValues.weight[k] * forValues.lambda[k] / StrictMath.expm1((1 - exponent) * h);
        return allTimesLambda * e.energy(s.force) + all * e.mixed(s.mass, s.force);
    }
}
