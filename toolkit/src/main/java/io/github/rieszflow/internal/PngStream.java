package io.github.rieszflow.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOException;

/**
 * A PNG file as Java's reader should see it: only the chunks that pixels are made from, each with the right checksum, which
 * Java does not look at. Texts and profiles, which may unpack to any length, do not get through; the orientation is kept.
 */
final class PngStream extends InputStream {
    /** What every PNG file begins with. */
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** An EXIF block longer than this is none. */
    private static final int LONGEST_EXIF = 1 << 16;

    private final InputStream in;
    private final CRC32 sum = new CRC32();
    /** Bytes that are ready: a chunk's head or its checksum. */
    private ByteBuffer ready = ByteBuffer.allocate(0);

    private String chunk = "";
    /** What is still to come of the content of a chunk, −1 between chunks. */
    private long left = -1;

    private boolean started;
    private boolean ended;
    private int orientation = Orientation.UPRIGHT;

    PngStream(InputStream in) {
        this.in = in;
    }

    /** From 1 to 8; known at the end. */
    int orientation() {
        return orientation;
    }

    /** Goes through what the reader left, so that all of the file has been looked at. */
    void finish() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ready.hasRemaining() && left <= 0) {
            if (ended && left < 0) {
                return -1;
            }
            advance();
        }
        if (ready.hasRemaining()) {
            int some = Math.min(length, ready.remaining());
            ready.get(into, from, some);
            return some;
        }
        int some = in.read(into, from, (int) Math.min(length, left));
        if (some < 0) {
            throw cut();
        }
        sum.update(into, from, some);
        left -= some;
        return some;
    }

    /** To the end of a chunk or the head of the next that is kept. */
    private void advance() throws IOException {
        if (!started) {
            started = true;
            ready = ByteBuffer.wrap(bytes(SIGNATURE.length));
        } else if (left == 0) {
            ready = checked();
            left = -1;
            ended = chunk.equals("IEND");
        } else {
            byte[] head = bytes(8);
            int length = ByteBuffer.wrap(head).getInt();
            chunk = new String(head, 4, 4, StandardCharsets.ISO_8859_1);
            if (length < 0) {
                throw new IIOException("a chunk has an impossible length");
            }
            sum.reset();
            sum.update(head, 4, 4);
            boolean critical = (head[4] & 0x20) == 0;
            if (critical || chunk.equals("tRNS")) {
                ready = ByteBuffer.wrap(head);
                left = length;
            } else if (chunk.equals("eXIf") && length <= LONGEST_EXIF) {
                byte[] block = bytes(length);
                sum.update(block, 0, length);
                checked();
                orientation = Orientation.of(block);
            } else {
                pass(length + 4L);
            }
        }
    }

    private ByteBuffer checked() throws IOException {
        ByteBuffer told = ByteBuffer.wrap(bytes(4));
        if (told.getInt(0) != (int) sum.getValue()) {
            throw new IIOException("its chunk " + chunk + " has a wrong checksum");
        }
        return told;
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw cut();
        }
        return bytes;
    }

    private void pass(long count) throws IOException {
        try {
            in.skipNBytes(count);
        } catch (EOFException e) {
            throw cut();
        }
    }

    private IIOException cut() {
        return new IIOException("it breaks off before its end");
    }
}
