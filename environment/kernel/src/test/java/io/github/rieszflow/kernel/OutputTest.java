package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
