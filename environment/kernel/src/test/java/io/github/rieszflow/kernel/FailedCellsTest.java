package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell that fails leaves behind and says. */
class FailedCellsTest {
    private static LiveKernel kernel;

    @TempDir
    private Path temp;

    @BeforeAll
    static void start() throws IOException {
        kernel = new LiveKernel();
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    @Test
    void aVariableThatWasNeverSetIsNotNull() {
        kernel.error("String a = List.<String>of().get(0); int after = 3; int method() { return 1; }\nclass Late {}");
        assertThat(kernel.error("a.length()"))
                .contains("symbol:   variable a")
                .containsPattern("a was never set: cell \\d+, which should have set it, did not get there\\.$");
        assertThat(kernel.error("after"))
                .containsPattern("after was not defined: cell \\d+, which should have defined it,");
        assertThat(kernel.error("method()")).contains("method was not defined: cell ");
        assertThat(kernel.error("new Late()")).contains("Late was not defined: cell ");
        assertThat(kernel.error("int n = Integer.parseInt(\"x\");")).startsWith("NumberFormatException: For input");
        assertThat(kernel.error("n + 1")).contains("n was never set: cell ");
        assertThat(kernel.shown("int n = 4; n + 1")).isEqualTo("5");
    }

    @Test
    void whatHadAValueKeepsIt() {
        kernel.run("int k = 5; var points = Points.uniform(3, 2, seed(1));");
        assertThat(kernel.error("int k = 1/0;").lines().toList()).last().isEqualTo("k keeps the value it had before.");
        assertThat(kernel.shown("k")).isEqualTo("5");
        assertThat(kernel.error("double k = 1/0;")).doesNotContain("keeps");
        assertThat(kernel.error("k")).contains("k was never set: cell ");
        kernel.error("var points = Points.uniform(-3, 2, seed(1));");
        assertThat(kernel.shown("points.size()")).isEqualTo("3");
    }

    @Test
    void oneOfSeveralThatFailsLeavesTheOthers() {
        assertThat(kernel.error("int b1 = 1, b2 = 1/0, b3 = 3;")).startsWith("ArithmeticException: / by zero");
        assertThat(kernel.shown("b1 + b3")).isEqualTo("4");
        assertThat(kernel.error("b2")).contains("b2 was never set");
        assertThat(kernel.error("int usesB2() { return b2; }\nusesB2()"))
                .startsWith("usesB2 uses what is not defined (yet): variable b2\nb2 was never set: cell ");
    }

    @Test
    void anInterruptedCellLeavesNoNullEither() {
        String id = kernel.send("{ System.out.println(\"on\"); Thread.sleep(60_000); }\nString later = \"x\";");
        kernel.awaitPrinted(id, "on");
        kernel.interrupt();
        assertThat(kernel.await(id).error()).isEqualTo("Interrupted.");
        assertThat(kernel.error("later")).contains("later was not defined: cell ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/* unclosed", "// c\n/* unclosed\nint b = 2;", "int zz = 1; /* unclosed\nint b = 2;", "/** doc"
            })
    void aCommentWithoutAnEndIsRefused(String code) {
        assertThat(kernel.error(code)).startsWith("This comment is not closed, */ is missing (line ");
    }

    @Test
    void closedOnesAndTextThatLooksLikeOneAreNot() {
        assertThat(kernel.shown("/* closed */ // and this /*\n/** doc */ int c1 = 1; /* a */ c1 /* b */"))
                .isEqualTo("1");
        assertThat(kernel.shown("String t1 = \"/* no\"; char q1 = '\"'; /* \"it */ // \"and\nt1"))
                .isEqualTo("/* no");
        assertThat(kernel.shown("\"\"\"\n/* in a \\\"\"\" block\n\"\"\"")).isEqualTo("/* in a \"\"\" block\n");
        assertThat(kernel.error("int d = 1; \"\"\"\nabc"))
                .isEqualTo("This text is not closed, \"\"\" is missing (line 1): \"\"\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"return 5;", "return (5);", "// first\nreturn;", "int r1 = 1;\nreturn r1;", "if (true) return 5;"
            })
    void aReturnOutsideOfAMethodIsRefused(String code) {
        assertThat(kernel.error(code))
                .startsWith("return stands outside of a method: to see a value, end the cell with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"break;", "continue;", "yield 5;", "this", "super.toString()", "this.x = 1;"})
    void soIsWhatHasNoMeaningThere(String code) {
        assertThat(kernel.error(code)).isNotEmpty();
    }

    @Test
    void wordsThatBeginAsReturnDoesAreNot() {
        assertThat(kernel.shown("int returned = 3; returned")).isEqualTo("3");
        assertThat(kernel.shown("Supplier<Integer> five = () -> { return 5; };\nfive.get()"))
                .isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Csv.read(Path.of("nofile.csv"))                | NoSuchFileException: | no file nofile.csv in
            Files.readString(Path.of("/no/such/f.txt"))    | NoSuchFileException: | no file /no/such/f.txt, not even the folder /no/such
            new FileReader("nothere")                      | FileNotFoundException: | no file nothere in
            new FileInputStream("/")                       | FileNotFoundException: | / is a folder, where a file was expected
            Files.list(Path.of("/etc/passwd"))             | NotDirectoryException: | /etc/passwd is no folder
            Files.createDirectory(Path.of("/"))            | FileAlreadyExistsException: | / exists already
            Shapes.picture(Path.of("no.png"), 9, seed(1))  | | no.png
            Images.folder(Path.of("nofolder"), 28)         | | nofolder
            tech.tablesaw.api.Table.read().csv("none.csv") | FileNotFoundException: | no file none.csv in""")
    void aFileThatIsNotThereIsOneSentence(String code, String name, String sentence) {
        assertThat(kernel.error(code))
                .hasLineCount(1)
                .startsWith(name == null ? "" : name)
                .contains(sentence)
                .doesNotContain("java.base", "    at ");
    }

    @Test
    void otherFilesThatAreNotAsTheyShouldBeAreToo() throws IOException {
        Path latin = Files.write(temp.resolve("latin"), "é\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(kernel.error("Files.readAllLines(Path.of(\"" + latin + "\"))"))
                .hasLineCount(1)
                .contains("not in the encoding it is read in");
        assertThat(kernel.error("int lines(String f) { try { return Files.readAllLines(Path.of(f)).size(); }"
                        + " catch (IOException e) { throw new UncheckedIOException(e); } }\nlines(\"q.txt\")"))
                .hasLineCount(1)
                .contains("there is no file q.txt in ");
        assertThat(kernel.error("throw new FileNotFoundException(\"mine\");"))
                .startsWith("java.io.FileNotFoundException: mine\n    at cell ");
    }

    @Test
    void framesOfTheJdkAreLeftOutWhereACellHasOnes() {
        assertThat(kernel.error("Integer.parseInt(\"x\")").lines().toList())
                .isEqualTo(List.of(
                        "NumberFormatException: For input string: \"x\"",
                        kernel.error("Integer.parseInt(\"x\")")
                                .lines()
                                .toList()
                                .get(1)
                                .replaceFirst("cell \\d+", "cell " + (last() - 1))));
        assertThat(kernel.error("List.of(1, 0).stream().map(i -> 1 / i).toList()"))
                .doesNotContain("java.base")
                .contains("    at cell ");
    }

    private static int last() {
        String error = kernel.error("1 / 0");
        return Integer.parseInt(error.replaceAll("(?s).*at cell (\\d+),.*", "$1")) - 1;
    }

    @Test
    void namesOfClassesAreThoseOfTheCell() {
        kernel.run("class Named { String s; }\nNamed named = new Named(); Named nobody = null;");
        assertThat(kernel.shown("named")).startsWith("Named@");
        assertThat(kernel.shown("new Named[] {named}")).startsWith("Named[1] {Named@");
        assertThat(kernel.error("nobody.s"))
                .startsWith("NullPointerException: Cannot read field \"s\" because \"nobody\" is null");
        assertThat(kernel.error("Object o = \"x\"; (Named) o"))
                .startsWith("ClassCastException: ")
                .doesNotContain("REPL");
    }
}
