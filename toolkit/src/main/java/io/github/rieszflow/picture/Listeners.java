package io.github.rieszflow.picture;

import io.github.rieszflow.picture.Progress.Listener;
import java.io.Console;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Who is told about progress. */
final class Listeners {
    private static final ThreadLocal<@Nullable Listener> OWN = new ThreadLocal<>();

    private Listeners() {}

    static Progress.Listening listen(Listener listener) {
        Listener before = OWN.get();
        OWN.set(listener);
        return () -> {
            if (before == null) {
                OWN.remove();
            } else {
                OWN.set(before);
            }
        };
    }

    static Progress start(String name, long total) {
        Listener own = OWN.get();
        return own != null
                ? new OneAtATime(own.begin(name, total))
                : choose(wanted(), Screens.screen(), terminal(), System.out, System.err)
                        .begin(name, total);
    }

    /** Whether what changes with the seconds may be shown: not where outputs are to be the same each time. */
    static boolean wanted() {
        return wanted(System.getProperty("rieszflow.progress"), System.getenv("CI"));
    }

    static boolean wanted(@Nullable String property, @Nullable String ci) {
        return !"off".equals(property) && (ci == null || ci.isBlank());
    }

    static Listener choose(
            boolean wanted, @Nullable Screen screen, boolean terminal, PrintStream out, PrintStream log) {
        if (wanted && screen != null) {
            return (name, total) -> new ScreenProgress(name, total, System::nanoTime, screen);
        }
        if (wanted && terminal) {
            return (name, total) -> new TerminalProgress(name, total, System::nanoTime, out);
        }
        return wanted
                ? (name, total) -> new LogProgress(name, total, System::nanoTime, log)
                : (name, total) -> (done, value, note) -> {};
    }

    private static boolean terminal() {
        return jshell(System.getProperty("sun.java.command", "")) || interactive(System.console());
    }

    /** jshell runs code in a second JVM, which has no console of its own but prints on jshell's. */
    static boolean jshell(String command) {
        return command.contains("jdk.jshell.execution.RemoteExecutionControl");
    }

    // Since JDK 22 there is a console even where output goes to a file, and it tells so itself.
    private static boolean interactive(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    /** Computations on several threads tell a program's listener one after the other, and nothing after the end. */
    private static final class OneAtATime implements Progress {
        private final Progress told;
        private boolean closed;

        OneAtATime(Progress told) {
            this.told = told;
        }

        @Override
        public synchronized void step(long done, double value, String note) {
            if (!closed) {
                told.step(done, value, note);
            }
        }

        @Override
        public synchronized boolean pictured() {
            return told.pictured();
        }

        @Override
        public synchronized void picture(Visible now) {
            if (!closed) {
                told.picture(now);
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                told.close();
            }
        }
    }
}
