package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What cells print, on its way to the page: gathered to a few messages a second, in order with everything else that is
 * shown, and cut where one cell prints more than a page can hold. What is printed after a cell's end belongs to it until
 * the next one begins.
 *
 * <p>Messages are sent by one thread of its own: on a thread of a cell, an interrupt would close the socket.
 */
final class Console {
    /** Most characters of one cell that are sent as they come; of what follows only the last lines are sent. */
    static final int MOST = 500_000;

    /** How many characters those last lines have at most. */
    static final int TAIL = 10_000;

    private static final int BLOCK = 50_000;
    private static final long PAUSE_MILLIS = 100;

    private final JupyterSocket socket;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "console");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable MessageContext cell;
    private StreamType stream = StreamType.OUT;
    private final StringBuilder waiting = new StringBuilder();
    private int sent;
    private final StringBuilder tail = new StringBuilder();
    private long left;

    /** @param socket where outputs are published */
    Console(JupyterSocket socket) {
        this.socket = socket;
        var unused = sender.scheduleWithFixedDelay(this::handOff, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A stream for {@link System#setOut} or {@link System#setErr}. */
    PrintStream stream(StreamType type) {
        var bytes = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            // PrintStream encodes whole characters at a time.
            @Override
            public void write(byte[] b, int off, int len) {
                print(type, new String(b, off, len, StandardCharsets.UTF_8));
            }
        };
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** From now on outputs belong to this cell. */
    synchronized void begin(MessageContext next) {
        end();
        handOff();
        cell = next;
        sent = 0;
    }

    /** The cell has ended: shows the last lines of what was cut. */
    synchronized void end() {
        if (tail.length() == 0) {
            return;
        }
        int from = Math.max(0, tail.length() - TAIL);
        int line = tail.indexOf("\n", from) + 1;
        if (from > 0 && line > 0 && line < tail.length()) {
            from = line;
        }
        left += from;
        waiting.append(
                left == 0
                        ? ""
                        : String.format(
                                "%n... %,d characters left out: of one cell at most %,d are shown;"
                                        + " write to a file what is longer ...%n",
                                left, MOST));
        waiting.append(tail, from, tail.length());
        tail.setLength(0);
        left = 0;
    }

    /** Prints a text. */
    synchronized void print(StreamType type, String text) {
        if (type != stream) {
            handOff();
            stream = type;
        }
        int fits = Math.min(text.length(), MOST - sent);
        sent += fits;
        waiting.append(text, 0, fits);
        if (fits < text.length()) {
            tail.append(text, fits, text.length());
            if (tail.length() > 4 * TAIL) {
                int gone = tail.length() - 2 * TAIL;
                tail.delete(0, gone);
                left += gone;
            }
        }
        if (waiting.length() >= BLOCK) {
            handOff();
        }
    }

    /** Publishes a message after what has been printed so far. */
    synchronized void publish(Message<?> message) {
        handOff();
        sender.execute(() -> socket.sendMessage(message));
    }

    /** Waits until all that was printed or published so far has been sent. Not for threads of cells. */
    void drain() {
        handOff();
        try {
            sender.submit(() -> {}).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing was done, so nothing can fail", e);
        }
    }

    private synchronized void handOff() {
        if (waiting.length() == 0) {
            return;
        }
        var message = new Message<>(cell, PublishStream.MESSAGE_TYPE, new PublishStream(stream, waiting.toString()));
        waiting.setLength(0);
        sender.execute(() -> socket.sendMessage(message));
    }
}
