package io.github.rieszflow.measure;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.EnergyTest;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.exchange.Csv;
import io.github.rieszflow.exchange.Matrices;
import io.github.rieszflow.exchange.NumPy;
import io.github.rieszflow.exchange.Tables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/** Different numbers that single precision makes equal, or nearly, are refused; all that is usual is taken. */
class FarFromZeroTest {
    @TempDir
    Path folder;

    private static void refused(ThrowingCallable construction, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(construction)
                .withMessageContainingAll(parts)
                .withMessageNotContaining("\n");
    }

    private static double[] numbers(int n, double middle, double spread) {
        RandomStream stream = seed(7).stream();
        return IntStream.range(0, n)
                .mapToDouble(i -> middle + spread * (stream.nextDouble() - 0.5))
                .toArray();
    }

    @Test
    void secondsSince1970() {
        refused(
                () -> Points.line(1.7e9, 1.7e9 + 10, 1.7e9 + 20),
                "coordinate 0 holds different numbers between 1.7E9 and 1.70000002E9",
                "its steps are 128.0",
                "subtract the same origin, such as 1.7E9, from this column of all clouds first");
        double[] origin = {1.7e9};
        Points x = Points.around(origin, new double[][] {{1.7e9}, {1.7e9 + 10}, {1.7e9 + 20}});
        Points y = Points.around(origin, new double[][] {{1.7e9 + 50}, {1.7e9 + 55}, {1.7e9 + 60}});
        assertThat(x).isEqualTo(Points.line(0, 10, 20));
        assertThat(Mmd.riesz(1).squared(x, y)).isCloseTo(230 / 3.0, within(1e-5));
        assertThat(EnergyTest.of(x.concat(x).concat(x), y.concat(y).concat(y))
                        .permutations(99)
                        .pValue())
                .isLessThan(0.05);
    }

    @Test
    void whatElseLiesFarAndClose() {
        refused(() -> Points.line(numbers(1000, 1e7, 1)), "1.0E7");
        refused(() -> Points.line(20240101, 20240102, 20240103), "steps are 2.0");
        refused(() -> Points.line(52.5201, 52.5202, 52.5203, 52.5204), "52.52");
        refused(() -> Points.line(-1.7e12, -1.7e12 + 1), "-1.7E12");
        refused(() -> Points.line(16777216, 16777217, 16777216), "steps are 2.0");
        refused(() -> Points.line(1 + 1e-9, 1 - 1e-9, 1), "such as 1.0");
        refused(() -> Points.of(new double[][] {{0, 1.7e15}, {1, 1.7e15 + 60}}), "coordinate 1");
        refused(() -> Points.line(1e-50, 2e-50), "multiply all clouds by the same number");
        refused(() -> Points.gaussian(100, 2, seed(1)).translate(0, 1e7), "coordinate 1", "1.0E7");
        // Half of the minutes of a month: what is lost is a part in a thousand of the spread.
        refused(() -> Points.line(numbers(100, 1.7e9, 60_000)), "such as 1.7E9");
    }

    /** Another cloud may be another date throughout. */
    @Test
    void aDateThatIsTheSameThroughout() {
        refused(
                () -> Points.of(new double[][] {{1, 1.7e9 + 5}, {2, 1.7e9 + 5}}),
                "coordinate 1 is 1.700000005E9 throughout, which single precision rounds to 1.7E9",
                "subtract the same origin, such as 1.7E9, from this column of all clouds first: "
                        + "Points.around(origin, rows) does");
        refused(() -> Points.line(20240101, 20240101), "2.0240101E7 throughout");
        double[] origin = {1.7e9};
        assertThat(Points.around(origin, new double[][] {{1.7e9 + 5}, {1.7e9 + 5}}))
                .isEqualTo(Points.line(5, 5));
    }

    /** Whole numbers are not computed: they differ even where rounding would explain it. */
    @Test
    void longIds() {
        refused(() -> Points.line(0x1p52, 0x1p52 + 1, 0x1p52 + 2), "4.503599627370496E15");
        refused(() -> Points.line(-0x1p50, -0x1p50 - 1), "subtract the same origin");
    }

    /** A zero for "missing" makes a column wide, and the rest is equal all the same. */
    @Test
    void aFewNumbersElsewhere() {
        double[] dates = numbers(2000, 1.7e9, 60);
        for (int i = 0; i < dates.length; i += 50) {
            dates[i] = 0;
        }
        refused(() -> Points.line(dates), "between 0.0 and 1.7", "subtract the same origin, such as 1.7E9");
        Arrays.sort(dates);
        refused(() -> Points.line(dates), "1.7E9");
    }

