package io.github.rieszflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of text files that are seen from an origin. */
class CsvOriginTest {
    @TempDir
    private Path folder;

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("a.csv"), text);
    }

    private static void refused(ThrowingCallable reading, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(reading).withMessageContainingAll(parts);
    }

    @Test
    void datesAndIdsAreSeenFromAnOrigin() throws IOException {
        Path file = written("x,when\n1,1700000000\n2,1700000010\n3,1700000020.25\n");
        assertThat(Csv.reader().around("when", 1.7e9).read(file)).isEqualTo(Points.of(new double[][] {
            {1, 0}, {2, 10}, {3, 20.25}
        }));
        assertThat(Csv.reader().around(2, 1.7e9 + 10).columns("when").read(file))
                .isEqualTo(Points.line(-10, 0, 10.25));
        assertThat(Csv.reader().decimalComma().around(1, 1.7e9).read(written("1700000000,5\n1700000001,5\n")))
                .isEqualTo(Points.line(0.5, 1.5));
        assertThat(Csv.reader().around("when", 1.7e9).toString()).contains("origins={when=1.7E9}");
    }

    /** Ids of 64 bits: more than double precision holds. */
    @Test
    void longIdsAreSubtractedBeforeTheyAreRounded() throws IOException {
        Path file = written("id,x\n1152921504606846977,1\n1152921504606846979,2\n1152921504606846982,3\n");
        refused(() -> Csv.read(file), "column 1 holds different numbers", "Csv.reader().around(\"id\", 1.152921504607");
        assertThat(Csv.reader().around("id", 0x1p60).read(file).column(0)).containsExactly(1, 3, 6);
        Path one = written("9007199254740992\n9007199254740993\n");
        refused(() -> Csv.read(one), "column 1 holds different numbers");
        assertThat(Csv.reader().around(1, 0x1p53).read(one)).isEqualTo(Points.line(0, 1));
        assertThat(Csv.read(written("9007199254740993\n9007199254740993\n1\n")).size())
                .isEqualTo(3);
        assertThat(Csv.reader().around(1, 1).read(written("1.00000000000000000000000000001\n1e-99999999999\n")))
                .isEqualTo(Points.line(1e-29, -1));
    }

    @Test
    void anOriginTooFarOffIsRefusedByTheSumOfBoth() throws IOException {
        Path file = written("when\n1700000000\n1700000001\n");
        refused(() -> Csv.reader().around("when", 1e6).read(file), "Csv.reader().around(\"when\", 1.7E9) does");
    }

    @Test
    void originsBelongToCoordinates() throws IOException {
        Path file = written("id,x,y\n7,1,2\n8,3,4\n");
        refused(
                () -> Csv.reader().without("id").around("id", 1).read(file),
                "expected an origin for a column of coordinates, one for each: column \"id\" is none");
        refused(() -> Csv.reader().around("x", 1).around(2, 2).read(file), "column 2 has two");
        refused(() -> Csv.reader().around("z", 1).read(file), "asked for \"z\"");
        refused(() -> Csv.reader().around(4, 1).read(file), "expected one of the columns 1 to 3: asked for column 4");
        refused(() -> Csv.reader().around(0, 1), "the number of a column");
        refused(() -> Csv.reader().around("x", Double.NaN), "an origin must be finite: received NaN for column x");
    }
}
