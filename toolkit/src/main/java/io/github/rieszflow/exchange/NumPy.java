package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.NumPyHeader;
import io.github.rieszflow.internal.SinglePrecision;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Points to and from NumPy files: arrays (.npy, format 1.0) and archives of arrays (.npz). Read are C-ordered arrays of
 * {@code float32}, {@code float64} and {@code int64} in little-endian order with up to two axes.
 */
public final class NumPy {
    private NumPy() {}

    /**
     * Writes points as an N×d array of {@code float32}.
     *
     * @param points the points
     * @param file where to, by custom ending in .npy; overwritten
     */
    public static void write(Points points, Path file) {
        WholeFile.write(file, out -> writeArray(out, points));
    }

    /**
     * Reads points.
     *
     * @param file an array with two axes, or one axis for points on the line
     * @return the points, in single precision
     * @throws IllegalArgumentException if the file is not such an array, or if a column does not survive single precision, as for
     *     {@link Points#of(double[][])}
     */
    public static Points read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            if (readArray(in, file.toString(), false) instanceof Points points) {
                return points;
            }
            throw new IllegalArgumentException(file + " holds a single number: expected an N×d array");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes an archive of named arrays. The file appears whole or not at all.
     *
     * @param arrays {@link Points} as {@code float32}, {@code double[]} as {@code float64} with one axis, {@link Long} and
     *     {@link Double} as single numbers
     * @param file where to, by custom ending in .npz; overwritten
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
     * Reads an archive of named arrays.
     *
     * @param file a .npz file
     * @return {@code double[]} for {@code float64} with one axis, {@link Points} for other arrays with axes, {@link Long} or
     *     {@link Double} for single numbers, in the file's order
     * @throws IllegalArgumentException if the file is damaged or holds arrays of other kinds, or if a column does not survive single
     *     precision, as for {@link Points#of(double[][])}
     */
    public static Map<String, Object> readArchive(Path file) {
        Map<String, Object> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            ZipEntry entry;
            while ((entry = next(zip)) != null) {
                String name = entry.getName().replaceFirst("\\.npy$", "");
                arrays.put(name, readArray(zip, file + ", array " + name, true));
                // The checksum is looked at where the entry ends.
                zip.closeEntry();
            }
            if (!arrays.isEmpty()) {
                requireAll(arrays.keySet(), file);
            }
        } catch (ZipException | EOFException e) {
            throw new IllegalArgumentException(file + " is damaged (" + e.getMessage() + "): write it again", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (arrays.isEmpty()) {
            throw new IllegalArgumentException(file + " is no archive of NumPy arrays (.npz): it has no zip entries");
        }
        return arrays;
    }

    private static @Nullable ZipEntry next(ZipInputStream zip) throws IOException {
        try {
            return zip.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw new ZipException("the name of an array is no text");
        }
    }

    /** A file cut short, or a name with a wrong bit, leaves fewer or other arrays than the directory at its end tells. */
    private static void requireAll(Set<String> read, Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> there = zip.stream()
                    .map(entry -> entry.getName().replaceFirst("\\.npy$", ""))
                    .toList();
            if (!List.copyOf(read).equals(there)) {
                throw new ZipException("it holds the arrays " + read + ", and its directory tells of " + there);
            }
        } catch (IllegalArgumentException e) {
            throw new ZipException("a name in its directory is no text");
        }
    }

    private static void writeArray(OutputStream out, Object array) throws IOException {
        if (array instanceof Points points) {
            NumPyHeader.write(out, "<f4", points.size(), points.dimension());
            ByteBuffer row = ByteBuffer.allocate(4 * points.dimension()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < points.size(); i++) {
                row.asFloatBuffer().put(points.row(i));
                out.write(row.array());
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

    private static Object readArray(InputStream in, String name, boolean doubles) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            return readBody(data, name, NumPyHeader.read(data, name), doubles);
        } catch (EOFException e) {
            throw new IllegalArgumentException(name + " ends too early: the array is cut off; write it again", e);
        }
    }

    private static Object readBody(DataInputStream data, String name, NumPyHeader header, boolean doubles)
            throws IOException {
        String type = header.type();
        if (type.equals("|u1") && header.shape().size() > 2) {
            throw new IllegalArgumentException(
                    name + " holds bytes with " + header.shape().size()
                            + " axes: expected N×d numbers; if they are images, ImageFile.read reads them");
        }
        if (!type.equals("<f4") && !type.equals("<f8") && !type.equals("<i8")) {
            throw new IllegalArgumentException(name + " has numbers of type " + type
                    + ": expected float32, float64 or int64 (use array.astype('float32'))");
        }
        if (header.fortran()) {
            throw new IllegalArgumentException(
                    name + " is in Fortran order: expected C order (use numpy.ascontiguousarray)");
        }
        List<Long> axes = header.shape();
        if (axes.isEmpty()) {
            if (type.equals("<f4")) {
                throw new IllegalArgumentException(name
                        + " is a single number of type float32: expected float64 or int64 (use numpy.float64(number))");
            }
            long bits = ByteBuffer.wrap(read(data, 8))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            return type.equals("<i8") ? (Object) bits : (Object) Double.longBitsToDouble(bits);
        }
        if (axes.size() > 2) {
            throw new IllegalArgumentException(
                    name + " has " + axes.size() + " axes: expected N×d (use array.reshape(len(array), -1))");
        }
        long size = axes.get(0);
        long dimension = axes.size() == 1 ? 1 : axes.get(1);
        if (size < 1 || dimension < 1 || size > Integer.MAX_VALUE / dimension) {
            throw new IllegalArgumentException(name + " has the shape " + size + "×" + dimension + ", which would take "
                    + Memory.text(4.0 * size * dimension) + ": one cloud holds at least one number and at most "
                    + Memory.text(4.0 * Integer.MAX_VALUE));
        }
        Memory.require(4.0 * size * dimension, name, "read fewer points");
        if (doubles && axes.size() == 1 && type.equals("<f8")) {
            double[] numbers = new double[(int) size];
            for (int i = 0; i < size; i++) {
                numbers[i] = ByteBuffer.wrap(read(data, 8))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getDouble();
            }
            return numbers;
        }
        int width = type.equals("<f4") ? 4 : 8;
        float[] values = new float[(int) (size * dimension)];
        SinglePrecision single = new SinglePrecision((int) size, type.equals("<f4") ? 0 : (int) dimension);
        for (int i = 0; i < size; i++) {
            ByteBuffer row =
                    ByteBuffer.wrap(read(data, width * (int) dimension)).order(ByteOrder.LITTLE_ENDIAN);
            for (int k = 0; k < dimension; k++) {
                values[i * (int) dimension + k] = switch (type) {
                    case "<f4" -> row.getFloat();
                    case "<f8" -> single.round(row.getDouble(), k);
                    default -> single.round((double) row.getLong(), k);
                };
            }
        }
        Points points = Points.adopt(values, (int) size, (int) dimension);
        single.require(k -> name + ", column " + k);
        return points;
    }

    private static byte[] read(DataInputStream data, int bytes) throws IOException {
        byte[] block = new byte[bytes];
        data.readFully(block);
        return block;
    }
}
