package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.picture.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Fetches one file: into a part beside its place, which goes on where it broke off, and to its place when size and checksum
 * are right.
 *
 * @param address where it is published
 * @param size how many bytes it has
 * @param md5 its published checksum
 */
record Download(URI address, long size, String md5) {
    private static final int TRIES = 5;
    private static final int PARTIAL = 206;

    String name() {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Makes sure that the file is in the folder; one that is there and right is left alone. */
    void into(Path folder) {
        Path file = folder.resolve(name());
        try {
            Files.createDirectories(folder);
            if (Files.isRegularFile(file)
                    && Files.size(file) == size
                    && checksum(file).equals(md5)) {
                return;
            }
            Path part = folder.resolve(name() + ".part");
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (out.tryLock() == null) {
                    throw new IllegalStateException(part + " is being written by another process: wait for it");
                }
                fetch(out);
                out.truncate(size);
            }
            String found = checksum(part);
            if (!found.equals(md5)) {
                Files.delete(part);
                throw new IllegalStateException(address + " is not what was published: expected " + size
                        + " bytes with the MD5 " + md5 + ", found " + found + "; nothing was kept: try again later, or"
                        + " copy the right file to " + file);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file + " (" + e + ")", e);
        }
    }

    /** Fetches what is missing, in as many requests as it takes. */
    private void fetch(FileChannel out) throws IOException {
        try (Progress progress = Progress.start(name(), size)) {
            Arrival arrival = new Arrival(out, progress);
            int failures = 0;
            while (arrival.at() < size) {
                long before = arrival.at();
                try {
                    request(arrival);
                } catch (IOException broken) {
                    failures = arrival.at() > before ? 1 : failures + 1;
                    if (failures == TRIES) {
                        throw new IllegalStateException(
                                address + " broke off after " + Memory.text((double) arrival.at()) + " of "
                                        + Memory.text((double) size)
                                        + " (" + broken + "): see whether this machine is online, then call it again to"
                                        + " go on, or copy the file to the folder by hand",
                                broken);
                    }
                }
            }
        }
    }

    private void request(Arrival arrival) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(30))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (arrival.at() > 0) {
            request.header("Range", "bytes=" + arrival.at() + "-");
        }
        AtomicBoolean open = new AtomicBoolean(true);
        try {
            // Only sending can be interrupted, reading from a stream of the client cannot: so the bytes come by
            // themselves.
            int status = client.send(request.build(), info -> {
                        if (info.statusCode() / 100 != 2) {
                            return HttpResponse.BodySubscribers.replacing(null);
                        }
                        // A server that ignores the range begins at the beginning.
                        arrival.begin(info.statusCode() == PARTIAL);
                        return HttpResponse.BodySubscribers.ofByteArrayConsumer(bytes -> arrival.take(bytes, open));
                    })
                    .statusCode();
            if (status / 100 != 2) {
                throw new IllegalStateException(address + " answered with the status " + status
                        + ": the set may have moved; copy the file to the folder by hand");
            }
            if (arrival.at() < size) {
                throw new IOException("the server ended early");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            arrival.stop(open);
        }
    }

    /** Where the bytes go, on whichever thread they come. */
    private final class Arrival {
        private final FileChannel out;
        private final Progress progress;
        private long at;

        Arrival(FileChannel out, Progress progress) throws IOException {
            this.out = out;
            this.progress = progress;
            this.at = out.size() < size ? out.size() : 0;
        }

        synchronized long at() {
            return at;
        }

        synchronized void begin(boolean goOn) {
            at = goOn ? at : 0;
        }

        synchronized void take(Optional<byte[]> bytes, AtomicBoolean open) {
            if (bytes.isEmpty() || !open.get()) {
                return;
            }
            try {
                ByteBuffer block = ByteBuffer.wrap(bytes.get());
                block.limit((int) Math.min(block.limit(), size - at));
                while (block.hasRemaining()) {
                    at += out.write(block, at);
                }
                progress.step(at);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Nothing more comes from this request. */
        synchronized void stop(AtomicBoolean open) {
            open.set(false);
        }
    }

    private CancellationException interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        CancellationException stopped =
                new CancellationException("the download of " + name() + " was interrupted; call it again to go on");
        stopped.initCause(cause);
        return stopped;
    }

    private static String checksum(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] block = new byte[1 << 16];
            int got;
            while ((got = in.read(block)) >= 0) {
                digest.update(block, 0, got);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }
}
