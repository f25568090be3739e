package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {
    private static final String FOREIGN = "{\"argv\": [\"ijava\"], \"display_name\": \"Java\", \"metadata\": {}}";

    @TempDir
    private Path temp;

    private final String classPath = System.getProperty("java.class.path");
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Path data;
    private Path jar;

    /** The installer takes the class path of its process for what to install: here, one empty jar. */
    @BeforeEach
    void prepare() throws IOException {
        data = temp.resolve("data");
        jar = temp.resolve("some.jar");
        new JarOutputStream(Files.newOutputStream(jar)).close();
        Files.copy(jar, Files.createDirectory(temp.resolve("sources")).resolve("some-sources.jar"));
        System.setProperty("java.class.path", jar.toString());
        var capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
    }

    @AfterEach
    void restore() {
        System.setProperty("java.class.path", classPath);
        System.setOut(out);
        System.setErr(err);
    }

    private JupyterPaths paths(Map<String, String> environment) {
        return new JupyterPaths(environment, temp.resolve("home"), "Linux");
    }

    private int install(String... args) {
        printed.reset();
        return Install.run(paths(Map.of("JUPYTER_DATA_DIR", data.toString())), args);
    }

    private static Path put(Path directory, String name, String json) throws IOException {
        Path file = JupyterPaths.kernelJson(directory, name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, json);
    }

    @Test
    void writesASpecificationAndCopiesTheJars() throws IOException {
        assertThat(install()).isZero();
        Path folder = data.resolve("kernels/java");
        assertThat(folder.resolve("lib/some.jar")).hasSameBinaryContentAs(jar);
        assertThat(folder.resolve("sources/some-sources.jar")).exists();
        JsonObject json = JsonParser.parseString(Files.readString(folder.resolve("kernel.json")))
                .getAsJsonObject();
        List<String> argv = json.getAsJsonArray("argv").asList().stream()
                .map(e -> e.getAsString())
                .toList();
        assertThat(Path.of(argv.get(0))).isExecutable();
        assertThat(argv)
                .containsSequence("-cp", folder.resolve("lib").resolve("*").toString(), JavaKernel.class.getName())
                .endsWith("{connection_file}")
                .contains("-D" + KernelSpec.SOURCES + "=" + folder.resolve("sources"))
                .contains("-Djava.awt.headless=true", "-XX:MaxRAMPercentage=60");
        assertThat(json.get("interrupt_mode").getAsString()).isEqualTo("message");
        assertThat(json.get("display_name").getAsString()).isEqualTo("Java");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains("java", "1 jars", folder.toString());
    }

    @Test
    void aSecondInstallationRenewsTheFirst() throws IOException {
        install();
        Path stale = Files.writeString(data.resolve("kernels/java/lib/old.jar"), "old");
        Files.writeString(data.resolve("kernels/java/lib/some.jar"), "broken");
        assertThat(install()).isZero();
        assertThat(stale).doesNotExist();
        assertThat(data.resolve("kernels/java/lib/some.jar")).hasSameBinaryContentAs(jar);
        assertThat(data.resolve("kernels")).isDirectoryNotContaining("glob:**rieszflow");
    }

    @Test
    void leavesAnotherKernelAloneWhereverJupyterFindsIt() throws IOException {
        Path elsewhere = temp.resolve("elsewhere");
        Path foreign = put(elsewhere, "java", FOREIGN);
        var environment =
                Map.of("JUPYTER_DATA_DIR", data.toString(), "JUPYTER_PATH", temp + File.pathSeparator + elsewhere);
        assertThat(Install.run(paths(environment))).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .first()
                .isEqualTo("Another kernel is called java (" + foreign.getParent() + "): this one is called rieszflow");
        assertThat(data.resolve("kernels/java")).doesNotExist();
        assertThat(data.resolve("kernels/rieszflow/kernel.json")).content().contains("Java (rieszflow)");
        assertThat(foreign).hasContent(FOREIGN);
    }

    @Test
    void neverOverwritesAnotherKernelEvenIfToldItsName() throws IOException {
        Path foreign = put(data, "java", FOREIGN);
        assertThat(install("--name", "java")).isEqualTo(2);
        assertThat(foreign).hasContent(FOREIGN);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("belongs to another kernel", "--name");
        Path broken = put(temp.resolve("d"), "java", "{not json");
        assertThat(install("--dir", temp.resolve("d").toString(), "--name", "java"))
                .isEqualTo(2);
        assertThat(broken).hasContent("{not json");
    }

    @Test
    void installsWhereAndAsToldWhateverIsElsewhere() throws IOException {
        put(data, "java", FOREIGN);
        Path other = temp.resolve("other");
        assertThat(install("--dir", other.toString(), "--name", "java")).isZero();
        assertThat(other.resolve("kernels/java/kernel.json")).exists();
    }

    @Test
    void whatAnInstallationThatWasKilledLeftIsSweptAway() throws IOException {
        install();
        Path folder = data.resolve("kernels/java");
        long nobody = 99_999_999;
        List<Path> left = List.of(
                Files.createFile(folder.resolve("classes12345.part")),
                Files.createFile(folder.resolve("new-" + nobody + "-x.part")),
                Files.createFile(folder.resolve("lib/new-" + nobody + "-y.part")));
        Path busy = Files.createFile(
                folder.resolve("lib/new-" + ProcessHandle.current().pid() + "-z.part"));
        assertThat(install()).isZero();
        assertThat(left).allSatisfy(part -> assertThat(part).doesNotExist());
        assertThat(busy).as("of an installation at work").exists();
        Files.delete(busy);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void threeAtOnceDoNoHarm() throws Exception {
        Files.createDirectories(data.resolve("kernels/java/lib"));
        Files.writeString(data.resolve("kernels/java/lib/old.jar"), "old");
        var pool = Executors.newFixedThreadPool(3);
        try {
            List<Callable<Integer>> installations =
                    Collections.nCopies(3, () -> Install.run(paths(Map.of("JUPYTER_DATA_DIR", data.toString()))));
            for (Future<Integer> code : pool.invokeAll(installations)) {
                assertThat(code.get()).as("%s", printed).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
        Path folder = data.resolve("kernels/java");
        assertThat(folder.resolve("lib/some.jar")).hasSameBinaryContentAs(jar);
        assertThat(folder.resolve("lib/old.jar")).doesNotExist();
        assertThat(KernelSpec.isOurs(folder.resolve("kernel.json"))).isTrue();
    }

    @Test
    void othersMayReadWhatIsInstalled() throws IOException {
        install();
        for (String file : List.of("kernel.json", "lib/some.jar")) {
            Path plain = Files.writeString(temp.resolve("plain"), "");
            assertThat(Files.getPosixFilePermissions(
                            data.resolve("kernels/java").resolve(file)))
                    .isEqualTo(Files.getPosixFilePermissions(plain));
        }
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        assertThat(install("--where", "x")).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("Unknown argument --where")
                .contains("usage:");
        assertThat(install("--dir")).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("--dir needs a value");
        assertThat(install("--name", "a b")).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("letters, digits")
                .contains("a b");
        assertThat(install("--help")).isZero();
        System.setProperty("java.class.path", temp.toString());
        assertThat(install()).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("Only jars can be installed")
                .contains("mvn package");
    }

    @Test
    void knowsWhereJupyterLooks() {
        Path home = Path.of("/home/u");
        assertThat(new JupyterPaths(Map.of(), home, "Linux").user()).isEqualTo(Path.of("/home/u/.local/share/jupyter"));
        assertThat(new JupyterPaths(Map.of("XDG_DATA_HOME", "/x"), home, "Linux").user())
                .isEqualTo(Path.of("/x/jupyter"));
        assertThat(new JupyterPaths(Map.of(), home, "Mac OS X").user()).isEqualTo(Path.of("/home/u/Library/Jupyter"));
        assertThat(new JupyterPaths(Map.of("JUPYTER_DATA_DIR", "/d", "CONDA_PREFIX", "/c"), home, "Linux").all())
                .containsExactly(
                        Path.of("/d"),
                        Path.of("/c/share/jupyter"),
                        Path.of("/usr/local/share/jupyter"),
                        Path.of("/usr/share/jupyter"));
    }
}
