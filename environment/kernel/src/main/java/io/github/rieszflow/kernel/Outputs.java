package io.github.rieszflow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.rieszflow.kernel.KernelProcess.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the outputs of a notebook's cells as nbformat 4 stores them. A display that is updated keeps only its last
 * state, in whichever cell it stands.
 */
final class Outputs {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Map<String, List<JsonObject>> displays = new HashMap<>();
    private JsonArray outputs = new JsonArray();
    private boolean clearWithNext;
    // The stream output that still grows, and its text: thousands of lines come one by one.
    private @Nullable JsonObject open;
    private final StringBuilder text = new StringBuilder();

    /** Begins a cell and returns the list its outputs will go to. */
    JsonArray begin() {
        outputs = new JsonArray();
        clearWithNext = false;
        open = null;
        return outputs;
    }

    /** Ends a cell: its outputs are whole now. */
    void end() {
        if (open != null) {
            open.addProperty("text", text.toString());
        }
        open = null;
    }

    /** Takes a message of the output channel; those that are no output are passed over. */
    void accept(Reply reply) {
        JsonObject content = reply.content();
        switch (reply.type()) {
            case "stream" ->
                stream(content.get("name").getAsString(), content.get("text").getAsString());
            case "display_data", "execute_result" -> display(reply.type(), content);
            case "update_display_data" -> update(content);
            case "error" -> error(content);
            case "clear_output" -> {
                clearWithNext = true;
                if (!content.get("wait").getAsBoolean()) {
                    clearIfAsked();
                }
            }
            default -> {
                // Status and the like.
            }
        }
    }

    private void clearIfAsked() {
        if (clearWithNext) {
            open = null;
            while (!outputs.isEmpty()) {
                outputs.remove(outputs.size() - 1);
            }
        }
        clearWithNext = false;
    }

    private void stream(String name, String more) {
        clearIfAsked();
        if (open == null || !open.get("name").getAsString().equals(name)) {
            open = add("stream");
            open.addProperty("name", name);
            text.setLength(0);
        }
        text.append(more);
    }

    private JsonObject add(String type) {
        clearIfAsked();
        end();
        var output = new JsonObject();
        output.addProperty("output_type", type);
        outputs.add(output);
        return output;
    }

    private void display(String type, JsonObject content) {
        JsonObject output = add(type);
        fill(output, content);
        if (type.equals("execute_result")) {
            output.add("execution_count", content.get("execution_count"));
        }
        String id = displayId(content);
        if (!id.isEmpty()) {
            displays.computeIfAbsent(id, key -> new ArrayList<>()).add(output);
        }
    }

    private void update(JsonObject content) {
        for (JsonObject output : displays.getOrDefault(displayId(content), List.of())) {
            fill(output, content);
        }
    }

    private static void fill(JsonObject output, JsonObject content) {
        output.add("data", content.get("data"));
        output.add("metadata", content.has("metadata") ? content.get("metadata") : new JsonObject());
    }

    private static String displayId(JsonObject content) {
        JsonElement values = content.get("transient");
        JsonElement id = values != null && values.isJsonObject()
                ? values.getAsJsonObject().get("display_id")
                : null;
        return id == null ? "" : id.getAsString();
    }

    private void error(JsonObject content) {
        JsonObject output = add("error");
        output.add("ename", content.get("ename"));
        output.add("evalue", content.get("evalue"));
        output.add("traceback", content.get("traceback"));
    }

    /** The result of a cell whose outputs these are. */
    static CellResult summary(int cell, JsonArray outputs, long millis) {
        var types = new ArrayList<String>();
        var out = new StringBuilder();
        var err = new StringBuilder();
        String error = null;
        for (JsonElement element : outputs) {
            JsonObject output = element.getAsJsonObject();
            switch (output.get("output_type").getAsString()) {
                case "stream" ->
                    (output.get("name").getAsString().equals("stderr") ? err : out)
                            .append(output.get("text").getAsString());
                case "error" -> error = traceback(output);
                default -> types.addAll(output.getAsJsonObject("data").keySet());
            }
        }
        return new CellResult(cell, types, out.toString(), err.toString(), error, millis);
    }

    private static String traceback(JsonObject output) {
        var lines = new ArrayList<String>();
        output.getAsJsonArray("traceback").forEach(line -> lines.add(line.getAsString()));
        return COLOUR.matcher(String.join("\n", lines)).replaceAll("");
    }
}
