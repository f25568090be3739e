package io.github.rieszflow.checkpoint;

import java.io.UncheckedIOException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run while it goes on: holds its folder against others, writes a snapshot at the beginning, after each unit of
 * work, from time to time within one, and at the end; and ends the run when its time is up. Of the thread that opened it.
 *
 * <pre>{@code
 * try (Keeper keeper = Keeper.open(keeping, "my run", 1)) {
 *     State[] now = {keeper.found() == null ? start() : read(keeper.found())};
 *     keeper.begin(() -> snapshot(now[0]));
 *     while (!complete(now[0]) && !Thread.currentThread().isInterrupted()) {
 *         now[0] = next(now[0]);
 *         keeper.at(() -> snapshot(now[0]));
 *     }
 *     keeper.end(() -> snapshot(now[0]));
 * }
 * }</pre>
 *
 * <p>A snapshot that cannot be written in between or at the end is reported on the error stream, once, and the run goes on.
 */
public final class Keeper implements AutoCloseable {
    /** Saves by the clock take at most about this part of the time. */
    private static final double SHARE = 0.05;

    private final @Nullable RunFolder folder;
    private final @Nullable FolderLock lock;
    private final @Nullable Checkpoint found;
    private final TimeBox time;
    private final long every;
    /** Nanoseconds from one save to the next that is due by the clock. */
    private long pause;

    private long saved;
    private boolean told;

    private Keeper(@Nullable RunFolder folder, @Nullable FolderLock lock, Keeping keeping) {
        this.folder = folder;
        this.lock = lock;
        this.found = folder != null && folder.exists() ? folder.read() : null;
        this.every = keeping.every().toNanos();
        this.pause = every;
        this.time = TimeBox.open(keeping.atMost());
        this.saved = System.nanoTime();
    }

    /**
     * Locks the folder, if there is one, and reads what it holds; the time begins.
     *
     * @param keeping where, how often and how long
     * @param kind as for {@link RunFolder#at}
     * @param version as for {@link RunFolder#at}
     * @return the keeper, to be closed
     * @throws IllegalStateException if another run is being kept there right now
     * @throws IllegalArgumentException if the folder holds something else, or is damaged
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static Keeper open(Keeping keeping, String kind, int version) {
        if (keeping.folder() == null) {
            return new Keeper(null, null, keeping);
        }
        RunFolder folder = RunFolder.at(keeping.folder(), kind, version);
        FolderLock lock = FolderLock.of(folder.path());
        try {
            return new Keeper(folder, lock, keeping);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * What a folder holds if nothing is left to do there: it is read only, so that it need not be writable, and another run may
     * hold it.
     *
     * @param <T> what is made of a checkpoint
     * @param keeping where
     * @param kind as for {@link RunFolder#at}
     * @param version as for {@link RunFolder#at}
     * @param complete what a checkpoint is, or null if there is more to do; refuses one of another run
     * @return what it is, or null if there is more to do, no folder, or nothing in it
     * @throws IllegalArgumentException if the folder holds something else, or is damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public static <T> @Nullable T complete(
            Keeping keeping, String kind, int version, Function<Checkpoint, @Nullable T> complete) {
        if (keeping.folder() == null) {
            return null;
        }
        RunFolder folder = RunFolder.at(keeping.folder(), kind, version);
        return folder.exists() ? folder.read(complete) : null;
    }

    /**
     * What the folder held when this was opened.
     *
     * @return the checkpoint, or null if there was none
     */
    public @Nullable Checkpoint found() {
        return found;
    }

    /**
     * Where the run is kept.
     *
     * @return the folder, or null
     */
    public @Nullable RunFolder folder() {
        return folder;
    }

    /**
     * Keeps the beginning, so that a folder that cannot be written is known before any work.
     *
     * @param first what there is
     * @throws UncheckedIOException if it cannot be written
     */
    public void begin(Supplier<Snapshot> first) {
        if (folder != null) {
            folder.write(first.get());
            saved = System.nanoTime();
        }
    }

    /**
     * Keeps what there is if it is time.
     *
     * @param now what there is, asked for only then
     */
    public void at(Supplier<Snapshot> now) {
        if (folder != null && System.nanoTime() - saved >= pause) {
            keep(now);
        }
    }

    /**
     * Keeps what there is after a unit of work.
     *
     * @param now what there is
     */
    public void done(Supplier<Snapshot> now) {
        keep(now);
    }

    /**
     * Keeps what there is at the end, of the work or of the time.
     *
     * @param last what there is
     */
    public void end(Supplier<Snapshot> last) {
        keep(last);
    }

    private void keep(Supplier<Snapshot> now) {
        if (folder == null) {
            return;
        }
        long begin = System.nanoTime();
        try {
            folder.write(now.get());
        } catch (UncheckedIOException | IllegalArgumentException e) {
            tell(folder, e);
        }
        saved = System.nanoTime();
        pause = every == 0 ? 0 : Math.max(every, (long) ((saved - begin) / SHARE));
    }

    private void tell(RunFolder where, RuntimeException e) {
        if (!told) {
            told = true;
            System.err.println("The run could not be kept in " + where.path() + " (" + e.getMessage()
                    + "). It goes on in memory, and is tried to be kept again.");
        }
    }

    /**
     * Whether the run was ended by the clock.
     *
     * @return true if its time was up
     */
    public boolean timeIsUp() {
        return time.isUp();
    }

    @Override
    public void close() {
        time.close();
        if (lock != null) {
            lock.close();
        }
    }
}
