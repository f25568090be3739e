package io.github.rieszflow.slicing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The contents of {@link SampleCounts} as bytes: empty bins are counted, whole numbers take as many bytes as they need. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record PackedCounts(
        int dimension,
        long points,
        long total,
        long rounded,
        long[] lengths,
        long[][] counts,
        float[] lowest,
        float[] highest,
        float[] waiting,
        long @Nullable [] times,
        int waitingPoints) {

    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(dimension);
        write(out, points);
        write(out, total);
        write(out, rounded);
        writeSparse(out, lengths, 1);
        out.writeInt(counts.length);
        for (int p = 0; p < counts.length; p++) {
            out.writeFloat(lowest[p]);
            out.writeFloat(highest[p]);
            writeSparse(out, counts[p], 2);
        }
        out.writeInt(waitingPoints);
        for (int i = 0; i < waitingPoints * dimension; i++) {
            out.writeFloat(waiting[i]);
        }
        out.writeBoolean(times != null);
        for (int i = 0; times != null && i < waitingPoints; i++) {
            write(out, times[i]);
        }
        return bytes.toByteArray();
    }

    /** The same for counts of so many bins. */
    static PackedCounts of(byte[] data, int bins) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(data));
        int dimension = in.readInt();
        long points = read(in);
        long total = read(in);
        long rounded = read(in);
        long[] lengths = new long[SampleCounts.LENGTHS];
        readSparse(in, lengths, 1);
        int directions = in.readInt();
        long[][] counts = new long[directions][2 * bins];
        float[] lowest = new float[directions];
        float[] highest = new float[directions];
        for (int p = 0; p < directions; p++) {
            lowest[p] = in.readFloat();
            highest[p] = in.readFloat();
            readSparse(in, counts[p], 2);
        }
        int waitingPoints = in.readInt();
        float[] waiting = new float[waitingPoints * dimension];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = in.readFloat();
        }
        long[] times = null;
        if (in.readBoolean()) {
            times = new long[Slicer.tile(dimension)];
            Arrays.fill(times, 1);
            for (int i = 0; i < waitingPoints; i++) {
                times[i] = read(in);
            }
        }
        return new PackedCounts(
                dimension, points, total, rounded, lengths, counts, lowest, highest, waiting, times, waitingPoints);
    }

    /** Groups of numbers: how many are 0 throughout, then the numbers of the next one. */
    private static void writeSparse(DataOutputStream out, long[] numbers, int group) throws IOException {
        int empty = 0;
        for (int i = 0; i < numbers.length; i += group) {
            if (numbers[i] == 0) {
                empty++;
                continue;
            }
            write(out, empty);
            empty = 0;
            for (int j = i; j < i + group; j++) {
                write(out, numbers[j]);
            }
        }
        write(out, empty);
    }

    private static void readSparse(DataInputStream in, long[] numbers, int group) throws IOException {
        int i = 0;
        while (true) {
            i += Math.toIntExact(read(in)) * group;
            if (i >= numbers.length) {
                return;
            }
            for (int end = i + group; i < end; i++) {
                numbers[i] = read(in);
            }
        }
    }

    /** Seven bits to a byte, the lowest first. */
    private static void write(DataOutputStream out, long number) throws IOException {
        long rest = number;
        while (rest > 127) {
            out.writeByte((int) (rest & 127) | 128);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long read(DataInputStream in) throws IOException {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.readUnsignedByte();
            number |= (long) (next & 127) << shift;
            if (next < 128) {
                return number;
            }
        }
    }
}
