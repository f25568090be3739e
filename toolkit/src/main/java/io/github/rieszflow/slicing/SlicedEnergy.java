package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collector;

/**
 * The sliced energy distance, MMD² for r = 1, of samples that are counted and not kept: each of P directions has a table of
 * bins, and two tables say between which bounds the distance of the two samples lies. Data may come in any order, in
 * any parts, from many threads or machines; the tables add up to the same ones, and results are the same in every bit.
 *
 * <pre>{@code
 * var drift = SlicedEnergy.accumulator(64, 4096);
 * drift.x().accept(before);
 * drift.y().accept(after);
 * drift.result();
 * }</pre>
 *
 * <p>The directions are those of {@code Mmd.riesz(1).sliced(P)} with the same seed, and the bounds enclose its value: what bins
 * leave open, and what rounding of the projections may have changed, is all inside. The slices' own error is not; {@link
 * EnergyBounds#value} says it.
 *
 * <p>How wide the bounds are is decided by where the bins are, which is chosen before anything is counted:
 * <ul>
 * <li>as it is made here, bins are the leading bits of the projections, 8 to an octave if there are 4,096: for data of any
 * size and a first look;
 * <li>{@link #around}: one pass, the leading bits around the middle of a pilot sample, finest within twice its spread, out to
 * about 500 times that;
 * <li>{@link #within(EnergyAccumulator)}: two passes, bins of the same width between the least and the largest projection that the
 * first pass saw, for samples without heavy tails.
 * </ul>
 * Where points lie beyond the bins, bounds are wider and still right.
 *
 * <p>A sample takes P·bins·16 bytes: a count and a sum of places within the bin, both whole numbers. Up to 8,192 points
 * (in more than 32 dimensions fewer, and 1,024 at least) are kept as they are, and take 4d bytes each. A value: each method that
 * changes one choice returns a new one.
 *
 * @serial exclude
 */
public final class SlicedEnergy implements Serializable {
    private static final int FEWEST = 512;
    private static final int MOST = 1 << 16;
    /** Octaves of the leading bits of all numbers of single precision. */
    private static final int ALL = 256;
    /** Octaves around a pilot. */
    private static final int AROUND = 8;
    /** Twice the spread of normal projections as a multiple of their median distance from the middle. */
    private static final double TWICE = 3;
    /** Spreads below this are taken for it: their inverse is still a number. */
    private static final double LEAST = 1e-30;

    private static final Map<SlicedEnergy, WeakReference<SlicedEnergy>> KNOWN = new WeakHashMap<>();

    private final int slices;
    private final int bins;
    private final long seed;
    private final double weightUnit;
    private final float one;
    private final int octaves;
    /** Subtracted from points; empty if nothing is. */
    private final double[] centre;
    /** Middle and scale of the bins of each direction; empty if they are 0 and 1. */
    private final float[] middles;

    private final float[] scales;

    /** Idle memory by dimension. */
    private final transient Map<Integer, Queue<Slicer>> slicers = new ConcurrentHashMap<>();

    private final transient Map<Integer, float[]> edges = new ConcurrentHashMap<>();

    private SlicedEnergy(
            int slices,
            int bins,
            long seed,
            double weightUnit,
            float one,
            int octaves,
            double[] centre,
            float[] middles,
            float[] scales) {
        this.slices = slices;
        this.bins = bins;
        this.seed = seed;
        this.weightUnit = weightUnit;
        this.one = one;
        this.octaves = octaves;
        this.centre = centre;
        this.middles = middles;
        this.scales = scales;
    }

    /**
     * Slices and bins.
     *
     * @param slices P, how many directions; on the line there is one
     * @param bins how many for each direction, a power of two from 512 to 65,536
     * @return the sliced energy distance from counts
     * @throws IllegalArgumentException if a number is out of range
     */
    public static SlicedEnergy of(int slices, int bins) {
        Require.positive(slices, "the number of slices");
        requireBins(bins);
        return new SlicedEnergy(
                slices, bins, Seed.DEFAULT.value(), 1, 0, ALL, new double[0], new float[0], new float[0]);
    }

    private static void requireBins(int bins) {
        if (Integer.bitCount(Require.between(bins, FEWEST, MOST, "the number of bins")) != 1) {
            throw new IllegalArgumentException("the number of bins must be a power of two: received " + bins + "; take "
                    + Integer.highestOneBit(bins));
        }
    }

    /**
     * Counts for two samples: {@code of(slices, bins).accumulator()}.
     *
     * @param slices P, how many directions
     * @param bins how many for each direction, a power of two from 512 to 65,536
     * @return counts, still empty
     * @throws IllegalArgumentException if a number is out of range
     */
    public static EnergyAccumulator accumulator(int slices, int bins) {
        return of(slices, bins).accumulator();
    }

