package io.github.rieszflow.spark;

import io.github.rieszflow.discrepancy.ShardTest;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.EnergyAccumulator;
import io.github.rieszflow.slicing.EnergyBounds;
import io.github.rieszflow.slicing.SampleCounts;
import io.github.rieszflow.slicing.SlicedEnergy;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * How far apart two Spark tables are: the sliced energy distance, MMD² for r = 1, over all their columns together, with bounds
 * that hold whatever is in them. Tables are read once and counted in bins; results do not depend on partitions, their order, or
 * tasks that are run again.
 *
 * <pre>{@code
 * var mmd = SparkMmd.of(SlicedEnergy.of(64, 4096), "height", "weight").around(reference);
 * mmd.distance(reference, current);                          // MMD² with its bounds
 * mmd.byGroup(reference, current, col("country"));           // a table: each country against itself
 * mmd.against(reference, current, window(col("time"), "1 day"));   // each day against the whole reference
 * mmd.test(reference, current, 32).permutations(999);        // is it real
 * }</pre>
 *
 * <p>The points are one column of arrays of numbers, or several columns of numbers. Rows with a null or something that is not finite in
 * them stop the job with a message; other columns are not looked at. Columns count by their size: bring them to one scale first.
 *
 * <p>A value: each method that changes one choice returns a new one.
 */
public final class SparkMmd {
    private static final String FEATURES = "features";
    private static final String SECOND = "second";
    private static final String DRIFT = "drift";
    /** Rows that say where bins go, and bins of a first pass. */
    private static final int PILOT = 1024;

    private static final int FIRST_PASS = 512;

    private final SlicedEnergy energy;
    private final List<String> columns;

    private SparkMmd(SlicedEnergy energy, List<String> columns) {
        this.energy = energy;
        this.columns = columns;
    }

