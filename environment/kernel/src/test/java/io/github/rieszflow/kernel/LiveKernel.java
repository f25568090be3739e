package io.github.rieszflow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.rieszflow.kernel.KernelProcess.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kernel process for a test, with the test's own class path. */
final class LiveKernel implements AutoCloseable {
    private static final Map<String, Object> OPTIONS = Map.of(
            "silent",
            false,
            "store_history",
            true,
            "user_expressions",
            Map.of(),
            "allow_stdin",
            false,
            "stop_on_error",
            true);

    private static final int LIMIT_MILLIS = 60_000;

    private final KernelProcess process;
    private JsonArray lastOutputs = new JsonArray();
    private int messages;

    LiveKernel() throws IOException {
        this(NotebookRunner.ownKernel());
    }

    LiveKernel(Path specification) throws IOException {
        process = new KernelProcess(specification, Path.of("").toAbsolutePath(), Map.of());
        process.awaitReady(Duration.ofSeconds(60));
    }

    /** Sends a cell without waiting for it. */
    String send(String code) {
        var content = new HashMap<String, Object>(OPTIONS);
        content.put("code", code);
        return process.request("execute_request", content);
    }

    /** Sends a cell that may ask for input. */
    String sendAsking(String code) {
        var content = new HashMap<String, Object>(OPTIONS);
        content.put("code", code);
        content.put("allow_stdin", true);
        return process.request("execute_request", content);
    }

    /** Waits until a cell asks for input. */
    void awaitQuestion() {
        if (process.question(60_000) == null) {
            throw new AssertionError("Not asked for input");
        }
    }

    void input(String line) {
        process.input(line);
    }

    /** Processor time of the kernel's process so far. */
    Duration cpu() {
        return process.handle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Waits for the end of a cell that was sent. */
    CellResult await(String id) {
        var outputs = new Outputs();
        JsonArray list = outputs.begin();
        messages = 0;
        long start = System.nanoTime();
        while (true) {
            Reply reply = process.output(LIMIT_MILLIS);
            if (reply == null) {
                throw new AssertionError("The kernel says nothing any more: " + state());
            }
            if (reply.parent().equals(id)) {
                messages++;
                outputs.accept(reply);
                if (reply.type().equals("status")
                        && reply.content().get("execution_state").getAsString().equals("idle")) {
                    outputs.end();
                    lastOutputs = list;
                    return Outputs.summary(0, list, (System.nanoTime() - start) / 1_000_000);
                }
            }
        }
    }

    CellResult run(String code) {
        return await(send(code));
    }

    /** What the notebook shows of the last expression of a cell, in plain text; null if nothing. */
    @Nullable
    String shown(String code) {
        CellResult result = run(code);
        if (result.error() != null) {
            throw new AssertionError(result.error());
        }
        if (lastOutputs.isEmpty()) {
            return null;
        }
        JsonObject last = lastOutputs.get(lastOutputs.size() - 1).getAsJsonObject();
        return last.has("data") ? last.getAsJsonObject("data").get("text/plain").getAsString() : null;
    }

    /** The error a cell ends with. */
    String error(String code) {
        CellResult result = run(code);
        if (result.error() == null) {
            throw new AssertionError("No error, but " + result);
        }
        return result.error();
    }

    /** The outputs of the last cell. */
    JsonArray outputs() {
        return lastOutputs;
    }

    /** How many messages brought them. */
    int messages() {
        return messages;
    }

    /** The error output of a cell, as the front end gets it. */
    JsonObject errorOutput(String code) {
        String error = error(code);
        JsonObject last = lastOutputs.get(lastOutputs.size() - 1).getAsJsonObject();
        if (!last.has("ename")) {
            throw new AssertionError("Not an error: " + error);
        }
        return last;
    }

    /** Waits until the cell has printed a text. */
    void awaitPrinted(String id, String text) {
        var seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            Reply reply = process.output(60_000);
            if (reply == null) {
                throw new AssertionError("Not printed: " + text + ", but " + seen);
            }
            if (reply.parent().equals(id) && reply.type().equals("stream")) {
                seen.append(reply.content().get("text").getAsString());
            }
        }
    }

    void interrupt() {
        process.interrupt();
    }

    /** The content of the answer to a request of the shell channel. */
    JsonObject ask(String type, Map<String, ?> content) {
        return answer(process.request(type, content));
    }

    /** The content of the answer to a request that was sent. */
    JsonObject answer(String id) {
        while (true) {
            Reply reply = process.answer(60_000);
            if (reply == null) {
                throw new AssertionError("No answer");
            }
            if (reply.parent().equals(id)) {
                return reply.content();
            }
        }
    }

    /** The content of the answer to a request that was sent, or null if it does not come in time. */
    @Nullable
    JsonObject answer(String id, int millis) {
        Reply reply = process.answer(millis);
        return reply == null || !reply.parent().equals(id) ? null : reply.content();
    }

    /** What the process does, for whoever waits for it in vain. */
    private String state() {
        long pid = process.handle().pid();
        if (!process.handle().isAlive()) {
            return "its process has ended";
        }
        try {
            Process dump = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no threads to be seen: " + e;
        }
    }

    /** What the kernel was told of ports and key. */
    Path connectionFile() {
        return process.connectionFile();
    }

    boolean isAlive() {
        return process.handle().isAlive();
    }

    /** How the closed kernel ended: 0 by itself. */
    int exitCode() {
        return process.exitCode();
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
