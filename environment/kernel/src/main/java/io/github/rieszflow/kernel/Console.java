package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.publish.PublishStream;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
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

    /**
     * Most messages that a cell causes at once by writing to one stream and the other in turn, beside ten a second; each
     * costs the page a piece of its own.
     */
    static final int MOST_TURNS = 1000;

    private static final int BLOCK = 50_000;
    private static final long PAUSE_MILLIS = 100;
    private static final Logger LOGGER = Logger.getLogger("io.github.rieszflow.kernel");

    private final JupyterSocket socket;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "console");
        thread.setDaemon(true);
        return thread;
    });

    private final List<Bytes> streams = new ArrayList<>();
    private @Nullable MessageContext cell;
    private StreamType stream = StreamType.OUT;
    private final StringBuilder waiting = new StringBuilder();
    private int sent;
    private int turns;
    private long begun = System.nanoTime();
    private Tail tail = new Tail(TAIL);

    /** @param socket where outputs are published */
    Console(JupyterSocket socket) {
        this.socket = socket;
        var unused = sender.scheduleWithFixedDelay(this::handOff, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes bytes and prints whole characters, wherever the bytes of one are parted. */
    private final class Bytes extends OutputStream {
        private final StreamType type;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] begun = {};

        Bytes(StreamType type) {
            this.type = type;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) {
            synchronized (Console.this) {
                ByteBuffer in = ByteBuffer.allocate(begun.length + len);
                in.put(begun).put(b, off, len).flip();
                print(type, decode(in, false));
                begun = new byte[in.remaining()];
                in.get(begun);
            }
        }

        private String decode(ByteBuffer in, boolean last) {
            CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
            decoder.decode(in, out, last);
            if (last) {
                decoder.flush(out);
                decoder.reset();
            }
            return out.flip().toString();
        }

        /** Prints also what is no whole character: nothing follows. */
        void end() {
            if (begun.length > 0) {
                print(type, decode(ByteBuffer.wrap(begun), true));
                begun = new byte[0];
            }
        }
    }

    /** A stream for {@link System#setOut} or {@link System#setErr}; what closes it only flushes it. */
    synchronized PrintStream stream(StreamType type) {
        var bytes = new Bytes(type);
        streams.add(bytes);
        return new PrintStream(bytes, true, StandardCharsets.UTF_8) {
            @Override
            public void close() {
                flush();
            }
        };
    }

    /** From now on outputs belong to this cell. */
    synchronized void begin(MessageContext next) {
        end();
        handOff();
        cell = next;
        sent = 0;
        turns = 0;
        begun = System.nanoTime();
    }

    /** The cell has ended: shows the last lines of what was cut. */
    synchronized void end() {
        streams.forEach(Bytes::end);
        Tail cut = tail;
        tail = new Tail(TAIL);
        List<Tail.Piece> last = cut.last();
        if (cut.left() > 0) {
            add(
                    last.get(0).type(),
                    String.format(
                            "%n... %,d characters left out: of one cell at most %,d are shown, and %,d turns between"
                                    + " System.out and System.err; write to a file what is longer ...%n",
                            cut.left(), MOST, MOST_TURNS));
        }
        last.forEach(piece -> add(piece.type(), piece.text()));
    }

    /** Prints a text. */
    synchronized void print(StreamType type, String text) {
        if (text.isEmpty()) {
            return;
        }
        int fits = mayAdd(type) ? Math.min(text.length(), MOST - sent) : 0;
        if (fits > 0 && fits < text.length() && Character.isHighSurrogate(text.charAt(fits - 1))) {
            fits--;
        }
        if (fits > 0) {
            sent += fits;
            add(type, text.substring(0, fits));
        }
        if (fits < text.length()) {
            // Also the next, shorter text: nothing overtakes what was cut.
            sent = MOST;
            tail.add(type, text.substring(fits));
        }
    }

    private boolean mayAdd(StreamType type) {
        if (type == stream || sent >= MOST) {
            return sent < MOST;
        }
        turns++;
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        return turns < MOST_TURNS + millis / PAUSE_MILLIS;
    }

    private void add(StreamType type, String text) {
        if (type != stream) {
            handOff();
            stream = type;
        }
        waiting.append(text);
        if (waiting.length() >= BLOCK) {
            handOff();
        }
    }

    /** Publishes a message after what has been printed so far. */
    synchronized void publish(Message<?> message) {
        handOff();
        sender.execute(() -> send(message));
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
        sender.execute(() -> send(message));
    }

    /** What cannot be made into a message, as a number that JSON does not have, is left out and said. */
    private void send(Message<?> message) {
        try {
            socket.sendMessage(message);
        } catch (RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    "Could not send a message of type " + message.getHeader().getType(),
                    e);
            print(StreamType.ERR, "An output could not be sent to the notebook: " + e.getMessage() + "\n");
        }
    }
}
