package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel seen from a front end: a real process, the real protocol. */
class JavaKernelTest {
    /** A computation that no interrupt ends. */
    private static final String DEAF =
            "{ System.out.println(\"on\"); io.github.rieszflow.kernel.Deaf.compute(deafEnd); }";

    private static final String DEAF_END = "var deafEnd = new java.util.concurrent.atomic.AtomicBoolean();";

    private static LiveKernel kernel;

    @BeforeAll
    static void start(@TempDir Path temp) throws IOException {
        Path sources = Files.createDirectory(temp.resolve("sources"));
        try (var jar = new JarOutputStream(Files.newOutputStream(sources.resolve("some.jar")))) {
            jar.putNextEntry(new ZipEntry("io/github/rieszflow/kernel/Refusing.java"));
            String source = "package io.github.rieszflow.kernel; public class Refusing {"
                    + " /** Returns {@code x} if it is <em>positive</em>. */ public static double positive(double x) {} }";
            jar.write(source.getBytes(StandardCharsets.UTF_8));
        }
        var specification = KernelSpec.of("Java", System.getProperty("java.class.path"), temp);
        kernel = new LiveKernel(specification.write(temp.resolve("kernel.json")));
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    @Test
    void showsTheLastExpressionOnly() {
        assertThat(kernel.shown("int a1 = 6; a1 * 7")).isEqualTo("42");
        assertThat(kernel.shown("a1")).isEqualTo("6");
        assertThat(kernel.shown("a1 + 1;")).isEqualTo("7");
        assertThat(kernel.shown("String.valueOf(a1) + \"é😀\"")).isEqualTo("6é😀");
        assertThat(kernel.shown("a1 + 1; int a2 = 5;")).isNull();
        assertThat(kernel.shown("a1 = 8")).isNull();
        assertThat(kernel.shown("Objects.hash(1);\nvoid a3() {}")).isNull();
        assertThat(kernel.shown("a3()")).isNull();
        assertThat(kernel.shown("(Object) null")).isNull();
        assertThat(kernel.shown("// a comment\n\n")).isNull();
        assertThat(kernel.shown("if (a1 > 0) System.out.print(1);")).isNull();
    }

    @Test
    void showsArraysAndImagesReadably() {
        assertThat(kernel.shown("new double[] {1, 2.5}")).isEqualTo("double[2] {1.0, 2.5}");
        assertThat(kernel.shown("new int[1_000_000]"))
                .startsWith("int[1000000] {0, 0, ")
                .endsWith("0, ...}")
                .hasSizeLessThan(100);
        assertThat(kernel.shown("new String[][] {{\"x\"}, null}")).isEqualTo("String[2][] {String[1] {\"x\"}, null}");
        String image = "new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)";
        assertThat(kernel.run(image).mimeTypes()).containsExactlyInAnyOrder("image/png", "text/plain");
        assertThat(kernel.shown(image)).isEqualTo("image, 3×2 pixels");
    }

    @Test
    void knowsTheStartUpImports() {
        String code =
                "Path p1 = Path.of(\"x\"); Supplier<List<BigInteger>> s1 = () -> Stream.of(BigInteger.ONE).toList();"
                        + "Pattern q1 = Pattern.compile(\"x\"); Future<URI> f1 = CompletableFuture.completedFuture(URI.create(\"x\"));"
                        + "File g1 = p1.toFile(); Preferences h1 = null; s1.get()";
        assertThat(kernel.shown(code)).isEqualTo("[1]");
    }

    @Test
    void definitionsMayReferForward() {
        assertThat(kernel.run("int b1() { return b2(); }").isClean()).isTrue();
        assertThat(kernel.error("b1()")).isEqualTo("b1 uses what is not defined (yet): method b2()");
        assertThat(kernel.shown("int b2() { return 3; }\nb1()")).isEqualTo("3");
    }

    @Test
    void aVariableOfAnUnknownTypeIsAnError() {
        assertThat(kernel.error("Nowhere c1 = null;")).contains("line 1:", "cannot find symbol", "class Nowhere");
    }

    @Test
    void aCompileErrorPointsAtLineAndColumn() {
        String error = kernel.error("int d1 = 1;\n\nint d2 = d1 +\n    \"x\".length;\n");
        assertThat(error.lines().toList())
                .containsExactly(
                        "line 4:",
                        "        \"x\".length;",
                        "           ^",
                        "cannot find symbol",
                        "  symbol:   variable length");
        assertThat(kernel.error("int d3 = ;")).startsWith("line 1:\n    int d3 = ;\n             ^\nillegal start of");
        assertThat(kernel.error("for (int i = 0; i < 3; i++) {\n"))
                .contains("line ", "reached end of file while parsing");
    }

    @Test
    void anExceptionShowsTheCellsLinesAndCausesButNoKernelFrames() {
        kernel.run(
                "int e1(int x) {\n  return 1 / x;\n}\nclass E2 { void go() {\n throw new IllegalStateException(\"outer\","
                        + " new java.io.IOException(\"inner\")); } }");
        assertThat(kernel.error("int e3 = 0;\ne1(e3)").lines().toList())
                .hasSize(3)
                .satisfies(lines -> {
                    assertThat(lines.get(0)).isEqualTo("ArithmeticException: / by zero");
                    assertThat(lines.get(1)).matches(" {4}at e1 \\(cell \\d+, line 2\\):  return 1 / x;");
                    assertThat(lines.get(2)).matches(" {4}at cell \\d+, line 2:  e1\\(e3\\)");
                });
        assertThat(kernel.error("// first\n\n// second\nfor (int i = 0; ; i++) {\n    e1(3 - i);\n}"))
                .contains(", line 5:  e1(3 - i);");
        assertThat(kernel.error("IntStream.of(0)\n  .map(i ->\n    1 / i)\n  .sum()"))
                .contains(", line 3:  1 / i)");
        assertThat(kernel.error("new E2().go()"))
                .startsWith("IllegalStateException: outer\n    at E2.go (cell ")
                .contains("\nCaused by: java.io.IOException: inner")
                .doesNotContain("jdk.", "rieszflow", "REPL", "java.base");
        assertThat(kernel.error("int e4(int n) { return e4(n + 1); }\ne4(0)"))
                .startsWith("StackOverflowError")
                .hasLineCount(kernel.error("e4(0)").lines().toList().size())
                .satisfies(text -> assertThat(text.lines().count()).isLessThan(60));
    }

    @Test
    void aRefusalOfTheToolkitIsOneLine() {
        kernel.run("import io.github.rieszflow.kernel.*;");
        String refusal = "IllegalArgumentException: x must be positive: x is -1.0";
        assertThat(kernel.error("Refusing.positive(-1)")).isEqualTo(refusal);
        assertThat(kernel.error("IntStream.range(0, 1000).parallel().forEach(i -> Refusing.positive(-1))"))
                .isEqualTo(refusal);
        assertThat(kernel.error("new Object() { public String toString() { return \"\" + Refusing.positive(-1); } }"))
                .isEqualTo(refusal);
        assertThat(kernel.error("throw new IllegalArgumentException(\"mine\");"))
                .contains("mine\n    at cell ");
        assertThat(kernel.error("new Object() { public String toString() { return toString(); } }"))
                .startsWith("Could not show a ")
                .endsWith("StackOverflowError");
        assertThat(kernel.shown("1")).isEqualTo("1");
    }

    @Test
    void printsWithoutALineEndAppearWhileTheCellRuns() {
        String id = kernel.send("{ System.out.print(\"so far\"); Thread.sleep(20_000); }");
        kernel.awaitPrinted(id, "so far");
        kernel.interrupt();
        assertThat(kernel.await(id).error()).isEqualTo("Interrupted.");
    }

    @Test
    void aCellThatWaitsIsInterruptedAtOnce() {
        String id = kernel.send("{ System.out.println(\"on\"); Thread.sleep(100_000); }");
        kernel.awaitPrinted(id, "on");
        kernel.interrupt();
        assertThat(kernel.await(id).error()).isEqualTo("Interrupted.");
        assertThat(kernel.shown("1 + 1")).isEqualTo("2");
    }

    @Test
    void anInterruptedRunMayReturnWhatItHas() {
        String loop =
                "long h0() { long n = 0; System.out.println(\"on\"); while (!Thread.interrupted()) n++; return n; }";
        kernel.run(loop);
        String id = kernel.send("var h1 = h0();\nint h2 = 5;");
        kernel.awaitPrinted(id, "on");
        kernel.interrupt();
        CellResult result = kernel.await(id);
        assertThat(result.error()).isNull();
        assertThat(result.out()).isEqualTo("Interrupted.\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.mimeTypes()).containsExactly("text/plain");
        assertThat(kernel.shown("h1 > 0")).isEqualTo("true");
        assertThat(kernel.error("h2")).contains("cannot find symbol");
    }

    @Tag("slow")
    @Test
    void aCellThatIgnoresInterruptsIsAbandoned() {
        kernel.run(DEAF_END);
        String id = kernel.send(DEAF);
        kernel.awaitPrinted(id, "on");
        kernel.interrupt();
        assertThat(kernel.await(id).error())
                .startsWith("Interrupted. What the cell has called does not respond to interrupts");
        assertThat(kernel.shown("2 + 2")).isEqualTo("4");
        // The second time does not wait for the grace period.
        String again = kernel.send(DEAF);
        kernel.awaitPrinted(again, "on");
        kernel.interrupt();
        kernel.interrupt();
        assertThat(kernel.await(again).error()).startsWith("Interrupted. What the cell has called");
        assertThat(kernel.shown("3 + 3")).isEqualTo("6");
        kernel.run("deafEnd.set(true)");
    }

    @Test
    void runAllEndsAtTheFirstFailure() {
        String first = kernel.send("Thread.sleep(300); int i0 = 1 / 0;");
        String second = kernel.send("int i1 = 1;");
        assertThat(kernel.answer(first).get("status").getAsString()).isEqualTo("error");
        assertThat(kernel.answer(second).get("status").getAsString()).isEqualTo("aborted");
        assertThat(kernel.error("i1")).contains("cannot find symbol");
    }

    @Test
    void completesNames() {
        assertThat(matches("Math.flo", 8)).contains("floor(", "floorDiv(");
        String cell = "import java.time.*;\nString j1 = \"😀\"; j1.toUpp";
        assertThat(matches(cell, cell.codePointCount(0, cell.length()))).containsExactly("toUpperCase(");
        JsonObject reply = complete("😀 Mat", 5);
        assertThat(reply.get("status").getAsString()).isEqualTo("ok");
        JsonObject none = complete("", 0);
        assertThat(none.get("status").getAsString()).isEqualTo("ok");
        JsonObject tail = complete("\"😀\".len + 1", 7);
        assertThat(tail.get("cursor_start").getAsInt()).isEqualTo(4);
        assertThat(tail.get("cursor_end").getAsInt()).isEqualTo(7);
    }

    private static List<String> matches(String code, int at) {
        JsonArray found = complete(code, at).getAsJsonArray("matches");
        return StreamSupport.stream(found.spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    private static JsonObject complete(String code, int at) {
        return kernel.ask("complete_request", Map.of("code", code, "cursor_pos", at));
    }

    @Test
    void documentsWhatStandsAtTheCursor() {
        kernel.run("/** Adds one. */ int k1(int number) { return number + 1; }");
        assertThat(inspect("k1(3)", 1)).contains("int k1(int number)");
        assertThat(inspect("int k2 = 0;\nMath.floorMod(k2, 2)", 19)).contains("int Math.floorMod(int x, int y)");
        // The kernel was given this source at its start.
        kernel.run("import io.github.rieszflow.kernel.*;");
        assertThat(inspect("Refusing.positive(1)", 12))
                .isEqualTo("double Refusing.positive(double x)\nReturns x if it is positive.");
        JsonObject nothing = kernel.ask("inspect_request", Map.of("code", "  ", "cursor_pos", 1, "detail_level", 0));
        assertThat(nothing.get("found").getAsBoolean()).isFalse();
    }

    private static String inspect(String code, int at) {
        JsonObject reply = kernel.ask("inspect_request", Map.of("code", code, "cursor_pos", at, "detail_level", 0));
        return reply.getAsJsonObject("data").get("text/plain").getAsString();
    }

    @Test
    void saysWhetherAnInputIsComplete() {
        assertThat(complete("int l1 = 1; l1")).isEqualTo("complete");
        assertThat(complete("")).isEqualTo("complete");
        assertThat(complete("for (;;) {")).isEqualTo("incomplete");
        assertThat(complete("int l2 = )")).isEqualTo("invalid");
        JsonObject reply = kernel.ask("is_complete_request", Map.of("code", "class L {\n    void m() {"));
        assertThat(reply.get("indent").getAsString()).isEqualTo("        ");
    }

    private static String complete(String code) {
        return kernel.ask("is_complete_request", Map.of("code", code))
                .get("status")
                .getAsString();
    }

    @Test
    void isFoundByReflectionInsideTheCell() {
        String code =
                "Class.forName(\"io.github.rieszflow.kernel.JavaKernel\").getMethod(\"running\").invoke(null) != null";
        assertThat(kernel.shown(code)).isEqualTo("true");
        assertThat(JavaKernel.running()).isNull();
        String context =
                "Thread.currentThread().getContextClassLoader().loadClass(new Object() {}.getClass().getName())"
                        + " != null";
        assertThat(kernel.shown(context)).isEqualTo("true");
    }

    @Test
    void endsWhenToldToEvenWhileACellRuns() throws IOException {
        var busy = new LiveKernel();
        busy.run(DEAF_END);
        String id = busy.send(DEAF);
        busy.awaitPrinted(id, "on");
        busy.close();
        assertThat(busy.exitCode()).isZero();
    }
}
