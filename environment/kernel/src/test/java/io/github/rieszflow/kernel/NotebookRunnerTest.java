package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookRunnerTest {
    @TempDir
    private Path temp;

    private Path spec;

    @BeforeEach
    void writeSpecification() throws IOException {
        spec = KernelSpec.of("Java", System.getProperty("java.class.path"), null)
                .write(temp.resolve("kernel.json"));
    }

    private Path notebook(String... cells) throws IOException {
        var list = new ArrayList<Map<String, Object>>();
        list.add(Map.of("cell_type", "markdown", "id", "text", "metadata", Map.of(), "source", List.of("# é")));
        for (int i = 0; i < cells.length; i++) {
            list.add(Map.of(
                    "cell_type",
                    "code",
                    "id",
                    "code-" + i,
                    "metadata",
                    Map.of("execution", Map.of("iopub.status.busy", "now")),
                    "outputs",
                    List.of(),
                    "source",
                    cells[i]));
        }
        var json = Map.of("cells", list, "metadata", Map.of(), "nbformat", 4, "nbformat_minor", 5);
        return Files.writeString(temp.resolve("book.ipynb"), new Gson().toJson(json));
    }

    private NotebookRunner runner(int seconds) {
        return new NotebookRunner(spec, Duration.ofSeconds(seconds), Map.of("RIESZFLOW_SIZE", "smoke"));
    }

    @Test
    void runsEveryCellAndTellsWhatCameOfIt() throws IOException {
        Path book = notebook(
                "String size = System.getenv(\"RIESZFLOW_SIZE\");\nnew java.awt.image.BufferedImage(2, 2, 1)",
                "System.out.println(size + Files.exists(Path.of(\"book.ipynb\")));",
                "System.err.println(\"oh\");");
        var told = new ArrayList<CellResult>();
        List<CellResult> results = runner(60).run(book, null, told::add);
        assertThat(results).isEqualTo(told).hasSize(3);
        assertThat(results.get(0).mimeTypes()).containsExactlyInAnyOrder("image/png", "text/plain");
        assertThat(results.get(1).out()).isEqualTo("smoketrue\n");
        assertThat(results).extracting(CellResult::isClean).containsExactly(true, true, false);
        assertThat(results.get(2).err()).isEqualTo("oh\n");
        assertThat(results).extracting(CellResult::cell).containsExactly(1, 2, 3);
    }

    @Test
    void stopsAtTheFirstCellThatFails() throws IOException {
        Path book = notebook("int x = 1;", "x / 0", "System.out.println(1);");
        Path out = temp.resolve("out.ipynb");
        List<CellResult> results = runner(60).run(book, out, result -> {});
        assertThat(results).hasSize(2);
        assertThat(results.get(1).error()).startsWith("ArithmeticException: / by zero\n    at cell 2, line 1:  x / 0");
        assertThat(out).doesNotExist();
    }

    @Test
    void stopsACellThatTakesTooLong() throws IOException {
        List<CellResult> results = runner(2).run(notebook("Thread.sleep(60_000);"), null, result -> {});
        assertThat(results.get(0).error()).isEqualTo("The cell took longer than 2 s");
    }

    @Test
    void saysWhenTheKernelEnds() throws IOException {
        List<CellResult> results = runner(60).run(notebook("System.exit(7);"), null, result -> {});
        assertThat(results.get(0).error()).startsWith("The kernel ended with code 7");
        Files.writeString(spec, Files.readString(spec).replace("JavaKernel\"", "Nothing\""));
        assertThatThrownBy(() -> runner(60).run(temp.resolve("book.ipynb"), null, result -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The kernel ended with code 1")
                .hasMessageContaining("Nothing");
    }

    @Tag("slow")
    @Test
    void writesTheSameNotebookEveryTime() throws IOException {
        String updates = """
                import io.github.rieszflow.kernel.JavaKernel;
                import io.github.spencerpark.jupyter.kernel.display.DisplayData;
                var line = new DisplayData("0 %");
                line.setDisplayId("progress");
                JavaKernel.running().display(line);
                """;
        Path book = notebook(
                updates,
                "System.out.print(\"a\\nb\"); System.out.println(\"c\"); System.err.print(1); System.out.print(2);",
                "JavaKernel.running().getIO().display.updateDisplay(\"progress\", new DisplayData(\"100 %\"));\n1.5");
        Path first = temp.resolve("first.ipynb");
        Path second = temp.resolve("second.ipynb");
        runner(60).run(book, first, result -> {});
        runner(60).run(first, second, result -> {});
        assertThat(second).hasSameTextualContentAs(first);
        // The layout of nbformat: one blank per level, keys in order, lines of text apart.
        assertThat(first)
                .content()
                .startsWith("{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",")
                .contains("\"# é\"", "     \"text\": [\n      \"a\\n\",\n      \"bc\\n\"\n     ]")
                .contains("\"100 %\"", "\"execution_count\": 3", "\"name\": \"stderr\"")
                .doesNotContain("\"0 %\"", "iopub", "display_id")
                .endsWith(" \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n");
    }

    @Test
    void leavesFramesOutOfTheFileButNeverAWholeOutput() throws IOException {
        Path book = notebook("""
                import io.github.rieszflow.kernel.JavaKernel;
                import io.github.spencerpark.jupyter.kernel.display.DisplayData;
                void send(String alternative, String html) {
                    var data = new DisplayData();
                    data.putData("text/html", html);
                    if (!alternative.isEmpty()) data.putData("text/plain", alternative);
                    JavaKernel.running().display(data);
                }
                send("table", "<table>"); send("plot", "<div><iframe srcdoc=''>"); send("", "<iframe>");
                """);
        Path out = temp.resolve("out.ipynb");
        List<CellResult> results = runner(60).run(book, out, result -> {});
        assertThat(results.get(0).mimeTypes()).filteredOn("text/html"::equals).hasSize(3);
        JsonArray stored = Notebook.read(out).outputs(0);
        assertThat(stored.get(0).toString()).contains("table", "html");
        assertThat(stored.get(1).toString()).contains("plot").doesNotContain("html");
        assertThat(stored.get(2).toString()).contains("iframe");
    }

    @Test
    void endsWithACodeAndALineForEveryMistake() throws IOException {
        Path book = notebook("1 + 1");
        assertThat(NotebookRunner.run("--kernel", spec.toString(), book.toString()))
                .isZero();
        assertThat(NotebookRunner.run(notebook("System.err.println();").toString()))
                .isEqualTo(1);
        assertThat(NotebookRunner.run()).isEqualTo(2);
        assertThat(NotebookRunner.run("--timeout", "soon", book.toString())).isEqualTo(2);
        assertThat(NotebookRunner.run("--speed", "1", book.toString())).isEqualTo(2);
        assertThat(NotebookRunner.run("--write", "o.ipynb", book.toString(), book.toString()))
                .isEqualTo(2);
        assertThat(NotebookRunner.run(temp.resolve("none.ipynb").toString())).isEqualTo(1);
        assertThatThrownBy(() -> Notebook.read(Files.writeString(temp.resolve("text.ipynb"), "text")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text.ipynb is no notebook");
        assertThatThrownBy(() -> Notebook.read(Files.writeString(temp.resolve("old.ipynb"), "{\"worksheets\": []}")))
                .hasMessageContaining("old.ipynb has no list of cells");
    }
}
