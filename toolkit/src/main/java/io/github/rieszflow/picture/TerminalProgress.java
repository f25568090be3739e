package io.github.rieszflow.picture;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A line of progress on a terminal. */
final class TerminalProgress extends LineProgress {
    private final PrintStream out;
    private int length;

    TerminalProgress(String name, long total, LongSupplier nanos, PrintStream out) {
        super(name, total, nanos);
        this.out = out;
    }

    @Override
    void line(String text) {
        out.print("\r" + text + " ".repeat(Math.max(0, length - text.length())));
        out.flush();
        length = text.length();
    }

    @Override
    void end() {
        out.println();
    }
}