    @Test
    void whatIsUsualIsTaken() {
        Points.line(0.1, 0.2, 0.3);
        Points.line(0.3, 0.1 + 0.2, 0.3);
        Points.line(0.1, 0.1, 0.1);
        Points.line(1.7e9 + 1);
        Points.line(1.7e9 + 128, 1.7e9 + 128);
        Points.line(1e30 / 3, 1e30 / 3);
        Points.line(1e8 / 3, 1e8 / 3);
        Points.line(0, 1e-9);
        Points.line(1e-30, 2e-30, 1);
        Points.line(-3e38, 3e38);
        Points.line(1990, 1991, 2024);
        Points.line(16777215, 16777214, 16777213);
        Points.line(1.7e9, 1.8e9, 1.75e9);
        Points.line(numbers(100_000, 0, 1));
        Points.line(numbers(100_000, 300, 1));
        // Numbers of single precision, wherever they lie.
        Points.line(1.7e9f, 1.7e9f + 128, 1.7e9f + 256);
        Points.of(new float[][] {{1.7e9f, 1}, {1.7e9f + 128, 2}});
        // What converges, or is certain nearly always.
        Points.line(1, 0.8, 0.72, 0.7003, 0.70000001, 0.700000001, 0.7000000001);
        Points.line(IntStream.range(0, 1000)
                .mapToDouble(i -> i % 20 == 0 ? 0.3 : 1 - i * 1e-11)
                .toArray());
        Points.line(IntStream.range(0, 100_000).mapToDouble(i -> i * 1e6 / 3).toArray());
        // Pictures: columns that hardly ever change.
        double[][] pixels = new double[300][4];
        for (int i = 0; i < 300; i++) {
            pixels[i] = new double[] {0, i == 17 ? 1 / 255.0 : 0, i % 256 / 255.0, 1};
        }
        Points.of(pixels);
        // A dense grid, in order.
        Points.line(IntStream.range(0, 1_000_000).mapToDouble(i -> 1 + i / 7e6).toArray());
        Points.line(IntStream.range(0, 200_000).mapToDouble(i -> 1000 + i / 2e5).toArray());
    }

    @Test
    void originsThatDoNotFit() {
        refused(
                () -> Points.around(new double[2], new double[][] {{1}, {2}}),
                "an origin needs as many coordinates as the points: received 2 for points of 1");
        refused(() -> Points.around(new double[] {1}, new double[][] {{1}, {2, 3}}), "point 1 has 2");
        refused(() -> Points.around(new double[] {Double.NaN}, new double[][] {{1}}), "must be finite");
        refused(() -> Points.around(new double[0]), "at least one point");
    }

    @Test
    void filesAndTables() throws IOException {
        Path csv = folder.resolve("dates.csv");
        Files.writeString(csv, "x,when\n1,1700000000\n2,1700000010\n3,1700000020\n");
        refused(
                () -> Csv.read(csv),
                "dates.csv, column 2 holds different numbers between 1.7E9 and 1.70000002E9",
                "Csv.reader().around(\"when\", 1.7E9) does");
        Files.writeString(csv, "1,52.5\n2,52.5\n3,52.5\n");
        assertThat(Csv.read(csv).size()).isEqualTo(3);
        Table table =
                Table.create("t", DoubleColumn.create("x", new double[] {1, 2}), LongColumn.create("when", new long[] {
                    1_700_000_000_000L, 1_700_000_000_500L
                }));
        refused(
                () -> Tables.points(table),
                "column \"when\" holds different numbers",
                "table.numberColumn(\"when\").subtract(1.7E12) does");
        assertThat(table.numberColumn("when").subtract(1.7e12).asDoubleArray()).containsExactly(0, 500);
        assertThat(Tables.points(table, "x").size()).isEqualTo(2);
        refused(
                () -> Matrices.points(new DMatrixRMaj(new double[][] {{0, 1e9}, {0, 1e9 + 1}})),
                "column 1 holds different numbers");
        for (String type : new String[] {"<f8", "<i8"}) {
            Path npy = folder.resolve(type.substring(1) + ".npy");
            Files.write(npy, array(type, 1_700_000_000, 1_700_000_010));
            refused(() -> NumPy.read(npy), ".npy, column 0 holds different numbers", "array - 1.7E9 in NumPy does");
            Files.write(npy, array(type, 1_700_000_000, 1_700_001_000));
            refused(() -> NumPy.read(npy), "its steps are 128.0");
            Files.write(npy, array(type, 3, 4));
            assertThat(NumPy.read(npy)).isEqualTo(Points.line(3, 4));
        }
    }

    private static byte[] array(String type, long... numbers) {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + numbers.length + ", 1), }";
        ByteBuffer out = ByteBuffer.allocate(128 + 8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
        out.put((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        for (long number : numbers) {
            out.putLong(type.equals("<f8") ? Double.doubleToRawLongBits((double) number) : number);
        }
        return out.array();
    }
}
