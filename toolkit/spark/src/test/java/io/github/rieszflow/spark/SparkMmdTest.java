package io.github.rieszflow.spark;

import static io.github.rieszflow.measure.Seed.seed;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.EnergyAccumulator;
import io.github.rieszflow.slicing.EnergyBounds;
import io.github.rieszflow.slicing.SlicedEnergy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables give what counts in memory give, in every bit. */
class SparkMmdTest {
    private static final SlicedEnergy ENERGY = SlicedEnergy.of(8, 512);
    private static final Points X = Points.gaussian(3000, 2, seed(1));
    private static final Points Y = Points.gaussian(2500, 2, seed(2)).translate(0.3, 0);
    private static final StructType SCHEMA = new StructType()
            .add("a", DataTypes.FloatType)
            .add("b", DataTypes.FloatType)
            .add("group", DataTypes.StringType)
            .add("second", DataTypes.LongType);

    private static SparkSession spark;
    private static Dataset<Row> x;
    private static Dataset<Row> y;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                // The second number: a task that fails is run again once.
                .master("local[2,2]")
                .appName("test")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 3)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.warehouse.dir", "target/warehouse")
                .getOrCreate();
        x = table(X).cache();
        y = table(Y).cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Points with three groups in turn and a second for each. */
    private static Dataset<Row> table(Points points) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            rows.add(RowFactory.create(points.get(i, 0), points.get(i, 1), "g" + i % 3, (long) i));
        }
        return spark.createDataFrame(rows, SCHEMA).repartition(3);
    }

    private static Points group(Points points, int group) {
        int[] chosen = new int[(points.size() - group + 2) / 3];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = 3 * i + group;
        }
        return points.select(chosen);
    }

    private static EnergyBounds inMemory(SlicedEnergy energy, Points first, Points second) {
        EnergyAccumulator counts = energy.accumulator();
        counts.x().accept(first);
        counts.y().accept(second);
        return counts.result();
    }

    private static void assertDrift(Row row, EnergyBounds expected, long firstRows, long secondRows) {
        assertThat(row.<Double>getAs("lower")).isEqualTo(expected.lower());
        assertThat(row.<Double>getAs("value")).isEqualTo(expected.value().value());
        assertThat(row.<Double>getAs("upper")).isEqualTo(expected.upper());
        assertThat(row.<Double>getAs("standardError"))
                .isEqualTo(expected.value().standardError());
        assertThat(row.<Long>getAs("firstRows")).isEqualTo(firstRows);
        assertThat(row.<Long>getAs("secondRows")).isEqualTo(secondRows);
    }

    @Test
    void tablesOfColumnsAndOfArraysGiveTheBoundsOfTheirPoints() {
        EnergyBounds expected = inMemory(ENERGY, X, Y);
        assertThat(SparkMmd.of(ENERGY, "a", "b").distance(x, y)).isEqualTo(expected);
        SparkMmd arrays = SparkMmd.of(ENERGY, "points");
        assertThat(arrays.distance(
                        x.select(array(col("a"), col("b")).as("points")).repartition(1),
                        y.select(array(col("a").cast("double"), col("b").cast("double"))
                                .as("points"))))
                .isEqualTo(expected);
    }

    @Test
    void binsArePlacedByTheTables() {
        SparkMmd plain = SparkMmd.of(SlicedEnergy.of(8, 2048), "a", "b");
        EnergyBounds around = plain.around(x).distance(x, y);
        EnergyBounds within = plain.within(x, y).distance(x, y);
        double value = inMemory(ENERGY.bins(65_536), X, Y).value().value();
        assertThat(around.relativeWidth()).isLessThan(0.05);
        assertThat(within.relativeWidth()).isLessThan(0.01);
        assertThat(around.contains(value)).isTrue();
        assertThat(within.lower()).isBetween(around.lower(), around.upper());
    }

    @Test
    void groupsAreComparedWithTheirOwnAndWithTheWhole() {
        SparkMmd mmd = SparkMmd.of(ENERGY, "a", "b");
        List<Row> own = mmd.byGroup(x, y.where("group <> 'g2'"), col("group"))
                .orderBy("group")
                .collectAsList();
        assertThat(own).hasSize(3);
        for (int g = 0; g < 2; g++) {
            Points first = group(X, g);
            Points second = group(Y, g);
            assertDrift(own.get(g), inMemory(ENERGY, first, second), first.size(), second.size());
        }
        assertThat(own.get(2).<Double>getAs("value")).isNull();
        assertThat(own.get(2).<Long>getAs("secondRows")).isZero();
        // Windows of 1000 seconds: 0–999, 1000–1999 and the rest.
        List<Row> windows = mmd.against(
                        x,
                        y,
                        window(col("second").cast("timestamp"), "1000 seconds").as("time"))
                .orderBy("time")
                .collectAsList();
        assertThat(windows).hasSize(3);
        Points last = Y.select(IntStream.range(2000, 2500).toArray());
        assertDrift(windows.get(2), inMemory(ENERGY, X, last), 3000, 500);
    }

    @Test
    void sqlKnowsTheDistance() {
        SparkMmd.of(ENERGY, "a", "b").register(spark, "mmd");
        x.withColumn("after", lit(false))
                .unionByName(y.withColumn("after", lit(true)))
                .createOrReplaceTempView("rows");
        Row row = spark.sql("SELECT d.* FROM (SELECT mmd(array(double(a), double(b)), after) AS d FROM rows)")
                .first();
        assertDrift(row, inMemory(ENERGY, X, Y), 3000, 2500);
    }

    @Test
    void shardsSayWhetherADifferenceIsReal() {
        SparkMmd mmd = SparkMmd.of(ENERGY, "a", "b").around(x);
        assertThat(mmd.test(x, y, 20).permutations(999).pValue()).isLessThan(0.01);
        Estimate.Interval interval = mmd.sampled(x, y, 0.5, 20).interval(0.99);
        double biased = mmd.distance(x, y).value().value();
        assertThat(interval.contains(biased)).isTrue();
        assertThat(interval.low()).isPositive();
    }

    @Test
    void tasksThatFailAndAreRunAgainChangeNothing() {
        spark.udf()
                .register(
                        "kept",
                        (UDF1<Long, Boolean>) second -> {
                            if (second == 7 && TaskContext.get().attemptNumber() == 0) {
                                throw new IllegalStateException("this attempt is lost");
                            }
                            return true;
                        },
                        DataTypes.BooleanType);
        EnergyBounds again = SparkMmd.of(ENERGY, "a", "b").distance(x.where("kept(second)"), y.where("kept(second)"));
        assertThat(again).isEqualTo(inMemory(ENERGY, X, Y));
    }

    @Test
    void refusesTablesThatDoNotFitBeforeAnyJob() {
        SparkMmd mmd = SparkMmd.of(ENERGY, "a", "c");
        assertThatThrownBy(() -> mmd.distance(x, y))
                .hasMessage("a table needs the columns a, c: received [a, b, group, second]");
        assertThatThrownBy(() -> SparkMmd.of(ENERGY, "group").count(x))
                .hasMessageStartingWith("column group must hold numbers or arrays of them: it is string");
        assertThatThrownBy(() -> SparkMmd.of(ENERGY)).hasMessageContaining("received none");
        assertThatThrownBy(() -> SparkMmd.of(ENERGY, "a").byGroup(x, y)).hasMessageContaining("need a key");
        assertThatThrownBy(() -> SparkMmd.of(ENERGY, "a").test(x, y.limit(10), 20))
                .hasMessageContaining("take 1204 or more");
    }

    @Test
    void aNullStopsTheJob() {
        Dataset<Row> holes = x.withColumn("a", expr("if(second = 7, null, a)"));
        assertThatThrownBy(() -> SparkMmd.of(ENERGY, "a", "b").count(holes))
                .hasStackTraceContaining("column a has a null");
        Dataset<Row> inside = holes.select(array(col("a"), col("b")).as("points"));
        assertThatThrownBy(() -> SparkMmd.of(ENERGY, "points").count(inside))
                .hasStackTraceContaining("column points has a null");
        Dataset<Row> notANumber = x.withColumn("a", expr("if(second = 7, float('NaN'), a)"));
        assertThatThrownBy(() -> SparkMmd.of(ENERGY, "a", "b").count(notANumber))
                .hasStackTraceContaining("coordinates must be finite");
    }
}
