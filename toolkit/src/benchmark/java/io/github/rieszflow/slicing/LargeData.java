package io.github.rieszflow.slicing;

import com.sun.management.OperatingSystemMXBean;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Two normal samples in 8 dimensions, 0.2 standard deviations apart, made on the fly and counted by a parallel stream in 64 slices
 * of 4,096 bins around a pilot: rows per second, the width of the bounds, and which part of the counting is projection.
 */
public final class LargeData {
    private static final int DIMENSION = 8;
    private static final int SLICES = 64;
    private static final int BINS = 4096;
    private static final double APART = 0.2;
    private static final int BLOCK = 8192;
    private static final Seed SEED = Seed.seed(1);
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private LargeData() {}

    /**
     * Measures and says what was found.
     *
     * @param arguments how many rows both samples have together, a million if none
     */
    public static void main(String... arguments) {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        long blocks = Math.max(2, rows / (2 * BLOCK) * 2);
        SlicedEnergy plan = SlicedEnergy.of(SLICES, BINS).around(block(-1));
        // What runs for the first time is slower.
        count(plan, Math.min(blocks, 40));
        LongStream.range(0, Math.min(blocks, 40)).parallel().mapToObj(LargeData::block).count();

        Span making = span(() -> LongStream.range(0, blocks)
                .parallel()
                .mapToObj(LargeData::block)
                .mapToDouble(block -> block.get(0, 0))
                .sum());
        EnergyBounds[] bounds = new EnergyBounds[1];
        Span both = span(() -> bounds[0] = count(plan, blocks));
        double projecting = projecting(plan);
        double all = (double) blocks * BLOCK;
        double counting = (both.processor - making.processor) / all;
        System.out.printf(
                Locale.ROOT,
                "%,.0f rows in %d dimensions, %d slices, %d bins, %d MiB of heap at most, %d processors%n",
                all,
                DIMENSION,
                SLICES,
                BINS,
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.getRuntime().availableProcessors());
        System.out.printf(Locale.ROOT, "%s, %.2f %% of it wide%n", bounds[0], 100 * bounds[0].relativeWidth());
        System.out.printf(
                Locale.ROOT,
                "%,.0f rows per second; processor time for a row: %.2f µs to make it, %.2f µs to count it, of which"
                        + " projection is %.0f %%%n",
                all / both.seconds,
                1e6 * making.processor / all,
                1e6 * counting,
                100 * projecting / counting);
    }

    /** Even blocks are of the first sample, odd ones of the second. */
    private static Points block(long number) {
        Points points = Points.gaussian(BLOCK, DIMENSION, SEED.split(number));
        double[] by = new double[DIMENSION];
        by[0] = APART;
        return number % 2 == 1 ? points.translate(by) : points;
    }

    private static EnergyBounds count(SlicedEnergy plan, long blocks) {
        LongFunction<Points> make = LargeData::block;
        return LongStream.range(0, blocks)
                .parallel()
                .collect(
                        plan::accumulator,
                        (counts, number) ->
                                (number % 2 == 1 ? counts.y() : counts.x()).accept(make.apply(number)),
                        EnergyAccumulator::combine)
                .result();
    }

    /** Seconds of processor time for the projection of a row, the best of some rounds. */
    private static double projecting(SlicedEnergy plan) {
        float[] points = SampleCounts.centred(block(0), plan.centre());
        double best = Double.POSITIVE_INFINITY;
        try (SlicedEnergy.Lent slicer = plan.slicer(DIMENSION)) {
            for (int round = 0; round < 30; round++) {
                long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                slicer.get().project(points, 0, BLOCK, (slice, line, o) -> {});
                best = Math.min(best, 1e-9 * (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin));
            }
        }
        return best / BLOCK;
    }

    /** How long something took, on the clock and on all processors. */
    private record Span(double seconds, double processor) {}

    private static Span span(Runnable work) {
        long clock = System.nanoTime();
        long processor = SYSTEM.getProcessCpuTime();
        work.run();
        return new Span(1e-9 * (System.nanoTime() - clock), 1e-9 * (SYSTEM.getProcessCpuTime() - processor));
    }
}
