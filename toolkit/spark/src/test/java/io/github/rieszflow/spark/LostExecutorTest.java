package io.github.rieszflow.spark;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.EnergyBounds;
import io.github.rieszflow.slicing.SlicedEnergy;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two processes, one of which is killed while it counts. */
@Tag("slow")
class LostExecutorTest {
    private static final String[] PROPERTIES = {"spark.testing", "spark.test.home"};

    @TempDir
    Path folder;

    /** Without an installation executors find their classes where this process does, as in the tests of Spark itself. */
    @BeforeEach
    void executorsAreStartedFromTheClassPath() throws IOException {
        Files.createDirectories(folder.resolve("jars"));
        System.setProperty(PROPERTIES[0], "true");
        System.setProperty(PROPERTIES[1], folder.toString());
    }

    @AfterEach
    void forget() {
        for (String property : PROPERTIES) {
            System.clearProperty(property);
        }
    }

    /** The first task that comes to a certain row says which process it is in, and stays there until it is killed. */
    private record Trap(String folder) implements UDF1<Long, Boolean> {
        @Override
        public Boolean call(Long number) throws Exception {
            if (number == 7) {
                try {
                    Files.createFile(Path.of(folder, "sprung"));
                } catch (FileAlreadyExistsException e) {
                    Files.writeString(Path.of(folder, "passed"), "");
                    return true;
                }
                Path process = Path.of(folder, "process");
                Files.writeString(process, Long.toString(ProcessHandle.current().pid()));
                Files.move(process, Path.of(folder, "caught"), StandardCopyOption.ATOMIC_MOVE);
                Thread.sleep(120_000);
            }
            return true;
        }
    }

    private static Dataset<Row> table(SparkSession spark, Points points) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            rows.add(RowFactory.create(points.get(i, 0), points.get(i, 1), (long) i));
        }
        StructType schema = new StructType()
                .add("a", DataTypes.FloatType)
                .add("b", DataTypes.FloatType)
                .add("number", DataTypes.LongType);
        return spark.createDataFrame(rows, schema).repartition(2);
    }

    @Test
    @Timeout(180)
    void anExecutorThatIsKilledChangesNothing() throws Exception {
        SlicedEnergy energy = SlicedEnergy.of(8, 512);
        Points x = Points.gaussian(12_000, 2, seed(1));
        Points y = Points.gaussian(10_000, 2, seed(2)).translate(0.3, 0);
        var counts = energy.accumulator();
        counts.x().accept(x);
        counts.y().accept(y);
        try (SparkSession spark = SparkSession.builder()
                .master("local-cluster[2,1,1024]")
                .appName("lost executor")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
                // Processes that live for seconds: to compile well would take longer than it saves.
                .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate()) {
            // Else Spark would run it before there is a task.
            UserDefinedFunction trap = functions
                    .udf(new Trap(folder.toString()), DataTypes.BooleanType)
                    .asNondeterministic();
            Dataset<Row> first = table(spark, x);
            Dataset<Row> second = table(spark, y).where(trap.apply(functions.col("number")));
            CompletableFuture<EnergyBounds> distance = CompletableFuture.supplyAsync(
                    () -> SparkMmd.of(energy, "a", "b").distance(first, second));
            Path caught = folder.resolve("caught");
            while (!Files.exists(caught) && !distance.isDone()) {
                Thread.sleep(50);
            }
            assertThat(caught).exists();
            ProcessHandle executor =
                    ProcessHandle.of(Long.parseLong(Files.readString(caught))).orElseThrow();
            assertThat(ProcessHandle.current().children()).contains(executor);
            assertThat(executor.destroyForcibly()).isTrue();
            executor.onExit().get(20, TimeUnit.SECONDS);
            assertThat(distance.get(60, TimeUnit.SECONDS)).isEqualTo(counts.result());
            assertThat(folder.resolve("passed")).exists();
        }
    }
}
