package io.github.rieszflow.checkpoint;

import io.github.rieszflow.internal.WholeFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds a folder against every other run, of this process or another one. The lock is the operating system's: it ends with
 * the process, however that ends. The empty file that carries it stays, since two processes could lock two files of the
 * same name if it were removed.
 */
final class FolderLock implements AutoCloseable {
    static final String FILE = "run.lock";

    /** Folders that this process holds: the system's locks do not tell one run of a process from another. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path real;
    private final RandomAccessFile file;

    private FolderLock(Path real, RandomAccessFile file) {
        this.real = real;
        this.file = file;
    }

    /**
     * Locks a folder, which is made if need be.
     *
     * @throws IllegalStateException if a run is kept there at this moment
     * @throws UncheckedIOException if the folder cannot be written
     */
    static FolderLock of(Path folder) {
        Path real;
        try {
            Files.createDirectories(folder);
            real = folder.toRealPath();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        // Before the file is opened: closing it again would end the lock that this process has on it.
        if (!HELD.add(real)) {
            throw held(folder, "in this process");
        }
        RandomAccessFile file = null;
        boolean locked = false;
        try {
            // Of java.io, as a channel would close under an interrupt.
            file = new RandomAccessFile(real.resolve(FILE).toFile(), "rw");
            locked = lock(file);
            if (!locked) {
                throw held(folder, owner(file));
            }
            file.setLength(0);
            file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
            return new FolderLock(real, file);
        } catch (IOException e) {
            locked = false;
            throw unwritable(folder, e);
        } finally {
            if (!locked) {
                close(file);
                HELD.remove(real);
            }
        }
    }

    /** False if another process has the lock; true also on file systems that have no locks. */
    private static boolean lock(RandomAccessFile file) {
        try {
            @Nullable FileLock lock = file.getChannel().tryLock();
            return lock != null;
        } catch (IOException noLocksHere) {
            return true;
        }
    }

    private static String owner(RandomAccessFile file) throws IOException {
        byte[] pid = new byte[(int) Math.min(20, file.length())];
        file.readFully(pid);
        // Between its lock and its number a process has not said which it is.
        return pid.length == 0 ? "by another process" : "by the process " + new String(pid, StandardCharsets.US_ASCII);
    }

    private static IllegalStateException held(Path folder, String by) {
        return new IllegalStateException("a run is being kept in " + folder + " right now " + by
                + ": wait until it ends, stop it, or choose another folder");
    }

    static UncheckedIOException unwritable(Path folder, IOException e) {
        return new UncheckedIOException(
                "cannot keep a run in " + folder + " (" + WholeFile.reason(e)
                        + "): choose a folder that can be written",
                e);
    }

    private static void close(@Nullable RandomAccessFile file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // The system takes it back with the process.
        }
    }

    @Override
    public void close() {
        close(file);
        HELD.remove(real);
    }
}
