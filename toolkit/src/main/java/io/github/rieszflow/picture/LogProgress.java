package io.github.rieszflow.picture;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lines of progress where they stay: the first after half a minute, then one whenever twice as much time has passed. */
final class LogProgress extends LineProgress {
    private static final long QUIET = TimeUnit.SECONDS.toNanos(30);

    private final PrintStream log;

    LogProgress(String name, long total, LongSupplier nanos, PrintStream log) {
        super(name, total, nanos);
        this.log = log;
    }

    @Override
    long quiet() {
        return QUIET;
    }

    @Override
    long pause(long shownAfter) {
        return shownAfter;
    }

    @Override
    void line(String text) {
        log.println(text);
    }

    @Override
    void end() {}
}
