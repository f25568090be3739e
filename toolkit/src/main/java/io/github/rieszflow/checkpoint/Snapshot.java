package io.github.rieszflow.checkpoint;

import io.github.rieszflow.measure.Points;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * All that is kept of a run at one moment: what it was set to, how far it is, and tensors in named parts. Never changed.
 */
public final class Snapshot {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** Tensors, and what they were made of: a part of the same thing as before is not written again. */
    record Part(Object of, Supplier<NamedTensors> tensors) {}

    private final Settings settings;
    private final Settings progress;
    private final Map<String, Part> parts;

    private Snapshot(Settings settings, Settings progress, Map<String, Part> parts) {
        this.settings = settings;
        this.progress = progress;
        this.parts = parts;
    }

    /**
     * Without tensors yet.
     *
     * @param settings what makes it the same run: choices, fingerprints of data, seed
     * @param progress how far it is
     * @return the snapshot
     */
    public static Snapshot of(Settings settings, Settings progress) {
        return new Snapshot(settings, progress, Map.of());
    }

    /**
     * The same with one more part.
     *
     * @param name small letters, digits and single hyphens, as in {@code network-003}
     * @param of what the part is made of, a value that always gives the same tensors: when the same object is written again,
     *     under whatever name, the file that is there stays
     * @param tensors makes the tensors when they are written
     * @return the snapshot
     * @throws IllegalArgumentException if the name has other characters or is taken
     */
    public Snapshot with(String name, Object of, Supplier<NamedTensors> tensors) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a part has small letters, digits and single hyphens only, "
                    + "as in network-003: received " + name);
        }
        Map<String, Part> more = new LinkedHashMap<>(parts);
        if (more.put(name, new Part(of, tensors)) != null) {
            throw new IllegalArgumentException("there is a part " + name + " already");
        }
        return new Snapshot(settings, progress, more);
    }

    /**
     * The same with one more part.
     *
     * @param name as above
     * @param tensors the part
     * @return the snapshot
     * @throws IllegalArgumentException as above
     */
    public Snapshot with(String name, NamedTensors tensors) {
        return with(name, tensors, () -> tensors);
    }

    /**
     * The same with points as one more part, which {@link Checkpoint#points} reads.
     *
     * @param name as above
     * @param points N×d points
     * @return the snapshot
     * @throws IllegalArgumentException as above
     */
    public Snapshot with(String name, Points points) {
        return with(
                name,
                points,
                () -> NamedTensors.of(Checkpoint.POINTS, points.toArray(), points.size(), points.dimension()));
    }

    Settings settings() {
        return settings;
    }

    Settings progress() {
        return progress;
    }

    Map<String, Part> parts() {
        return Collections.unmodifiableMap(parts);
    }

    @Override
    public String toString() {
        return "Snapshot[" + settings + ", " + progress + ", parts " + parts.keySet() + "]";
    }
}
