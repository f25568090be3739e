package io.github.rieszflow.images;

import io.github.rieszflow.internal.Contents;
import io.github.rieszflow.internal.WholeFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files of data sets, plain or gzip, told apart by the first bytes; whatever goes wrong names the file. */
final class DataFile {
    /** How to fix what no program can. */
    static final String AGAIN = "; download or copy it again";

    private static final int GZIP = 0x1F8B;

    interface Content<T> {
        T read(DataInputStream in) throws IOException;
    }

    private DataFile() {}

    static <T> T open(Path file, Content<T> content) {
        WholeFile.requireNoPipe(file);
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                DataInputStream in = new DataInputStream(new BufferedInputStream(unpacked(raw), 1 << 13))) {
            return content.read(in);
        } catch (ZipException e) {
            throw new IllegalArgumentException(file + " is a damaged gzip file (" + e.getMessage() + ")" + AGAIN, e);
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " is a gzip file that breaks off in its header" + AGAIN, e);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + WholeFile.reason(e), e);
        }
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        raw.mark(2);
        int start = (raw.read() << 8) | raw.read();
        raw.reset();
        return start == GZIP ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    /** The first bytes, which stay to be read. */
    static byte[] start(InputStream in) throws IOException {
        in.mark(Contents.START);
        byte[] start = readUpTo(in, new byte[Contents.START]);
        in.reset();
        return start;
    }

    /** Says by how much the content of a file is longer or shorter than its header says. */
    interface WrongLength {
        /**
         * The error.
         *
         * @param found bytes after the header
         * @return what is thrown
         */
        IllegalArgumentException of(long found);
    }

    /**
     * What comes after a header, as long as the header says. Where the file is plain its length is looked at before anything is
     * allocated; of a packed file the length that it tells at its end, and where that is another one the bytes are gathered as
     * they come.
     */
    static byte[] body(Path file, InputStream in, int header, int bytes, WrongLength wrong) throws IOException {
        Length length = Length.of(file);
        if (length.plain() && length.bytes() != (long) header + bytes) {
            throw wrong.of(length.bytes() - header);
        }
        boolean likely = length.bytes() == (long) header + bytes;
        byte[] body = new byte[likely ? bytes : Math.min(bytes, 1 << 20)];
        int found = readUpTo(in, body).length;
        while (found == body.length && found < bytes) {
            byte[] more = readUpTo(in, new byte[Math.min(bytes - found, found)]);
            body = Arrays.copyOf(body, found + more.length);
            System.arraycopy(more, 0, body, found, more.length);
            found += more.length;
            if (more.length == 0) {
                break;
            }
        }
        if (found < bytes) {
            throw wrong.of(found);
        }
        long beyond = in.read() < 0 ? 0 : 1 + in.transferTo(OutputStream.nullOutputStream());
        if (beyond > 0) {
            throw wrong.of(bytes + beyond);
        }
        return body;
    }

    /** How long the content of a file is: for certain where it is plain, as it says at its end modulo 2³² where it is packed. */
    private record Length(boolean plain, long bytes) {
        static Length of(Path file) throws IOException {
            try (SeekableByteChannel channel = Files.newByteChannel(file)) {
                ByteBuffer start = ByteBuffer.allocate(2);
                while (start.hasRemaining() && channel.read(start) >= 0) {}
                if (start.hasRemaining() || (start.getShort(0) & 0xFFFF) != GZIP) {
                    return new Length(true, channel.size());
                }
                ByteBuffer end = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
                channel.position(Math.max(0, channel.size() - 4));
                while (end.hasRemaining() && channel.read(end) >= 0) {}
                return new Length(false, end.getInt(0) & 0xFFFFFFFFL);
            }
        }
    }

    /** As many bytes as there are; a gzip file that breaks off counts as short, not as unreadable. */
    static byte[] readUpTo(InputStream in, byte[] into) throws IOException {
        int found = 0;
        try {
            int got;
            while (found < into.length && (got = in.read(into, found, into.length - found)) >= 0) {
                found += got;
            }
        } catch (EOFException cut) {
            // What came before the cut is what was found.
        }
        return found == into.length ? into : Arrays.copyOf(into, found);
    }
}
