package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Drawing;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one sample: for each direction how many projections fall into each bin and where in it, their range, and how
 * long the points are, all in whole numbers. So it does not matter in which order, in which parts and on which machines points are
 * counted. Serializable in a form without the empty bins. Not for several threads at once.
 *
 * @serial exclude
 */
public final class SampleCounts implements Serializable {
    /** Lengths of points are counted by powers of two, from 2⁻¹⁰⁰ on. */
    static final int LEAST_LENGTH = -100;

    static final int LENGTHS = 220;

    /** Points with coordinates beyond this are refused: transforms must not leave single precision. */
    private static final double LARGEST = 1e25;
    /** Sums of 255 times as much still fit into 64 bits. */
    private static final long MOST = 1L << 54;

    private final SlicedEnergy energy;
    private int dimension;
    /** Points that are not counted yet, and how many times each counts; null if each counts once. */
    private float[] waiting = {};

    private long @Nullable [] times;
    private int waitingPoints;

    private long points;
    private long total;
    private long rounded;
    /** By how many powers of two points are long: the total of them. */
    private final long[] lengths = new long[LENGTHS];
    /** For each direction and bin, number and sum of parts; empty until points are counted. */
    private long[][] counts = {};

    private float[] lowest = {};
    private float[] highest = {};

    SampleCounts(SlicedEnergy energy) {
        this.energy = energy;
        this.dimension = energy.centre().length;
    }

    /**
     * Counts a point.
     *
     * @param point d numbers, copied
     * @throws IllegalArgumentException if there are not d of them, or one is not finite or too far from 0
     */
    public void accept(float... point) {
        accept(point, 1);
    }

    /**
     * Counts a point with a weight.
     *
     * @param point d numbers, copied
     * @param weight its weight, finite and not negative, a multiple of the unit of weights or rounded to one
     * @throws IllegalArgumentException if there are not d numbers, or one is not finite or too far from 0, or the weight is none, or
     *     no whole number although no {@link SlicedEnergy#weightUnit} was chosen
     */
    public void accept(float[] point, double weight) {
        long multiple = multiple(weight);
        int o = room(point.length);
        for (int k = 0; k < dimension; k++) {
            waiting[o + k] = centred(point[k], k, energy.centre());
        }
        took(multiple, weight);
    }

    /**
     * Counts a point of numbers in double precision, which keep the digits that are left after the centre of a pilot was
     * subtracted.
     *
     * @param point d numbers, copied
     * @throws IllegalArgumentException if there are not d of them, or one is not finite or too far from 0
     */
    public void accept(double[] point) {
        accept(point, 1);
    }

    /**
     * Counts a point of numbers in double precision with a weight.
     *
     * @param point d numbers, copied
     * @param weight its weight, finite and not negative, a multiple of the unit of weights or rounded to one
     * @throws IllegalArgumentException as for {@link #accept(float[], double)}
     */
    public void accept(double[] point, double weight) {
        long multiple = multiple(weight);
        int o = room(point.length);
        for (int k = 0; k < dimension; k++) {
            waiting[o + k] = centred(point[k], k, energy.centre());
        }
        took(multiple, weight);
    }

    /**
     * Counts points.
     *
     * @param block N×d points
     * @throws IllegalArgumentException if they have another dimension than those before, or one is too far from 0
     */
    public void accept(Points block) {
        requireDimension(block.dimension());
        float[] own = centred(block, energy.centre());
        requireTotal(block.size());
        dimension = block.dimension();
        int tile = Slicer.tile(dimension);
        for (int first = 0; first < block.size(); first += tile) {
            int n = Math.min(tile, block.size() - first);
            if (n == tile) {
                count(own, first, n, null);
                points += n;
                total += n;
            } else {
                for (int i = first; i < first + n; i++) {
                    int o = room(dimension);
                    System.arraycopy(own, i * dimension, waiting, o, dimension);
                    took(1, 1);
                }
            }
        }
    }

    /** Numbers less a centre, or as they are if that is empty. */
    static float[] centred(Points points, double[] centre) {
        float[] own = points.toArray();
        int d = points.dimension();
        for (int i = 0; i < own.length; i++) {
            own[i] = centred(own[i], i % d, centre);
        }
        return own;
    }

    private static float centred(double number, int k, double[] centre) {
        double own = centre.length == 0 ? number : number - centre[k];
        if (!(Math.abs(own) <= LARGEST)) {
            throw new IllegalArgumentException("coordinates must be finite and at most 1e25 from "
                    + (centre.length == 0 ? "0" : "the mean of the pilot") + ": coordinate " + k + " is " + number
                    + "; remove or rescale such points first");
        }
        return (float) own;
    }