    /**
     * The same with directions from another seed.
     *
     * @param seed the seed
     * @return the changed value
     * @throws IllegalStateException if bins have been placed, which depends on the directions
     */
    public SlicedEnergy seed(Seed seed) {
        if (scales.length > 0) {
            throw new IllegalStateException(
                    "the bins are placed on the directions of one seed: choose the seed first, then around(pilot)");
        }
        return new SlicedEnergy(slices, bins, seed.value(), weightUnit, one, octaves, centre, middles, scales);
    }

    /**
     * The same for weights that are no whole numbers: they are rounded to multiples of a unit, so that sums of them are exact and do
     * not depend on their order. What rounding changes is inside the bounds.
     *
     * @param unit the unit: a thousandth of a usual weight changes the ninth digit of a million points
     * @return the changed value
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public SlicedEnergy weightUnit(double unit) {
        return new SlicedEnergy(
                slices,
                bins,
                seed,
                Require.positive(unit, "the unit of weights"),
                one,
                octaves,
                centre,
                middles,
                scales);
    }

    /**
     * The same with bins around a pilot sample: its mean is subtracted from all points, in double precision, and the bins of each
     * direction are finest within about two standard deviations of its median there. At most 1,024 points of it are
     * looked at, evenly chosen.
     *
     * @param pilot some points like those to come; weights are not looked at
     * @return the changed value
     * @throws IllegalArgumentException if a coordinate lies beyond 10²⁵ from the mean
     */
    public SlicedEnergy around(Measure pilot) {
        Points all = pilot.points();
        int n = Math.min(all.size(), Slicer.FEWEST);
        int[] chosen = new int[n];
        Arrays.setAll(chosen, i -> (int) ((long) i * all.size() / n));
        Points some = all.select(chosen);
        double[] mean = some.mean();
        int directions = slices(mean.length);
        float[] middle = new float[directions];
        float[] scale = new float[directions];
        SlicedEnergy centred =
                new SlicedEnergy(slices, bins, seed, weightUnit, 1, AROUND, mean, new float[0], new float[0]);
        float[] points = SampleCounts.centred(some, mean);
        float[] own = new float[n];
        try (Lent slicer = centred.slicer(mean.length)) {
            slicer.get().project(points, 0, n, (slice, line, o) -> {
                System.arraycopy(line, o, own, 0, n);
                Arrays.sort(own);
                middle[slice] = own[n / 2];
                for (int i = 0; i < n; i++) {
                    own[i] = Math.abs(own[i] - middle[slice]);
                }
                Arrays.sort(own);
                // Of points that mostly coincide the others say how wide they are.
                double spread = own[n / 2] > 0 ? own[n / 2] : own[n - 1];
                scale[slice] = (float) (1 / Math.max(TWICE * spread, LEAST));
            });
        }
        return new SlicedEnergy(slices, bins, seed, weightUnit, 1, AROUND, mean, middle, scale);
    }

    /**
     * The same with bins of equal width between the least and the largest projection of a sample on each direction.
     *
     * @param sample points, all or some of those to come; weights are not looked at
     * @return the changed value
     * @throws IllegalArgumentException if a coordinate lies beyond 10²⁵ from the mean
     */
    public SlicedEnergy within(Measure sample) {
        double[] mean = sample.points().mean();
        SampleCounts counts =
                new SlicedEnergy(slices, bins, seed, weightUnit, 0, ALL, mean, new float[0], new float[0]).sample();
        counts.accept(sample.points());
        return within(counts, counts);
    }

    /**
     * The same with bins of equal width between the least and the largest projection that a first pass over the data has seen: the
     * second pass counts all within the bins.
     *
     * @param first what the first pass counted, from a value with the same slices and seed; 512 bins will do
     * @return the changed value
     * @throws IllegalArgumentException if it has other slices or another seed
     * @throws IllegalStateException if a sample of it is empty
     */
    public SlicedEnergy within(EnergyAccumulator first) {
        SlicedEnergy other = first.x().energy();
        if (other.slices != slices || other.seed != seed) {
            throw new IllegalArgumentException("the first pass needs the same directions: expected " + slices
                    + " slices and seed " + seed + ", received " + other.slices + " and " + other.seed);
        }
        first.requireBoth();
        return within(first.x(), first.y());
    }

