package io.github.rieszflow.internal;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Writes files that appear whole or not at all. */
public final class WholeFile {
    /** What writes the content. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the content.
         *
         * @param out where to; need not be closed
         * @throws IOException if that fails
         */
        void write(OutputStream out) throws IOException;
    }

    private WholeFile() {}

    /**
     * Writes a file beside its place and moves it there when it is complete. A link stays: what it leads to is replaced. An
     * interrupt does not break the writing off.
     *
     * @param target where to; replaced
     * @param body writes the content
     * @throws UncheckedIOException naming the file, if that fails; the file is then as it was before
     */
    public static void write(Path target, Body body) {
        Path part = null;
        try {
            Path file = target.toAbsolutePath();
            Path whole = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
            if (Files.exists(whole) && !Files.isRegularFile(whole)) {
                // A device or a pipe takes what comes; a folder is refused by the system.
                fill(whole, body);
                return;
            }
            part = create(whole);
            fill(part, body);
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + reason(e), e);
        } finally {
            discard(part);
        }
    }

    /** A new file beside another one, under a name that is not taken. */
    private static Path create(Path whole) throws IOException {
        long number = System.nanoTime();
        while (true) {
            try {
                return Files.createFile(
                        whole.resolveSibling(whole.getFileName() + "." + Long.toHexString(number) + ".part"));
            } catch (FileAlreadyExistsException e) {
                number++;
            }
        }
    }

    private static void fill(Path part, Body body) throws IOException {
        if (part.getFileSystem() != FileSystems.getDefault() || !Files.isRegularFile(part)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                body.write(out);
            }
            return;
        }
        // A stream of java.io: one of java.nio closes under a thread that is interrupted.
        try (FileOutputStream file = new FileOutputStream(part.toFile());
                OutputStream out = new BufferedOutputStream(file)) {
            body.write(new Open(out));
            out.flush();
            // Else the name may outlive a loss of power and the content not.
            file.getFD().sync();
        }
    }

    /** Stays open when the body closes it, as archives do at their end. */
    private static final class Open extends FilterOutputStream {
        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /**
     * Refuses what cannot be read twice, such as a pipe, before anything waits for it.
     *
     * @param file what is to be read
     * @throws IllegalArgumentException if it is there and is neither a file nor a folder
     */
    public static void requireNoPipe(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new IllegalArgumentException(
                    file + " is a pipe or a device: expected a file; write what comes from it to one first");
        }
    }

    /**
     * What to throw when a file cannot be read.
     *
     * @param file which one
     * @param e why
     * @return an exception that says both in one sentence
     */
    public static UncheckedIOException unreadable(Path file, IOException e) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null
                && (e instanceof NoSuchFileException || e instanceof FileNotFoundException)
                && !Files.exists(file)) {
            return new UncheckedIOException(
                    "there is no file " + file
                            + (Files.isDirectory(folder)
                                    ? file.isAbsolute() ? "" : " in " + folder
                                    : ", not even the folder " + folder),
                    e);
        }
        return new UncheckedIOException(
                Files.isDirectory(file)
                        ? file + " is a folder: expected a file"
                        : "cannot read " + file + ": " + reason(e),
                e);
    }

    /**
     * Why a file could not be read or written, in words.
     *
     * @param e what was thrown
     * @return the reason, for the middle of a sentence
     */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : e.getMessage();
    }

    /** What a failure left behind; after success there is nothing. */
    private static void discard(@Nullable Path part) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            // Whatever made the writing fail is what is reported.
        }
    }
}
