package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A definition that is run again keeps what was made from it, or says what it does not keep. */
class RedefinitionTest {
    private static LiveKernel kernel;

    @BeforeAll
    static void start() throws IOException {
        kernel = new LiveKernel();
    }

    @AfterAll
    static void stop() throws IOException {
        kernel.close();
    }

    private static void silent(String code) {
        CellResult result = kernel.run(code);
        assertThat(result.error()).isNull();
        assertThat(result.out() + result.err()).as(code).isEmpty();
    }

    @Test
    void aNumberStaysWhenItsPointsAreDrawnAnew() {
        silent("Points x = Points.uniform(50,2,seed(1));");
        silent("Points y = Points.uniform(50,2,seed(2));");
        silent("var d2 = Mmd.riesz(1).squared(x,y);");
        silent("Points x = Points.uniform(60,2,seed(1));");
        assertThat(kernel.shown("d2")).isEqualTo("0.0303278647473611");
        assertThat(kernel.shown("x.size()")).isEqualTo("60");
    }

    @Test
    void aMethodIsNewForLambdasAndOldForNumbers() {
        silent("int f() { return 1; }\nvar v = f();\nIntUnaryOperator g = i -> i + f();");
        silent("int f() { return 2; }");
        assertThat(kernel.shown("v")).isEqualTo("1");
        assertThat(kernel.shown("g.applyAsInt(0)")).isEqualTo("2");
        silent("int f() { int three = 3; return three; }");
        assertThat(kernel.shown("g.applyAsInt(0)")).isEqualTo("3");
    }

    @Test
    void valuesMadeFromPointsStay() {
        silent("var p1 = Points.uniform(50,2,seed(1));");
        silent("var p2 = p1.translate(1,1); var n2 = p2.size();");
        silent("var p1 = Points.uniform(60,2,seed(1));");
        assertThat(kernel.shown("n2")).isEqualTo("50");
        assertThat(kernel.shown("p2.size()")).isEqualTo("50");
        assertThat(kernel.run("p2").mimeTypes()).contains("image/png");
    }

    @Test
    void objectsLiveOnWithTheNewCodeOfTheirClass() {
        silent("class Q { int a=1; int twice() { return 2 * a; } }");
        silent("Q qt = new Q(); List<Q> ql = List.of(qt);");
        silent("class Q { int a=2; int twice() { return 20 * a; } }");
        assertThat(kernel.shown("qt.a")).isEqualTo("1");
        assertThat(kernel.shown("qt.twice()")).isEqualTo("20");
        assertThat(kernel.shown("ql.get(0) == qt")).isEqualTo("true");
        assertThat(kernel.shown("new Q().a")).isEqualTo("2");
    }

    @Test
    void whatANewClassTakesAwayIsTold() {
        silent("class P { int a=1; }");
        silent("P made = new P(); var wide = new P(); List<P> lp = new ArrayList<>(List.of(new P())); int pa = made.a;"
                + " Object[] array = {made}; Map<String, P> map = new HashMap<>(Map.of(\"a\", made));");
        String told = kernel.run("class P { int a=1; int b=2; }").out();
        assertThat(told.lines())
                .contains(
                        "made was reset to null, as P has changed: run its cell again.",
                        "lp still holds what was made with the earlier P: run its cell again.",
                        "array still holds what was made with the earlier P: run its cell again.",
                        "map still holds what was made with the earlier P: run its cell again.");
        assertThat(told).contains("wide ").doesNotContain("REPL", "pa ");
        assertThat(kernel.shown("pa")).isEqualTo("1");
        // Told once, and no more once it is renewed.
        silent("P made = new P(); var lp = List.of(made);");
        silent("class P { int a=1; int b=3; }");
        assertThat(kernel.shown("made.b + lp.get(0).b")).isEqualTo("4");
    }

    @Test
    void recordsAndEnumsAreAsClasses() {
        silent("enum E { A, B; int v() { return 1; } }\nrecord R(int a) { int v() { return 1; } }");
        silent("E e = E.A; var set = EnumSet.of(E.B); R r = new R(5);");
        silent("enum E { A, B; int v() { return 2; } }\nrecord R(int a) { int v() { return 2; } }");
        assertThat(kernel.shown("e.v() + r.v() + r.a()")).isEqualTo("9");
        assertThat(kernel.run("enum E { A, B, C; int v() { return 2; } }").out())
                .contains("e was reset to null, as E has changed: run its cell again.")
                .contains("set ");
        assertThat(kernel.run("record R(int a, int b) { int v() { return 2; } }")
                        .out())
                .startsWith("r does not fit the new R: ");
        assertThat(kernel.error("r")).contains("r does not fit the new R: ");
    }

    @Test
    void aLambdaThatRunsTheEarlierCodeIsTold() {
        silent("int h() { return 1; }");
        silent("Runnable shown = () -> System.out.println(h()); var list = List.<Supplier<Integer>>of(() -> h());");
        // Another number of lambdas is another class for the JVM.
        assertThat(kernel.run("int h() { return IntStream.of(1, 2).map(i -> i * 2).sum(); }")
                        .out())
                .isEqualTo("shown still holds what was made with the earlier h: run its cell again.\n");
        assertThat(kernel.shown("h()")).isEqualTo("6");
        // Where JShell knows that a variable depends on it, its lambdas run the new code.
        assertThat(kernel.shown("list.get(0).get()")).isEqualTo("6");
        assertThat(kernel.run("shown.run();").out()).isEqualTo("1\n");
        silent("Runnable shown = () -> System.out.println(h());");
        assertThat(kernel.run("shown.run();").out()).isEqualTo("6\n");
    }

    @Test
    void anotherTypeKeepsNumbersAndTellsWhatDoesNotFit() {
        silent("int base = 3;");
        silent("int twice() { return base * 2; }\nint w = twice();");
        assertThat(kernel.run("double base = 3.5;").out())
                .isEqualTo("twice does not fit the new base: incompatible types: possible lossy conversion from double"
                        + " to int.\n");
        assertThat(kernel.shown("w")).isEqualTo("6");
        assertThat(kernel.error("twice()")).startsWith("twice does not compile any more: incompatible types");
        silent("double twice() { return base * 2; }");
        assertThat(kernel.shown("twice()")).isEqualTo("7.0");
    }

    @Test
    void aCellThatIsRunTwiceUnchangedChangesNothing() {
        String cell =
                "class C { static int count = 0; int id = count++; }\nC c1 = new C(); List<C> cs = new ArrayList<>();";
        silent(cell);
        silent("cs.add(c1); C.count += 10;");
        silent("class C { static int count = 0; int id = count++; }");
        assertThat(kernel.shown("cs.get(0) == c1 && C.count == 11")).isEqualTo("true");
        silent("interface Shape { double area(); }");
        silent("Shape s = () -> 2.0;");
        assertThat(kernel.run("interface Shape { double area(); default int sides() { return 0; } }")
                        .out())
                .isEqualTo("s was reset to null, as Shape has changed: run its cell again.\n");
        assertThat(kernel.error("s.area()"))
                .startsWith("NullPointerException: ")
                .doesNotContain("REPL");
    }

    @Test
    void fiftyTimesOverKeepsIt() {
        silent("int turn() { return 0; }\nIntSupplier ask = () -> turn();\nvar first = turn();");
        for (int i = 1; i <= 50; i++) {
            silent("int turn() { return " + i + "; }");
        }
        assertThat(kernel.shown("ask.getAsInt() + first")).isEqualTo("50");
    }
}