    private SlicedEnergy within(SampleCounts x, SampleCounts y) {
        float[][] ranges = {x.lowest(), x.highest(), y.lowest(), y.highest()};
        int directions = ranges[0].length;
        float[] middle = new float[directions];
        float[] scale = new float[directions];
        for (int p = 0; p < directions; p++) {
            double low = Math.min(ranges[0][p], ranges[2][p]);
            double high = Math.max(ranges[1][p], ranges[3][p]);
            middle[p] = (float) ((low + high) / 2);
            // A little more than half: rounding must not put the outermost points beyond.
            double reach = (high - low) / 2 * (1 + 1e-6) + 1e-6 * Math.abs(middle[p]);
            scale[p] = (float) (1 / Math.max(reach, LEAST));
        }
        return new SlicedEnergy(slices, bins, seed, weightUnit, 1, 1, x.energy().centre, middle, scale);
    }

    /**
     * Counts for two samples.
     *
     * @return counts, still empty
     */
    public EnergyAccumulator accumulator() {
        return new EnergyAccumulator(sample(), sample());
    }

    /**
     * Counts for one sample, to be compared with others.
     *
     * @return counts, still empty
     */
    public SampleCounts sample() {
        return new SampleCounts(this);
    }

    /**
     * Collects a stream of points, in parallel if the stream is, to the same counts.
     *
     * <pre>{@code
     * Stream<float[]> rows = Stream.of(new float[] {1, 2}, new float[] {3, 4});
     * SampleCounts sample = rows.parallel().collect(SlicedEnergy.of(64, 4096).collector());
     * }</pre>
     *
     * @return the collector
     */
    public Collector<float[], SampleCounts, SampleCounts> collector() {
        return Collector.of(
                this::sample,
                SampleCounts::accept,
                SampleCounts::combine,
                Collector.Characteristics.UNORDERED,
                Collector.Characteristics.IDENTITY_FINISH);
    }

    /**
     * The same with another number of bins, such as fewer for the first of two passes.
     *
     * @param bins how many for each direction, a power of two from 512 to 65,536
     * @return the changed value
     * @throws IllegalArgumentException if the number is out of range
     */
    public SlicedEnergy bins(int bins) {
        requireBins(bins);
        return new SlicedEnergy(slices, bins, seed, weightUnit, one, octaves, centre, middles, scales);
    }

    /**
     * How many bins each direction has.
     *
     * @return the number
     */
    public int bins() {
        return bins;
    }

    /**
     * How many directions there are.
     *
     * @return P; on the line one is all that counts
     */
    public int slices() {
        return slices;
    }

    /** How many directions there are for points in R^d. */
    int slices(int dimension) {
        return dimension == 1 ? 1 : slices;
    }

    double unit() {
        return weightUnit;
    }

    /** What is subtracted from points; empty if nothing is. */
    double[] centre() {
        return centre;
    }

    SliceBins on(int slice) {
        return new SliceBins(
                bins, one, octaves, scales.length == 0 ? 0 : middles[slice], scales.length == 0 ? 1 : scales[slice]);
    }

    /** The least number of each bin of a direction. */
    float[] edges(int slice) {
        return edges.computeIfAbsent(scales.length == 0 ? 0 : slice, p -> on(p).edges());
    }

    /** Memory to project with, which goes back when this is closed. */
    record Lent(Slicer get, Queue<Slicer> home) implements AutoCloseable {
        @Override
        public void close() {
            home.add(get);
        }
    }

    Lent slicer(int dimension) {
        Queue<Slicer> idle = slicers.computeIfAbsent(dimension, d -> new ConcurrentLinkedQueue<>());
        Slicer slicer = idle.poll();
        return new Lent(slicer != null ? slicer : new Slicer(slices(dimension), dimension, Seed.seed(seed)), idle);
    }

    /** One value for all equal ones that arrive, so that they share what is found once. */
    Object readResolve() {
        SlicedEnergy own = new SlicedEnergy(slices, bins, seed, weightUnit, one, octaves, centre, middles, scales);
        synchronized (KNOWN) {
            WeakReference<SlicedEnergy> known = KNOWN.get(own);
            SlicedEnergy before = known == null ? null : known.get();
            if (before != null) {
                return before;
            }
            KNOWN.put(own, new WeakReference<>(own));
            return own;
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SlicedEnergy e
                        && slices == e.slices
                        && bins == e.bins
                        && seed == e.seed
                        && weightUnit == e.weightUnit
                        && one == e.one
                        && octaves == e.octaves
                        && Arrays.equals(centre, e.centre)
                        && Arrays.equals(middles, e.middles)
                        && Arrays.equals(scales, e.scales));
    }

    @Override
    public int hashCode() {
        return Objects.hash(slices, bins, seed, octaves, Arrays.hashCode(scales));
    }

    @Override
    public String toString() {
        String place = octaves == ALL ? "leading bits" : octaves == AROUND ? "around a pilot" : "of equal width";
        return "sliced energy distance, " + slices + " slices, " + bins + " bins " + place;
    }
}
