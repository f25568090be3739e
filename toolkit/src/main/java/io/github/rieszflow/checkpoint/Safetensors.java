package io.github.rieszflow.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format, single precision only: eight bytes with the length of a JSON header, the header with name, type,
 * shape and place of each tensor, then the numbers in little-endian order. PyTorch and NumPy users read it.
 */
final class Safetensors {
    private static final String METADATA = "__metadata__";
    private static final long LONGEST_HEADER = 100_000_000;

    private Safetensors() {}

    static void write(OutputStream out, NamedTensors content) throws IOException {
        JsonObject header = new JsonObject();
        JsonObject extra = new JsonObject();
        content.notes().forEach(extra::addProperty);
        header.add(METADATA, extra);
        long at = 0;
        for (Map.Entry<String, NamedTensors.Tensor> named : content.tensors().entrySet()) {
            NamedTensors.Tensor tensor = named.getValue();
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", "F32");
            JsonArray shape = new JsonArray();
            tensor.shape().forEach(shape::add);
            entry.add("shape", shape);
            JsonArray place = new JsonArray();
            place.add(at);
            at += 4L * tensor.values().length;
            place.add(at);
            entry.add("data_offsets", place);
            header.add(named.getKey(), entry);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        // Readers map the numbers, which want to lie at a multiple of eight bytes: the header is filled up with blanks.
        int length = (text.length + 7) / 8 * 8;
        byte[] prefix = new byte[8];
        little(prefix).putLong(length);
        out.write(prefix);
        out.write(text);
        out.write(" ".repeat(length - text.length).getBytes(StandardCharsets.US_ASCII));
        for (NamedTensors.Tensor tensor : content.tensors().values()) {
            byte[] bytes = new byte[4 * tensor.values().length];
            little(bytes).asFloatBuffer().put(tensor.values());
            out.write(bytes);
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a file; every number of its header is checked before anything is allocated for it. */
    static NamedTensors read(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            long bytes = Files.size(file);
            long length = Long.reverseBytes(in.readLong());
            if (length < 2 || length > Math.min(LONGEST_HEADER, bytes - 8)) {
                throw new IllegalArgumentException(file + " is no safetensors file: its header would have " + length
                        + " bytes, the file has " + bytes);
            }
            byte[] header = in.readNBytes((int) length);
            byte[] numbers = in.readAllBytes();
            return content(
                    file.toString(), JsonParser.parseString(new String(header, StandardCharsets.UTF_8)), numbers);
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " is no safetensors file: it is too short", e);
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NumberFormatException
                | IndexOutOfBoundsException
                | ArithmeticException e) {
            throw new IllegalArgumentException(file + " is damaged (" + e.getMessage() + "): write it again", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NamedTensors content(String file, JsonElement header, byte[] numbers) {
        Map<String, NamedTensors.Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> named : header.getAsJsonObject().entrySet()) {
            JsonObject entry = named.getValue().getAsJsonObject();
            if (named.getKey().equals(METADATA)) {
                entry.entrySet()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().getAsString()));
            } else {
                tensors.put(named.getKey(), tensor(named.getKey(), entry, numbers));
            }
        }
        return new NamedTensors(file, tensors, metadata);
    }

    private static NamedTensors.Tensor tensor(String name, JsonObject entry, byte[] numbers) {
        JsonElement type = entry.get("dtype");
        if (type == null || !type.getAsString().equals("F32")) {
            throw new JsonParseException("the tensor " + name + " is not of type F32 but " + type);
        }
        List<Integer> shape = new ArrayList<>();
        long count = 1;
        for (JsonElement side : required(entry, "shape", name)) {
            if (side.getAsInt() < 0) {
                throw new JsonParseException("the tensor " + name + " has a side of " + side);
            }
            shape.add(side.getAsInt());
            count = Math.multiplyExact(count, side.getAsLong());
        }
        JsonArray place = required(entry, "data_offsets", name);
        long from = place.get(0).getAsLong();
        long to = place.get(1).getAsLong();
        if (from < 0 || to > numbers.length || to - from != Math.multiplyExact(4L, count)) {
            throw new JsonParseException("the tensor " + name + " of shape " + shape + " lies at bytes " + from + " to "
                    + to + " of " + numbers.length);
        }
        float[] values = new float[(int) count];
        ByteBuffer.wrap(numbers, (int) from, (int) (to - from))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return new NamedTensors.Tensor(List.copyOf(shape), values);
    }

    private static JsonArray required(JsonObject entry, String key, String name) {
        JsonElement value = entry.get(key);
        if (value == null) {
            throw new JsonParseException("the tensor " + name + " lacks " + key);
        }
        return value.getAsJsonArray();
    }
}
