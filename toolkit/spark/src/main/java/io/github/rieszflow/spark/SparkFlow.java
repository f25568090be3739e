package io.github.rieszflow.spark;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.flow.FlowDivergedException;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.DescentShard;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedEnergy;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The sliced particle flow for r = 1 of the rows of a table toward those of another one, which all stay in their partitions. In each
 * step a seed goes out, ranges and counts in bins are put together from all partitions, and each partition moves its own particles:
 * {@code ShardedFlow} on Spark, with the same particles in every bit, however the tables are divided. Directions are the automatic
 * ones.
 *
 * <pre>{@code
 * Dataset<Row> moved = SparkFlow.of(256, 12, "a", "b").toward(targets).stepSize(0.1).run(particles, 100);
 * }</pre>
 *
 * <p>In a step P·2^bits·8 bytes travel for each partition. Every ten steps particles are cut off from their past by {@code
 * localCheckpoint}: a task that fails is run again, but an executor that is lost takes its particles with it and stops the flow.
 *
 * <p>A value: each method that changes one choice returns a new flow.
 */
public final class SparkFlow {
    /** So many steps a particle may have to be moved again after a failure. */
    private static final int MEMORY = 10;

    private final int slices;
    private final int bits;
    private final List<String> columns;
    private final @Nullable Dataset<Row> targets;
    private final double stepSize;
    private final double momentum;
    private final Seed seed;

    private SparkFlow(
            int slices,
            int bits,
            List<String> columns,
            @Nullable Dataset<Row> targets,
            double stepSize,
            double momentum,
            Seed seed) {
        this.slices = slices;
        this.bits = bits;
        this.columns = columns;
        this.targets = targets;
        this.stepSize = stepSize;
        this.momentum = momentum;
        this.seed = seed;
    }

    /**
     * The flow of half the squared discrepancy, with step size 1 and no momentum.
     *
     * @param slices P, the number of directions
     * @param bits for 2^bits bins on each, as for {@link LineSolver#binned}
     * @param columns the name of one column of arrays, or of one or more columns of numbers: the coordinates
     * @return the flow, still without targets
     * @throws IllegalArgumentException if a number is out of range or no column is named
     */
    public static SparkFlow of(int slices, int bits, String... columns) {
        sliced(slices, bits);
        SparkMmd.of(SlicedEnergy.of(1, 512), columns);
        return new SparkFlow(slices, bits, List.of(columns), null, 1, 0, Seed.DEFAULT);
    }

    private static SlicedMmd sliced(int slices, int bits) {
        return Mmd.riesz(1).sliced(slices).with(LineSolver.binned(bits));
    }

    /**
     * The same toward the rows of a table.
     *
     * @param targets a table with these columns
     * @return the flow
     */
    public SparkFlow toward(Dataset<Row> targets) {
        return new SparkFlow(slices, bits, columns, targets, stepSize, momentum, seed);
    }

