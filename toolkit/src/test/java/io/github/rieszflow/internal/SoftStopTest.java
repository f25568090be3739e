package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SoftStopTest {
    @Test
    void elsewhereNothingIsBetween() {
        Thread here = Thread.currentThread();
        assertThat(SoftStop.<Thread>call(Thread::currentThread)).isSameAs(here);
        assertThatThrownBy(() -> SoftStop.call(() -> {
                    throw new ArithmeticException("diverged");
                }))
                .hasMessage("diverged");
    }

    /** Ctrl-C in jshell, as its own tool does it. */
    @Tag("slow")
    @Test
    @Timeout(120)
    void aStopInJshellGivesWhatIsThere() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (JShell shell = JShell.builder()
                .out(new PrintStream(said, true, StandardCharsets.UTF_8))
                .build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            assertThat(value(shell.eval("1 + 1;"))).isEqualTo("2");
            String run = "var n = io.github.rieszflow.internal.SoftStop.call(() -> { int k = 0;"
                    + " System.out.println(\"begun\");"
                    + " while (!Thread.currentThread().isInterrupted()) { k = 7; Thread.onSpinWait(); } return k; });";
            CompletableFuture<List<SnippetEvent>> stopped = CompletableFuture.supplyAsync(() -> shell.eval(run));
            while (!said.toString(StandardCharsets.UTF_8).contains("begun")) {
                Thread.sleep(20);
            }
            shell.stop();
            assertThat(value(stopped.get(60, TimeUnit.SECONDS))).isEqualTo("7");
            assertThat(value(shell.eval("n"))).isEqualTo("7");
            assertThat(value(shell.eval("Thread.currentThread().isInterrupted()")))
                    .isEqualTo("false");
            assertThat(said.toString(StandardCharsets.UTF_8)).contains("Interrupted; waiting for what is there.");
            // The next run is not stopped by the one before.
            assertThat(value(shell.eval("io.github.rieszflow.internal.SoftStop.call(() -> 5)")))
                    .isEqualTo("5");
            assertThat(shell.eval("io.github.rieszflow.internal.SoftStop.call(() -> 1 / (int) 0L)")
                            .get(0)
                            .exception())
                    .hasMessage("/ by zero");
        }
    }

    private static String value(List<SnippetEvent> events) {
        assertThat(events).hasSize(1);
        assertThat(events.get(0).exception()).isNull();
        return events.get(0).value();
    }
}
