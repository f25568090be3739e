package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.picture.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a download as they come, on whichever thread, and where they go. Only what can be the published file is
 * written: not the page that a network shows to those who have not signed in.
 */
final class Arrival {
    private static final int PARTIAL = 206;
    /** How files begin that are packed as all published ones are. */
    private static final int[] GZIP = {0x1F, 0x8B};

    private final Download download;
    private final FileChannel out;
    private final Path part;
    private final Progress progress;
    private long at;

    Arrival(Download download, FileChannel out, Path part, Progress progress) throws IOException {
        this.download = download;
        this.out = out;
        this.part = part;
        this.progress = progress;
        this.at = out.size() < download.size() ? out.size() : 0;
    }

    /** How many bytes are there. */
    synchronized long at() {
        return at;
    }

    /**
     * Asks once for what is missing.
     *
     * @throws IOException if it broke off, so that another try may go on
     */
    void request(HttpClient client) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(download.address());
        if (at() > 0) {
            request.header("Range", "bytes=" + at() + "-");
        }
        Answer answer = new Answer();
        // Reading from a stream of the client cannot be interrupted: so the bytes come by themselves.
        CompletableFuture<HttpResponse<Void>> coming = client.sendAsync(request.build(), answer::begin);
        CompletableFuture<?> unused = coming.whenComplete((response, failure) -> answer.end(failure));
        try {
            answer.await();
        } finally {
            answer.stop();
            coming.cancel(true);
        }
    }

    /** One answer of the server. */
    private final class Answer implements HttpResponse.BodySubscriber<Void> {
        private final CompletableFuture<Void> body = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private long came;
        private boolean over;
        private @Nullable Throwable failure;

        HttpResponse.BodySubscriber<Void> begin(HttpResponse.ResponseInfo info) {
            Throwable no = refusal(info);
            if (no != null) {
                end(no);
            }
            return this;
        }

        private @Nullable Throwable refusal(HttpResponse.ResponseInfo info) {
            int status = info.statusCode();
            if (status / 100 == 5 || status == 408 || status == 429) {
                return new IOException("the server answered with the status " + status);
            }
            if (status / 100 != 2) {
                return new IllegalStateException(download.address() + " answered with the status " + status
                        + ": the set may have moved; copy the file to the folder by hand");
            }
            String type = info.headers().firstValue("Content-Type").orElse("");
            long length = info.headers().firstValueAsLong("Content-Length").orElse(-1);
            String range = info.headers().firstValue("Content-Range").orElse("");
            synchronized (Arrival.this) {
                boolean goesOn = status == PARTIAL && range.startsWith("bytes " + at + "-");
                if (status == PARTIAL && !goesOn && !range.isEmpty()) {
                    return new IOException("the server answered with " + range + " and was asked from byte " + at);
                }
                if (status != PARTIAL && type.startsWith("text/html")) {
                    return other("a web page");
                }
                // A server that ignores the range begins at the beginning.
                long from = status == PARTIAL ? at : 0;
                if (length >= 0 && length != download.size() - from) {
                    return other(length + " bytes where " + (download.size() - from) + " were expected");
                }
                at = from;
                return null;
            }
        }

        private IllegalStateException other(String what) {
            return new IllegalStateException(download.address() + " answered with " + what
                    + ", which is not the published file; nothing of it was kept: see whether the network asks you to sign"
                    + " in, then call it again");
        }

        /** Waits for the end, for as long as enough is coming. */
        synchronized void await() throws IOException, InterruptedException {
            long window = download.patience().window().toNanos();
            long seen = came;
            long since = System.nanoTime();
            while (!over) {
                long left = since + window - System.nanoTime();
                if (left > 0) {
                    wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
                } else if (came - seen < download.patience().least()) {
                    throw new IOException("only " + Memory.text((double) (came - seen)) + " came in "
                            + TimeUnit.NANOSECONDS.toMillis(window) / 1000.0 + " s");
                } else {
                    seen = came;
                    since = System.nanoTime();
                }
            }
            if (at() >= download.size()) {
                return;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            throw failure instanceof IOException broken ? broken : new IOException("the server ended early", failure);
        }

        synchronized void end(@Nullable Throwable reason) {
            if (!over) {
                over = true;
                failure = reason;
                notifyAll();
            }
        }

        /** Nothing more comes from this answer. */
        synchronized void stop() {
            over = true;
            if (subscription != null) {
                subscription.cancel();
            }
            body.complete(null);
        }

        @Override
        public CompletionStage<Void> getBody() {
            return body;
        }

        @Override
        public synchronized void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (over) {
                given.cancel();
            } else {
                given.request(1);
            }
        }

        @Override
        public synchronized void onNext(List<ByteBuffer> bytes) {
            if (over) {
                return;
            }
            try {
                for (ByteBuffer block : bytes) {
                    requireGzip(block, at());
                    came += block.remaining();
                    take(block);
                }
            } catch (RuntimeException e) {
                end(e);
                return;
            }
            if (at() == download.size()) {
                // Whatever else the server sends.
                end(null);
            } else if (subscription != null) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable broken) {
            end(broken);
        }

        @Override
        public void onComplete() {
            end(null);
        }

        private void requireGzip(ByteBuffer block, long from) {
            for (long i = from; i < GZIP.length && i - from < block.remaining(); i++) {
                if ((block.get(block.position() + (int) (i - from)) & 255) != GZIP[(int) i]) {
                    throw other("what is no gzip file");
                }
            }
        }
    }

    private synchronized void take(ByteBuffer block) {
        try {
            block.limit((int) Math.min(block.limit(), block.position() + download.size() - at));
            while (block.hasRemaining()) {
                at += out.write(block, at);
            }
            progress.step(at);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + part + ": " + WholeFile.reason(e), e);
        }
    }
}
