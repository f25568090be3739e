package io.github.rieszflow.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@linkplain CheckpointFolder folder} held when it was read: a header of words and numbers, and tensors in named
 * parts, which are read when they are asked for.
 */
public final class Checkpoint {
    private final CheckpointFolder folder;
    private final Map<String, Object> header;
    private final Map<String, CheckpointFolder.Entry> parts;

    Checkpoint(CheckpointFolder folder, Map<String, Object> header, Map<String, CheckpointFolder.Entry> parts) {
        this.folder = folder;
        this.header = header;
        this.parts = parts;
    }

    /**
     * The header as it was written, but with every whole number as a long and every other one as a double.
     *
     * @return strings, numbers, booleans, lists and maps by their keys
     */
    public Map<String, Object> header() {
        return header;
    }

    /**
     * A text of the header.
     *
     * @param key its key
     * @return the text
     * @throws IllegalArgumentException if it is missing or no text
     */
    public String text(String key) {
        return of(key, String.class, "a text");
    }

    /**
     * A whole number of the header.
     *
     * @param key its key
     * @return the number
     * @throws IllegalArgumentException if it is missing or no whole number
     */
    public long whole(String key) {
        return of(key, Long.class, "a whole number");
    }

    /**
     * A number of the header.
     *
     * @param key its key
     * @return the number, equal in every bit
     * @throws IllegalArgumentException if it is missing or no number
     */
    public double number(String key) {
        return of(key, Number.class, "a number").doubleValue();
    }

    /**
     * A list of numbers of the header.
     *
     * @param key its key
     * @return the numbers, equal in every bit
     * @throws IllegalArgumentException if it is missing or not such a list
     */
    public List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        for (Object one : of(key, List.class, "a list of numbers")) {
            if (!(one instanceof Number number)) {
                throw wrong(key, "a list of numbers", one);
            }
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    private <T> T of(String key, Class<T> type, String expected) {
        Object value = header.get(key);
        if (!type.isInstance(value)) {
            throw wrong(key, expected, value);
        }
        return type.cast(value);
    }

    private IllegalArgumentException wrong(String key, String expected, @Nullable Object received) {
        return new IllegalArgumentException("the checkpoint in " + folder.path() + " should have " + expected
                + " under " + key + ": it has " + (received == null ? "nothing" : received));
    }

    /**
     * The names of the parts.
     *
     * @return in the order in which they were written
     */
    public Set<String> parts() {
        return parts.keySet();
    }

    /**
     * Reads a part and checks it against its checksum.
     *
     * @param name its name
     * @return its tensors and notes
     * @throws NoSuchElementException if there is no such part
     * @throws IllegalArgumentException if its file is missing or was changed since it was written
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public NamedTensors part(String name) {
        CheckpointFolder.Entry entry = parts.get(name);
        if (entry == null) {
            throw new NoSuchElementException(
                    "the checkpoint in " + folder.path() + " has no part " + name + ": there are " + parts.keySet());
        }
        return folder.load(entry);
    }

    /**
     * Where it was read.
     *
     * @return the folder
     */
    public Path path() {
        return folder.path();
    }

    @Override
    public String toString() {
        return "Checkpoint[" + folder.path() + ", " + header + ", parts " + parts.keySet() + "]";
    }
}
