package io.github.rieszflow.spark;

import static io.github.rieszflow.measure.Seed.seed;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.FlowDivergedException;
import io.github.rieszflow.flow.ShardedFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.LineSolver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Particles in partitions move as those in shards on threads do, in every bit. */
class SparkFlowTest {
    private static final Points X = Points.gaussian(301, 2, seed(1));
    private static final Points Y = Points.gaussian(200, 2, seed(2)).translate(2, 0);
    /** More than it takes to be cut off from the past. */
    private static final int STEPS = 11;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("flow")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.warehouse.dir", "target/warehouse")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Dataset<Row> table(Points points, int partitions) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            rows.add(RowFactory.create(points.get(i, 0), points.get(i, 1)));
        }
        StructType schema = new StructType().add("a", DataTypes.FloatType).add("b", DataTypes.FloatType);
        return spark.createDataFrame(rows, schema).repartition(partitions);
    }

    /** Rows in an order of their own: partitions keep none. */
    private static List<List<Float>> sorted(List<List<Float>> rows) {
        return rows.stream()
                .sorted(Comparator.comparing((List<Float> row) -> row.get(0)).thenComparing(row -> row.get(1)))
                .toList();
    }

    private static List<List<Float>> expected() {
        Points moved = ShardedFlow.of(Mmd.riesz(1).sliced(20).with(LineSolver.binned(10)))
                .toward(List.of(Y))
                .stepSize(0.3)
                .momentum(0.5)
                .seed(seed(7))
                .run(List.of(X), STEPS)
                .get(0);
        List<List<Float>> rows = new ArrayList<>();
        for (int i = 0; i < moved.size(); i++) {
            rows.add(List.of(moved.get(i, 0), moved.get(i, 1)));
        }
        return sorted(rows);
    }

    @Test
    void movesParticlesAsThreadsDo() {
        SparkFlow flow =
                SparkFlow.of(20, 10, "a", "b").stepSize(0.3).momentum(0.5).seed(seed(7));
        List<List<Float>> expected = expected();
        Dataset<Row> moved = flow.toward(table(Y, 1)).run(table(X, 3), STEPS);
        assertThat(moved.columns()).containsExactly("a", "b");
        assertThat(sorted(moved.collectAsList().stream()
                        .map(row -> List.of(row.getFloat(0), row.getFloat(1)))
                        .toList()))
                .isEqualTo(expected);
    }

    @Test
    void movesArrays() {
        SparkFlow flow = SparkFlow.of(20, 10, "points").stepSize(0.3);
        Dataset<Row> x = table(X, 2).select(array(col("a"), col("b")).as("points"));
        Dataset<Row> y = table(Y, 2).select(array(col("a"), col("b")).as("points"));
        List<Row> moved = flow.toward(y).run(x, 1).collectAsList();
        Points expected = ShardedFlow.of(Mmd.riesz(1).sliced(20).with(LineSolver.binned(10)))
                .toward(List.of(Y))
                .stepSize(0.3)
                .run(List.of(X), 1)
                .get(0);
        List<List<Float>> rows = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            rows.add(List.of(expected.get(i, 0), expected.get(i, 1)));
        }
        assertThat(sorted(moved.stream().map(row -> row.<Float>getList(0)).toList()))
                .isEqualTo(sorted(rows));
    }

    @Test
    void refusesWhatCannotFlow() {
        SparkFlow flow = SparkFlow.of(4, 8, "a", "b");
        Dataset<Row> x = table(X, 1);
        assertThatThrownBy(() -> flow.run(x, 1)).hasMessage("a flow needs targets: call toward(table) first");
        assertThatThrownBy(() -> flow.toward(x).run(x, 0))
                .hasMessage("the number of steps must be positive: received 0");
        assertThatThrownBy(() -> flow.toward(x.limit(0)).run(x, 1))
                .hasMessage("a flow needs targets: received an empty table");
        assertThatThrownBy(() -> SparkFlow.of(4, 8, "a", "c").toward(x).run(x, 1))
                .hasMessage("a table needs the columns a, c: received [a, b]");
        assertThatThrownBy(() -> flow.stepSize(0))
                .hasMessage("the step size must be positive and finite: received 0.0");
        assertThatThrownBy(() -> flow.momentum(1)).hasMessage("the momentum must lie in [0, 1): received 1.0");
        assertThatThrownBy(() -> flow.toward(table(Y, 1)).stepSize(1e9).run(x, 3))
                .isInstanceOf(FlowDivergedException.class)
                .hasMessageStartingWith("the flow diverged at step 1: ");
    }
}
