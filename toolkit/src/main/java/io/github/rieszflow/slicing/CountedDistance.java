package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Estimate;

/**
 * What counts say of 2∫(F−G)² on each line. With F, G the distribution functions of the two samples and D = F − G:
 *
 * <ul>
 * <li>At the edge of a bin D is known. Within, it lies between F at the left edge less G at the right one, L, and the
 *     other way round, U; and the sum of places gives its mean μ over the bin, up to the width of a part.
 * <li>So of a bin of width w, wμ² ≤ ∫D² ≤ w(μ(L+U) − LU): by Jensen's inequality, and as (D−L)(U−D) ≥ 0. Without a mean,
 *     which the outermost bins have not, μ may be anything from L to U. Beyond the least and the largest projection D is 0.
 * <li>Projections are off by at most δ_i, so that ∫|D−D̃| ≤ E, the sum of the mean δ of both samples, and
 *     |∫D² − ∫D̃²| ≤ E(2 sup|D̃| + sup|D−D̃|).
 * </ul>
 */
final class CountedDistance {
    /** Half the distance between 1 and the next number of single precision. */
    private static final double UNIT = 0x1p-24;

    private final SampleCounts x;
    private final SampleCounts y;
    private final float[] xLow;
    private final float[] xHigh;
    private final float[] yLow;
    private final float[] yHigh;
    private double lower;
    private double value;
    private double upper;

    private CountedDistance(SampleCounts x, SampleCounts y) {
        this.x = x;
        this.y = y;
        this.xLow = x.lowest();
        this.xHigh = x.highest();
        this.yLow = y.lowest();
        this.yHigh = y.highest();
    }

    static EnergyBounds of(SampleCounts x, SampleCounts y) {
        CountedDistance distance = new CountedDistance(x, y);
        int slices = distance.xLow.length;
        double constant;
        try (SlicedEnergy.Lent slicer = x.energy().slicer(x.dimension())) {
            constant = slicer.get().constant();
        }
        double[] values = new double[slices];
        double low = 0;
        double high = 0;
        double mean = 0;
        for (int p = 0; p < slices; p++) {
            distance.slice(p);
            values[p] = 2 * constant * distance.value;
            low += 2 * constant * distance.lower / slices;
            high += 2 * constant * distance.upper / slices;
            mean += values[p] / slices;
        }
        Estimate estimate = x.dimension() == 1 ? Estimate.exact(mean) : error(x, values, mean);
        double rounding = 1e-13 * high;
        return new EnergyBounds(Math.max(0, low - rounding), estimate, high + rounding);
    }

    private static Estimate error(SampleCounts x, double[] values, double mean) {
        try (SlicedEnergy.Lent slicer = x.energy().slicer(x.dimension())) {
            return slicer.get().error(p -> values[p], mean).estimate(mean, values.length);
        }
    }

