package io.github.rieszflow.exchange;

import io.github.rieszflow.Promises;
import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ExchangePromisesTest extends Promises {
    private static final Points X = Points.of(new double[][] {{1, 2}, {3, 4}});

    ExchangePromisesTest() {
        super("exchange");
    }

    private static String manyLines() {
        return "1,2,0\n".repeat(1000);
    }

    @Override
    protected void table() throws Exception {
        text();
        arrays();
        Table table = Table.create(
                "t",
                DoubleColumn.create("x", new double[] {1, 2}),
                DoubleColumn.create("gap", new Double[] {1.0, null}),
                DoubleColumn.create("when", new double[] {1.7e9, 1.7e9 + 1}),
                StringColumn.create("s", "a", "b"));
        argument(
                "Tables.points(Table, String...)",
                () -> Tables.points(table, "y"),
                () -> Tables.points(table, "s"),
                () -> Tables.points(table, "gap"),
                () -> Tables.points(table, "when"),
                () -> Tables.points(table, "x", "x"),
                () -> Tables.points(Table.create("empty")));
        argument("Tables.shown(Table, int)", () -> Tables.shown(table, 0), () -> Tables.shown(table, -1));
        argument(
                "Tables.table(Points, String...)",
                () -> Tables.table(X, "a"),
                () -> Tables.table(X, "a", "a"),
                () -> Tables.table(X, "a", "A"));
        argument(
                "Matrices.points(DMatrixRMaj)",
                () -> Matrices.points(new DMatrixRMaj(0, 2)),
                () -> Matrices.points(new DMatrixRMaj(new double[][] {{1, Double.NaN}})),
                () -> Matrices.points(new DMatrixRMaj(new double[][] {{1e39}})),
                () -> Matrices.points(new DMatrixRMaj(new double[][] {{1e9}, {1e9 + 1}})));
        argument(
                "Matrices.points(FMatrixRMaj)",
                () -> Matrices.points(new FMatrixRMaj(2, 0)),
                () -> Matrices.points(new FMatrixRMaj(new float[][] {{1, Float.NaN}})));
        argument("Matrices.matrix(Points)", () -> Matrices.matrix(Points.dirac(300_000_000, 1)));
    }

    private void text() throws IOException {
        CsvReader reader = Csv.reader();
        Path none = folder.resolve("none.csv");
        Path word = written("word.csv", "1,2\n3,x\n");
        Path many = written("long.csv", "a,b,g\n" + manyLines());
        argument(
                "Csv.read(Path)",
                () -> Csv.read(word),
                () -> Csv.read(written("a.csv", "1,2\n3\n")),
                () -> Csv.read(written("a.csv", "x,y\n")),
                () -> Csv.read(written("a.csv", "0,1\n2,3\n")),
                () -> Csv.read(written("a.csv", "1.7e9\n1.700000001e9\n")));
        file("Csv.read(Path)", () -> Csv.read(none), () -> Csv.read(folder));
        interrupted("Csv.read(Path)", () -> Csv.read(many));
        file("Csv.write(Points, Path)", () -> Csv.write(X, word.resolve("a.csv")));
        argument("CsvReader.columns(String...)", () -> reader.columns("x", "x"));
        argument("CsvReader.columns(int...)", () -> reader.columns(0), () -> reader.columns(2, 2));
        argument("CsvReader.without(String...)", () -> reader.without("x", "x"));
        argument("CsvReader.around(String, double)", () -> reader.around("x", Double.NaN));
        argument(
                "CsvReader.around(int, double)",
                () -> reader.around(0, 1),
                () -> reader.around(1, Double.POSITIVE_INFINITY));
        argument("CsvReader.skip(int)", () -> reader.skip(-1));
        argument(
                "CsvReader.read(Path)",
                () -> reader.read(word),
                () -> reader.columns("c").read(many),
                () -> reader.read(written("a.csv", "when\n1700000000\n1700000001\n")));
        file("CsvReader.read(Path)", () -> reader.read(none));
        interrupted("CsvReader.read(Path)", () -> reader.read(many));
        argument(
                "CsvReader.readWeighted(Path, String)",
                () -> reader.readWeighted(many, "g"),
                () -> reader.readWeighted(many, "h"),
                () -> reader.readWeighted(written("a.csv", "x,w\n1,-1\n2,3\n"), "w"));
        file("CsvReader.readWeighted(Path, String)", () -> reader.readWeighted(none, "w"));
        interrupted("CsvReader.readWeighted(Path, String)", () -> reader.readWeighted(many, "a"));
        argument(
                "CsvReader.readGroups(Path, String)",
                () -> reader.readGroups(many, "h"),
                () -> reader.readGroups(written("a.csv", "x,g\n1,a\n2,\n"), "g"));
        file("CsvReader.readGroups(Path, String)", () -> reader.readGroups(none, "g"));
        interrupted("CsvReader.readGroups(Path, String)", () -> reader.readGroups(many, "g"));
    }

    private void arrays() throws IOException {
        Path none = folder.resolve("none.npy");
        Path array = folder.resolve("a.npy");
        NumPy.write(X, array);
        byte[] bytes = Files.readAllBytes(array);
        Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(bytes, bytes.length - 1));
        Path archive = folder.resolve("a.npz");
        NumPy.writeArchive(Map.of("x", X, "n", 7L), archive);
        Path broken = Files.write(folder.resolve("broken.npz"), Arrays.copyOf(Files.readAllBytes(archive), 150));
        Path dates = folder.resolve("dates.npz");
        NumPy.writeArchive(Map.of("t", new double[] {1.7e9, 1.7e9 + 1}), dates);
        argument(
                "NumPy.read(Path)",
                () -> NumPy.read(written("a.csv", "1,2\n")),
                () -> NumPy.read(cut),
                () -> NumPy.read(archive));
        file("NumPy.read(Path)", () -> NumPy.read(none), () -> NumPy.read(folder));
        argument(
                "NumPy.read(Path, String)",
                () -> NumPy.read(archive, "y"),
                () -> NumPy.read(archive, "n"),
                () -> NumPy.read(broken, "x"),
                () -> NumPy.read(dates, "t"));
        file("NumPy.read(Path, String)", () -> NumPy.read(none, "x"));
        argument("NumPy.names(Path)", () -> NumPy.names(array), () -> NumPy.names(broken));
        file("NumPy.names(Path)", () -> NumPy.names(none));
        argument("NumPy.readArchive(Path)", () -> NumPy.readArchive(broken), () -> NumPy.readArchive(array));
        file("NumPy.readArchive(Path)", () -> NumPy.readArchive(none));
        file("NumPy.write(Points, Path)", () -> NumPy.write(X, cut.resolve("b.npy")));
        argument(
                "NumPy.writeArchive(Map, Path)",
                () -> NumPy.writeArchive(Map.of("x", "text"), folder.resolve("b.npz")));
        file("NumPy.writeArchive(Map, Path)", () -> NumPy.writeArchive(Map.of("x", X), cut.resolve("b.npz")));
    }
}
