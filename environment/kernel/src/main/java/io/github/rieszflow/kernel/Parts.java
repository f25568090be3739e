package io.github.rieszflow.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file on its way: written beside its place and moved there when it is whole. One that is not moved is deleted, also when
 * the process is interrupted; what one that was killed has left behind is swept away by the next.
 */
final class Parts implements AutoCloseable {
    static final String ENDING = ".part";

    private static final Pattern NAME = Pattern.compile("(?:new-(\\d{1,18})-.*|new\\d+|classes\\d+)\\.part");
    private static final long END_MILLIS = 2000;

    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static final Set<ProcessHandle> WRITERS = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Parts::abandonAll, "parts"));
    }

    private final Path file;

    /** A file in a folder, which is there once somebody writes it: with the permissions that files have there. */
    Parts(Path folder) {
        file = folder.resolve("new-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID() + ENDING);
        OPEN.add(file);
    }

    Path file() {
        return file;
    }

    /** Puts it in its place, whatever stood there before. */
    void moveTo(Path place) throws IOException {
        Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        OPEN.remove(file);
    }

    /** Lets a process that may write such a file not outlive this one. */
    static void endWithThis(ProcessHandle writer) {
        WRITERS.add(writer);
    }

    /** The process has ended. */
    static void forget(ProcessHandle writer) {
        WRITERS.remove(writer);
    }

    private static void abandonAll() {
        for (ProcessHandle writer : WRITERS) {
            writer.destroyForcibly();
            try {
                writer.onExit().get(END_MILLIS, TimeUnit.MILLISECONDS);
            } catch (Exception e) {
                // Then it may leave something, which the next installation sweeps away.
            }
        }
        for (Path part : OPEN) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                // As above.
            }
        }
    }

    /** Deletes from a folder what processes have left that are no more. */
    static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path part : parts) {
                Matcher name = NAME.matcher(String.valueOf(part.getFileName()));
                if (name.matches() && (name.group(1) == null || isGone(Long.parseLong(name.group(1))))) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (NoSuchFileException e) {
            // There is no such folder yet.
        }
    }

    private static boolean isGone(long pid) {
        return ProcessHandle.of(pid).isEmpty();
    }
}
