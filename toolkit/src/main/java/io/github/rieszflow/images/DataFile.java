package io.github.rieszflow.images;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                DataInputStream in = new DataInputStream(unpacked(raw))) {
            return content.read(in);
        } catch (ZipException e) {
            throw new IllegalArgumentException(file + " is a damaged gzip file (" + e.getMessage() + ")" + AGAIN, e);
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " is a gzip file that breaks off in its header" + AGAIN, e);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " (" + e + ")", e);
        }
    }

    private static InputStream unpacked(InputStream raw) throws IOException {
        raw.mark(2);
        int start = (raw.read() << 8) | raw.read();
        raw.reset();
        return start == GZIP ? new GZIPInputStream(raw, 1 << 16) : raw;
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
