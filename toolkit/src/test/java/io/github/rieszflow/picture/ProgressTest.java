package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private long now = 1_000_000_007L;
    private final List<String> lines = new ArrayList<>();
    private int ends;

    private Progress progress(long total) {
        return new LineProgress("flow", total, () -> now) {
            @Override
            void line(String text) {
                lines.add(text);
            }

            @Override
            void end() {
                ends++;
            }
        };
    }

    private void pass(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Test
    void nothingIsShownInTheFirstTwoSeconds() {
        try (Progress progress = progress(10)) {
            for (int k = 1; k <= 10; k++) {
                pass(199);
                progress.step(k, "x");
            }
        }
        assertThat(lines).isEmpty();
        assertThat(ends).isZero();
    }

    @Test
    void atMostFiveLinesASecondAndTheLastStateAtTheEnd() {
        try (Progress progress = progress(10_000)) {
            for (int k = 1; k <= 10_000; k++) {
                pass(1);
                progress.step(k, "MMD² " + k);
            }
        }
        // 2.0 s, 2.2 s, … 10.0 s
        assertThat(lines).hasSize(41);
        assertThat(lines.get(0)).isEqualTo("flow 2000/10000 (20 %), 2 s, about 8 s left, MMD² 2000");
        assertThat(lines.get(40)).isEqualTo("flow 10000/10000 (100 %), 10 s, MMD² 10000");
        assertThat(ends).isOne();
    }

    @Test
    void theLastStateIsShownEvenIfItCameSoonAfterAnother() {
        Progress progress = progress(100);
        pass(3000);
        progress.step(50);
        pass(10);
        progress.step(51, "note");
        assertThat(lines).hasSize(1);
        progress.close();
        progress.close();
        progress.step(52);
        assertThat(lines)
                .containsExactly(
                        "flow 50/100 (50 %), 3 s, about 3 s left", "flow 51/100 (51 %), 3 s, about 3 s left, note");
        assertThat(ends).isOne();
    }

    /** As many lines as the time has powers of two. */
    @Test
    void whereLinesStayTheyComeEverMoreRarely() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Progress progress =
                new LogProgress("classifier", 600, () -> now, new PrintStream(log, true, StandardCharsets.UTF_8))) {
            for (int k = 1; k <= 600; k++) {
                pass(1000);
                progress.step(k, "loss 0.5");
            }
        }
        assertThat(log.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "classifier 30/600 (5 %), 30 s, about 9 min 30 s left, loss 0.5",
                        "classifier 60/600 (10 %), 1 min 0 s, about 9 min 0 s left, loss 0.5",
                        "classifier 120/600 (20 %), 2 min 0 s, about 8 min 0 s left, loss 0.5",
                        "classifier 240/600 (40 %), 4 min 0 s, about 6 min 0 s left, loss 0.5",
                        "classifier 480/600 (80 %), 8 min 0 s, about 2 min 0 s left, loss 0.5",
                        "classifier 600/600 (100 %), 10 min 0 s, loss 0.5");
    }

    @Test
    void whereLinesStayShortComputationsSayNothing() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (Progress progress =
                new LogProgress("flow", 29, () -> now, new PrintStream(log, true, StandardCharsets.UTF_8))) {
            for (int k = 1; k <= 29; k++) {
                pass(1000);
                progress.step(k);
            }
        }
        assertThat(log.size()).isZero();
    }

    @Test
    void nobodyButALogWatchesWhatIsNeitherNotebookNorTerminal() {
        PrintStream none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(Listeners.choose(true, null, false, none, none).begin("flow", 1))
                .isInstanceOf(LogProgress.class);
        assertThat(Listeners.choose(true, null, true, none, none).begin("flow", 1))
                .isInstanceOf(TerminalProgress.class);
        assertThat(Listeners.choose(false, null, false, none, none).begin("flow", 1))
                .isNotInstanceOf(LineProgress.class);
    }

    @Test
    void theTotalMayBeUnknown() {
        try (Progress progress = progress(0)) {
            pass(2500);
            progress.step(7);
        }
        assertThat(lines).containsExactly("flow 7, 3 s");
        assertThatThrownBy(() -> Progress.start("flow", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Progress: expected the number of steps, or 0 if unknown, got -1");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59400, 59 s", "59600, 1 min 0 s", "125000, 2 min 5 s", "7260000, 2 h 1 min"})
    void timesAreShort(long milliseconds, String expected) {
        assertThat(Progress.time(TimeUnit.MILLISECONDS.toNanos(milliseconds))).isEqualTo(expected);
    }

    private static final class RecordingScreen implements Screen {
        private final List<String> calls = new ArrayList<>();
        private @Nullable String id;

        @Override
        public boolean live() {
            return true;
        }

        @Override
        public void show(Picture picture, String id) {
            this.id = id;
            calls.add("show " + picture.bundle());
        }

        @Override
        public void update(Picture picture, String id) {
            assertThat(id).isEqualTo(this.id);
            calls.add("update " + picture.bundle());
        }
    }

    private static String printed(@Nullable String ci, @Nullable Screen screen, boolean terminal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Progress.Listener listener = Listeners.choose(
                Listeners.wanted(null, ci),
                screen,
                terminal,
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                new PrintStream(log, true, StandardCharsets.UTF_8));
        if (listener.begin("flow", 0) instanceof LineProgress progress) {
            progress.line("flow 10");
            progress.line("flow 9");
            progress.end();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothingThatChangesWithTheSecondsIsShownWhereItIsNotWanted() {
        assertThat(Listeners.wanted(null, null)).isTrue();
        assertThat(Listeners.wanted(null, "")).isTrue();
        assertThat(Listeners.wanted(null, "true")).isFalse();
        assertThat(Listeners.wanted("off", null)).isFalse();
    }

    @Test
    void onATerminalTheLineReplacesItself() {
        assertThat(printed(null, null, true)).isEqualTo("\rflow 10\rflow 9 " + System.lineSeparator());
        assertThat(Listeners.jshell("jdk.jshell.execution.RemoteExecutionControl 40123"))
                .isTrue();
        assertThat(Listeners.jshell("org.example.Main")).isFalse();
    }

    @Test
    void inANotebookTheOutputReplacesItself() {
        RecordingScreen screen = new RecordingScreen();
        assertThat(printed("", screen, true)).isEmpty();
        assertThat(screen.calls).containsExactly("show {text/plain=flow 10}", "update {text/plain=flow 9}");
    }

    @Test
    void silentInCiAndWhereNobodyReads() {
        RecordingScreen screen = new RecordingScreen();
        assertThat(printed("true", screen, true)).isEmpty();
        assertThat(screen.calls).isEmpty();
        assertThat(printed(null, null, false)).isEmpty();
    }

    @Test
    void aPictureReplacesItselfBelowTheLine() {
        RecordingScreen screen = new RecordingScreen();
        try (ScreenProgress progress = new ScreenProgress("flow", 2, () -> now, screen)) {
            assertThat(progress.pictured()).isTrue();
            progress.picture(() -> Picture.text("one"));
            progress.picture(() -> Picture.text("two"));
        }
        assertThat(screen.calls).containsExactly("show {text/plain=one}", "update {text/plain=two}");
    }

    @Test
    @SuppressWarnings("try") // listening lasts as long as its block
    void aProgramListensToWhatItsThreadBegins() throws InterruptedException {
        List<String> heard = new ArrayList<>();
        Progress.Listening outer = Progress.listen((name, total) -> told(heard, "outer " + name, total));
        try {
            Progress.Listening inner = Progress.listen((name, total) -> told(heard, "inner " + name, total));
            try (Progress progress = Progress.start("flow", 3)) {
                progress.step(1, 0.5, "half");
                progress.step(2, "two");
            } finally {
                inner.close();
            }
            Progress late = Progress.start("test", 0);
            late.step(7);
            late.close();
            late.close();
            late.step(8);
            Thread other = new Thread(() -> {
                try (Progress unheard = Progress.start("elsewhere", 1)) {
                    unheard.step(1);
                }
            });
            other.start();
            other.join();
        } finally {
            outer.close();
        }
        Progress.start("afterwards", 1).close();
        assertThat(heard)
                .containsExactly("inner flow 3", "1 0.5 half", "2 NaN two", "end", "outer test 0", "7 NaN ", "end");
    }

    private static Progress told(List<String> heard, String name, long total) {
        heard.add(name + " " + total);
        return new Progress() {
            @Override
            public void step(long done, double value, String note) {
                heard.add(done + " " + value + " " + note);
            }

            @Override
            public void close() {
                heard.add("end");
            }
        };
    }

    @Test
    @SuppressWarnings("try") // listening lasts as long as its block
    void severalThreadsAreHeardOneAfterTheOther() throws InterruptedException {
        int[] sum = new int[1];
        Progress.Listening listening = Progress.listen((name, total) -> (done, value, note) -> sum[0] += (int) done);
        try (Progress progress = Progress.start("flow", 0)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Thread thread = new Thread(() -> {
                    for (int k = 0; k < 10_000; k++) {
                        progress.step(1);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            listening.close();
        }
        assertThat(sum[0]).isEqualTo(40_000);
    }
}
