package io.github.rieszflow.internal;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands before the numbers of a NumPy array (.npy): their type, their order and the shape. Written as format 1.0, read as
 * 1.0 to 3.0.
 *
 * @param type byte order, kind and bytes: {@code <f4}, {@code |u1}
 * @param fortran whether the first index runs fastest
 * @param shape the length of each axis; empty for a single number
 * @param bytes how long the header is
 */
public record NumPyHeader(String type, boolean fortran, List<Long> shape, int bytes) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");
    private static final Pattern TABLE = Pattern.compile("'descr':\\s*\\[");
    private static final int LONGEST_SHOWN = 200;
    /** A header is not longer than this. */
    private static final int LONGEST = 1 << 20;

    /**
     * Writes the header of an array in C order.
     *
     * @param out where to
     * @param type of the numbers
     * @param shape the length of each axis
     * @throws IOException if writing fails
     */
    public static void write(OutputStream out, String type, int... shape) throws IOException {
        String axes = Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + axes
                + (shape.length == 1 ? "," : "") + "), }";
        int length = (MAGIC.length + 4 + text.length() + 1 + 63) / 64 * 64 - MAGIC.length - 4;
        out.write(MAGIC);
        out.write(new byte[] {1, 0, (byte) length, (byte) (length >> 8)});
        out.write((text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Whether a file begins as an array does.
     *
     * @param start its first bytes
     * @return true for \x93NUMPY
     */
    public static boolean begins(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a header; the numbers come next.
     *
     * @param data the array
     * @param name what it is, as the user calls it
     * @return the header
     * @throws IllegalArgumentException if this is no NumPy array
     * @throws EOFException if it ends too early
     * @throws IOException if reading fails
     */
    public static NumPyHeader read(DataInputStream data, String name) throws IOException {
        byte[] start = new byte[8];
        data.readFully(start);
        if (!begins(start)) {
            throw new IllegalArgumentException(name + " is no NumPy array (.npy): it does not start with \\x93NUMPY");
        }
        int length = data.readUnsignedByte() | data.readUnsignedByte() << 8;
        if (start[6] > 1) {
            length |= data.readUnsignedByte() << 16 | data.readUnsignedByte() << 24;
        }
        if (length < 0 || length > LONGEST) {
            throw new IllegalArgumentException(name + " would have a header of " + Integer.toUnsignedString(length)
                    + " bytes, which no array has: write it again");
        }
        byte[] text = new byte[length];
        data.readFully(text);
        String header = new String(text, StandardCharsets.US_ASCII);
        String axes = find(SHAPE, header, name).replaceAll(" |,$", "");
        List<Long> shape = axes.isEmpty()
                ? List.of()
                : Arrays.stream(axes.split(",", -1))
                        .map(axis -> axis(axis, name))
                        .toList();
        return new NumPyHeader(
                type(header, name),
                find(ORDER, header, name).equals("True"),
                shape,
                start.length + (start[6] > 1 ? 4 : 2) + length);
    }

    /** Several types in brackets make a table with named columns. */
    private static String type(String header, String name) {
        return TABLE.matcher(header).find() ? "a table with named columns" : find(TYPE, header, name);
    }

    /**
     * A piece of a file in a message.
     *
     * @param text which may hold anything
     * @return in one line, of at most 200 characters
     */
    public static String printable(String text) {
        String line = text.strip().replaceAll("\\p{C}|\\R", "·");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }

    private static String find(Pattern pattern, String header, String name) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IllegalArgumentException(name + " has a header that is not understood: " + printable(header));
        }
        return matcher.group(1);
    }

    private static long axis(String text, String name) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " has an axis of length '" + text + "', which is no length", e);
        }
    }
}
