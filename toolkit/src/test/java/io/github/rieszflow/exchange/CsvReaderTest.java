package io.github.rieszflow.exchange;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lines are points, which columns are coordinates: what cannot be seen is asked for, nothing vanishes. */
class CsvReaderTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(
                folder.resolve("a.csv"),
                text.replace("⏎", "\n").replace("⇥", "\t").replace("♯", "#"));
    }

    private static Points rows(String rows) {
        return Points.of(Arrays.stream(rows.split(";"))
                .map(row -> Arrays.stream(row.strip().split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new));
    }

    private String refusal(CsvReader reader, String text) throws IOException {
        Path file = file(text);
        try {
            return "read as "
                    + Arrays.deepToString(new Object[] {reader.read(file).toArray()});
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith(file.toString());
            return String.valueOf(e.getMessage()).substring(file.toString().length());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            "1.5","2.5"⏎3,4⏎5,6                   ¦ 1.5 2.5; 3 4; 5 6
            "1,2"⏎                                ¦ refused
            1,"2",3⏎4,5," 6 "                     ¦ 1 2 3; 4 5 6
            RI,Na,Mg⏎1.52,13.6,4.5                ¦ 1.52 13.6 4.5
            Inf,x⏎1,2                             ¦ 1 2
            x;null;na⏎1;2;3                       ¦ 1 2 3
            NA,Sex,Age⏎0,1,2⏎3,4,5                ¦ 0 1 2; 3 4 5
            "len, cm","width, cm"⏎1,2⏎3,4         ¦ 1 2; 3 4
            "a ""b\""","c;d"⏎1,2                  ¦ 1 2
            "x y" z⏎1 2⏎3 4                       ¦ 1 2; 3 4
            sep=;⏎1;2⏎3;4                         ¦ 1 2; 3 4
            "sep=,"⏎x,y⏎1,2                       ¦ 1 2
            sep=⇥⏎1⇥2⏎3⇥4                         ¦ 1 2; 3 4
            sep=|⏎1|2                             ¦ 1 2
            ♯ two numbers⏎#⏎#!⏎## x⏎1,2⏎#x,y⏎3,4  ¦ 1 2; 3 4
            ♯ 5,6⏎1,2⏎# 7,8                       ¦ 1 2
            1,2⏎3,4                               ¦ 1 2; 3 4
            1⏎2⏎3.5                               ¦ 1; 2; 3.5
            0,2⏎0.5,0.25                          ¦ 0 2; 0.5 0.25
            0,0⏎0.5,0.25                          ¦ 0 0; 0.5 0.25
            1.0,2.0⏎0.5,0.25                      ¦ 1 2; 0.5 0.25
            length (cm)⇥2nd⏎1⇥2                   ¦ 1 2
            x⇥⇥⏎1⇥2⇥3                             ¦ 1 2 3
            β₁,β₂⏎1,2                             ¦ 1 2
            x,y⏎⏎ ⏎1,2                            ¦ 1 2
            """)
    void whatCanBeSeenIsRead(String text, String right) throws IOException {
        if (right.equals("refused")) {
            assertThat(refusal(Csv.reader(), text)).startsWith(", line 1, column 1: expected a number");
        } else {
            assertThat(Csv.read(file(text))).isEqualTo(rows(right));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            0,1⏎0.5,0.25⏎0.1,0.2          ¦ , line 1: expected the names of the columns or a point, found the numbers 0 to 1
            0;1;2⏎0.5;0.2;9               ¦ .header(true) takes the line for names, .header(false) for a point
            "0" "1"⏎5 7                   ¦ , line 1: expected the names of the columns or a point, found the numbers 0 to 1
            1,2,3⏎0.5,0.2,9               ¦ , line 2: expected whole numbers, as in line 1, which counts
            "1","2"⏎1e-3,5                ¦ , line 2: expected whole numbers, as in line 1, which counts
            0⏎0.5⏎0.25                    ¦ , line 2: expected whole numbers, as in line 1, which counts
            ,0,1⏎0,5,7                    ¦ , line 1, column 1: expected a number
            1,5;2,5⏎3;4⏎5;6               ¦ , line 1, column 1: expected a number (finite, with a decimal point, at most 3.4e38), found "1,5"; if the comma is a decimal one, Csv.reader().decimalComma() reads it
            x;y⏎1;2⏎1.234,5;2             ¦ line 3, column 1: expected a number (finite, with a decimal point, at most 3.4e38), found "1.234,5"; if the comma
            ?,?⏎1,2                       ¦ , line 1, column 1: expected a number
            -,*⏎1,2                       ¦ , line 1, column 1: expected a number
            NaN,inf⏎1,2                   ¦ , line 1, column 1: expected a number
            n/a⏎1                         ¦ , line 1, column 1: expected a number
            1.5kg,2.5kg⏎3,4               ¦ , line 1, column 1: expected a number
            2024-01-05,12:30⏎1,2          ¦ , line 1, column 1: expected a number
            "",""⏎1,2                     ¦ , line 1, column 1: expected a number
            x,y⏎1,2⏎#N/A,3⏎4,5            ¦ , line 3, column 1: expected a number
            ♯DIV/0!⏎4                     ¦ , line 1, column 1: expected a number
            1,2⏎#3,4⏎5,6                  ¦ , line 2: expected a point or a comment: the line begins with # and would be a point
            ♯3,4⏎5,6                      ¦ , line 1: expected a point or a comment: the line begins with # and would be a point
            5⏎#6⏎7                        ¦ , line 2: expected a point or a comment: the line begins with # and would be a point
            label,0,1⏎5,0,0               ¦ , line 1: expected the names of the columns or a point, found words ("label") and numbers: Csv.reader().header(true) takes
            5.1,3.5,setosa⏎4.9,3,setosa   ¦ and .columns(1, 2) takes columns of numbers
            x,y⏎cm,cm⏎1,2                 ¦ , line 2: expected a point below the names of the columns, found words again ("cm"): Csv.reader().skip(1) leaves out the line above, .skip(2).header(false) both
            Heights⏎1,2⏎3,4               ¦ found "1,2"; if the comma is a decimal one, Csv.reader().decimalComma() reads it; if line 1 is a title, Csv.reader().skip(1) leaves it out
            Heights⏎1;2⏎3;4               ¦ found "1;2"; if line 1 is a title, Csv.reader().skip(1) leaves it out
            % by hand⏎1,2                 ¦ , line 2: expected 3 numbers separated by spaces, as in the first line, found 1; if line 1 is a title, Csv.reader().skip(1) leaves it out
            x;y⏎1,2⏎3,4                   ¦ if line 1 is a title, Csv.reader().skip(1) leaves it out
            Run 7⏎1,2                     ¦ .skip(1) leaves it out as a title
            x,y⏎1,2,                      ¦ , line 2: expected 2 numbers separated by commas, as in the first line, found 3
            x⇥y⏎⇥⏎1⇥2                     ¦ , line 2, column 1: expected a number
            1,2 # low⏎3,4                 ¦ , line 1, column 2: expected a number
            1,"2                          ¦ , line 1: expected a quote that closes "2, found the end of the line
            1,"2"3                        ¦ , line 1: expected commas between the words, found more behind the quotes of "2"
            length,species⏎1,setosa       ¦ , line 2, column 2: expected a number (finite, with a decimal point, at most 3.4e38), found "setosa"; Csv.reader().without("species") leaves it out
            <!DOCTYPE html>⏎<html>        ¦ is a web page: expected numbers, one point a line
            {"x": [1, 2]}                 ¦ is JSON: expected numbers, one point a line
            version https://git-lfs.github.com/spec/v1 ¦ is a pointer to a file that is kept elsewhere
            """)
    void whatCannotBeSeenIsAskedFor(String text, String message) throws IOException {
        String refusal = refusal(Csv.reader(), text);
        assertThat(refusal).contains(message).doesNotContain("\n");
    }

    @Test
    void theAnswerToTheQuestionIsRead() throws IOException {
        Path counting = file("0,1⏎0.5,0.25⏎0.1,0.2");
        assertThat(Csv.reader().header(true).read(counting)).isEqualTo(rows("0.5 0.25; 0.1 0.2"));
        assertThat(Csv.reader().header(false).read(counting)).isEqualTo(rows("0 1; 0.5 0.25; 0.1 0.2"));
        assertThat(Csv.reader().columns("1").read(counting)).isEqualTo(rows("0.25; 0.2"));
        assertThat(Csv.reader().without("label").read(file("label,0,1⏎5,0.5,7")))
                .isEqualTo(rows("0.5 7"));
        assertThat(Csv.reader().decimalComma().read(file("1,5;2,5⏎3;-4,25e1⏎\"5,0\";6")))
                .isEqualTo(rows("1.5 2.5; 3 -42.5; 5 6"));
        assertThat(Csv.reader().decimalComma().read(file("x y⏎1,5 2"))).isEqualTo(rows("1.5 2"));
        assertThat(refusal(Csv.reader().decimalComma(), "1.234;2"))
                .startsWith(", line 1, column 1: expected a number (finite, with a decimal comma");
        assertThat(Csv.reader().skip(2).read(file("Table 3⏎heights, widths, depths⏎x,y⏎1,2")))
                .isEqualTo(rows("1 2"));
        assertThat(Csv.reader().comments("%").read(file("% a⏎1 2⏎%3 4⏎5 6"))).isEqualTo(rows("1 2; 5 6"));
        assertThat(Csv.reader().comments("#").read(file("#9,9⏎1,2⏎#N/A,4⏎5,6"))).isEqualTo(rows("1 2; 5 6"));
        assertThat(refusal(Csv.reader().comments(""), "1,2⏎# 3,4")).startsWith(", line 2, column 1");
        assertThat(Csv.reader().columns(2, 1).read(file("5.1,3.5,setosa⏎4.9,3,setosa")))
                .isEqualTo(rows("3.5 5.1; 3 4.9"));
    }

    @Test
    void columnsAreTakenByNameInTheOrderAskedFor() throws IOException {
        String text = "id,x,y,species⏎1,0.5,7,a⏎2,0.25,8,b⏎3,0.125,9,a";
        assertThat(Csv.reader().columns("y", "x").read(file(text))).isEqualTo(rows("7 0.5; 8 0.25; 9 0.125"));
        assertThat(Csv.reader().without("id", "species").read(file(text))).isEqualTo(rows("0.5 7; 0.25 8; 0.125 9"));
        assertThat(Csv.reader().columns(3).read(file(text))).isEqualTo(rows("7; 8; 9"));
        assertThat(Csv.reader().columns("len, cm").read(file("\"len, cm\",b⏎1,2")))
                .isEqualTo(rows("1"));
        // As numpy.savetxt writes names.
        assertThat(Csv.reader().columns("y").read(file("# x y⏎1 2⏎3 4"))).isEqualTo(rows("2; 4"));
        assertThat(refusal(Csv.reader().columns("z"), text))
                .isEqualTo(", line 1: expected one of the columns \"id\", \"x\", \"y\", \"species\": asked for \"z\"");
        assertThat(refusal(Csv.reader().without("X"), text)).contains("asked for \"X\"");
        assertThat(refusal(Csv.reader().columns(5), text))
                .contains("expected one of the columns 1 to 4: asked for column 5");
        assertThat(refusal(Csv.reader().columns("x"), "1.5,2⏎3,4")).contains("Csv.reader().columns(1, 2)");
        assertThat(refusal(Csv.reader().columns("x"), "x,x⏎3,4")).contains("columns 1 and 2 are both called \"x\"");
        assertThat(refusal(Csv.reader().columns("x").without("x"), "x,y⏎3,4")).contains("is asked for as both");
        assertThat(refusal(Csv.reader().without("x"), "x⏎3")).contains("expected at least one column of coordinates");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.reader().columns("x", "x"))
                .withMessage("expected each column once: received [x, x]");
        assertThatIllegalArgumentException().isThrownBy(() -> Csv.reader().columns(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Csv.reader().skip(-1));
    }

    @Test
    void groupsAreCloudsInTheOrderOfTheFile() throws IOException {
        Path file = file("x,kind,y⏎1,\"b, late\",2⏎3,a,4⏎5,\"b, late\",6⏎7,10,8");
        Map<String, Points> groups = Csv.reader().readGroups(file, "kind");
        assertThat(groups.keySet()).containsExactly("b, late", "a", "10");
        assertThat(groups.get("b, late")).isEqualTo(rows("1 2; 5 6"));
        assertThat(groups.get("10")).isEqualTo(rows("7 8"));
        assertThat(Csv.reader().columns("y").readGroups(file, "kind").get("a")).isEqualTo(rows("4"));
        assertThat(Csv.reader().readGroups(file("g,x⏎2,1⏎1,3⏎2,5"), "g").get("2"))
                .isEqualTo(rows("1; 5"));
        assertRefused(r -> r.readGroups(folder.resolve("a.csv"), "h"), "asked for \"h\"");
        assertRefused(r -> r.without("g").readGroups(folder.resolve("a.csv"), "g"), "expected one use of each column");
        file("g,x⏎2,1⏎,3");
        assertRefused(
                r -> r.readGroups(folder.resolve("a.csv"), "g"), ", line 3, column 1: expected the name of a group");
        file("1.5,x⏎2,1");
        assertRefused(r -> r.readGroups(folder.resolve("a.csv"), "g"), "and numbers: Csv.reader().header(true)");
    }

    @Test
    void weightsComeFromAColumn() throws IOException {
        Path file = file("x,mass,y⏎1,3,2⏎4,1,5");
        assertThat(Csv.reader().readWeighted(file, "mass"))
                .isEqualTo(rows("1 2; 4 5").weighted(3, 1));
        file("x,mass⏎1,-3⏎4,1");
        assertRefused(r -> r.readWeighted(folder.resolve("a.csv"), "mass"), ", column \"mass\": ");
        file("x,mass⏎1,NaN⏎4,1");
        assertRefused(r -> r.readWeighted(folder.resolve("a.csv"), "mass"), ", line 2, column 2: expected a number");
    }

    private void assertRefused(Function<CsvReader, Object> read, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read.apply(Csv.reader()))
                .withMessageStartingWith(folder.resolve("a.csv").toString())
                .withMessageContaining(message);
    }

    private String told(String text, CsvReader reader) throws IOException {
        Path file = file(text);
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            reader.read(file);
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void aColumnThatNumbersTheRowsIsTold() throws IOException {
        assertThat(told("id,x,y⏎1,0.5,7⏎2,0.25,8⏎3,0.125,7", Csv.reader()))
                .isEqualTo("a.csv: column \"id\" numbers the rows and was taken as a coordinate; if it is none,"
                        + " Csv.reader().without(\"id\") leaves it out.");
        assertThat(told("5,0,1⏎7,1,3⏎9,2,0.5", Csv.reader()))
                .isEqualTo("a.csv: column 2 numbers the rows and was taken as a coordinate; if it is none,"
                        + " Csv.reader().columns(1, 3) leaves it out.");
        assertThat(told(",x⏎0,5⏎1,5⏎2,7", Csv.reader())).contains("Csv.reader().without(\"\") leaves it out");
        assertThat(told("id,x⏎101,5⏎102,5⏎103,7", Csv.reader()))
                .as("the second half")
                .contains("\"id\"");
        assertThat(told("id,x⏎3,5⏎1,5⏎4,8⏎2,8", Csv.reader()))
                .as("sorted by another")
                .contains("\"id\"");
        assertThat(told("id,x⏎1,5⏎2,5⏎3,7", Csv.reader().columns("id", "x")))
                .as("asked for")
                .isEmpty();
        assertThat(told("id,x⏎1,5⏎2,5⏎3,7", Csv.reader().without("id"))).isEmpty();
        assertThat(told("t⏎1⏎2⏎3", Csv.reader())).as("the only column").isEmpty();
        assertThat(told("n,x⏎0,5⏎1,5⏎1,7⏎3,2", Csv.reader())).as("counts").isEmpty();
        assertThat(told("n,x⏎0,5⏎1,5⏎3,7", Csv.reader())).as("one is left out").isEmpty();
        assertThat(told("x,y⏎1.5,2⏎2.5,4⏎3.5,9", Csv.reader())).isEmpty();
    }

    /** Two samples half a deviation apart: with the numbers of the rows as a coordinate, the test saw nothing. */
    @Test
    void anIdIsLeftOutByName() throws IOException {
        Points x = Points.gaussian(100, 2, seed(1));
        StringBuilder text = new StringBuilder("id,x,y\n");
        for (int i = 0; i < 100; i++) {
            text.append(i + 1)
                    .append(',')
                    .append(x.get(i, 0))
                    .append(',')
                    .append(x.get(i, 1))
                    .append('\n');
        }
        assertThat(Csv.reader().without("id").read(file(text.toString()))).isEqualTo(x);
        assertThat(Csv.reader().columns("x", "y").read(file(text.toString()))).isEqualTo(x);
    }

    @Test
    void aFileThatIsNotThereIsSaidInOneSentence() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Csv.read(Path.of("nofile.csv")))
                .withMessage("there is no file nofile.csv in " + Path.of("").toAbsolutePath());
        Path nowhere = folder.resolve("no").resolve("a.csv");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Csv.read(nowhere))
                .withMessage("there is no file " + nowhere + ", not even the folder " + nowhere.getParent());
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Csv.read(folder))
                .withMessage(folder + " is a folder: expected a file");
    }

    @Test
    void otherTextIsCalledWhatItIs() throws IOException {
        Path utf16 = Files.write(folder.resolve("a.csv"), "1,2\n".getBytes(StandardCharsets.UTF_16));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Csv.read(utf16))
                .withMessage(utf16 + " is not a text file in UTF-8: expected numbers");
        assertThat(refusal(Csv.reader(), "PK\u0003\u0004,1")).startsWith(" is a zip archive or a workbook");
        assertThat(refusal(Csv.reader(), "\u0000\u0001,1")).startsWith(", line 1, column 1");
    }

    /** One line of 20 MB: refused before it fills the memory. */
    @Test
    void aLineWithoutEndIsRefused() throws IOException {
        assertThat(refusal(Csv.reader(), "1,".repeat(10_000_000)))
                .isEqualTo(", line 1: the line has more than 16777216 characters: expected one point a line");
    }
}
