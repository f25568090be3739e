package io.github.rieszflow.kernel;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** A notebook file of nbformat 4, written as Jupyter's own tools write it, so that a new run changes outputs only. */
final class Notebook {
    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setFormattingStyle(FormattingStyle.PRETTY.withIndent(" "))
            .create();

    /** What HTML that can be played stands in, as against a table or an animation. */
    private static final String FRAME = "<iframe";

    private final JsonObject json;
    private final List<JsonObject> codeCells = new ArrayList<>();

    private Notebook(JsonObject json) {
        this.json = json;
        for (JsonElement cell : json.getAsJsonArray("cells")) {
            if (cell.getAsJsonObject().get("cell_type").getAsString().equals("code")) {
                codeCells.add(cell.getAsJsonObject());
            }
        }
    }

    /** Reads a notebook. */
    static Notebook read(Path file) throws IOException {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            if (!json.has("cells") || !json.get("cells").isJsonArray()) {
                throw new IOException(file + " has no list of cells: notebooks of nbformat 4 are read");
            }
            return new Notebook(json);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(file + " is no notebook: " + e.getMessage(), e);
        }
    }

    /** The whole file. */
    JsonObject json() {
        return json;
    }

    /** How many code cells there are. */
    int size() {
        return codeCells.size();
    }

    /** The code of a cell, counted among the code cells from 0. */
    String code(int index) {
        return text(codeCells.get(index).get("source"));
    }

    /** The outputs stored with a cell, counted among the code cells from 0. */
    JsonArray outputs(int index) {
        return codeCells.get(index).getAsJsonArray("outputs");
    }

    /** A text of a notebook, which is stored as one string or as a list of lines. */
    static String text(JsonElement stored) {
        if (!stored.isJsonArray()) {
            return stored.getAsString();
        }
        var text = new StringBuilder();
        stored.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
        return text.toString();
    }

    /** Puts the outputs of a run in the place of those of a cell. */
    void store(int index, JsonArray outputs) {
        var stored = new JsonArray();
        for (JsonElement output : outputs) {
            stored.add(storedOutput(output.getAsJsonObject().deepCopy(), index + 1));
        }
        JsonObject cell = codeCells.get(index);
        cell.add("outputs", stored);
        boolean ran = !code(index).isBlank();
        cell.add("execution_count", ran ? new JsonPrimitive(index + 1) : JsonNull.INSTANCE);
        // When it ran is not worth a difference between two runs.
        cell.getAsJsonObject("metadata").remove("execution");
    }

    private static JsonObject storedOutput(JsonObject output, int count) {
        if (output.has("text")) {
            output.add("text", lines(output.get("text").getAsString()));
        }
        if (output.has("execution_count")) {
            output.addProperty("execution_count", count);
        }
        if (output.has("data")) {
            JsonObject data = output.getAsJsonObject("data");
            JsonElement html = data.get("text/html");
            // It brings half a megabyte of script, which is not run before the cell is. The still picture stays.
            if (html != null && data.size() > 1 && text(html).contains(FRAME)) {
                data.remove("text/html");
            }
            for (String type : List.copyOf(data.keySet())) {
                boolean split = type.startsWith("text/")
                        || type.equals("image/svg+xml")
                        || type.equals("application/javascript");
                if (split && data.get(type).isJsonPrimitive()) {
                    data.add(type, lines(data.get(type).getAsString()));
                }
            }
        }
        return output;
    }

    private static JsonArray lines(String text) {
        var lines = new JsonArray();
        for (int from = 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline + 1;
            lines.add(text.substring(from, to));
            from = to;
        }
        return lines;
    }

    /** Writes the notebook. */
    void write(Path file) throws IOException {
        // A full disk must not cost the notebook that is there, nor a link lead to another than before.
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        try (var part = new Parts(Objects.requireNonNull(place.getParent()))) {
            Files.writeString(part.file(), GSON.toJson(sorted(json)) + "\n");
            part.moveTo(place);
        }
    }

    private static JsonElement sorted(JsonElement element) {
        if (element.isJsonArray()) {
            var array = new JsonArray();
            element.getAsJsonArray().forEach(item -> array.add(sorted(item)));
            return array;
        }
        if (!element.isJsonObject()) {
            return element;
        }
        var object = new JsonObject();
        new TreeMap<>(element.getAsJsonObject().asMap()).forEach((name, value) -> object.add(name, sorted(value)));
        return object;
    }
}
