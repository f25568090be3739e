package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.NumPyHeader;
import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.measure.Points;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Points to and from NumPy files: arrays (.npy) and archives of arrays (.npz). Written as {@code float32}; read from whole
 * numbers of all widths, {@code bool}, {@code float16}, {@code float32} and {@code float64}, in either byte order, in C or
 * Fortran order. Single precision holds all of these but {@code float64}, which is rounded, and whole numbers of more than 24
 * binary digits, which are refused.
 */
public final class NumPy {
    private NumPy() {}

    /**
     * Writes points as an N×d array of {@code float32}.
     *
     * @param points the points
     * @param file where to write them, by convention ending in .npy; overwritten
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Points points, Path file) {
        WholeFile.write(file, out -> writeArray(out, points));
    }

    /**
     * Reads points.
     *
     * @param file an array with the points along its first axis; one axis makes points on the line; with more than two, each entry
     *     is flattened, as by {@code array.reshape(len(array), -1)}
     * @return the points, in single precision
     * @throws IllegalArgumentException if the file is not such an array, is damaged or has more than one array, or if a column
     *     does not survive single precision, as for {@link Points#of(double[][])}
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Points read(Path file) {
        WholeFile.requireNoPipe(file);
        if (NumPyArchive.begins(file)) {
            throw new IllegalArgumentException(file + " is an archive with the arrays "
                    + NumPyHeader.printable(names(file).toString())
                    + ": NumPy.read(file, name) reads one of them");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return points(numbers(new DataInputStream(in), file.toString(), Files.size(file)), file.toString());
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " ends too early: the array is cut off; write it again", e);
        } catch (IOException e) {
            throw WholeFile.unreadable(file, e);
        }
    }

    /**
     * Reads one array of an archive, whatever else it holds.
     *
     * @param file a .npz file
     * @param name the name of the array
     * @return the points, as {@link #read(Path)} reads them
     * @throws IllegalArgumentException if there is no such array, or it holds no points, or is damaged
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Points read(Path file, String name) {
        try (NumPyArchive archive = NumPyArchive.open(file)) {
            String shown = file + ", array " + NumPyHeader.printable(name);
            return archive.read(name, numbers -> points(numbers, shown));
        }
    }

    /**
     * The names of the arrays of an archive, whatever they hold.
     *
     * @param file a .npz file
     * @return in the file's order
     * @throws IllegalArgumentException if the file is no archive, or damaged
     * @throws UncheckedIOException if the file cannot be read
     */
    public static List<String> names(Path file) {
        try (NumPyArchive archive = NumPyArchive.open(file)) {
            return List.copyOf(archive.arrays().keySet());
        }
    }

    /**
     * Writes an archive of named arrays. The file appears whole or not at all.
     *
     * @param arrays {@link Points} as {@code float32}, {@code double[]} as {@code float64} with one axis, {@link Long} and
     *     {@link Double} as single numbers
     * @param file where to write it, by convention ending in .npz; overwritten
     * @throws IllegalArgumentException if an array is something else
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void writeArchive(Map<String, ?> arrays, Path file) {
        WholeFile.write(file, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, ?> array : arrays.entrySet()) {
                    ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
                    // A fixed time: the same arrays give the same file.
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    writeArray(zip, array.getValue());
                    zip.closeEntry();
                }
            }
        });
    }

    /**
     * Reads an archive of named arrays. Entries that are no arrays of numbers are left out, with a notice on the error stream.
     *
     * @param file a .npz file
     * @return {@code double[]} for {@code float64} with one axis, {@link Points} for other arrays with axes, {@link Long} or
     *     {@link Double} for single numbers, in the file's order
     * @throws IllegalArgumentException if the file is damaged or has no array of numbers, or if a column does not survive single
     *     precision, as for {@link Points#of(double[][])}
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Map<String, Object> readArchive(Path file) {
        Map<String, Object> arrays = new LinkedHashMap<>();
        try (NumPyArchive archive = NumPyArchive.open(file)) {
            Map<String, String> others = archive.others();
            for (String name : archive.arrays().keySet()) {
                try {
                    arrays.put(name, archive.read(name, numbers -> value(numbers, file + ", array " + name)));
                } catch (NumPyNumbers.OtherType e) {
                    others.put(name, e.getMessage());
                }
            }
            if (arrays.isEmpty()) {
                throw new IllegalArgumentException(file + " has no array of numbers: " + others.values());
            }
            if (!others.isEmpty()) {
                System.err.println(
                        file.getFileName() + ": left out " + NumPyHeader.printable(String.join(", ", others.keySet()))
                                + ", which " + (others.size() == 1 ? "is no array" : "are no arrays") + " of numbers.");
            }
        }
        return arrays;
    }

    private static Object value(NumPyNumbers numbers, String name) throws IOException {
        if (numbers.single()) {
            return numbers.number();
        }
        return numbers.doubles() ? numbers.doubleArray() : points(numbers, name);
    }

    private static Points points(NumPyNumbers numbers, String name) throws IOException {
        if (numbers.single()) {
            throw new IllegalArgumentException(name + " holds a single number: expected an N×d array");
        }
        float[] values = numbers.floats();
        try {
            return Points.adopt(values, numbers.size(), numbers.dimension());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** The numbers of an array of so many bytes with its header, still to be read. */
    static NumPyNumbers numbers(DataInputStream data, String name, long bytes) throws IOException {
        try {
            NumPyHeader header = NumPyHeader.read(data, name);
            return new NumPyNumbers(data, name, header, bytes - header.bytes());
        } catch (EOFException e) {
            throw new IllegalArgumentException(name + " ends too early: the array is cut off; write it again", e);
        }
    }

    private static void writeArray(OutputStream out, Object array) throws IOException {
        if (array instanceof Points points) {
            NumPyHeader.write(out, "<f4", points.size(), points.dimension());
            FloatBuffer values = points.values();
            byte[] block = new byte[1 << 14];
            while (values.hasRemaining()) {
                FloatBuffer some = values.slice(values.position(), Math.min(block.length / 4, values.remaining()));
                ByteBuffer.wrap(block)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .put(some);
                values.position(values.position() + some.limit());
                out.write(block, 0, 4 * some.limit());
            }
        } else if (array instanceof double[] numbers) {
            NumPyHeader.write(out, "<f8", numbers.length);
            for (double number : numbers) {
                out.write(number(Double.doubleToRawLongBits(number)).array());
            }
        } else if (array instanceof Long number) {
            NumPyHeader.write(out, "<i8");
            out.write(number(number).array());
        } else if (array instanceof Double number) {
            NumPyHeader.write(out, "<f8");
            out.write(number(Double.doubleToRawLongBits(number)).array());
        } else {
            throw new IllegalArgumentException("a NumPy archive takes points, double[] and single numbers: received "
                    + array.getClass().getSimpleName());
        }
    }

    private static ByteBuffer number(long bits) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bits);
    }
}
