package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.HalfPrecision;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.NumPyHeader;
import io.github.rieszflow.internal.SinglePrecision;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers of a NumPy array behind its header: of any type that single precision can hold, in either order. */
final class NumPyNumbers {
    /** Byte order, kind, bytes. */
    private static final Pattern TYPE = Pattern.compile("([<>=|]?)(b1|[iu][1248]|f[248])");

    private static final int BLOCK = 1 << 16;
    /** Binary digits of single precision. */
    private static final int DIGITS = 24;

    /** An array of something else than numbers. */
    static final class OtherType extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        OtherType(String message) {
            super(message);
        }
    }

    private final InputStream in;
    private final String name;
    private final List<Long> axes;
    private final boolean fortran;
    private final char kind;
    private final int width;
    private final ByteOrder order;
    private final int count;

    /**
     * Looks at what is to be read; nothing is allocated for it yet.
     *
     * @param in where the numbers come from
     * @param name of the array, as the user calls it
     * @param bytes how many bytes follow the header
     * @throws IllegalArgumentException if they are of another type, or not as many as the shape tells
     */
    NumPyNumbers(InputStream in, String name, NumPyHeader header, long bytes) {
        this.in = in;
        this.name = name;
        axes = header.shape();
        fortran = header.fortran();
        Matcher type = TYPE.matcher(header.type());
        if (!type.matches()) {
            throw new OtherType(name + " holds values of type " + NumPyHeader.printable(header.type())
                    + ": expected whole numbers, bool, float16, float32 or float64 (use array.astype('float64'))");
        }
        kind = type.group(2).charAt(0);
        width = type.group(2).charAt(1) - '0';
        order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        double numbers = 1;
        for (long axis : axes) {
            numbers *= axis;
        }
        if (numbers < 1 || numbers > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(name + " has the shape " + shape() + ", which would take "
                    + Memory.text(4 * numbers) + ": one cloud holds at least one number and at most "
                    + Memory.text(4.0 * (Integer.MAX_VALUE - 8)));
        }
        count = (int) numbers;
        long needed = (long) count * width;
        if (bytes < needed) {
            throw new IllegalArgumentException(name + " ends too early: the array is cut off, its shape " + shape()
                    + " needs " + needed + " bytes and it has " + bytes + "; write it again");
        }
        if (bytes > needed) {
            throw new IllegalArgumentException(name + " goes on after its array: its shape " + shape() + " needs "
                    + needed + " bytes and it has " + bytes + "; write one array into a file");
        }
    }

    private String shape() {
        return axes.size() == 1
                ? axes.get(0) + "×1"
                : String.join("×", axes.stream().map(String::valueOf).toList());
    }

    boolean single() {
        return axes.isEmpty();
    }

    /** Whether it is what a double[] is written as. */
    boolean doubles() {
        return axes.size() == 1 && kind == 'f' && width == Double.BYTES;
    }

    int size() {
        return (int) (long) axes.get(0);
    }

    /** Further axes are laid end to end. */
    int dimension() {
        return count / size();
    }

    /** A single number: a Long or a Double. */
    Object number() throws IOException {
        ByteBuffer block = next(1);
        if (kind == 'f') {
            return floating(block, 0);
        }
        long value = whole(block, 0);
        if (signless(value)) {
            throw new IllegalArgumentException(name + " is " + Long.toUnsignedString(value)
                    + ": expected a single number of at most " + Long.MAX_VALUE);
        }
        return value;
    }

    double[] doubleArray() throws IOException {
        Memory.require(8.0 * count, name, "read fewer points");
        double[] values = new double[count];
        for (int at = 0; at < count; at += BLOCK) {
            int some = Math.min(BLOCK, count - at);
            next(some).asDoubleBuffer().get(values, at, some);
        }
        return values;
    }

    /**
     * All numbers, the last axis fastest.
     *
     * @throws IllegalArgumentException if single precision would round a whole number, or a column does not survive it
     */
    float[] floats() throws IOException {
        Memory.require(4.0 * count, name, "read fewer points");
        float[] values = new float[count];
        int d = dimension();
        SinglePrecision single = new SinglePrecision(size(), width < Float.BYTES ? 0 : d);
        String inexact = "";
        Places places = new Places();
        for (int at = 0; at < count; at += BLOCK) {
            int some = Math.min(BLOCK, count - at);
            ByteBuffer block = next(some);
            if (kind == 'f' && width == Float.BYTES && !fortran) {
                block.asFloatBuffer().get(values, at, some);
                continue;
            }
            for (int i = 0; i < some; i++) {
                int place = fortran ? places.next() : at + i;
                if (kind == 'f') {
                    values[place] = single.round(floating(block, i), place % d);
                } else {
                    long value = whole(block, i);
                    values[place] = single.round(signless(value) ? (value >>> 1) * 2.0 : value, place % d);
                    inexact = inexact.isEmpty() && !exact(value) ? inexact(value, place) : inexact;
                }
            }
        }
        // How to help a whole column is the better advice.
        single.require(
                k -> name + ", column " + k,
                (k, origin) -> "array" + (d == 1 ? "" : "[:, " + k + "]") + " - " + origin + " in NumPy");
        if (!inexact.isEmpty()) {
            throw new IllegalArgumentException(inexact);
        }
        return values;
    }

    private ByteBuffer next(int some) throws IOException {
        byte[] block = in.readNBytes(some * width);
        if (block.length < some * width) {
            throw new EOFException("the numbers break off");
        }
        return ByteBuffer.wrap(block).order(order);
    }

    private double floating(ByteBuffer block, int i) {
        return switch (width) {
            case 2 -> HalfPrecision.number(block.getShort(2 * i));
            case 4 -> block.getFloat(4 * i);
            default -> block.getDouble(8 * i);
        };
    }

    /** With all bits of an unsigned number. */
    private long whole(ByteBuffer block, int i) {
        if (kind == 'b') {
            return block.get(i) == 0 ? 0 : 1;
        }
        long value = switch (width) {
            case 1 -> block.get(i);
            case 2 -> block.getShort(2 * i);
            case 4 -> block.getInt(4 * i);
            default -> block.getLong(8 * i);
        };
        return kind == 'u' && width < Long.BYTES ? value & ((1L << (8 * width)) - 1) : value;
    }

    /** Whether an unsigned number is larger than any signed one. */
    private boolean signless(long value) {
        return kind == 'u' && value < 0;
    }

    private boolean exact(long value) {
        long size = signless(value) ? value : Math.abs(value);
        return Long.SIZE - Long.numberOfLeadingZeros(size) - Long.numberOfTrailingZeros(size) <= DIGITS;
    }

    private String inexact(long value, int place) {
        return name + " holds " + (signless(value) ? Long.toUnsignedString(value) : value) + " in row "
                + place / dimension() + ", column " + place % dimension()
                + ", which single precision would round: subtract the same number from all clouds, or use"
                + " array.astype('float64') to have it rounded";
    }

    /** Where the numbers of an array in Fortran order belong, one after the other. */
    private final class Places {
        private final int[] index = new int[axes.size()];
        private final int[] stride = new int[axes.size()];
        private int place;

        Places() {
            int step = 1;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                stride[axis] = step;
                step *= (int) (long) axes.get(axis);
            }
        }

        int next() {
            int now = place;
            for (int axis = 0; axis < index.length; axis++) {
                place += stride[axis];
                if (++index[axis] < axes.get(axis)) {
                    break;
                }
                place -= stride[axis] * index[axis];
                index[axis] = 0;
            }
            return now;
        }
    }
}
