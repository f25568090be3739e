package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cells print and read. */
class OutputTest {
    private static LiveKernel kernel;

    @BeforeAll
    static void start() throws IOException {
        kernel = new LiveKernel();
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    @Test
    void everyLineOfManyArrives() {
        String out = kernel.run("for (int i = 0; i < 20_000; i++) System.out.println(i);")
                .out();
        String all = String.join(
                        "\n",
                        IntStream.range(0, 20_000).mapToObj(Integer::toString).toList()) + "\n";
        assertThat(out.equals(all)).as("%d lines", out.lines().count()).isTrue();
    }

    @Test
    void aMillionPrintsAreCutWithALineThatSaysSo() {
        CellResult result = kernel.run("for (int i = 0; i < 1_000_000; i++) System.out.println(i); 5");
        assertThat(result.error()).isNull();
        assertThat(result.out())
                .startsWith("0\n1\n2\n")
                .endsWith("999998\n999999\n")
                .containsOnlyOnce("characters left out: of one cell at most 500,000 are shown")
                .hasSizeLessThan(Console.MOST + Console.TAIL + 200);
        assertThat(result.mimeTypes()).containsExactly("text/plain");
        assertThat(kernel.messages()).as("messages for a million lines").isLessThan(100);
        assertThat(kernel.run("System.out.println(\"as ever\");").out()).isEqualTo("as ever\n");
    }

    @Test
    void bothStreamsAndDisplaysStayInOrder() {
        CellResult result = kernel.run("System.out.print(\"a\"); System.err.print(\"b\"); System.out.print(\"cé😀\");"
                + " show(\"d\"); show(io.github.rieszflow.picture.Picture.text(\"e\")); System.out.print(\"f\");");
        assertThat(result.out()).isEqualTo("acé😀d\nf");
        assertThat(result.err()).isEqualTo("b");
        assertThat(kernel.outputs()).hasSize(5);
        assertThat(kernel.outputs().get(3).getAsJsonObject().get("output_type").getAsString())
                .isEqualTo("display_data");
    }

    @Test
    void whatAThreadPrintsAfterItsCellIsNotLost() {
        String id = kernel.send("new Thread(() -> { try { Thread.sleep(700); } catch (InterruptedException e) {}"
                + " System.out.println(\"later\"); }).start();");
        assertThat(kernel.await(id).out()).isEmpty();
        kernel.awaitPrinted(id, "later\n");
        String other = kernel.send("new Thread(() -> { int[] a = {}; a[1]++; }).start(); Thread.sleep(300);");
        assertThat(kernel.await(other).err())
                .startsWith("Thread Thread-")
                .contains("ended: java.lang.ArrayIndexOutOfBoundsException: Index 1")
                .hasLineCount(1);
    }

    @Test
    void turnsBetweenTheStreamsAreCountedAndTheEndKeepsThemApart() {
        CellResult result = kernel.run(
                "for (int i = 0; i < 50_000; i++) { System.out.println(\"o\" + i); System.err.println(\"e\" + i); }");
        assertThat(kernel.messages()).isLessThan(3000);
        assertThat(result.out())
                .startsWith("o0\no1\n")
                .contains("o49998\no49999\n")
                .containsOnlyOnce("characters left out");
        assertThat(result.out().lines()).allMatch(line -> line.matches("o\\d*|\\d+|\\.\\.\\. .*|"));
        assertThat(result.err()).startsWith("e0\ne1\n").endsWith("e49998\ne49999\n");
        assertThat(result.err().lines()).allMatch(line -> line.matches("e\\d*|\\d+|\\.\\.\\. .*|"));
        assertThat(kernel.run("System.err.print(\"x\"); System.out.print(\"y\");")
                        .err())
                .isEqualTo("x");
    }

    @Test
    void aSlowTurnIsNotCut() {
        CellResult result =
                kernel.run("for (int i = 0; i < 300; i++) { System.out.print(\"o\"); System.err.print(\"e\"); }");
        assertThat(result.out()).isEqualTo("o".repeat(300));
        assertThat(result.err()).isEqualTo("e".repeat(300));
    }

    @Test
    void whatIsCutIsCutBetweenCharacters() {
        CellResult result = kernel.run("System.out.print(\"x\" + \"😀\".repeat(" + Console.MOST + "));");
        assertThat(result.out()).contains("characters left out");
        assertThat(result.out()).doesNotContain("\ufffd", "?");
        assertThat(kernel.run("var text = \"y\".repeat(49_999) + \"😀\"; System.out.print(text);")
                        .out())
                .endsWith("y😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new PrintWriter(System.out).close();",
                "try (var w = new PrintStream(System.out)) { w.print(\"\"); }",
                "System.out.close(); System.err.close();",
                "new Scanner(System.in).close(); System.in.close();",
                "new OutputStreamWriter(System.out).close();"
            })
    void whatClosesAStreamMutesNothing(String code) {
        assertThat(kernel.run(code + " System.out.print(\"same cell\");").out()).isEqualTo("same cell");
        CellResult next = kernel.run("System.out.println(\"b\"); System.err.println(\"c\");");
        assertThat(next.out()).isEqualTo("b\n");
        assertThat(next.err()).isEqualTo("c\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.setOut(new PrintStream(new ByteArrayOutputStream()));",
                "System.setOut(null);",
                "System.setErr(null);",
                "System.setErr(new PrintStream(OutputStream.nullOutputStream())); System.setOut(System.err);"
            })
    void aStreamThatACellReplacesIsBackForTheNext(String code) {
        assertThat(kernel.run(code).out()).startsWith("(This cell replaced System.out or System.err");
        assertThat(kernel.run("System.out.print(\"back\"); System.err.print(\"too\");"))
                .satisfies(next -> assertThat(next.out()).isEqualTo("back"))
                .satisfies(next -> assertThat(next.err()).isEqualTo("too"));
    }

    @Test
    void aCellMayCatchWhatItPrints() {
        String catching = "var old = System.out; var caught = new ByteArrayOutputStream(); System.setOut(new"
                + " PrintStream(caught)); System.out.print(\"x\"); System.setOut(old); caught.toString()";
        assertThat(kernel.shown(catching)).isEqualTo("x");
        assertThat(kernel.outputs()).hasSize(1);
    }

    @Test
    void aReplacedStreamThatNeverFlushesHoldsNothingUpForGood() {
        String id = kernel.send("{ System.setOut(new PrintStream(new OutputStream() { public void write(int b) {}"
                + " public void flush() { while (true) {} } })); System.err.println(\"on\"); }");
        kernel.awaitPrinted(id, "on");
        kernel.interrupt();
        kernel.await(id);
        assertThat(kernel.run("System.out.print(\"back\");").out()).isEqualTo("back");
    }

    @Test
    void noCharacterIsSplit(@TempDir Path temp) throws IOException {
        String text = "x" + "é".repeat(9000) + "aé😀".repeat(20_000);
        Path file = Files.writeString(temp.resolve("text"), text);
        assertThat(kernel.run("Files.copy(Path.of(\"" + file + "\"), System.out);")
                        .out())
                .isEqualTo(text);
        assertThat(kernel.run("new FileInputStream(\"" + file + "\").transferTo(System.err);")
                        .err())
                .isEqualTo(text);
        assertThat(kernel.run("for (byte b : \"äöü😀\".getBytes()) System.out.write(b);")
                        .out())
                .isEqualTo("äöü😀");
        assertThat(kernel.run("System.out.write(0xc3); System.err.print(\"!\"); System.out.write(0xa9);")
                        .out())
                .isEqualTo("é");
        // What is no character is shown as such, at the latest when the cell ends.
        assertThat(kernel.run("System.out.write(0xc3); System.out.write(0x28); System.out.write(0xe2);")
                        .out())
                .isEqualTo("\ufffd(\ufffd");
        assertThat(kernel.run("System.out.print(\"z\");").out()).isEqualTo("z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            System.out.printf("%d",1);                        | 1
            System.out.printf("%d",1)                         | 1
            System.out.format("%s", "a").append("b");         | ab
            System.out.append('c')                            | c
            var o = System.out; o.printf("%n".isEmpty() ? "" : "d"); | d
            new PrintWriter(System.out, true).printf("e%n")   | e""")
    void printingIsNoResult(String code, String printed) {
        assertThat(kernel.run(code).mimeTypes()).isEmpty();
        assertThat(kernel.run(code).out().strip()).isEqualTo(printed);
    }

    @Test
    void otherWritersAndStringsAreResults() {
        assertThat(kernel.shown("new StringWriter().append(\"y\")")).isEqualTo("y");
        assertThat(kernel.shown("String.format(\"%d\", 3)")).isEqualTo("3");
        assertThat(kernel.shown("new StringBuilder().append(4)")).isEqualTo("4");
    }

    @Test
    void anOutputThatJsonDoesNotHaveIsSaid() {
        kernel.run("import io.github.rieszflow.kernel.JavaKernel;"
                + " import io.github.spencerpark.jupyter.kernel.display.DisplayData;");
        String id = kernel.send("var odd = new DisplayData(\"odd\"); odd.putData(\"application/json\", Double.NaN);"
                + " JavaKernel.running().display(odd); Thread.sleep(500);");
        CellResult result = kernel.await(id);
        assertThat(result.error()).isNull();
        assertThat(result.err()).startsWith("An output could not be sent to the notebook: NaN is not a valid double");
        assertThat(kernel.shown("5")).isEqualTo("5");
    }

    @Test
    void figuresOfTablesawShow(@TempDir Path temp) {
        kernel.run("import tech.tablesaw.api.*; import tech.tablesaw.plotly.Plot; import tech.tablesaw.plotly.api.*;"
                + " import tech.tablesaw.plotly.components.*; import tech.tablesaw.plotly.traces.*;");
        kernel.run(
                "var table = Table.create(\"t\", DoubleColumn.create(\"a\", 1, 2, 3), DoubleColumn.create(\"b\", 2, 1, 5));");
        assertThat(kernel.run("var scatter = ScatterPlot.create(\"Some \\\"points\\\"\", table, \"a\", \"b\"); scatter")
                        .mimeTypes())
                .containsExactlyInAnyOrder("text/html", "text/plain");
        assertThat(kernel.shown("scatter")).startsWith("Figure").contains("scatter");
        assertThat(kernel.run("show(scatter);").mimeTypes()).contains("text/html");
        assertThat(kernel.run("new Figure(BoxTrace.builder(new String[] {\"x\", \"x\"}, new double[] {1, 2}).build())")
                        .mimeTypes())
                .contains("text/html");
        assertThat(kernel.run("Histogram.create(\"h\", table, \"a\")").mimeTypes())
                .contains("text/html");
        assertThat(kernel.error("Plot.show(scatter, new File(\"" + temp.resolve("figure.html") + "\"));"))
                .hasLineCount(1)
                .contains("end the cell with the figure, or call show(figure)");
    }

    @Test
    void cellsAskForInput() {
        String id = kernel.sendAsking(
                "System.out.print(\"name? \"); var in = new Scanner(System.in); String name = in.nextLine(); name");
        kernel.awaitQuestion();
        kernel.input("Anna");
        assertThat(kernel.await(id).out()).isEqualTo("name? ");
        assertThat(kernel.shown("name")).isEqualTo("Anna");
        String again = kernel.sendAsking("int two = in.nextInt() + in.nextInt();");
        kernel.awaitQuestion();
        kernel.input("1 2");
        assertThat(kernel.await(again).error()).isNull();
        assertThat(kernel.shown("two")).isEqualTo("3");
        assertThat(kernel.shown("System.in.read()"))
                .as("where nobody can be asked")
                .isEqualTo("-1");
    }

    @Test
    void aQuestionCanBeInterrupted() {
        String id = kernel.sendAsking("new BufferedReader(new InputStreamReader(System.in)).readLine()");
        kernel.awaitQuestion();
        kernel.interrupt();
        assertThat(kernel.await(id).error()).isEqualTo("Interrupted.");
        // The answer that comes too late is not taken for that to the next question.
        kernel.input("too late");
        String next =
                kernel.sendAsking("String line = new BufferedReader(new InputStreamReader(System.in)).readLine();");
        kernel.awaitQuestion();
        kernel.input("in time");
        assertThat(kernel.await(next).error()).isNull();
        assertThat(kernel.shown("line")).isEqualTo("in time");
    }

    @Test
    void anErrorBearsTheNameOfTheException() {
        JsonObject division = kernel.errorOutput("1 / 0");
        assertThat(division.get("ename").getAsString()).isEqualTo("ArithmeticException");
        assertThat(division.get("evalue").getAsString()).isEqualTo("/ by zero");
        assertThat(kernel.errorOutput("new java.io.FileReader(\"/no/such/file\")")
                        .get("ename")
                        .getAsString())
                .isEqualTo("java.io.FileNotFoundException");
        assertThat(kernel.errorOutput("nothing").get("ename").getAsString()).isEqualTo("CompileError");
        JsonObject reply = kernel.answer(kernel.send("throw new IllegalStateException(\"so\");"));
        assertThat(reply.get("ename").getAsString()).isEqualTo("IllegalStateException");
        assertThat(reply.get("evalue").getAsString()).isEqualTo("so");
        assertThat(reply.get("execution_count").getAsInt()).isPositive();
        assertThat(kernel.shown("7")).isEqualTo("7");
    }
}
