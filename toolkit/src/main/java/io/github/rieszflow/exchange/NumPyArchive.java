package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.NumPyHeader;
import io.github.rieszflow.internal.WholeFile;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An archive of NumPy arrays (.npz), opened by the directory at its end, which also archives have that went through a pipe. */
final class NumPyArchive implements AutoCloseable {
    private static final String SUFFIX = ".npy";
    /** A byte of compressed content makes no more than this. */
    private static final long DENSEST = 1032;

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> arrays = new LinkedHashMap<>();
    /** What else lies in it, and why it is no array. */
    private final Map<String, String> others = new LinkedHashMap<>();

    private NumPyArchive(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    static NumPyArchive open(Path file) {
        WholeFile.requireNoPipe(file);
        try {
            File opened = file.toFile();
            byte[] start;
            try (FileInputStream in = new FileInputStream(opened)) {
                start = in.readNBytes(8);
            }
            if (start.length < 2 || start[0] != 'P' || start[1] != 'K') {
                throw new IllegalArgumentException(file + " is no archive of NumPy arrays (.npz): it "
                        + (NumPyHeader.begins(start) ? "is one array, NumPy.read reads it" : "has no zip entries"));
            }
            NumPyArchive archive = new NumPyArchive(file, new ZipFile(opened, StandardCharsets.UTF_8));
            try {
                ZipNames.require(opened);
                archive.list();
            } catch (RuntimeException | IOException e) {
                archive.close();
                throw e;
            }
            return archive;
        } catch (ZipException | EOFException e) {
            throw damaged(file.toString(), e);
        } catch (IOException e) {
            throw WholeFile.unreadable(file, e);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(file + " is in no folder of this machine: copy it there first", e);
        }
    }

    private static IllegalArgumentException damaged(String file, Exception e) {
        String what = e.getMessage() == null ? "it breaks off" : e.getMessage();
        return new IllegalArgumentException(
                file + " is damaged (" + NumPyHeader.printable(what) + "): write it again", e);
    }

    private void list() {
        zip.stream().forEach(entry -> {
            String name = entry.getName();
            if (!name.endsWith(SUFFIX)) {
                others.put(NumPyHeader.printable(name), "is no array (.npy)");
            } else if (arrays.put(name.substring(0, name.length() - SUFFIX.length()), entry) != null) {
                throw new IllegalArgumentException(
                        file + " is damaged (it holds " + NumPyHeader.printable(name) + " twice): write it again");
            }
        });
        if (arrays.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " is no archive of NumPy arrays (.npz): it holds " + others.keySet());
        }
    }

    Map<String, ZipEntry> arrays() {
        return arrays;
    }

    Map<String, String> others() {
        return others;
    }

    /** What an array is read as. */
    interface Reading<T> {
        T read(NumPyNumbers numbers) throws IOException;
    }

    <T> T read(String name, Reading<T> reading) {
        ZipEntry entry = arrays.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(file + " has no array \"" + name + "\": it holds "
                    + NumPyHeader.printable(arrays.keySet().toString()));
        }
        String shown = file + ", array " + NumPyHeader.printable(name);
        long size = entry.getSize();
        long packed = entry.getCompressedSize();
        if (size > DENSEST * packed + DENSEST || packed > file.toFile().length()) {
            throw new IllegalArgumentException(
                    shown + " is damaged (it would have " + size + " bytes): write it again");
        }
        CRC32 sum = new CRC32();
        try (InputStream raw = zip.getInputStream(entry);
                InputStream in = new CheckedInputStream(raw, sum)) {
            T value;
            try {
                value = reading.read(NumPy.numbers(new DataInputStream(in), shown, size));
            } catch (IllegalArgumentException e) {
                // What is damaged is said to be so, whatever it was taken for.
                requireSum(in, sum, entry);
                throw e;
            }
            requireSum(in, sum, entry);
            return value;
        } catch (ZipException | EOFException e) {
            throw damaged(shown, e);
        } catch (IOException e) {
            throw WholeFile.unreadable(file, e);
        }
    }

    private static void requireSum(InputStream in, CRC32 sum, ZipEntry entry) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        if (sum.getValue() != entry.getCrc()) {
            throw new ZipException("its checksum is another one");
        }
    }

    /** Whether a file begins as an archive does. */
    static boolean begins(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            // What was read is whole.
        }
    }
}
