package io.github.rieszflow.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.rieszflow.internal.HalfPrecision;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.WholeFile;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format, half, single and double precision only: eight bytes with the length of a JSON header, the header with name, type,
 * shape and place of each tensor, then the numbers in little-endian order. PyTorch and NumPy users read it.
 */
final class Safetensors {
    private static final String METADATA = "__metadata__";
    private static final String HALF = "F16";
    private static final String SINGLE = "F32";
    private static final String DOUBLE = "F64";
    /** How many numbers are written at a time. */
    private static final int BLOCK = 1 << 20;

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
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
            entry.addProperty("dtype", type(tensor));
            JsonArray shape = new JsonArray();
            tensor.shape().forEach(shape::add);
            entry.add("shape", shape);
            JsonArray place = new JsonArray();
            place.add(at);
            at += bytes(tensor);
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
            double[] doubles = tensor.doubles();
            int count = doubles == null ? tensor.values().length : doubles.length;
            int width = width(type(tensor));
            byte[] bytes = new byte[Math.min(count, BLOCK) * width];
            for (int from = 0; from < count; from += Math.min(BLOCK, count - from)) {
                int some = Math.min(BLOCK, count - from);
                if (tensor.isHalf()) {
                    ByteBuffer halves = little(bytes);
                    for (int i = from; i < from + some; i++) {
                        halves.putShort(HalfPrecision.bits(tensor.values()[i]));
                    }
                } else if (doubles == null) {
                    little(bytes).asFloatBuffer().put(tensor.values(), from, some);
                } else {
                    little(bytes).asDoubleBuffer().put(doubles, from, some);
                }
                out.write(bytes, 0, some * width);
            }
        }
    }

    private static long bytes(NamedTensors.Tensor tensor) {
        double[] doubles = tensor.doubles();
        return (long) width(type(tensor)) * (doubles == null ? tensor.values().length : doubles.length);
    }

    private static String type(NamedTensors.Tensor tensor) {
        return tensor.isHalf() ? HALF : tensor.doubles() == null ? SINGLE : DOUBLE;
    }

    private static int width(String type) {
        return switch (type) {
            case HALF -> Short.BYTES;
            case SINGLE -> Float.BYTES;
            default -> Double.BYTES;
        };
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a file; every number of its header is checked before anything is allocated for it. */
    static NamedTensors read(Path file) {
        // A stream of java.io: one of java.nio closes under a thread that is interrupted.
        try (DataInputStream in = new DataInputStream(new FileInputStream(file.toFile()))) {
            long bytes = Files.size(file);
            long length = Long.reverseBytes(in.readLong());
            if (length < 2 || length > Math.min(LONGEST_HEADER, bytes - 8)) {
                throw new IllegalArgumentException(file + " is no safetensors file: its header would have " + length
                        + " bytes, the file has " + bytes);
            }
            // Beside the header, which is small as a rule: the bytes, and the numbers made of them, perhaps twice as
            // wide.
            Memory.require(3.0 * bytes, "the tensors of " + file, "split the file");
            byte[] header = in.readNBytes((int) length);
            if (bytes - 8 - length > MOST_BYTES) {
                throw new IllegalArgumentException(file + " holds " + Memory.text((double) bytes - 8 - length)
                        + " of numbers, and at most " + Memory.text(MOST_BYTES) + " are read: split the file");
            }
            byte[] numbers = in.readAllBytes();
            return content(file.toString(), StrictJson.parse(header), numbers);
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " is no safetensors file: it is too short", e);
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NumberFormatException
                | ArithmeticException e) {
            throw new IllegalArgumentException(file + " is damaged (" + e.getMessage() + "): write it again", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + WholeFile.reason(e), e);
        }
    }

    /** Where a tensor lies among the numbers. */
    private record Place(String name, String type, List<Integer> shape, long from, long to) {
        NamedTensors.Tensor tensor(byte[] numbers) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(numbers, (int) from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
            if (type.equals(HALF)) {
                float[] values = new float[bytes.remaining() / Short.BYTES];
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfPrecision.number(bytes.getShort());
                }
                return new NamedTensors.Tensor(shape, values);
            }
            if (type.equals(SINGLE)) {
                float[] values = new float[bytes.remaining() / Float.BYTES];
                bytes.asFloatBuffer().get(values);
                return new NamedTensors.Tensor(shape, values);
            }
            double[] values = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(values);
            return new NamedTensors.Tensor(shape, values);
        }
    }

    private static NamedTensors content(String file, JsonElement header, byte[] numbers) {
        List<Place> places = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> named : header.getAsJsonObject().entrySet()) {
            JsonObject entry = named.getValue().getAsJsonObject();
            if (named.getKey().equals(METADATA)) {
                entry.entrySet()
                        .forEach(e -> metadata.put(e.getKey(), e.getValue().getAsString()));
            } else {
                places.add(place(named.getKey(), entry));
            }
        }
        requireWhole(places, numbers.length);
        Map<String, NamedTensors.Tensor> tensors = new LinkedHashMap<>();
        places.forEach(place -> tensors.put(place.name(), place.tensor(numbers)));
        return new NamedTensors(file, tensors, metadata);
    }

    private static Place place(String name, JsonObject entry) {
        JsonElement type = entry.get("dtype");
        String precision = type instanceof JsonPrimitive text ? text.getAsString() : "";
        if (!List.of(HALF, SINGLE, DOUBLE).contains(precision)) {
            throw new JsonParseException("the tensor " + name + " is not of type F16, F32 or F64 but " + type);
        }
        List<Integer> shape = new ArrayList<>();
        long count = 1;
        for (JsonElement side : required(entry, "shape", name)) {
            if (whole(side) < 0) {
                throw new JsonParseException("the tensor " + name + " has a side of " + side);
            }
            shape.add(Math.toIntExact(whole(side)));
            count = Math.multiplyExact(count, whole(side));
        }
        JsonArray place = required(entry, "data_offsets", name);
        if (place.size() != 2) {
            throw new JsonParseException("the tensor " + name + " has not one beginning and one end: " + place);
        }
        long from = whole(place.get(0));
        long to = whole(place.get(1));
        if (from < 0 || to - from != Math.multiplyExact(width(precision), count)) {
            throw new JsonParseException(
                    "the tensor " + name + " of shape " + shape + " lies at bytes " + from + " to " + to);
        }
        return new Place(name, precision, List.copyOf(shape), from, to);
    }

    /** Tensors lie one after the other, in whatever order, without overlaps and gaps, as the format wants it. */
    private static void requireWhole(List<Place> places, long bytes) {
        long at = 0;
        for (Place place : places.stream()
                .sorted(Comparator.comparingLong(Place::from).thenComparingLong(Place::to))
                .toList()) {
            if (place.from() != at) {
                throw new JsonParseException("the tensor " + place.name() + " lies at byte " + place.from()
                        + ", where the one before ends at " + at);
            }
            at = place.to();
        }
        if (at != bytes) {
            throw new JsonParseException("its tensors take " + at + " bytes, and it has " + bytes);
        }
    }

    private static long whole(JsonElement number) {
        return Long.parseLong(number.getAsString());
    }

    private static JsonArray required(JsonObject entry, String key, String name) {
        JsonElement value = entry.get(key);
        if (value == null) {
            throw new JsonParseException("the tensor " + name + " lacks " + key);
        }
        return value.getAsJsonArray();
    }
}
