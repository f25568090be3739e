package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No message and no cell leaves the kernel alive and deaf. */
class HostileTest {
    private static final int WAIT_MILLIS = 60_000;

    /** How long to wait for the answer to what has none. */
    private static final int NO_ANSWER_MILLIS = 50;

    private static LiveKernel kernel;
    private static RawFrontEnd front;
    private int cells;

    @BeforeAll
    static void start() throws Exception {
        kernel = new LiveKernel();
        front = new RawFrontEnd(kernel.connectionFile());
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        kernel.close();
    }

    private void assertServes() {
        cells++;
        assertThat(kernel.shown("40 + " + cells)).isEqualTo(Integer.toString(40 + cells));
        JsonObject reply = front.ask("control", "interrupt_request", "{}", WAIT_MILLIS);
        assertThat(reply).as("the control channel answers").isNotNull();
        assertThat(front.send("hb", List.of("", "beat"), WAIT_MILLIS))
                .as("the heart beats")
                .containsExactly("", "beat");
    }

    static Stream<String> nested() {
        return Stream.of(
                "1" + "+1".repeat(1800),
                "new StringBuilder()" + ".append(1)".repeat(600) + ".length()",
                "(".repeat(2000) + "1" + ")".repeat(2000),
                "{".repeat(3000) + "}".repeat(3000),
                "\"\" + " + "(char) ".repeat(1500) + "65",
                "Object deep = " + "new Object[] {".repeat(1200) + "}".repeat(1200) + ";",
                "(".repeat(60_000) + "1" + ")".repeat(60_000),
                "-".repeat(1) + "(-".repeat(40_000) + "1" + ")".repeat(40_000));
    }

    @ParameterizedTest
    @MethodSource("nested")
    void aLongExpressionIsComputedOrRefused(String code) {
        CellResult result = kernel.run(code);
        assertThat(result.error() == null ? "nested too deeply" : result.error())
                .contains("nested too deeply");
        for (String type : List.of("complete_request", "inspect_request", "is_complete_request")) {
            JsonObject reply = kernel.ask(
                    type, java.util.Map.of("code", code, "cursor_pos", code.length() / 2, "detail_level", 0));
            assertThat(reply.get("status").getAsString()).isNotEmpty();
        }
        assertServes();
    }

    @Test
    void eighteenHundredTermsAreASum() {
        assertThat(kernel.shown("1" + "+1".repeat(1800))).isEqualTo("1801");
        assertThat(kernel.shown("new StringBuilder()" + ".append(1)".repeat(1000) + ".length()"))
                .isEqualTo("1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shell", "control", "stdin"})
    void whatIsNotSignedIsDropped(String channel) {
        String header = RawFrontEnd.header("execute_request");
        String code = "{\"code\": \"int forged = 1;\"}";
        List<List<String>> bad = List.of(
                List.of(RawFrontEnd.DELIMITER, "0".repeat(64), header, "{}", "{}", code),
                List.of(RawFrontEnd.DELIMITER, "", header, "{}", "{}", code),
                List.of(RawFrontEnd.DELIMITER),
                List.of("one part"),
                List.of(RawFrontEnd.DELIMITER, header),
                front.signed("null", "{}", "{}", code),
                front.signed("no JSON", "{}", "{}", code),
                front.signed("{}", "{}", "{}", code));
        for (List<String> frames : bad) {
            assertThat(front.send(channel, frames, NO_ANSWER_MILLIS)).isNull();
        }
        assertThat(kernel.error("forged")).contains("cannot find symbol");
        assertServes();
    }

    @Test
    void aMessageIsHeardOnce() {
        kernel.run("int heard = 0;");
        List<String> frames = front.signed(
                RawFrontEnd.header("execute_request"), "{}", "{}", "{\"code\": \"heard++;\", \"silent\": false}");
        assertThat(front.send("shell", frames, WAIT_MILLIS)).isNotNull();
        assertThat(front.send("shell", frames, NO_ANSWER_MILLIS)).isNull();
        assertThat(kernel.shown("heard")).isEqualTo("1");
    }

