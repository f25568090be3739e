package io.github.rieszflow.kernel;

import com.google.gson.JsonArray;
import io.github.rieszflow.kernel.KernelProcess.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Executes notebooks as a front end does: every code cell, in order, through a kernel process of its own, over the
 * Jupyter protocol. Stops at the first cell that fails.
 */
public final class NotebookRunner {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 500;
    private static final String USAGE = """
            usage: NotebookRunner [--kernel KERNEL.JSON] [--timeout SECONDS] [--write OUT.IPYNB] NOTEBOOK...
              --kernel   specification of the kernel to run (default: the kernel this program comes with)
              --timeout  how long a cell may take (default: 600)
              --write    file for the notebook with its new outputs, which may be the notebook itself;
                         with several notebooks: --write in-place; of interactive pictures the still one is written""";

    private final Path kernelJson;
    private final Duration limit;
    private final Map<String, String> environment;

    /**
     * A runner.
     *
     * @param kernelJson the specification of the kernel to run, a {@code kernel.json}
     * @param limit how long a cell may take
     * @param environment variables the kernel gets beside those of this process
     */
    public NotebookRunner(Path kernelJson, Duration limit, Map<String, String> environment) {
        this.kernelJson = kernelJson;
        this.limit = limit;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Executes a notebook in its own folder.
     *
     * @param notebook the notebook
     * @param out where to write it with its new outputs, or null; not written if a cell fails
     * @param progress is told of every cell as it ends
     * @return the results of the cells, the last one that of a failed cell if there was one
     * @throws IOException if a file cannot be read or written, or the kernel does not start
     */
    public List<CellResult> run(Path notebook, @Nullable Path out, Consumer<CellResult> progress) throws IOException {
        Notebook content = Notebook.read(notebook);
        var results = new ArrayList<CellResult>();
        Path folder = Objects.requireNonNull(notebook.toAbsolutePath().getParent());
        var gathered = new ArrayList<JsonArray>();
        try (var kernel = new KernelProcess(kernelJson, folder, environment)) {
            kernel.awaitReady(START_LIMIT);
            var outputs = new Outputs();
            for (int i = 0; i < content.size(); i++) {
                JsonArray list = outputs.begin();
                gathered.add(list);
                CellResult result = cell(kernel, i + 1, content.code(i), outputs, list);
                results.add(result);
                progress.accept(result);
                if (result.error() != null) {
                    return List.copyOf(results);
                }
            }
        }
        if (out != null) {
            for (int i = 0; i < gathered.size(); i++) {
                content.store(i, gathered.get(i));
            }
            content.write(out);
        }
        return List.copyOf(results);
    }

    private CellResult cell(KernelProcess kernel, int number, String code, Outputs outputs, JsonArray list)
            throws IOException {
        long start = System.nanoTime();
        String failure = execute(kernel, code, outputs, start);
        outputs.end();
        CellResult seen = Outputs.summary(number, list, (System.nanoTime() - start) / 1_000_000);
        if (failure == null) {
            return seen;
        }
        return new CellResult(number, seen.mimeTypes(), seen.out(), seen.err(), failure, seen.millis());
    }

    /** Runs a cell to its end and returns null, or says why there was none. */
    private @Nullable String execute(KernelProcess kernel, String code, Outputs outputs, long start) {
        if (code.isBlank()) {
            return null;
        }
        String id = kernel.request(
                "execute_request",
                Map.of(
                        "code", code,
                        "silent", false,
                        "store_history", true,
                        "user_expressions", Map.of(),
                        "allow_stdin", false,
                        "stop_on_error", true));
        while (System.nanoTime() - start < limit.toNanos()) {
            Reply reply = kernel.output(POLL_MILLIS);
            if (reply == null) {
                try {
                    kernel.requireAlive();
                } catch (IOException e) {
                    return e.getMessage();
                }
            } else if (reply.parent().equals(id)) {
                outputs.accept(reply);
                if (reply.type().equals("status")
                        && reply.content().get("execution_state").getAsString().equals("idle")) {
                    return null;
                }
            }
        }
        return "The cell took longer than " + limit.toSeconds() + " s";
    }

    /**
     * Executes notebooks and prints a line for every cell. Ends with code 0 if all went well, 1 if a cell failed or
     * wrote to the error stream, 2 if it was called wrongly.
     *
     * @param args options and notebooks
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Does the work of {@link #main(String[])} and returns the exit code. */
    static int run(String... args) {
        Path kernel = null;
        Path write = null;
        int seconds = 600;
        var notebooks = new ArrayList<Path>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                notebooks.add(Path.of(args[i]));
                continue;
            }
            boolean known = List.of("--kernel", "--timeout", "--write").contains(args[i]);
            if (!known || i + 1 == args.length) {
                return misused(known ? args[i] + " needs a value" : "Unknown option " + args[i]);
            }
            String value = args[++i];
            switch (args[i - 1]) {
                case "--kernel" -> kernel = Path.of(value);
                case "--write" -> write = Path.of(value);
                default -> {
                    if (!value.matches("[1-9][0-9]{0,6}")) {
                        return misused("--timeout needs a whole number of seconds, not " + value);
                    }
                    seconds = Integer.parseInt(value);
                }
            }
        }
        boolean inPlace = write != null && write.equals(Path.of("in-place"));
        if (notebooks.isEmpty()) {
            return misused("No notebook given");
        }
        if (write != null && !inPlace && notebooks.size() > 1) {
            return misused("--write names one file, but there are " + notebooks.size() + " notebooks");
        }
        try {
            Path spec = kernel == null ? ownKernel() : kernel;
            var runner = new NotebookRunner(spec, Duration.ofSeconds(seconds), Map.of());
            boolean clean = true;
            for (Path notebook : notebooks) {
                clean &= runner.report(notebook, inPlace ? notebook : write);
            }
            return clean ? 0 : 1;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static int misused(String problem) {
        System.err.println(problem + "\n" + USAGE);
        return 2;
    }

    /** A specification of the kernel in this process's class path. */
    static Path ownKernel() throws IOException {
        Path folder = Files.createTempDirectory("kernel");
        Path file = folder.resolve("kernel.json");
        // In the end the last to be named goes first.
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        return KernelSpec.of("Java", System.getProperty("java.class.path"), null)
                .write(file);
    }

    private boolean report(Path notebook, @Nullable Path out) throws IOException {
        int cells = Notebook.read(notebook).size();
        System.out.println(notebook.getFileName() + ": " + cells + " code cells");
        long start = System.nanoTime();
        List<CellResult> results = run(notebook, out, result -> System.out.println(line(result, cells)));
        boolean clean = results.stream().allMatch(CellResult::isClean);
        System.out.printf(
                "%s: %s after %.1f s%n",
                notebook.getFileName(), clean ? "well" : "FAILED", (System.nanoTime() - start) / 1e9);
        return clean;
    }

    private static String line(CellResult result, int cells) {
        String kinds = String.join(" ", result.mimeTypes().stream().distinct().toList());
        String head = String.format("  cell %2d of %d %8d ms  %s", result.cell(), cells, result.millis(), kinds);
        var line = new StringBuilder(head.stripTrailing());
        if (result.error() != null) {
            line.append("\n  FAILED: ").append(result.error());
        }
        if (!result.err().isEmpty()) {
            line.append("\n  WROTE TO THE ERROR STREAM: ").append(result.err().strip());
        }
        return line.toString();
    }
}