    /**
     * For points in these columns.
     *
     * @param energy slices and bins
     * @param columns the name of one column of arrays, or of one or more columns of numbers
     * @return the distance
     * @throws IllegalArgumentException if no column is named
     */
    public static SparkMmd of(SlicedEnergy energy, String... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("expected the name of a column of arrays, or of columns of numbers:"
                    + " received none; name those that are to be compared");
        }
        return new SparkMmd(energy, List.of(columns));
    }

    /**
     * The same with bins around the first 1,024 rows of a table: see {@link SlicedEnergy#around}.
     *
     * @param rows a table with these columns; a small job reads from it
     * @return the distance
     * @throws IllegalArgumentException if the columns do not fit or there are no rows
     */
    public SparkMmd around(Dataset<Row> rows) {
        List<double[]> some = numbers(rows.limit(PILOT)).map(double[]::clone).collect();
        if (some.isEmpty()) {
            throw new IllegalArgumentException(
                    "bins are placed around rows: expected at least one row, received an empty table");
        }
        return new SparkMmd(energy.around(Points.of(some.toArray(double[][]::new))), columns);
    }

    /**
     * The same with bins of equal width between the least and the largest projection of two tables, which are read for it: see
     * {@link SlicedEnergy#within(EnergyAccumulator)}.
     *
     * @param first the first table
     * @param second the second table
     * @return the distance
     * @throws IllegalArgumentException if the columns do not fit
     * @throws IllegalStateException if a table is empty
     */
    public SparkMmd within(Dataset<Row> first, Dataset<Row> second) {
        SlicedEnergy coarse = energy.bins(FIRST_PASS);
        EnergyAccumulator seen = coarse.accumulator();
        SparkMmd pass = new SparkMmd(coarse, columns);
        seen.x().combine(pass.count(first));
        seen.y().combine(pass.count(second));
        return new SparkMmd(energy.within(seen), columns);
    }

    /**
     * What counts are made of.
     *
     * @return slices and bins
     */
    public SlicedEnergy energy() {
        return energy;
    }

    /**
     * Counts a table, to be compared with others later.
     *
     * @param rows a table with these columns
     * @return its counts, on the driver
     * @throws IllegalArgumentException if the columns do not fit
     */
    public SampleCounts count(Dataset<Row> rows) {
        SlicedEnergy own = energy;
        JavaRDD<SampleCounts> counts = numbers(rows).mapPartitions(points -> {
            SampleCounts sample = own.sample();
            points.forEachRemaining(sample::accept);
            return List.of(sample).iterator();
        });
        return counts.treeAggregate(own.sample(), SampleCounts::combine, SampleCounts::combine);
    }

    /**
     * MMD² of two tables, and how far it may be off.
     *
     * @param first the first table
     * @param second the second table
     * @return lower bound, value and upper bound
     * @throws IllegalArgumentException if the columns do not fit
     * @throws IllegalStateException if a table is empty
     */
    public EnergyBounds distance(Dataset<Row> first, Dataset<Row> second) {
        require(second);
        return count(first).distance(count(second));
    }

    /**
     * MMD² of two tables by group, each group of the first table against the same group of the second one.
     *
     * @param first the first table
     * @param second the second table, with the same columns
     * @param keys what groups are, columns or expressions such as {@code window(col("time"), "1 day")}
     * @return a table: the keys, lower, value, upper, standardError, firstRows and secondRows; numbers are null where a group is in
     *     one table only
     * @throws IllegalArgumentException if the columns do not fit or no key is given
     */
    public Dataset<Row> byGroup(Dataset<Row> first, Dataset<Row> second, Column... keys) {
        return aggregated(labelled(first, false, keys).unionByName(labelled(second, true, keys)), keys.length);
    }

    /**
     * MMD² of each group of a table against the whole of another one, such as days against a reference. The reference is counted once.
     *
     * @param reference the reference
     * @param rows the table with groups
     * @param keys what groups are, columns or expressions such as {@code window(col("time"), "1 day")}
     * @return a table: the keys, lower, value, upper, standardError, firstRows and secondRows
     * @throws IllegalArgumentException if the columns do not fit or no key is given
     */
    public Dataset<Row> against(Dataset<Row> reference, Dataset<Row> rows, Column... keys) {
        Dataset<Row> labelled = labelled(rows, true, keys);
        return drift(
                labelled,
                functions.udaf(new AgainstAggregator(count(reference)), Encoders.bean(LabelledPoint.class)),
                keys.length);
    }

    private Dataset<Row> aggregated(Dataset<Row> labelled, int keys) {
        return drift(labelled, udaf(), keys);
    }

    private UserDefinedFunction udaf() {
        return functions.udaf(new EnergyAggregator(energy), Encoders.bean(LabelledPoint.class));
    }

    private static Dataset<Row> drift(Dataset<Row> labelled, UserDefinedFunction udaf, int keys) {
        Column[] names = Arrays.stream(labelled.columns())
                .limit(keys)
                .map(name -> labelled.col("`" + name + "`"))
                .toArray(Column[]::new);
        Dataset<Row> grouped = labelled.groupBy(names)
                .agg(udaf.apply(labelled.col(FEATURES), labelled.col(SECOND)).as(DRIFT));
        Column[] shown = Stream.concat(
                        Arrays.stream(grouped.columns()).limit(keys).map(name -> grouped.col("`" + name + "`")),
                        Stream.of("lower", "value", "upper", "standardError", "firstRows", "secondRows")
                                .map(name -> grouped.col(DRIFT + "." + name)))
                .toArray(Column[]::new);
        return grouped.select(shown);
    }

    private Dataset<Row> labelled(Dataset<Row> rows, boolean second, Column... keys) {
        if (keys.length == 0) {
            throw new IllegalArgumentException(
                    "groups need a key: received none; distance(first, second) takes whole tables");
        }
        Column[] selected = Stream.concat(
                        Arrays.stream(keys),
                        Stream.of(
                                features(rows).as(FEATURES),
                                functions.lit(second).as(SECOND)))
                .toArray(Column[]::new);
        return rows.select(selected);
    }

    /**
     * Makes the distance an aggregate function of SQL:
     * {@code SELECT country, mmd(features, year = 2026).value FROM people GROUP BY country}. Its arguments are an array of doubles and
     * whether the row belongs to the second sample; its result has the fields lower, value, upper, standardError, firstRows and
     * secondRows.
     *
     * @param spark the session
     * @param name what the function is called
     */
    public void register(SparkSession spark, String name) {
        spark.udf().register(name, udaf());
    }

    /**
     * The test whether two tables come from the same distribution: rows are dealt at random into shards of about the same
     * size, which change sides in the permutations.
     *
     * @param first the first table
     * @param second the second table
     * @param shards how many in all, shared out by the number of rows; at least 4 for each table
     * @return the test, still to be run
     * @throws IllegalArgumentException if the columns do not fit, or a table is so much larger than the other that more shards are
     *     needed
     */
    public ShardTest test(Dataset<Row> first, Dataset<Row> second, int shards) {
        JavaRDD<double[]> x = numbers(first);
        JavaRDD<double[]> y = numbers(second);
        long n = first.count();
        long m = second.count();
        int ofX = (int) Math.rint(shards * (double) n / Math.max(1, n + m));
        if (Math.min(ofX, shards - ofX) < 4) {
            throw new IllegalArgumentException("each table needs at least 4 shards in proportion to its rows: received "
                    + n + " and " + m + " rows for " + shards + " shards; take "
                    + (long) Math.ceil(4.0 * (n + m) / Math.max(1, Math.min(n, m))) + " or more");
        }
        return ShardTest.of(dealt(x, ofX, Seed.seed(1)), dealt(y, shards - ofX, Seed.seed(2)));
    }

    /**
     * What a random part of two tables says of MMD² between their distributions, with the error of sampling: its {@code interval(0.99)}
     * holds the true value in about 99 of 100 samples.
     *
     * @param first the first table
     * @param second the second table
     * @param part which part of their rows, in (0,1]
     * @param shards how many shards in all, which decide how well the error is known
     * @return MMD² without the bias of small samples ± its standard error
     * @throws IllegalArgumentException if the columns do not fit or a number is out of range
     */
    public Estimate sampled(Dataset<Row> first, Dataset<Row> second, double part, int shards) {
        return test(first.sample(part, 1), second.sample(part, 2), shards).unbiased();
    }

    private List<SampleCounts> dealt(JavaRDD<double[]> points, int shards, Seed seed) {
        SlicedEnergy own = energy;
        long key = seed.value();
        SampleCounts[] all = points.mapPartitions(rows -> dealt(own, rows, shards, key))
                .treeReduce((a, b) -> {
                    for (int i = 0; i < shards; i++) {
                        a[i].combine(b[i]);
                    }
                    return a;
                });
        return List.of(all);
    }

    private static Iterator<SampleCounts[]> dealt(SlicedEnergy energy, Iterator<double[]> rows, int shards, long key) {
        RandomStream random = Seed.seed(key).split(TaskContext.getPartitionId()).stream();
        SampleCounts[] counts = new SampleCounts[shards];
        Arrays.setAll(counts, i -> energy.sample());
        rows.forEachRemaining(row -> counts[random.nextInt(shards)].accept(row));
        return Stream.<SampleCounts[]>of(counts).iterator();
    }

    /**
     * Rows as Spark has them inside, which saves an object for each number: an array of the columns' numbers, the same one again for
     * each row.
     */
    JavaRDD<double[]> numbers(Dataset<Row> rows) {
        require(rows);
        boolean array = array(rows);
        Column[] selected = array ? new Column[] {features(rows)} : doubles(rows);
        int d = selected.length;
        // Of a session in this process, as all that counts rows on executors needs.
        var query = ((org.apache.spark.sql.classic.Dataset<?>) rows.select(selected)).queryExecution();
        return query.toRdd().toJavaRDD().mapPartitions(inside -> new Numbers(inside, array, new double[d]));
    }

    /** The numbers of one row after the other, in one array. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
    private record Numbers(Iterator<InternalRow> inside, boolean array, double[] numbers)
            implements Iterator<double[]> {
        @Override
        public boolean hasNext() {
            return inside.hasNext();
        }

        @Override
        public double[] next() {
            InternalRow row = inside.next();
            if (array) {
                return row.getArray(0).toDoubleArray();
            }
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = row.getDouble(k);
            }
            return numbers;
        }
    }

    /** One array of doubles; a null in it stops the job. */
    private Column features(Dataset<Row> rows) {
        require(rows);
        if (array(rows)) {
            String name = columns.get(0);
            Column doubles = column(rows, name).cast(DataTypes.createArrayType(DataTypes.DoubleType));
            return functions.transform(present(doubles, name), number -> present(number, name));
        }
        return functions.array(doubles(rows));
    }

    private boolean array(Dataset<Row> rows) {
        return rows.schema().apply(columns.get(0)).dataType() instanceof ArrayType;
    }

    private Column[] doubles(Dataset<Row> rows) {
        return columns.stream()
                .map(name -> present(column(rows, name).cast(DataTypes.DoubleType), name))
                .toArray(Column[]::new);
    }

    private static Column column(Dataset<Row> rows, String name) {
        return rows.col("`" + name + "`");
    }

    private static Column present(Column column, String name) {
        return functions.coalesce(
                column,
                functions.raise_error(functions.lit(
                        "column " + name + " has a null: expected numbers; drop such rows first, rows.na().drop()")));
    }

    /** Refuses a table that does not fit before any job starts. */
    private void require(Dataset<Row> rows) {
        Set<String> known = new TreeSet<>(List.of(rows.columns()));
        for (String name : columns) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "a table needs the columns " + String.join(", ", columns) + ": received " + known);
            }
            DataType type = rows.schema().apply(name).dataType();
            boolean fits = (columns.size() == 1 && type instanceof ArrayType array)
                    ? array.elementType() instanceof NumericType
                    : type instanceof NumericType;
            if (!fits) {
                throw new IllegalArgumentException("column " + name + " must hold numbers"
                        + (columns.size() == 1 ? " or arrays of them" : "") + ": it is " + type.catalogString()
                        + "; cast it first, or for vectors of Spark ML use vector_to_array");
            }
        }
    }

    @Override
    public String toString() {
        return "SparkMmd[" + energy + ", of " + String.join(", ", columns) + "]";
    }
}