    /**
     * The same with another step size.
     *
     * @param size τ &gt; 0
     * @return the flow
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public SparkFlow stepSize(double size) {
        if (!(size > 0 && size < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the step size must be positive and finite: received " + size);
        }
        return new SparkFlow(slices, bits, columns, targets, size, momentum, seed);
    }

    /**
     * The same with another momentum.
     *
     * @param momentum m in [0,1)
     * @return the flow
     * @throws IllegalArgumentException if it is out of range
     */
    public SparkFlow momentum(double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("the momentum must lie in [0, 1): received " + momentum);
        }
        return new SparkFlow(slices, bits, columns, targets, stepSize, momentum, seed);
    }

    /**
     * The same with directions from another seed.
     *
     * @param seed the seed
     * @return the flow
     */
    public SparkFlow seed(Seed seed) {
        return new SparkFlow(slices, bits, columns, targets, stepSize, momentum, seed);
    }

    /**
     * Runs the flow: four small jobs for each step.
     *
     * @param particles a table with these columns, the start; its other columns are not kept
     * @param steps how many
     * @return the particles after the last step, in the order and the partitions in which they were, in one column of arrays or in columns of
     *     floats as they came; they stay in the memory and on the disks of the cluster
     * @throws IllegalStateException if the flow has no targets
     * @throws IllegalArgumentException if the columns do not fit, a table is empty or the number of steps is not positive
     * @throws FlowDivergedException if the particles leave every reasonable place
     */
    public Dataset<Row> run(Dataset<Row> particles, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("the number of steps must be positive: received " + steps);
        }
        if (targets == null) {
            throw new IllegalStateException("a flow needs targets: call toward(table) first");
        }
        JavaRDD<Block> y = blocks(targets).persist(StorageLevel.MEMORY_AND_DISK());
        JavaRDD<Block> x = blocks(particles).persist(StorageLevel.MEMORY_AND_DISK());
        long m = size(y, "targets");
        long n = size(x, "particles");
        double limit = FlowDivergedException.limit(Points.line(largest(x)), Points.line(largest(y)));
        // Later ones can be made from it again.
        JavaRDD<Block> base = x;
        for (int step = 0; step < steps; step++) {
            JavaRDD<Block> moved = step(step, x, y, n, m);
            boolean last = step % MEMORY == MEMORY - 1 || step == steps - 1;
            if (last) {
                moved.rdd().localCheckpoint();
            }
            FlowDivergedException.require("the flow", step + 1, largest(moved), limit, stepSize);
            if (x != base) {
                x.unpersist();
            }
            if (last) {
                base.unpersist();
                base = moved;
            }
            x = moved;
        }
        y.unpersist();
        return table(particles, x);
    }

    /** The points of a partition, their momentum if they have any, and their largest coordinate. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(float[] x, float @Nullable [] v, int dimension, double largest) implements Serializable {
        DescentShard shard(int slices, int bits) {
            // On the line one slice says it all.
            return new DescentShard(
                    sliced(dimension == 1 ? 1 : slices, bits).problem(),
                    Points.of(x, size(), dimension),
                    v == null ? null : Points.of(v, size(), dimension),
                    null);
        }

        int size() {
            return x.length / dimension;
        }
    }

    private JavaRDD<Block> blocks(Dataset<Row> rows) {
        return SparkMmd.of(SlicedEnergy.of(1, 512), columns.toArray(new String[0]))
                .numbers(rows)
                .mapPartitions(SparkFlow::block);
    }

    private static Iterator<Block> block(Iterator<double[]> rows) {
        List<double[]> all = new ArrayList<>();
        rows.forEachRemaining(row -> all.add(row.clone()));
        if (all.isEmpty()) {
            return List.<Block>of().iterator();
        }
        Points points = Points.of(all.toArray(new double[0][]));
        double largest = 0;
        for (float coordinate : points.toArray()) {
            largest = Math.max(largest, Math.abs(coordinate));
        }
        return List.of(new Block(points.toArray(), null, points.dimension(), largest))
                .iterator();
    }

    private static long size(JavaRDD<Block> blocks, String name) {
        long size = blocks.map(block -> (long) block.size()).fold(0L, Long::sum);
        if (size == 0) {
            throw new IllegalArgumentException("a flow needs " + name + ": received an empty table");
        }
        return size;
    }

    /** NaN if one is NaN. */
    private static double largest(JavaRDD<Block> blocks) {
        return blocks.map(Block::largest).reduce(Math::max);
    }

    private JavaRDD<Block> step(int step, JavaRDD<Block> x, JavaRDD<Block> y, long n, long m) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(x.context());
        int p = slices;
        int b = bits;
        double size = stepSize;
        double kept = momentum;
        long own = sliced(slices, bits).drawing(seed.split(step)).value();
        float[][] all = x.union(y)
                .map(block -> block.shard(p, b).ranges(Seed.seed(own)))
                .treeReduce((one, other) -> {
                    DescentShard.widen(one, other);
                    return one;
                });
        Broadcast<float[][]> ranges = context.broadcast(all);
        long[][] counts = counts(x, p, b, own, ranges);
        long[][] ofTargets = counts(y, p, b, own, ranges);
        for (long[] row : ofTargets) {
            for (int i = 0; i < row.length; i++) {
                // Targets are counted in the upper half.
                row[i] <<= Integer.SIZE;
            }
        }
        DescentShard.add(counts, ofTargets);
        Broadcast<float[][]> gradients = context.broadcast(DescentShard.gradients(counts, n, m));
        return x.map(block -> {
                    DescentShard shard = block.shard(p, b);
                    double largest = shard.step(Seed.seed(own), ranges.value(), gradients.value(), size, kept);
                    boolean lost = !(largest < Double.POSITIVE_INFINITY);
                    return new Block(
                            lost ? block.x() : shard.particles().toArray(),
                            lost ? null : shard.momentum().toArray(),
                            block.dimension(),
                            largest);
                })
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    private static long[][] counts(
            JavaRDD<Block> blocks, int slices, int bits, long seed, Broadcast<float[][]> ranges) {
        return blocks.map(block -> block.shard(slices, bits).counts(Seed.seed(seed), ranges.value()))
                .treeReduce((one, other) -> {
                    DescentShard.add(one, other);
                    return one;
                });
    }

    private Dataset<Row> table(Dataset<Row> like, JavaRDD<Block> blocks) {
        boolean arrays =
                columns.size() == 1 && like.schema().apply(columns.get(0)).dataType() instanceof ArrayType;
        StructType schema = new StructType();
        for (String name : columns) {
            schema = schema.add(
                    name, arrays ? DataTypes.createArrayType(DataTypes.FloatType, false) : DataTypes.FloatType, false);
        }
        return like.sparkSession().createDataFrame(blocks.flatMap(block -> rows(block, arrays)), schema);
    }

    private static Iterator<Row> rows(Block block, boolean arrays) {
        List<Row> rows = new ArrayList<>();
        int d = block.dimension();
        for (int i = 0; i < block.size(); i++) {
            Float[] row = new Float[d];
            for (int k = 0; k < d; k++) {
                row[k] = block.x()[i * d + k];
            }
            rows.add(arrays ? RowFactory.create((Object) row) : RowFactory.create((Object[]) row));
        }
        return rows.iterator();
    }

    @Override
    public String toString() {
        return "SparkFlow[" + slices + " slices, 2^" + bits + " bins, of " + String.join(", ", columns) + "]";
    }
}
