package io.github.rieszflow.checkpoint;

import io.github.rieszflow.internal.HalfPrecision;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.WholeFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tensors in half, single or double precision by their names, with notes in words: what one safetensors file holds, which PyTorch,
 * NumPy and others read. Never changed.
 */
public final class NamedTensors {
    /** A tensor in half, single or double precision; the array is not copied. */
    public static final class Tensor {
        private final List<Integer> shape;
        private final float[] values;
        private final double @Nullable [] doubles;
        private final boolean half;

        private Tensor(List<Integer> shape, float[] values, double @Nullable [] doubles, boolean half) {
            this.shape = shape;
            this.values = values;
            this.doubles = doubles;
            this.half = half;
        }

        /**
         * A tensor in single precision.
         *
         * @param shape its sides, outermost first
         * @param values its numbers, last side fastest; not copied
         */
        public Tensor(List<Integer> shape, float[] values) {
            this(shape, values, null, false);
        }

        /**
         * A tensor in double precision.
         *
         * @param shape its sides, outermost first
         * @param doubles its numbers, last side fastest; not copied
         */
        Tensor(List<Integer> shape, double[] doubles) {
            this(shape, new float[0], doubles, false);
        }

        /** The same, written in half precision, which its numbers are of. */
        Tensor half() {
            for (float value : values()) {
                if (HalfPrecision.round(value) != value) {
                    throw new IllegalArgumentException(value + " is no number of half precision: round it first");
                }
            }
            return new Tensor(shape, values, null, true);
        }

        /**
         * Its sides, outermost first.
         *
         * @return the shape
         */
        public List<Integer> shape() {
            return shape;
        }

        /**
         * Its numbers of half or single precision, last side fastest.
         *
         * @return not a copy
         * @throws IllegalArgumentException if it is in double precision
         */
        public float[] values() {
            if (doubles != null) {
                throw new IllegalArgumentException("expected a tensor in single precision: this one is in double");
            }
            return values;
        }

        double @Nullable [] doubles() {
            return doubles;
        }

        /** Whether it is written in half precision. */
        boolean isHalf() {
            return half;
        }
    }

    private final String origin;
    private final Map<String, Tensor> tensors;
    private final Map<String, String> notes;

    /**
     * Takes the maps over.
     *
     * @param origin where they come from, to be named in errors
     * @param tensors by name
     * @param notes by what they are about
     */
    public NamedTensors(String origin, Map<String, Tensor> tensors, Map<String, String> notes) {
        this.origin = origin;
        this.tensors = tensors;
        this.notes = notes;
    }

    /**
     * No tensors yet.
     *
     * @return what others are added to
     */
    public static NamedTensors none() {
        return new NamedTensors("these tensors", Map.of(), Map.of());
    }

    /**
     * One tensor.
     *
     * @param name its name
     * @param values its numbers, last side fastest; not copied, to be left alone afterwards
     * @param shape its sides, outermost first; none for a single number
     * @return the tensor under its name
     * @throws IllegalArgumentException if the shape does not hold as many numbers
     */
    public static NamedTensors of(String name, float[] values, int... shape) {
        return none().and(name, values, shape);
    }

    /**
     * The same with one more tensor.
     *
     * @param name its name; not there yet
     * @param values its numbers, last side fastest; not copied, to be left alone afterwards
     * @param shape its sides, outermost first; none for a single number
     * @return the tensors
     * @throws IllegalArgumentException if the shape does not hold as many numbers, or the name is taken
     */
    public NamedTensors and(String name, float[] values, int... shape) {
        return and(name, new Tensor(sides(shape, values.length), values));
    }

    /**
     * The same with one more tensor, in double precision.
     *
     * @param name its name; not there yet
     * @param values its numbers, last side fastest; not copied, to be left alone afterwards
     * @param shape its sides, outermost first; none for a single number
     * @return the tensors
     * @throws IllegalArgumentException if the shape does not hold as many numbers, or the name is taken
     */
    public NamedTensors and(String name, double[] values, int... shape) {
        return and(name, new Tensor(sides(shape, values.length), values));
    }

