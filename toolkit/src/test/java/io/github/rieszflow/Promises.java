package io.github.rieszflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Keeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every error that the Javadoc of a room promises, {@code @throws} by {@code @throws}, is provoked here or, where that takes
 * more than a line, in a test that is named.
 */
public abstract class Promises {
    private static final Path MAIN = Path.of("src/main/java/io/github/rieszflow");
    private static final Pattern MEMBER =
            Pattern.compile("/\\*\\*(.*?)\\*/\\s*((?:@\\w+(?:\\([^)]*\\))?\\s*)*)([^;{]*?)[;{]", Pattern.DOTALL);
    private static final Pattern THROWS = Pattern.compile("@throws\\s+(\\S+)");
    private static final Pattern GENERIC = Pattern.compile("<[^<>]*>");

    private final String room;
    /** Triggers by what they break, as in "Keep.every(int) IllegalArgumentException". */
    private final Map<String, List<ThrowingCallable>> triggers = new LinkedHashMap<>();

    private final Set<String> elsewhere = new TreeSet<>();

    /** Where triggers put files. */
    @TempDir
    protected Path folder;

    /** Promises of a room. */
    protected Promises(String room) {
        this.room = room;
    }

    /** Says how each promise is provoked, by {@link #breaks} and its kin. */
    protected abstract void table() throws Exception;

    /** Each of these calls throws this error. */
    protected final void breaks(Class<? extends Throwable> error, String method, ThrowingCallable... calls) {
        triggers.computeIfAbsent(method + " " + error.getSimpleName(), key -> new ArrayList<>())
                .addAll(Arrays.asList(calls));
    }

    /** Arguments that are refused. */
    protected final void argument(String method, ThrowingCallable... calls) {
        breaks(IllegalArgumentException.class, method, calls);
    }

    /** Calls that come too early or too late. */
    protected final void state(String method, ThrowingCallable... calls) {
        breaks(IllegalStateException.class, method, calls);
    }

    /** Places that do not exist. */
    protected final void index(String method, ThrowingCallable... calls) {
        breaks(IndexOutOfBoundsException.class, method, calls);
    }

    /** Files that cannot be read or written. */
    protected final void file(String method, ThrowingCallable... calls) {
        breaks(UncheckedIOException.class, method, calls);
    }

    /** Calls of a thread that is interrupted. */
    protected final void interrupted(String method, ThrowingCallable... calls) {
        ThrowingCallable[] all = Arrays.stream(calls)
                .map(call -> (ThrowingCallable) () -> {
                    Thread.currentThread().interrupt();
                    call.call();
                })
                .toArray(ThrowingCallable[]::new);
        breaks(CancellationException.class, method, all);
    }

    /** A promise that another test provokes. */
    protected final void elsewhere(Class<? extends Throwable> error, String method, Class<?> test) {
        assertThat(test.getSimpleName()).endsWith("Test");
        elsewhere.add(method + " " + error.getSimpleName());
    }

    /** A promise that a test of another package provokes, by its path below the tests. */
    protected final void elsewhere(Class<? extends Throwable> error, String method, String test) {
        assertThat(Path.of("src/test/java").resolve(test + ".java")).isRegularFile();
        elsewhere.add(method + " " + error.getSimpleName());
    }

    /** Refusals of a machine without PyTorch's native library, which tests cannot do without. */
    protected final void withoutPyTorch(String... methods) {
        for (String method : methods) {
            elsewhere(IllegalStateException.class, method, "io/github/rieszflow/network/PyTorchTest");
        }
    }

    /** A file that is there and cannot be read, on Linux; one that is not there elsewhere. */
    protected static Path unreadable(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
    }

    /** A file with this content. */
    protected final Path written(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** A call while a run is being kept in a folder. */
    protected static ThrowingCallable whileKept(Path where, ThrowingCallable call) {
        return () -> {
            try (Keeper keeper = Keeper.open(Keeping.nowhere().in(where), "test", 2)) {
                assertThat(keeper.folder()).isNotNull();
                call.call();
            }
        };
    }

    @Test
    void everyPromiseIsProvoked() throws Exception {
        table();
        Set<String> listed = new TreeSet<>(triggers.keySet());
        listed.addAll(elsewhere);
        Set<String> forgotten = promised();
        forgotten.removeAll(listed);
        assertThat(forgotten).as("promised, and not in the table").isEmpty();
        listed.removeAll(promised());
        assertThat(listed).as("in the table, and not promised").isEmpty();
    }

    @TestFactory
    List<DynamicTest> everyPromiseIsKept() throws Exception {
        table();
        List<DynamicTest> tests = new ArrayList<>();
        triggers.forEach((promise, calls) -> {
            for (int i = 0; i < calls.size(); i++) {
                ThrowingCallable call = calls.get(i);
                tests.add(DynamicTest.dynamicTest(promise + " " + i, () -> requireKept(promise, call)));
            }
        });
        return tests;
    }

    private static void requireKept(String promise, ThrowingCallable call) {
        Throwable thrown;
        try {
            thrown = Assertions.catchThrowable(call);
        } finally {
            Thread.interrupted();
        }
        assertThat(thrown).as(promise).isNotNull();
        String error = promise.substring(promise.lastIndexOf(' ') + 1);
        assertThat(Stream.<Class<?>>iterate(thrown.getClass(), type -> type != null, Class::getSuperclass)
                        .map(Class::getSimpleName))
                .as(promise + ": " + thrown)
                .contains(error);
        // One sentence at least, not a word of the library's.
        assertThat(thrown.getMessage()).as(promise).isNotBlank().contains(" ");
    }

    private Set<String> promised() throws IOException {
        Set<String> promised = new TreeSet<>();
        try (Stream<Path> files = Files.list(MAIN.resolve(room))) {
            for (Path file : files.sorted().toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                String text = Files.readString(file);
                Matcher declared = Pattern.compile(
                                "public (?:final |abstract |sealed |non-sealed )*(class|interface|record|enum) " + type)
                        .matcher(text);
                if (declared.find()) {
                    promised.addAll(promised(type, text, declared.group(1).equals("interface")));
                }
            }
        }
        return promised;
    }

    private static Set<String> promised(String type, String text, boolean all) {
        Set<String> promised = new TreeSet<>();
        Matcher member = MEMBER.matcher(text);
        while (member.find()) {
            String signature = member.group(3).strip().replaceAll("\\s+", " ");
            if (all || signature.matches(".*\\b(public|protected)\\b.*")) {
                Matcher error = THROWS.matcher(member.group(1));
                while (error.find()) {
                    String name = error.group(1);
                    promised.add(type + "." + method(signature) + " " + name.substring(name.lastIndexOf('.') + 1));
                }
            }
        }
        return promised;
    }

    /** As in "every(int)"; "new" for the compact constructor of a record. */
    private static String method(String signature) {
        String plain = signature;
        while (GENERIC.matcher(plain).find()) {
            plain = GENERIC.matcher(plain).replaceAll("");
        }
        int open = plain.indexOf('(');
        if (open < 0) {
            return "new";
        }
        String before = plain.substring(0, open).strip();
        String name = before.substring(before.lastIndexOf(' ') + 1);
        String inside = plain.substring(open + 1, plain.lastIndexOf(')')).strip();
        String types = inside.isEmpty()
                ? ""
                : Arrays.stream(inside.split(","))
                        .map(parameter -> parameter.replaceAll("@\\w+", "").strip())
                        .map(parameter -> parameter
                                .substring(0, parameter.lastIndexOf(' '))
                                .strip())
                        .collect(Collectors.joining(", "));
        return name + "(" + types + ")";
    }
}
