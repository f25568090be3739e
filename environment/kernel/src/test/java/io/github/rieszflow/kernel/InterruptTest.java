package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupt ends all that cells compute, and the kernel goes on. */
class InterruptTest {
    private static final String COMPUTING = """
            Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey() != Thread.currentThread())
                .filter(e -> Arrays.stream(e.getValue()).anyMatch(f -> f.getClassName().startsWith("REPL.")))
                .map(e -> e.getKey().getName()).toList()
            """;

    private static LiveKernel kernel;

    @BeforeAll
    static void start() throws IOException {
        kernel = new LiveKernel();
        kernel.run("""
                long spin(int depth) { long n = 0; for (int i = 0; i < 3; i++) n += spin(depth + 1); return n; }
                long fib(long n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    static Stream<String> endless() {
        return Stream.of(
                "while (true) {}",
                "for (long n = 0; ; n++) { double[] a = {n, 1}; long b = n; if (b < 0) break; }",
                "do { } while (System.nanoTime() != 0);",
                "while (true) { try { Thread.sleep(10); } catch (InterruptedException e) { } }",
                "while (true) { try { while (true) {} } catch (Throwable e) { } finally { for (int i = 0; i < 9; i++) {} } }",
                "fib(100);",
                "LongStream.iterate(0, n -> n + 1).filter(n -> n < 0).findFirst();",
                "IntStream.range(0, 100).parallel().forEach(i -> { while (true) {} });",
                "new Object() { synchronized void go() { for (int i = 0; ; i++) { if (i == -1) i = 0; } } }.go();",
                "var pool = Executors.newFixedThreadPool(2);"
                        + " pool.submit(() -> { while (true) {} }); pool.submit(() -> { while (true) {} }).get();",
                "new Thread(() -> { while (true) try { Thread.sleep(5); } catch (Exception e) {} }).start();"
                        + " Thread.sleep(100_000);",
                "CompletableFuture.supplyAsync(() -> { long n = 0; while (n >= 0) n++; return n; }).join();");
    }

    @ParameterizedTest
    @MethodSource("endless")
    void endsWhatIsEndless(String code) {
        interrupt(code);
        assertNothingComputes();
    }

    private static void interrupt(String code) {
        String id = kernel.send("{ System.out.println(\"on\"); " + code + " }");
        kernel.awaitPrinted(id, "on");
        kernel.interrupt();
        CellResult result = kernel.await(id);
        assertThat(result.error()).isEqualTo("Interrupted.");
        assertThat(result.err()).isEmpty();
        assertThat(kernel.shown("6 * 7")).isEqualTo("42");
    }

    private static void assertNothingComputes() {
        assertThat(kernel.shown(COMPUTING)).isEqualTo("[]");
    }

    @Tag("slow")
    @Test
    void fiftyInterruptsOfABusyLoopLeaveNothingBehind() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            interrupt("long n = 0; while (true) { n++; }");
        }
        assertNothingComputes();
        Duration before = kernel.cpu();
        Thread.sleep(4000);
        assertThat(kernel.cpu().minus(before))
                .as("processor time of four idle seconds: one busy thread would take them all")
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void whatWasDefinedStays() {
        kernel.run("int kept = 3;\nvar worker = Executors.newSingleThreadExecutor();");
        interrupt("worker.submit(() -> 1).get(); while (true) {}");
        assertThat(kernel.shown("kept")).isEqualTo("3");
        assertThat(kernel.shown(
                        "worker.submit(() -> { int n = 0; for (int i = 0; i < 9; i++) n += i; return n; }).get()"))
                .isEqualTo("36");
        assertThat(kernel.shown("fib(20)")).isEqualTo("6765");
    }

    @Test
    void theToolkitKeepsWhatItHas() {
        String id = kernel.send("""
                var noise = Points.uniform(300, 2, seed(1));
                var run = ParticleFlow.of(Mmd.riesz(1)).toward(Shapes.ring(300, seed(2)))
                    .stepSize(k -> { if (k == 3) System.out.println("on"); return 0.01; }).from(noise).run(10_000_000);
                """);
        kernel.awaitPrinted(id, "on");
        kernel.interrupt();
        CellResult result = kernel.await(id);
        assertThat(result.error()).isNull();
        assertThat(result.out()).isEqualTo("Interrupted.\n");
        assertThat(kernel.shown("run.interrupted() && run.state().step() >= 3")).isEqualTo("true");
        String sums = kernel.send("""
                var many = Points.uniform(400_000, 2, seed(3));
                { System.out.println("on"); Mmd.riesz(1).squared(many, many); }
                """);
        kernel.awaitPrinted(sums, "on");
        kernel.interrupt();
        assertThat(kernel.await(sums).error()).startsWith("Interrupted. The sums over pairs were interrupted after ");
        assertNothingComputes();
    }
}
