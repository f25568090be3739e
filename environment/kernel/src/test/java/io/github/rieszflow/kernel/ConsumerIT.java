package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The toolkit's artefact is a library like any other: somebody else's Maven project resolves it, computes, draws and trains. */
@Tag("slow")
class ConsumerIT {
    private static final Path PROJECT = Project.root().resolve("environment/kernel/src/test/consumer");

    @TempDir
    private Path temp;

    private Path classes = Path.of("");
    private List<String> classPath = List.of();

    @BeforeEach
    void build() throws IOException, InterruptedException {
        String version = property("version");
        publish("rieszflow-parent", version, Project.root().resolve("pom.xml"), null);
        publish(
                "rieszflow",
                version,
                Project.root().resolve("toolkit/pom.xml"),
                Project.root().resolve("toolkit/target/rieszflow-" + version + ".jar"));
        // All else comes from what this build has resolved already, as if that were a server.
        String cache = Objects.requireNonNullElseGet(
                System.getProperty("localRepository"),
                () -> Path.of(System.getProperty("user.home"), ".m2/repository").toString());
        Path settings = temp.resolve("settings.xml");
        Files.writeString(settings, """
                <settings>
                  <mirrors><mirror><id>cache</id><url>%s</url><mirrorOf>*,!published</mirrorOf></mirror></mirrors>
                  <profiles><profile><id>here</id><repositories><repository><id>published</id><url>%s</url>
                    <snapshots><enabled>true</enabled></snapshots></repository></repositories></profile></profiles>
                  <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        Path.of(cache).toUri(), temp.resolve("published").toUri()));
        Path copy = temp.resolve("demo");
        copy(PROJECT, copy);
        Path list = temp.resolve("classpath");
        run(
                copy,
                "mvn",
                "-B",
                "-q",
                "-s",
                settings.toString(),
                "-Dmaven.repo.local=" + temp.resolve("m2"),
                "-Drieszflow.version=" + version,
                "-Dpytorch.version=" + property("pytorch.version"),
                "-Dpytorch-jni.version=" + property("pytorch.version") + "-" + property("djl.version"),
                "-Dpytorch.platform=" + platform(),
                "compile",
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + list);
        classes = copy.resolve("target/classes");
        classPath = Arrays.asList(Files.readString(list).strip().split(File.pathSeparator));
    }

    @Test
    void computesDrawsAndTrains() throws IOException, InterruptedException {
        Path pictures = Files.createDirectories(temp.resolve("pictures"));
        String said = java(classPath, "demo.Everything", pictures.toString());
        assertThat(said).contains("3 networks");
        for (String name : List.of("clouds.png", "chart.png", "digits.png")) {
            assertThat(ImageIO.read(pictures.resolve(name).toFile())).as(name).isNotNull();
        }
    }

    @Test
    void theNumericCoreNeedsItsOwnJarOnly() throws IOException, InterruptedException {
        List<String> alone =
                classPath.stream().filter(jar -> jar.contains("/rieszflow-")).toList();
        assertThat(alone).hasSize(1);
        assertThat(java(alone, "demo.Core"))
                .isEqualTo(java(classPath, "demo.Core"))
                .contains("MMD² 0.013266", "p 0.02");
    }

    @Test
    void theJarSaysWhatItIs() throws IOException {
        Path jar = classPath.stream()
                .filter(name -> name.contains("/rieszflow-"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
        try (var file = new JarFile(jar.toFile())) {
            assertThat(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo("io.github.rieszflow");
            assertThat(file.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(file.getEntry("META-INF/NOTICE")).isNotNull();
            assertThat(file.getEntry("META-INF/jpms.args")).isNull();
        }
    }

    private String java(List<String> jars, String main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Djava.awt.headless=true",
                "-Xmx1g",
                "-cp",
                classes + File.pathSeparator + String.join(File.pathSeparator, jars),
                main));
        command.addAll(List.of(arguments));
        return run(temp, command.toArray(String[]::new));
    }

    private String run(Path folder, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(temp, "out", ".txt");
        Path errors = Files.createTempFile(temp, "errors", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        int code = process.waitFor();
        String said = Files.readString(out);
        assertThat(code).as("%s%n%s", said, Files.readString(errors)).isZero();
        return said;
    }

    private void publish(String artifact, String version, Path pom, @Nullable Path jar) throws IOException {
        Path folder = Files.createDirectories(
                temp.resolve("published/io/github/rieszflow").resolve(artifact).resolve(version));
        Files.copy(pom, folder.resolve(artifact + "-" + version + ".pom"));
        if (jar != null) {
            Files.copy(jar, folder.resolve(artifact + "-" + version + ".jar"));
        }
    }

    /** Of the parent's pom: its version, or one of its properties. */
    private static String property(String name) throws IOException {
        Matcher matcher = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<")
                .matcher(Files.readString(Project.root().resolve("pom.xml")));
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static String platform() {
        String system = System.getProperty("os.name").startsWith("Mac") ? "osx" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        return system + "-" + processor;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(file, target);
            }
        }
    }
}