    static Stream<String> malformed() {
        return Stream.of(
                "{", "[]", "null", "3", "{}", "{\"code\": 3}", "{\"code\": null}", "{\"code\": [\"1\"]}", "\"code\"");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aRequestThatCannotBeReadIsAnsweredWithAnError(String content) {
        for (String type : List.of("execute_request", "complete_request", "inspect_request", "is_complete_request")) {
            JsonObject reply = answer(type, content);
            assertThat(reply.get("status").getAsString()).isEqualTo("error");
            assertThat(reply.get("evalue").getAsString()).startsWith("The content of this " + type + " cannot be read");
        }
        assertServes();
    }

    @Test
    void historyIsAnswered() {
        kernel.run("int remembered = 1;");
        kernel.run("remembered + 1");
        assertThat(history("{\"hist_access_type\": \"tail\", \"n\": 2}"))
                .isEqualTo("[\"int remembered = 1;\",\"remembered + 1\"]");
        assertThat(
                        history(
                                "{\"hist_access_type\": \"search\", \"n\": 5, \"pattern\": \"int rem*d = ?;\", \"unique\": true}"))
                .isEqualTo("[\"int remembered = 1;\"]");
        assertThat(history("{\"hist_access_type\": \"tail\", \"n\": -2}")).isEqualTo("[]");
        assertThat(history("{\"hist_access_type\": \"range\", \"session\": 7, \"start\": 0, \"stop\": 99}"))
                .isEqualTo("[]");
        for (String unknown : List.of("{\"hist_access_type\": \"sideways\"}", "{}", "{\"hist_access_type\": null}")) {
            JsonObject reply = answer("history_request", unknown);
            assertThat(reply.get("status").getAsString()).isEqualTo("error");
        }
        assertServes();
    }

    private static JsonObject answer(String type, String content) {
        return Objects.requireNonNull(
                front.ask("shell", type, content, WAIT_MILLIS), () -> "no answer to " + type + " " + content);
    }

    private static String history(String content) {
        JsonObject reply = answer("history_request", content);
        var inputs = new com.google.gson.JsonArray();
        reply.getAsJsonArray("history")
                .forEach(entry -> inputs.add(entry.getAsJsonArray().get(2)));
        return inputs.toString();
    }

    @Test
    void aQuestionForInputSurvivesWhatIsNoAnswer() {
        String id = kernel.sendAsking("String line = new Scanner(System.in).nextLine();");
        kernel.awaitQuestion();
        front.send("stdin", List.of("x"), NO_ANSWER_MILLIS);
        front.send("stdin", front.signed("null", "{}", "{}", "{}"), NO_ANSWER_MILLIS);
        front.send("stdin", front.signed(RawFrontEnd.header("input_reply"), "{}", "{}", "{}"), NO_ANSWER_MILLIS);
        kernel.input("right");
        assertThat(kernel.await(id).error()).isNull();
        assertThat(kernel.shown("line")).isEqualTo("right");
    }

    @Test
    void aCellThatInterruptsEveryThreadDoesNotLeaveADeafKernel() throws Exception {
        try (var own = new LiveKernel()) {
            // It may end at any moment from here on, also just after an answer: a front end starts it again.
            JsonObject answer =
                    answer(own, own.send("Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);"));
            for (int i = 0; i < 4 && answer != null; i++) {
                answer = answer(own, own.send("1 + 1"));
                if (answer != null) {
                    assertThat(answer.get("status").getAsString()).isEqualTo("ok");
                }
            }
        }
    }

    /** The answer to a request, or null if the process has ended without one. */
    private static @Nullable JsonObject answer(LiveKernel own, String id) {
        long end = System.nanoTime() + WAIT_MILLIS * 1_000_000L;
        JsonObject answer = null;
        while (answer == null && own.isAlive() && System.nanoTime() < end) {
            answer = own.answer(id, 500);
        }
        assertThat(answer != null || !own.isAlive())
                .as("answers, or has ended so that it is started again")
                .isTrue();
        return answer;
    }

    @Test
    void aShutdownHookThatNeverEndsDoesNotKeepTheKernel() throws Exception {
        var own = new LiveKernel();
        own.run("Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) Thread.onSpinWait(); }));");
        try (var other = new RawFrontEnd(own.connectionFile())) {
            assertThat(other.ask("control", "shutdown_request", "{\"restart\": false}", WAIT_MILLIS))
                    .isNotNull();
        }
        for (int i = 0; i < 300 && own.isAlive(); i++) {
            Thread.sleep(100);
        }
        assertThat(own.isAlive()).isFalse();
        own.close();
    }

    /** Seeded, so that a failure comes again. */
    @Tag("slow")
    @Test
    void twoHundredHostileCellsAndMessagesLeaveItServing() throws Exception {
        var random = new Random(17);
        for (int i = 0; i < 200; i++) {
            String what = hostile(random);
            assertServes();
            assertThat(kernel.isAlive()).as("after %s", what).isTrue();
        }
        aQuestionForInputSurvivesWhatIsNoAnswer();
    }

    private static String hostile(Random random) throws Exception {
        return switch (random.nextInt(4)) {
            case 0 -> cell(random);
            case 1 -> frames(random);
            case 2 -> request(random);
            default -> garbage(random);
        };
    }

    private static String cell(Random random) {
        int n = 1 << (4 + random.nextInt(9));
        List<String> kinds = List.of(
                "1" + "+1".repeat(n),
                "new StringBuilder()" + ".append(1)".repeat(n / 4) + ".length()",
                "(".repeat(n) + "1" + ")".repeat(n),
                "(".repeat(n) + "1",
                "{".repeat(n) + "}".repeat(n),
                "}".repeat(n),
                "!".repeat(n) + "true",
                "new int" + "[1]".repeat(n),
                "true ? ".repeat(n) + "1" + " : 2".repeat(n),
                "if (true) ".repeat(n) + ";",
                "Supplier<?> s = " + "() -> ".repeat(Math.min(n, 256)) + "1;",
                "List<".repeat(n) + "String" + ">".repeat(n) + " l = null;",
                "class A {".repeat(Math.min(n, 128)) + "}".repeat(Math.min(n, 128)),
                "\"" + "\\".repeat(n) + "\"",
                "/*".repeat(n),
                "@A ".repeat(n) + "int x;",
                "switch (1) { default: ".repeat(Math.min(n, 512)) + "}".repeat(Math.min(n, 512)),
                "int " + "x,".repeat(Math.min(n, 64)) + "x;",
                "\u0000\ud800\uffff".repeat(n),
                "import ".repeat(n));
        String code = kinds.get(random.nextInt(kinds.size()));
        kernel.run(code);
        return code.substring(0, Math.min(40, code.length())) + "..., " + n;
    }

    private static String frames(Random random) {
        String channel = RawFrontEnd.CHANNELS.get(random.nextInt(3));
        String header = RawFrontEnd.header("execute_request");
        String content = "{\"code\": \"System.exit(1);\"}";
        List<List<String>> kinds = List.of(
                List.of(""),
                List.of("", "", ""),
                List.of(RawFrontEnd.DELIMITER, RawFrontEnd.DELIMITER, RawFrontEnd.DELIMITER),
                List.of(RawFrontEnd.DELIMITER, front.sign(header), header),
                List.of(RawFrontEnd.DELIMITER, "f".repeat(random.nextInt(100)), header, "{}", "{}", content),
                front.signed("{\"msg_id\": {}, \"msg_type\": 7}", "{}", "{}", "{}"),
                front.signed("[".repeat(20_000), "{}", "{}", "{}"),
                front.signed(header.replace("execute", "no_such"), "{}", "{}", "{}"),
                front.signed(header, "[]", "{}", "{"),
                front.signed(header, "{\"msg_id\": 1}", "{}", "{}"),
                front.signed(header, "{}", "no JSON", content),
                front.signed(header, "{}", "{}", "{\"code\":" + "[".repeat(20_000)),
                front.signed(header.replace("execute_request", "comm_open"), "{}", "{}", "{}"),
                front.signed(header.replace("execute_request", "comm_msg"), "{}", "{}", "{\"comm_id\": 3}"),
                front.signed(header.replace("execute_request", "input_reply"), "{}", "{}", "{}"),
                front.signed(
                        header.replace("execute_request", "execute_reply"), "{}", "{}", "{\"status\": \"error\"}"));
        int kind = random.nextInt(kinds.size());
        front.send(channel, kinds.get(kind), NO_ANSWER_MILLIS);
        return "frames " + kind + " to " + channel;
    }

    private static String request(Random random) {
        List<String> types = List.of(
                "execute_request",
                "complete_request",
                "inspect_request",
                "is_complete_request",
                "history_request",
                "comm_info_request",
                "kernel_info_request");
        List<String> contents = List.of(
                "{\"code\": \"1\", \"cursor_pos\": -7}",
                "{\"code\": \"1\", \"cursor_pos\": 1e9}",
                "{\"code\": \"1\", \"cursor_pos\": 1e99}",
                "{\"code\": \"1\", \"cursor_pos\": \"x\"}",
                "{\"code\": \"" + "(".repeat(5000) + "\", \"cursor_pos\": 2500, \"detail_level\": 9}",
                "{\"code\": \"%\", \"cursor_pos\": 1, \"silent\": \"maybe\"}",
                "{\"code\": \"1\", \"user_expressions\": 3, \"allow_stdin\": {}}",
                "{\"hist_access_type\": \"tail\", \"n\": 1e12}",
                "{\"hist_access_type\": \"search\", \"n\": 1, \"pattern\": \"" + "*a".repeat(200) + "\"}",
                "{\"hist_access_type\": \"range\", \"session\": -1}",
                "{\"target_name\": []}",
                "{\"" + "k".repeat(100_000) + "\": 0}");
        String type = types.get(random.nextInt(types.size()));
        String content = contents.get(random.nextInt(contents.size()));
        assertThat(front.ask("shell", type, content, WAIT_MILLIS))
                .as("%s %s", type, content.substring(0, Math.min(80, content.length())))
                .isNotNull();
        return type;
    }

    private static String garbage(Random random) throws Exception {
        String channel = List.of("shell", "control", "stdin", "hb", "iopub").get(random.nextInt(5));
        if (channel.equals("hb") && random.nextBoolean()) {
            front.send("hb", List.of("", "a", "b", "c"), NO_ANSWER_MILLIS);
            front.send("hb", List.of("no empty frame first"), NO_ANSWER_MILLIS);
            return "odd beats";
        }
        byte[] bytes = new byte[1 + random.nextInt(1000)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            // The greeting of a ZeroMQ client, then a frame that claims to be eight exabytes long.
            byte[] greeting = "\u00ff\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001\u007f\u0003"
                    .getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(greeting, 0, bytes, 0, Math.min(greeting.length, bytes.length));
        }
        front.bytes(channel, bytes);
        return bytes.length + " bytes to " + channel;
    }
}
