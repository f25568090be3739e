package io.github.rieszflow.exchange;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * The names in a zip archive stand twice, in its directory and before each content, and no checksum is over them: where they
 * differ, one is damaged.
 */
final class ZipNames {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    /** In place of a number that has no room in 32 bits. */
    private static final long LARGE = 0xffffffffL;

    private static final int LARGE_END = 0x06064b50;
    private static final int LARGE_END_LENGTH = 56;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int DIRECTORY_LENGTH = 46;
    private static final int CONTENT_LENGTH = 30;

    private ZipNames() {}

    /**
     * Compares them.
     *
     * @throws ZipException if two differ
     */
    static void require(File file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            long length = in.length();
            ByteBuffer tail = read(in, Math.max(0, length - END_LENGTH - LONGEST_COMMENT), length);
            int end = tail.limit() - END_LENGTH;
            while (end >= 0 && tail.getInt(end) != END) {
                end--;
            }
            if (end < 0) {
                throw new ZipException("its directory has no end");
            }
            long size = tail.getInt(end + 12) & LARGE;
            long begin = tail.getInt(end + 16) & LARGE;
            long after = length - tail.limit() + end;
            if (begin == LARGE || size == LARGE) {
                ByteBuffer large = large(in, after);
                size = large.getLong(40);
                begin = large.getLong(48);
                after -= LOCATOR_LENGTH + LARGE_END_LENGTH;
            }
            long before = after - size;
            ByteBuffer directory = read(in, before, before + size);
            for (int at = 0; at + DIRECTORY_LENGTH <= directory.limit(); ) {
                int name = directory.getShort(at + 28) & 0xffff;
                int extra = directory.getShort(at + 30) & 0xffff;
                long content = directory.getInt(at + 42) & LARGE;
                if (content == LARGE) {
                    content = largePlace(directory, at, at + DIRECTORY_LENGTH + name, extra);
                }
                compare(in, before - begin + content, directory, at + DIRECTORY_LENGTH, name);
                at += DIRECTORY_LENGTH + name + extra + (directory.getShort(at + 32) & 0xffff);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new ZipException("its directory breaks off");
        }
    }

    /** The end of a directory with numbers of 64 bits, which stands before the one without. */
    private static ByteBuffer large(RandomAccessFile in, long end) throws IOException {
        ByteBuffer both = read(in, end - LOCATOR_LENGTH - LARGE_END_LENGTH, end);
        if (both.getInt(0) != LARGE_END || both.getInt(LARGE_END_LENGTH) != LOCATOR) {
            throw new ZipException("its directory has no end");
        }
        return both;
    }

    /** Where a content begins that lies beyond 32 bits: behind those sizes that are too large for them, too. */
    private static long largePlace(ByteBuffer directory, int entry, int from, int length) throws ZipException {
        for (int at = from; at + 4 <= from + length; at += 4 + (directory.getShort(at + 2) & 0xffff)) {
            if (directory.getShort(at) == 1) {
                int sizes = ((directory.getInt(entry + 20) & LARGE) == LARGE ? 1 : 0)
                        + ((directory.getInt(entry + 24) & LARGE) == LARGE ? 1 : 0);
                return directory.getLong(at + 4 + Long.BYTES * sizes);
            }
        }
        throw new ZipException("its directory leads outside the file");
    }

    private static void compare(RandomAccessFile in, long content, ByteBuffer directory, int at, int length)
            throws IOException {
        ByteBuffer head = read(in, content, content + CONTENT_LENGTH);
        int name = head.getShort(26) & 0xffff;
        ByteBuffer there = read(in, content + CONTENT_LENGTH, content + CONTENT_LENGTH + name);
        if (!directory.slice(at, length).equals(there)) {
            throw new ZipException("its directory tells of another name than stands before an array");
        }
    }

    private static ByteBuffer read(RandomAccessFile in, long from, long to) throws IOException {
        if (from < 0 || to > in.length() || to - from > Integer.MAX_VALUE - 8) {
            throw new ZipException("its directory leads outside the file");
        }
        byte[] bytes = new byte[(int) (to - from)];
        in.seek(from);
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