    private void slice(int p) {
        lower = 0;
        value = 0;
        upper = 0;
        double least = Math.min(xLow[p], yLow[p]);
        double most = Math.max(xHigh[p], yHigh[p]);
        SliceBins bins = x.energy().on(p);
        float[] edges = x.energy().edges(p);
        long[] ofX = x.counts(p);
        long[] ofY = y.counts(p);
        double nx = x.total();
        double ny = y.total();
        long kx = 0;
        long ky = 0;
        double largest = 0;
        double narrowest = Double.POSITIVE_INFINITY;
        double mostOfX = 0;
        double mostOfY = 0;
        for (int b = 0; b < edges.length; b++) {
            double end = b + 1 < edges.length ? edges[b + 1] : Double.POSITIVE_INFINITY;
            double left = Math.max(edges[b], least);
            double right = Math.min(end, most);
            double f = kx / nx;
            double g = ky / ny;
            kx += ofX[2 * b];
            ky += ofY[2 * b];
            if (right < left) {
                continue;
            }
            double fEnd = kx / nx;
            double gEnd = ky / ny;
            narrowest = Math.min(narrowest, end - edges[b]);
            mostOfX = Math.max(mostOfX, fEnd - f);
            mostOfY = Math.max(mostOfY, gEnd - g);
            double l = f - gEnd;
            double u = fEnd - g;
            largest = Math.max(largest, Math.max(Math.abs(l), Math.abs(u)));
            double meanLow = l;
            double meanHigh = u;
            double w = right - left;
            if (w == 0) {
                continue;
            }
            if (!bins.outermost(b)) {
                double fLow = mean(bins, b, ofX, nx, f, right, w, 1);
                double fHigh = mean(bins, b, ofX, nx, f, right, w, -1);
                double gLow = mean(bins, b, ofY, ny, g, right, w, 1);
                double gHigh = mean(bins, b, ofY, ny, g, right, w, -1);
                meanLow = Math.min(
                        u, Math.max(l, Math.min(fEnd, Math.max(f, fLow)) - Math.min(gEnd, Math.max(g, gHigh))));
                meanHigh = Math.max(
                        l, Math.min(u, Math.min(fEnd, Math.max(f, fHigh)) - Math.min(gEnd, Math.max(g, gLow))));
            }
            double rise = (fEnd - gEnd) - (f - g);
            // What independent points within a bin make D vary by, beside a straight line.
            double scatter = (fEnd - f) / x.count() + (gEnd - g) / y.count();
            add(w, l, u, meanLow, meanHigh, (rise * rise + scatter) / 12);
        }
        double range = most - least;
        double slack = 1e-11 * upper + 1e-15 * range * largest + rounding(largest, narrowest, mostOfX, mostOfY);
        double weights = rounded(x) + rounded(y);
        slack += range * weights * (2 * largest + weights);
        lower = Math.max(0, lower - slack);
        upper += slack;
    }

    /** The mean of a distribution function over a bin; the least for a sign of 1, the largest for −1. */
    private static double mean(
            SliceBins bins, int b, long[] counts, double n, double before, double right, double w, int sign) {
        double count = counts[2 * b];
        double part = bins.width(b) / SliceBins.PARTS;
        double error = bins.error(b) + 0x1p-50 * Math.abs(right);
        double places = (counts[2 * b + 1] + (sign > 0 ? count : 0)) * part + sign * count * error;
        return before + (count * (right - bins.left(b)) - places) / (n * w);
    }

    private void add(double w, double l, double u, double meanLow, double meanHigh, double variance) {
        double least = meanLow > 0 ? meanLow * meanLow : meanHigh < 0 ? meanHigh * meanHigh : 0;
        double most = Math.max(meanLow * (l + u), meanHigh * (l + u)) - l * u;
        double middle = (meanLow + meanHigh) / 2;
        lower += w * least;
        upper += w * Math.max(least, most);
        value += w * Math.min(Math.max(least, most), Math.max(least, middle * middle + variance));
    }

    /** What the rounding of projections may change. */
    private double rounding(double largest, double narrowest, double mostOfX, double mostOfY) {
        double d = x.dimension() + 3;
        double unit = 1.01 * d * UNIT / (1 - d * UNIT);
        double sum = 0;
        double beyond = 0;
        double jump = 1;
        for (int e = SampleCounts.LENGTHS - 1; e >= 0; e--) {
            double share = x.lengths()[e] / (double) x.total() + y.lengths()[e] / (double) y.total();
            double off = unit * Math.scalb(1.0, e + SampleCounts.LEAST_LENGTH);
            sum += share * off;
            // All points that are not longer than this stay within two neighbouring bins.
            if (2 * off <= narrowest) {
                jump = Math.min(jump, beyond + 2 * mostOfX + 2 * mostOfY);
            }
            beyond += share;
        }
        return sum * (2 * largest + jump);
    }

    private static double rounded(SampleCounts sample) {
        double most = sample.rounded();
        return most == 0 ? 0 : most < sample.total() ? most / (sample.total() - most / 2) : 1;
    }
}
