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
            long size = tail.getInt(end + 12) & 0xffffffffL;
            long begin = tail.getInt(end + 16) & 0xffffffffL;
            long before = length - tail.limit() + end - size;
            if (begin == 0xffffffffL || size == 0xffffffffL) {
                return; // of 4 GB and more: what is large has its places elsewhere
            }
            ByteBuffer directory = read(in, before, before + size);
            for (int at = 0; at + DIRECTORY_LENGTH <= directory.limit(); ) {
                int name = directory.getShort(at + 28) & 0xffff;
                long content = directory.getInt(at + 42) & 0xffffffffL;
                if (content != 0xffffffffL) {
                    compare(in, before - begin + content, directory, at + DIRECTORY_LENGTH, name);
                }
                at += DIRECTORY_LENGTH
                        + name
                        + (directory.getShort(at + 30) & 0xffff)
                        + (directory.getShort(at + 32) & 0xffff);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new ZipException("its directory breaks off");
        }
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
