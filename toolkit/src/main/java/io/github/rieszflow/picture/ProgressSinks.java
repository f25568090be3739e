package io.github.rieszflow.picture;

import java.io.Console;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Where progress can be shown. */
final class ProgressSinks {
    private ProgressSinks() {}

    static Progress.Sink choose() {
        return choose(wanted(), Screens.screen(), terminal(), System.out);
    }

    /** Whether what changes with the seconds may be shown: not where outputs are to be the same each time. */
    static boolean wanted() {
        return wanted(System.getProperty("rieszflow.progress"), System.getenv("CI"));
    }

    static boolean wanted(@Nullable String property, @Nullable String ci) {
        return !"off".equals(property) && (ci == null || ci.isBlank());
    }

    static Progress.Sink choose(boolean wanted, @Nullable Screen screen, boolean terminal, PrintStream out) {
        if (!wanted) {
            return new Silent();
        }
        return screen != null ? new OnScreen(screen) : terminal ? new OnTerminal(out) : new Silent();
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

    private static final class Silent implements Progress.Sink {
        @Override
        public void line(String text) {}

        @Override
        public void end() {}
    }

    private static final class OnScreen implements Progress.Sink {
        private final Screen screen;
        private final String id = Screens.newId();
        private boolean shown;

        OnScreen(Screen screen) {
            this.screen = screen;
        }

        @Override
        public void line(String text) {
            if (shown) {
                screen.update(Picture.text(text), id);
            } else {
                screen.show(Picture.text(text), id);
            }
            shown = true;
        }

        @Override
        public void end() {}
    }

    private static final class OnTerminal implements Progress.Sink {
        private final PrintStream out;
        private int length;

        OnTerminal(PrintStream out) {
            this.out = out;
        }

        @Override
        public void line(String text) {
            out.print("\r" + text + " ".repeat(Math.max(0, length - text.length())));
            out.flush();
            length = text.length();
        }

        @Override
        public void end() {
            out.println();
        }
    }
}
