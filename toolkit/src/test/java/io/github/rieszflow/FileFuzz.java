package io.github.rieszflow;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a reader with wrong copies of good files, and reports whatever is neither a value nor a refusal in one sentence that
 * names the file: other exceptions, errors, hangs, and more memory than the file warrants. A good file comes first:
 *
 * <pre>{@code
 * FileFuzz.of("points.csv", Csv::read).good(first, second).run(folder, 20_000);
 * }</pre>
 */
public final class FileFuzz {
    /** Reads a file; what it throws as an {@link AssertionError} is reported, too. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads a file.
         *
         * @param file what to read
         * @return what was read
         */
        Object read(Path file);
    }

    private static final int MOST_REPORTED = 10;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final Reader reader;
    private final List<byte[]> good;
    private final long room;
    private final Duration longest;
    private final boolean named;

    private FileFuzz(String name, Reader reader, List<byte[]> good, long room, Duration longest, boolean named) {
        this.name = name;
        this.reader = reader;
        this.good = good;
        this.room = room;
        this.longest = longest;
        this.named = named;
    }

    /**
     * A reader to be fed. It may refuse by an IllegalArgumentException only, take 5 s of processor time, and allocate 32 MB
     * beside twice the file.
     *
     * @param name of the files; its end may tell the reader what they hold
     * @param reader what reads them
     * @return the harness
     */
    public static FileFuzz of(String name, Reader reader) {
        return new FileFuzz(name, reader, List.of(), 32L << 20, Duration.ofSeconds(5), true);
    }

    /**
     * The same with these good files, from which the wrong copies are made; small ones make it quick.
     *
     * @param files their bytes
     * @return the harness
     */
    public FileFuzz good(byte[]... files) {
        return new FileFuzz(name, reader, List.of(files), room, longest, named);
    }

    /**
     * The same with another allowance of memory.
     *
     * @param bytes what one reading may allocate beside twice the file, garbage included
     * @return the harness
     */
    public FileFuzz room(long bytes) {
        return new FileFuzz(name, reader, good, bytes, longest, named);
    }

    /**
     * The same with another limit of time.
     *
     * @param time the most processor time that one reading may take; twelve times as long may pass meanwhile
     * @return the harness
     */
    public FileFuzz longest(Duration time) {
        return new FileFuzz(name, reader, good, room, time, named);
    }

    /**
     * The same for a reader whose refusals need not name the file.
     *
     * @return the harness
     */
    public FileFuzz unnamed() {
        return new FileFuzz(name, reader, good, room, longest, false);
    }

    /** What came of it: how many were read and refused, and what should not have come. */
    public record Result(int read, int refused, List<String> faults) {}

    /**
     * Reads the good files, which must be read, and then wrong copies.
     *
     * @param folder where to; the file in it is overwritten
     * @param copies how many wrong copies
     * @return what came of it
     * @throws IOException if the files cannot be written
     * @throws InterruptedException if the thread is interrupted
     */
    public Result run(Path folder, int copies) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        for (byte[] right : good) {
            Files.write(file, right);
            reader.read(file);
        }
        Feeding feeding = new Feeding(file, copies);
        Thread worker = new Thread(feeding, "fuzz " + name);
        worker.setDaemon(true);
        worker.start();
        int last = -1;
        long cpu = 0;
        long wall = 0;
        while (true) {
            worker.join(50);
            if (!worker.isAlive()) {
                break;
            }
            if (feeding.at != last) {
                last = feeding.at;
                cpu = THREADS.getThreadCpuTime(worker.getId());
                wall = System.nanoTime();
            } else if (THREADS.getThreadCpuTime(worker.getId()) - cpu > longest.toNanos()
                    || System.nanoTime() - wall > 12 * longest.toNanos()) {
                StringBuilder where = new StringBuilder("copy " + last + " hangs");
                Arrays.stream(worker.getStackTrace())
                        .limit(12)
                        .forEach(frame -> where.append("\n    at ").append(frame));
                return new Result(feeding.read, feeding.refused, List.of(where.toString()));
            }
        }
        return new Result(feeding.read, feeding.refused, List.copyOf(feeding.faults.values()));
    }

    /** One copy after the other. */
    private final class Feeding implements Runnable {
        private final Path file;
        private final int copies;
        private final Map<String, String> faults = new LinkedHashMap<>();
        private volatile int at;
        private volatile int read;
        private volatile int refused;

        Feeding(Path file, int copies) {
            this.file = file;
            this.copies = copies;
        }

        @Override
        public void run() {
            for (int k = 0; k < copies && faults.size() < MOST_REPORTED; k++) {
                at = k;
                byte[] wrong = copy(k);
                try {
                    Files.write(file, wrong);
                } catch (IOException e) {
                    faults.put("write", e.toString());
                    return;
                }
                long before =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
                Throwable thrown = read();
                long taken =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
                if (taken > room + 2L * wrong.length) {
                    report("memory", k, wrong, taken + " bytes for a file of " + wrong.length, thrown);
                }
                if (thrown != null) {
                    String fault = fault(thrown);
                    if (fault != null) {
                        report(place(thrown), k, wrong, fault, thrown);
                    }
                }
            }
        }

        @SuppressWarnings({"CatchAndPrintStackTrace", "NonAtomicVolatileUpdate"}) // one thread writes
        private @Nullable Throwable read() {
            try {
                Object value = reader.read(file);
                read++;
                return value == null ? new AssertionError("null was read") : null;
            } catch (Throwable e) {
                refused++;
                return e;
            }
        }

        private @Nullable String fault(Throwable thrown) {
            String text = thrown.getMessage();
            if (!(thrown instanceof IllegalArgumentException) || thrown instanceof NumberFormatException) {
                return "not documented: " + thrown;
            }
            if (text == null || text.isBlank() || text.strip().indexOf('\n') >= 0) {
                return "not one sentence: " + thrown;
            }
            return named && !text.contains(name) ? "does not name the file: " + thrown : null;
        }

        private void report(String key, int k, byte[] wrong, String what, @Nullable Throwable thrown) {
            StringBuilder text = new StringBuilder("copy " + k + ": " + printable(what));
            if (thrown != null) {
                Arrays.stream(thrown.getStackTrace())
                        .limit(6)
                        .forEach(frame -> text.append("\n    at ").append(frame));
            }
            if (wrong.length <= 400) {
                text.append("\n    ").append(printable(new String(wrong, StandardCharsets.ISO_8859_1)));
            }
            faults.putIfAbsent(key, text.toString());
        }

        /** The same fault at the same place is told once. */
        private String place(Throwable thrown) {
            StackTraceElement[] frames = thrown.getStackTrace();
            return thrown.getClass() + (frames.length == 0 ? "" : " " + frames[0]);
        }
    }

    /**
     * A wrong copy: one to three faults of the kinds that transfers, editors, disks and malice make.
     *
     * @param number which one; the same number gives the same copy of the same files
     * @return its bytes
     */
    public byte[] copy(int number) {
        SplittableRandom random = new SplittableRandom(0x5eed + 0x9e3779b97f4a7c15L * number);
        byte[] bytes = good.get(random.nextInt(good.size())).clone();
        for (int faults = 1 + random.nextInt(6) / 4; faults > 0; faults--) {
            bytes = fault(bytes, random);
        }
        return bytes;
    }

    private byte[] fault(byte[] from, SplittableRandom random) {
        if (from.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        // Headers stand in front, and they are where the harm is.
        int at = random.nextBoolean() ? random.nextInt(from.length) : random.nextInt(Math.min(64, from.length));
        int some = Math.min(from.length - at, 1 + random.nextInt(16));
        byte[] bytes = from.clone();
        switch (random.nextInt(10)) {
            case 0 -> {
                return Arrays.copyOf(from, at);
            }
            case 1 -> {
                return join(Arrays.copyOf(from, at), Arrays.copyOfRange(from, at + some, from.length));
            }
            case 2 -> {
                byte[] any = new byte[some];
                random.nextBytes(any);
                return join(Arrays.copyOf(from, at), any, Arrays.copyOfRange(from, at, from.length));
            }
            case 3 -> {
                return join(Arrays.copyOf(from, at + some), Arrays.copyOfRange(from, at, from.length));
            }
            case 4 -> {
                byte[] other = good.get(random.nextInt(good.size()));
                int there = random.nextInt(other.length + 1);
                return join(Arrays.copyOf(from, at), Arrays.copyOfRange(other, there, other.length));
            }
            case 5 -> {
                int there = random.nextInt(from.length);
                bytes[at] = from[there];
                bytes[there] = from[at];
            }
            case 6 -> number(bytes, at, random);
            case 7 -> bytes[at] = (byte) "09.,-+eE\"# \n\t;:{}[]()'x".charAt(random.nextInt(23));
            default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** The numbers at which sizes and places go wrong, in both orders of bytes. */
    private static void number(byte[] bytes, int at, SplittableRandom random) {
        long[] odd = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 24, 0x7fff, 0xffff, Long.MAX_VALUE};
        int width = Math.min(bytes.length - at, 1 << random.nextInt(4));
        ByteBuffer number = ByteBuffer.allocate(8)
                .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putLong(0, odd[random.nextInt(odd.length)]);
        int first = number.order() == ByteOrder.BIG_ENDIAN ? 8 - width : 0;
        System.arraycopy(number.array(), first, bytes, at, width);
    }

    private static String printable(String text) {
        return text.replaceAll("\\R", "⏎").replaceAll("[^ -~⏎×]", "·");
    }

    private static byte[] join(byte[]... parts) {
        byte[] whole =
                new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