    private static List<Integer> sides(int[] shape, int numbers) {
        Require.shape(shape, numbers);
        return IntStream.of(shape).boxed().toList();
    }

    private NamedTensors and(String name, Tensor tensor) {
        if (tensors.containsKey(name)) {
            throw new IllegalArgumentException("there is a tensor called " + name + " already");
        }
        Map<String, Tensor> more = new LinkedHashMap<>(tensors);
        more.put(name, tensor);
        return new NamedTensors(origin, more, notes);
    }

    /**
     * The same, written in half precision.
     *
     * @return the tensors, which take half as many bytes in a file
     * @throws IllegalArgumentException if a number is not of half precision, or a tensor in double precision
     */
    public NamedTensors half() {
        Map<String, Tensor> halves = new LinkedHashMap<>(tensors);
        halves.replaceAll((name, tensor) -> tensor.half());
        return new NamedTensors(origin, halves, notes);
    }

    /**
     * The same with a note.
     *
     * @param key what it is about
     * @param text the note
     * @return the tensors
     */
    public NamedTensors note(String key, String text) {
        Map<String, String> more = new LinkedHashMap<>(notes);
        more.put(key, text);
        return new NamedTensors(origin, tensors, more);
    }

    /**
     * The names.
     *
     * @return in the order in which they were put in
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /**
     * The notes.
     *
     * @return texts by their keys
     */
    public Map<String, String> notes() {
        return Collections.unmodifiableMap(notes);
    }

    /**
     * The numbers of a tensor in half or single precision.
     *
     * @param name its name
     * @return a copy, last side fastest
     * @throws NoSuchElementException if there is no such tensor
     * @throws IllegalArgumentException if it is in double precision
     */
    public float[] get(String name) {
        Tensor tensor = find(name);
        if (tensor.doubles() != null) {
            throw new IllegalArgumentException("the tensor " + name + " in " + origin + " is in double precision");
        }
        return tensor.values().clone();
    }

    /**
     * The numbers of a tensor in double precision.
     *
     * @param name its name
     * @return a copy, last side fastest
     * @throws NoSuchElementException if there is no such tensor
     * @throws IllegalArgumentException if it is in single precision
     */
    public double[] doubles(String name) {
        double[] doubles = find(name).doubles();
        if (doubles == null) {
            throw new IllegalArgumentException("the tensor " + name + " in " + origin + " is in single precision");
        }
        return doubles.clone();
    }

    /**
     * The sides of a tensor.
     *
     * @param name its name
     * @return outermost first
     * @throws NoSuchElementException if there is no such tensor
     */
    public List<Integer> shape(String name) {
        return find(name).shape();
    }

    private Tensor find(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new NoSuchElementException(
                    "there is no tensor " + name + " in " + origin + ", only " + tensors.keySet());
        }
        return tensor;
    }

    /**
     * Saves the tensors as one safetensors file, which appears whole or not at all.
     *
     * @param file where to; replaced
     * @throws java.io.UncheckedIOException if that fails; the file is then as it was before
     */
    public void save(Path file) {
        WholeFile.write(file, out -> Safetensors.write(out, this));
    }

    /**
     * Loads a safetensors file whose tensors are all in half, single or double precision.
     *
     * @param file the file
     * @return its tensors and notes
     * @throws IllegalArgumentException if the file is damaged or something else
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static NamedTensors load(Path file) {
        return Safetensors.read(file);
    }

    /**
     * Where they come from, to be named in errors.
     *
     * @return for example the file
     */
    public String origin() {
        return origin;
    }

    /**
     * The tensors themselves, for callers that do not change them.
     *
     * @return by name
     */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    @Override
    public String toString() {
        return "NamedTensors" + tensors.keySet();
    }
}
