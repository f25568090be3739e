package io.github.rieszflow.checkpoint;

import io.github.rieszflow.measure.Points;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;

/**
 * What a {@linkplain RunFolder folder} held when it was read: what the run was set to, how far it is, and tensors in named
 * parts, which are read when they are asked for.
 */
public final class Checkpoint {
    /** The name of the tensor in a part that is points; version 1 had that of the part. */
    static final String POINTS = "points";

    private final RunFolder folder;
    private final int version;
    private final Settings settings;
    private final Settings progress;
    private final Map<String, RunFolder.Entry> parts;

    Checkpoint(
            RunFolder folder, int version, Settings settings, Settings progress, Map<String, RunFolder.Entry> parts) {
        this.folder = folder;
        this.version = version;
        this.settings = settings;
        this.progress = progress;
        this.parts = parts;
    }

    /**
     * The version of what is here.
     *
     * @return at least 1 and at most what the folder was asked for
     */
    public int version() {
        return version;
    }

    /**
     * What makes it the same run: choices, fingerprints of data, seed.
     *
     * @return the settings; none in version 1, where all is {@linkplain #progress progress}
     */
    public Settings settings() {
        return settings;
    }

    /**
     * How far the run is.
     *
     * @return the values
     */
    public Settings progress() {
        return progress;
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
        return part(name, tensors -> tensors);
    }

    /**
     * Reads a part as what it is made of. When that object is part of the next snapshot, its file stays as it is.
     *
     * @param name its name
     * @param as makes it of the tensors
     * @param <T> what it is
     * @return the value
     * @throws NoSuchElementException if there is no such part
     * @throws IllegalArgumentException if its file is missing, was changed since it was written, or holds something else
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public <T> T part(String name, Function<NamedTensors, T> as) {
        RunFolder.Entry entry = parts.get(name);
        if (entry == null) {
            throw new NoSuchElementException(
                    "the checkpoint in " + folder.path() + " has no part " + name + ": there are " + parts.keySet());
        }
        T value = as.apply(folder.load(entry));
        folder.remember(value, entry);
        return value;
    }

    /**
     * Reads a part that is points.
     *
     * @param name its name
     * @return N×d points
     * @throws NoSuchElementException if there is no such part
     * @throws IllegalArgumentException if its file is missing, was changed since it was written, or holds something else
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public Points points(String name) {
        return part(name, tensors -> points(tensors, tensors.names().contains(POINTS) ? POINTS : name));
    }

    /**
     * Points among tensors.
     *
     * @param tensors the tensors
     * @param name the name of the points
     * @return N×d points
     * @throws IllegalArgumentException if there are none of this name, or the tensor has not two sides
     */
    public static Points points(NamedTensors tensors, String name) {
        if (!tensors.names().contains(name)) {
            throw new IllegalArgumentException(
                    tensors.origin() + " should hold points N×d under " + name + ": it holds " + tensors.names());
        }
        List<Integer> shape = tensors.shape(name);
        if (shape.size() != 2) {
            throw new IllegalArgumentException(
                    tensors.origin() + " should hold points N×d under " + name + ": it holds " + shape);
        }
        return Points.adopt(tensors.get(name), shape.get(0), shape.get(1));
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
        return "Checkpoint[" + folder.path() + ", " + settings + ", " + progress + ", parts " + parts.keySet() + "]";
    }
}
