package io.github.rieszflow.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** JSON to the letter of its standard: nothing is read leniently, and no key stands twice in one object. */
final class StrictJson {
    private static final int DEEPEST = 100;
    private static final Gson COMPACT =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final Gson PRETTY = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    private StrictJson() {}

    /**
     * Reads a file in UTF-8.
     *
     * @throws JsonParseException if it is not JSON in UTF-8
     * @throws IOException if it cannot be read
     */
    static JsonElement read(Path file) throws IOException {
        byte[] bytes;
        // A stream of java.io: one of java.nio closes under a thread that is interrupted, and interrupts are why runs
        // are kept.
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            bytes = in.readAllBytes();
        }
        return parse(bytes);
    }

    static JsonElement parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new JsonParseException("it is not in UTF-8", e);
        }
    }

    static JsonElement parse(String text) {
        JsonReader in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        try {
            JsonElement all = element(in, 0);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("more follows after its end");
            }
            return all;
        } catch (MalformedJsonException e) {
            throw new JsonParseException("it is no JSON " + place(in), e);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new JsonParseException("it ends or breaks off " + place(in), e);
        }
    }

    private static String place(JsonReader in) {
        return "at " + in.getPath();
    }

    private static JsonElement element(JsonReader in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new JsonParseException("it is nested more than " + DEEPEST + " deep");
        }
        switch (in.peek()) {
            case BEGIN_OBJECT -> {
                return object(in, depth);
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                in.beginArray();
                while (in.hasNext()) {
                    array.add(element(in, depth + 1));
                }
                in.endArray();
                return array;
            }
            case STRING -> {
                return new JsonPrimitive(in.nextString());
            }
            case NUMBER -> {
                return new JsonPrimitive(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in));
            }
            case BOOLEAN -> {
                return new JsonPrimitive(in.nextBoolean());
            }
            case NULL -> {
                in.nextNull();
                return JsonNull.INSTANCE;
            }
            default -> throw new JsonParseException("it breaks off " + place(in));
        }
    }

    private static JsonObject object(JsonReader in, int depth) throws IOException {
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
            String key = in.nextName();
            if (object.has(key)) {
                throw new JsonParseException("it has " + key + " twice " + place(in));
            }
            object.add(key, element(in, depth + 1));
        }
        in.endObject();
        return object;
    }

    /** For people to read. */
    static String pretty(JsonElement element) {
        return PRETTY.toJson(element);
    }

    static String compact(JsonElement element) {
        return COMPACT.toJson(element);
    }

    /** One text for equal contents: keys in order, no blanks, numbers as they were written. */
    static String canonical(JsonElement element) {
        return compact(sorted(element));
    }

    private static JsonElement sorted(JsonElement element) {
        if (element instanceof JsonArray array) {
            JsonArray all = new JsonArray();
            array.forEach(one -> all.add(sorted(one)));
            return all;
        }
        if (element instanceof JsonObject object) {
            JsonObject all = new JsonObject();
            for (Map.Entry<String, JsonElement> entry : new TreeMap<>(object.asMap()).entrySet()) {
                all.add(entry.getKey(), sorted(entry.getValue()));
            }
            return all;
        }
        return element;
    }
}
