package io.github.rieszflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final Points TWO = Points.of(new double[][] {{1, -2.5}, {3e2, 0.5}});

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,-2.5\n3e2,.5\n",
                "1, -2.5\r\n+3.0E2 , 0.50",
                "1;-2.5\n300;0.5",
                "1\t-2.5\n300\t0.5",
                "1 -2.5\n  300    0.5  \n\n",
                "x,y\n1,-2.5\n300,0.5",
                "\"x (cm)\";\"y\"\n1;-2.5\n300;0.5",
                "\uFEFFx y\n1 -2.5\n300 0.5",
                "# written by hand\n\n1,-2.5\n# more\n300,0.5"
            })
    void pointsAreReadHoweverTheyAreSeparated(String text) throws IOException {
        assertThat(Csv.read(file(text))).isEqualTo(TWO);
    }

    @Test
    void whatIsWrittenIsReadAgainExactly() {
        Path file = folder.resolve("points.csv");
        for (Points points : new Points[] {
            Points.gaussian(200, 3).scale(1e-30), Points.gaussian(200, 1).scale(1e30), Points.uniform(3, 700), TWO
        }) {
            Csv.write(points, file);
            assertThat(Csv.read(file)).isEqualTo(points);
        }
    }

    @Test
    void numbersAreRoundedAsJavaDoes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            String word = switch (i % 4) {
                case 0 -> Float.toString(Float.intBitsToFloat(random.nextInt()));
                case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                case 2 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(40)).toPlainString();
                default -> random.nextLong() + "." + random.nextInt(0, 1000);
            };
            Double expected =
                    word.contains("N") || word.contains("I") ? Double.valueOf(Double.NaN) : Double.valueOf(word);
            assertThat(Decimal.parse("x" + word + "y", 1, 1 + word.length()))
                    .as(word)
                    .isEqualTo(expected);
        }
        for (String word : new String[] {"-0", "+.5", "5.", "1e5", "9007199254740993", "0.1e-5"}) {
            assertThat(Decimal.parse(word, 0, word.length())).as(word).isEqualTo(Double.valueOf(word));
        }
        for (String word : new String[] {"", ".", "-", "+-1", "1..2", "0x10", "1f", "1e", "NaN", "٣", "1 2"}) {
            assertThat(Decimal.parse(word, 0, word.length())).as(word).isNaN();
        }
    }

    @Test
    void readingStopsWhenInterrupted() throws IOException {
        Path file = file("1,2\n".repeat(1000));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> Csv.read(file))
                    .withMessageContaining("was interrupted after 256 points");
        } finally {
            assertThat(Thread.interrupted()).as("the status stays").isTrue();
        }
    }

    @Test
    void aWrongWordIsNamedWithItsPlace() throws IOException {
        Path file = file("x,y\n1,2\n3,four\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(file))
                .withMessage(
                        file + ", line 3, column 2: expected a number (finite, with a decimal point, at most 3.4e38),"
                                + " found \"four\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "nan", "NA", "inf", "-Infinity", "1e39", "0x10", "1f", "1.2.3", "", "1,5"})
    void whatIsNoFiniteNumberIsRefused(String word) throws IOException {
        Path later = file("1;2\n3;" + word + "\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(later))
                .withMessageContaining("line 2, column 2")
                .withMessageContaining("found \"" + word + "\"");
        Path first = file("1;" + word + "\n3;4\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(first))
                .withMessageContaining("line 1, column 2");
    }

    @Test
    void aFirstLineOfMissingNumbersIsNotTakenForAHeader() throws IOException {
        Path file = file("NaN,NaN\n1,2\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(file))
                .withMessageContaining("line 1, column 1")
                .withMessageContaining("found \"NaN\"");
    }

    @Test
    void raggedLinesAreRefused() throws IOException {
        Path file = file("1,2\n\n3,4,5\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(file))
                .withMessage(file + ", line 3: expected 2 numbers separated by commas, as in the first line, found 3");
        Path spaces = file("1\n2 3\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(spaces))
                .withMessageContaining("line 2: expected 1 number separated by spaces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "x,y\n", "# nothing\n"})
    void aFileWithoutPointsIsRefused(String text) throws IOException {
        Path file = file(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(file))
                .withMessage(file + " holds no point: expected at least one line of numbers");
    }

    @Test
    void filesThatCannotBeReadOrWrittenAreNamed() throws IOException {
        Path absent = folder.resolve("absent").resolve("points.csv");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Csv.read(absent))
                .withMessageContaining(absent.toString());
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Csv.write(TWO, absent))
                .withMessageContaining(absent.toString());
        Path binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(binary))
                .withMessage(binary + " is not a text file in UTF-8: expected numbers");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "points", ".csv"), text);
    }
}