    private long multiple(double weight) {
        double multiple = weight / energy.unit();
        if (!(multiple >= 0 && multiple <= MOST)) {
            throw new IllegalArgumentException("weights must be finite, not negative and at most 2^54 units of "
                    + energy.unit() + ": received " + weight);
        }
        long whole = (long) Math.rint(multiple);
        if (energy.unit() == 1 && whole != weight) {
            throw new IllegalArgumentException("weights count in whole numbers unless another unit is chosen: received "
                    + weight + "; use weightUnit(0.001), for example");
        }
        requireTotal(whole);
        return whole;
    }

    private void requireTotal(long more) {
        if (more > MOST - total) {
            throw new IllegalArgumentException("counts go up to 2^54: expected at most " + (MOST - total)
                    + " more, received " + more + "; choose a larger unit of weights");
        }
    }

    private void requireDimension(int d) {
        Require.positive(d, "the dimension");
        if (dimension > 0 && d != dimension) {
            throw new IllegalArgumentException(
                    "all points need the same dimension: expected " + dimension + ", received " + d);
        }
    }

    /** Where the next point goes. */
    private int room(int d) {
        requireDimension(d);
        dimension = d;
        if (waitingPoints == Slicer.tile(d)) {
            flush();
        }
        int o = waitingPoints * d;
        if (o + d > waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.min(Slicer.tile(d), Math.max(4, 2 * waitingPoints)) * d);
        }
        return o;
    }

    private void took(long multiple, double weight) {
        if (multiple != 1 && times == null) {
            times = new long[Slicer.tile(dimension)];
            Arrays.fill(times, 1);
        }
        if (times != null) {
            times[waitingPoints] = multiple;
        }
        waitingPoints++;
        points++;
        total += multiple;
        rounded += multiple * energy.unit() == weight ? 0 : 1;
    }

    /** Counts what waits. */
    private void flush() {
        if (waitingPoints > 0) {
            count(waiting, 0, waitingPoints, times);
            waitingPoints = 0;
            if (times != null) {
                Arrays.fill(times, 1);
            }
        }
    }

    private void count(float[] from, int first, int n, long @Nullable [] weights) {
        if (counts.length == 0) {
            int directions = energy.slices(dimension);
            Memory.require(
                    16.0 * directions * energy.bins(),
                    directions + " slices with " + energy.bins() + " bins",
                    "take fewer slices or bins");
            counts = new long[directions][2 * energy.bins()];
            lowest = new float[directions];
            highest = new float[directions];
            Arrays.fill(lowest, Float.POSITIVE_INFINITY);
            Arrays.fill(highest, Float.NEGATIVE_INFINITY);
        }
        for (int i = 0; i < n; i++) {
            double square = 0;
            for (int k = 0; k < dimension; k++) {
                double c = from[(first + i) * dimension + k];
                square += c * c;
            }
            int length = Math.floorDiv(Math.getExponent(square) + 2, 2);
            long own = weights == null ? 1 : weights[i];
            lengths[Math.max(0, length - LEAST_LENGTH)] += own;
        }
        try (SlicedEnergy.Lent slicer = energy.slicer(dimension)) {
            Slicer own = slicer.get();
            own.project(from, first, n, (slice, line, o) -> {
                float[] range = own.range(line, o, n);
                lowest[slice] = Math.min(lowest[slice], range[0]);
                highest[slice] = Math.max(highest[slice], range[1]);
                if (weights == null) {
                    energy.on(slice).count(line, o, n, counts[slice]);
                } else {
                    energy.on(slice).count(line, o, n, weights, counts[slice]);
                }
            });
        }
    }

    /**
     * Adds what another one has counted, which is not changed.
     *
     * @param other from the same {@link SlicedEnergy}
     * @return this, changed
     * @throws IllegalArgumentException if slices, bins or dimensions differ, or counts go beyond 2⁵⁴
     */
    public SampleCounts combine(SampleCounts other) {
        if (other == this) {
            throw new IllegalArgumentException("counts cannot be added to themselves: received the same object twice");
        }
        requireSame(other);
        if (other.points == 0) {
            return this;
        }
        requireDimension(other.dimension);
        requireTotal(other.total);
        dimension = other.dimension;
        if (other.counts.length > 0) {
            add(other);
        }
        for (int i = 0; i < other.waitingPoints; i++) {
            int o = room(dimension);
            System.arraycopy(other.waiting, i * dimension, waiting, o, dimension);
            long multiple = other.times == null ? 1 : other.times[i];
            took(multiple, multiple * energy.unit());
        }
        points += other.points - other.waitingPoints;
        rounded += other.rounded;
        total += other.total - waitingTotal(other);
        return this;
    }

    private static long waitingTotal(SampleCounts c) {
        if (c.times == null) {
            return c.waitingPoints;
        }
        return Arrays.stream(c.times, 0, c.waitingPoints).sum();
    }

    private void add(SampleCounts other) {
        if (counts.length == 0) {
            counts = new long[other.counts.length][2 * energy.bins()];
            lowest = other.lowest.clone();
            highest = other.highest.clone();
        }
        for (int p = 0; p < counts.length; p++) {
            long[] own = counts[p];
            long[] theirs = other.counts[p];
            for (int b = 0; b < own.length; b++) {
                own[b] += theirs[b];
            }
            lowest[p] = Math.min(lowest[p], other.lowest[p]);
            highest[p] = Math.max(highest[p], other.highest[p]);
        }
        for (int e = 0; e < LENGTHS; e++) {
            lengths[e] += other.lengths[e];
        }
    }

    /**
     * MMD² of this sample and another, un-halved, and how far it may be off.
     *
     * @param other counts from the same {@link SlicedEnergy}
     * @return lower bound, value and upper bound
     * @throws IllegalStateException if a sample is empty
     * @throws IllegalArgumentException if slices, bins or dimensions differ
     */
    public EnergyBounds distance(SampleCounts other) {
        requireSame(other);
        requireSome("the first sample");
        other.requireSome("the second sample");
        requireDimension(other.dimension);
        flush();
        other.flush();
        return CountedDistance.of(this, other);
    }

    private void requireSame(SampleCounts other) {
        if (!energy.equals(other.energy)) {
            throw new IllegalArgumentException("counts that are put together need the same slices and bins: one has "
                    + energy + ", the other " + other.energy + ", or their seeds, pilots or units of weights differ");
        }
    }

    void requireSome(String name) {
        if (total == 0) {
            throw new IllegalStateException("the distance needs points with weights in both samples: " + name
                    + " has none yet; give it some with accept");
        }
    }

    /**
     * How many points were counted.
     *
     * @return N
     */
    public long count() {
        return points;
    }

    /**
     * What all weights add up to; N without weights.
     *
     * @return the sum of the rounded weights
     */
    public double totalWeight() {
        return total * energy.unit();
    }

    /**
     * The dimension of the points.
     *
     * @return d; 0 as long as there are none and no pilot
     */
    public int dimension() {
        return dimension;
    }

    /**
     * What it counts for.
     *
     * @return slices and bins
     */
    public SlicedEnergy energy() {
        return energy;
    }

    /** Sum of multiples. */
    long total() {
        return total;
    }

    /** How many weights were no multiples of the unit. */
    long rounded() {
        return rounded;
    }

    long[] lengths() {
        return lengths;
    }

    long[] counts(int slice) {
        return counts[slice];
    }

    float[] lowest() {
        flush();
        return lowest;
    }

    float[] highest() {
        flush();
        return highest;
    }

    private Object writeReplace() throws IOException {
        PackedCounts all = new PackedCounts(
                dimension, points, total, rounded, lengths, counts, lowest, highest, waiting, times, waitingPoints);
        return new Packed(energy, Drawing.VERSION, all.bytes());
    }

    private void readObject(ObjectInputStream in) throws IOException {
        throw new java.io.InvalidObjectException("counts travel in packed form only");
    }

    /** How counts travel; along which directions they were taken the drawing says. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packed(SlicedEnergy energy, int drawing, byte[] data) implements Serializable {
        private Object readResolve() throws IOException {
            Drawing.require(drawing, "these counts were taken", "count again");
            SampleCounts counts = new SampleCounts(energy);
            counts.unpack(PackedCounts.of(data, energy.bins()));
            return counts;
        }
    }

    private void unpack(PackedCounts from) {
        dimension = from.dimension();
        points = from.points();
        total = from.total();
        rounded = from.rounded();
        System.arraycopy(from.lengths(), 0, lengths, 0, LENGTHS);
        counts = from.counts();
        lowest = from.lowest();
        highest = from.highest();
        waiting = from.waiting();
        times = from.times();
        waitingPoints = from.waitingPoints();
    }

    @Override
    public String toString() {
        return points + " points, " + energy;
    }
}
