package io.github.rieszflow.spark;

import com.sun.management.OperatingSystemMXBean;
import io.github.rieszflow.slicing.EnergyBounds;
import io.github.rieszflow.slicing.SlicedEnergy;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Two tables of 8 normal columns, 0.2 standard deviations apart, which Spark makes on the fly in two threads of this machine, and
 * their distance in 64 slices of 4,096 bins around a pilot: rows per second, the width of the bounds, and what counting costs.
 */
public final class LargeTables {
    private static final int DIMENSION = 8;
    private static final double APART = 0.2;
    private static final int PARTITION = 250_000;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private LargeTables() {}

    /**
     * Measures and says what was found.
     *
     * @param arguments how many rows both tables have together, a million if none
     */
    public static void main(String... arguments) {
        long rows = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000) / 2;
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("large tables")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        try {
            measure(spark, rows);
        } finally {
            spark.stop();
        }
    }

    private static void measure(SparkSession spark, long rows) {
        Dataset<Row> first = table(spark, rows, 1, 0);
        Dataset<Row> second = table(spark, rows, 2, APART);
        String[] names = first.columns();
        SparkMmd mmd = SparkMmd.of(SlicedEnergy.of(64, 4096), names).around(first);
        // What runs for the first time is slower.
        mmd.distance(first.limit(PARTITION), second.limit(PARTITION));

        Span making = span(() -> {
            first.write().format("noop").mode("overwrite").save();
            second.write().format("noop").mode("overwrite").save();
        });
        EnergyBounds[] bounds = new EnergyBounds[1];
        Span both = span(() -> bounds[0] = mmd.distance(first, second));
        double all = 2.0 * rows;
        System.out.printf(
                Locale.ROOT,
                "Spark in two threads: %,.0f rows in %d dimensions, %d MiB of heap at most%n",
                all,
                DIMENSION,
                Runtime.getRuntime().maxMemory() >> 20);
        System.out.printf(Locale.ROOT, "%s, %.2f %% of it wide%n", bounds[0], 100 * bounds[0].relativeWidth());
        System.out.printf(
                Locale.ROOT,
                "%,.0f rows per second; processor time for a row: %.2f µs to make it, %.2f µs to count it%n",
                all / both.seconds,
                1e6 * making.processor / all,
                1e6 * (both.processor - making.processor) / all);
    }

    private static Dataset<Row> table(SparkSession spark, long rows, long seed, double apart) {
        int partitions = (int) Math.max(2, rows / PARTITION);
        Column[] columns = IntStream.range(0, DIMENSION)
                .mapToObj(k -> functions.randn(100 * seed + k)
                        .plus(k == 0 ? apart : 0)
                        .as("x" + k))
                .toArray(Column[]::new);
        return spark.range(0, rows, 1, partitions).select(columns);
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
