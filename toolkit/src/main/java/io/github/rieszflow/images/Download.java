package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.picture.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fetches one file: into a partial file beside its place, which a later attempt continues, and to its place once size and
 * checksum are right.
 *
 * @param address where it is published
 * @param size how many bytes it has
 * @param sha256 its checksum
 * @param patience how long to wait for servers
 */
record Download(URI address, long size, String sha256, Patience patience) {
    /**
     * How long to wait for servers.
     *
     * @param window the time within which an answer and then ever more bytes must come
     * @param least how many bytes must come in that time
     * @param pause before the second try; twice as long before each further one
     */
    record Patience(Duration window, long least, Duration pause) {
        static final Patience USUAL = new Patience(Duration.ofSeconds(30), 16_384, Duration.ofSeconds(1));
    }

    private static final int TRIES = 5;

    /** One thread of this process at a time for each file. */
    private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

    Download(URI address, long size, String sha256) {
        this(address, size, sha256, Patience.USUAL);
    }

    String name() {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Makes sure that the file is in the folder; one that is there and right is left alone. */
    void into(Path folder) {
        Path file = folder.resolve(name());
        ReentrantLock turn = TURNS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            Files.createDirectories(folder);
            if (!Files.isRegularFile(file) || Files.size(file) != size || !isRight(file)) {
                Files.move(fetched(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file + ": " + WholeFile.reason(e), e);
        } finally {
            turn.unlock();
        }
    }

    /** The part, whole and right. */
    private Path fetched(Path file) throws IOException {
        Path part = file.resolveSibling(name() + ".part");
        if (Files.isSymbolicLink(part)) {
            // What it leads to is not ours to write.
            Files.delete(part);
        }
        boolean begun = Files.exists(part) && Files.size(part) > 0;
        fetch(part);
        if (begun && !isRight(part)) {
            // What was there may have been of another file.
            Files.delete(part);
            fetch(part);
        }
        String found = checksum(part);
        if (!found.equals(sha256)) {
            Files.delete(part);
            throw new IllegalStateException(address + " is not what was published: expected " + size
                    + " bytes with the SHA-256 " + sha256 + ", found " + found
                    + "; nothing was kept: try again later, or"
                    + " copy the right file to " + file);
        }
        return part;
    }

    private void fetch(Path part) throws IOException {
        boolean ours = false;
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            lock(out, part);
            ours = true;
            requireRoom(part, size - Math.min(size, out.size()));
            fetch(out, part);
            out.truncate(size);
        } finally {
            if (ours && Files.size(part) == 0) {
                Files.delete(part);
            }
        }
    }

    private static void lock(FileChannel out, Path part) throws IOException {
        boolean locked;
        try {
            locked = out.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new IllegalStateException(part + " is being written by somebody else: wait for it");
        }
    }

    private static void requireRoom(Path part, long missing) throws IOException {
        long free = Files.getFileStore(part).getUsableSpace();
        if (free < missing) {
            throw new IOException("it needs " + Memory.text((double) missing) + " more, and the disk has "
                    + Memory.text((double) free)
                    + " left: free some, or set XDG_CACHE_HOME to a folder on another disk");
        }
    }

    /** Fetches what is missing, in as many requests as it takes. */
    private void fetch(FileChannel out, Path part) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience.window())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try (Progress progress = Progress.start(name(), size)) {
            Arrival arrival = new Arrival(this, out, part, progress);
            int failures = 0;
            while (arrival.at() < size) {
                long before = arrival.at();
                try {
                    arrival.request(client);
                } catch (IOException broken) {
                    boolean gained = arrival.at() - before >= Math.min(patience.least(), size / 100 + 1);
                    failures = gained ? 1 : failures + 1;
                    if (failures == TRIES) {
                        throw new IllegalStateException(
                                address + " broke off after " + Memory.text((double) arrival.at()) + " of "
                                        + Memory.text((double) size)
                                        + " (" + WholeFile.reason(broken)
                                        + "): see whether this machine is online, then call it again to go on, or copy"
                                        + " the file to the folder by hand",
                                broken);
                    }
                    Thread.sleep(patience.pause().toMillis() << (failures - 1));
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private CancellationException interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        CancellationException stopped =
                new CancellationException("the download of " + name() + " was interrupted; call it again to go on");
        stopped.initCause(cause);
        return stopped;
    }

    private boolean isRight(Path file) throws IOException {
        return checksum(file).equals(sha256);
    }

    private static String checksum(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            int got;
            while ((got = in.read(block)) >= 0) {
                digest.update(block, 0, got);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
