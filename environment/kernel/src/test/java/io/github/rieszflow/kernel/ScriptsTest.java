package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts beside the kernel do to a machine, with programs that only write down that they were called. */
class ScriptsTest {
    @TempDir
    private Path temp;

    private Path bin;
    private Path called;

    /** What a script printed, and its exit code. */
    private record Outcome(String text, int code) {}

    @BeforeEach
    void prepare() throws IOException {
        bin = Files.createDirectory(temp.resolve("bin"));
        called = temp.resolve("called");
        for (String program : new String[] {"apt-get", "sudo", "conda", "mamba", "micromamba", "pip"}) {
            program(program, "echo \"$0 $*\" >>'" + called + "'");
        }
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Outcome run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path out = temp.resolve("out");
        var builder = new ProcessBuilder(command)
                .directory(Project.root().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.writeString(temp.resolve("in"), "").toFile()))
                .redirectOutput(out.toFile());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TMPDIR", temp.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
        return new Outcome(Files.readString(out, StandardCharsets.UTF_8), process.exitValue());
    }

    /** Runs lines of a script that has what all of them share. */
    private Outcome shared(String lines) throws IOException, InterruptedException {
        return run(Map.of(), "bash", "-c", "set -euo pipefail\n. environment/lib.sh\n" + lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
    void anOptionThatJavaDoesNotTakeIsCalledByItsName(String variable) throws Exception {
        Outcome outcome = run(Map.of(variable, "-Xmx8gg"), "environment/jshell");
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.text())
                .startsWith("Java does not start with the options it is given by " + variable + "='-Xmx8gg':")
                .contains("Invalid maximum heap size: -Xmx8gg")
                .doesNotContain("No JDK");
        assertThat(called).doesNotExist();
    }

    @Test
    void aGoodOptionIsNoReasonToComplain() throws Exception {
        Outcome outcome = run(
                Map.of("JDK_JAVA_OPTIONS", "-Xmx256m"),
                "bash",
                "-c",
                "set -euo pipefail\n. environment/lib.sh\nprovide jdk\nsay \"in $JAVA_HOME\"");
        assertThat(outcome.text()).endsWith("in " + System.getProperty("java.home") + "\n");
        assertThat(outcome.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "maven"})
    void whatIsMissingIsNotInstalledUnlessTheScriptIsForThat(String need) throws Exception {
        Outcome outcome = shared("find_" + need + "() { return 1; }\nprovide " + need);
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.text()).contains("found: run environment/start, which can install");
        assertThat(called).doesNotExist();
    }

    @Test
    void onlyTheScriptsThatMakeAMachineReadyInstall() throws IOException {
        for (String script :
                new String[] {"start", "test", "jshell", "notebooks", "benchmark", "binder-check", "site", "gpu"}) {
            boolean installs = Files.readString(
                            Project.root().resolve("environment").resolve(script))
                    .contains("may_install=yes");
            assertThat(installs).as(script).isEqualTo(script.equals("start") || script.equals("test"));
        }
    }

    @Test
    void whoMayDoAnythingIsToldTheWholeCommand() throws Exception {
        program("id", "echo 0");
        assertThat(shared("front=notebook\njupyter_command").text())
                .matches("JUPYTER_PATH='.*/target/jupyter' jupyter notebook --allow-root '.*/notebooks'\n");
        program("id", "echo 1000");
        assertThat(shared("front=lab\njupyter_command").text())
                .matches("JUPYTER_PATH='.*/target/jupyter' jupyter lab '.*/notebooks'\n");
    }

    @Test
    void aBuildWithoutTheNetworkSaysSo() throws Exception {
        program("mvn", "echo '[ERROR] Could not transfer artifact a:b:1 from central: Unknown host'; exit 1");
        Outcome outcome = shared("build building");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.text())
                .contains("Unknown host")
                .contains("The first build needs the network, or a mirror named in ~/.m2/settings.xml");
        program("mvn", "echo '[ERROR] COMPILATION ERROR'; exit 1");
        assertThat(shared("build building").text())
                .contains("COMPILATION ERROR")
                .doesNotContain("network");
    }

    /** The build of each takes a moment; two at a time would be seen. */
    @Test
    void threeAtOnceBuildOneAfterTheOther() throws Exception {
        Path busy = temp.resolve("busy");
        program("mvn", "mkdir '" + busy + "' || exit 7; sleep 0.5; rmdir '" + busy + "'");
        Outcome outcome = shared("for i in 1 2 3; do ( alone; build building; alone_no_more ) & done\n"
                + "for job in $(jobs -p); do wait $job; done\necho all");
        assertThat(outcome.text()).endsWith("all\n").doesNotContain("failed");
        assertThat(outcome.code()).isZero();
    }

    private static final String PYTORCH = "2.7.1+cu126 12.6 /lib/torch";

    /** What a machine has: a card by its driver's program or by its file, and what Python says of PyTorch. */
    private Outcome gpu(String card, boolean file, String torch, String... options) throws Exception {
        program("nvidia-smi", card.isEmpty() ? "exit 9" : "echo '" + card + "'");
        program("python3", torch.isEmpty() ? "exit 1" : "echo '" + torch + "'");
        Path driver = temp.resolve("driver");
        if (file) {
            Files.writeString(driver, "NVRM");
        }
        String[] command = new String[1 + options.length];
        command[0] = "environment/gpu";
        System.arraycopy(options, 0, command, 1, options.length);
        return run(Map.of("NVIDIA_DRIVER_FILE", driver.toString()), command);
    }

    @Test
    void withoutACardNothingHasToBeSet() throws Exception {
        Outcome said = gpu("", false, PYTORCH);
        assertThat(said.code()).isZero();
        assertThat(said.text()).startsWith("No NVIDIA driver was found").doesNotContain("export");
        assertThat(gpu("", false, PYTORCH, "--exports").code()).isEqualTo(1);
    }

    @Test
    void aCardAndAPyTorchThatFitsAreSettings() throws Exception {
        Outcome said = gpu("NVIDIA H200, 143771 MiB, 570.1", false, PYTORCH);
        assertThat(said.code()).isZero();
        String settings = "export PYTORCH_LIBRARY_PATH='/lib/torch' PYTORCH_VERSION=2.7.1 PYTORCH_FLAVOR=cu128";
        assertThat(said.text())
                .contains("NVIDIA GPU: NVIDIA H200, 143771 MiB, 570.1", "PyTorch of python3: 2.7.1+cu126", settings);
        Outcome exports = gpu("NVIDIA H200, 143771 MiB, 570.1", false, PYTORCH, "--exports");
        assertThat(exports.code()).isZero();
        assertThat(exports.text()).endsWith(settings + "\n");
    }

    /** Another version, one for another CUDA, one for the processor, none at all: said, and nothing is installed. */
    @ParameterizedTest
    @ValueSource(strings = {"2.11.0+cu130 13.0 /lib/torch", "2.7.1+cu118 11.8 /lib/torch", "2.7.1 none /lib/torch", ""})
    void aPyTorchThatDoesNotFitIsSaid(String torch) throws Exception {
        Outcome said = gpu("", true, torch);
        assertThat(said.code()).isZero();
        assertThat(said.text())
                .contains("nvidia-smi is not", "Networks need PyTorch 2.7.1 for CUDA 12", "pip install torch==2.7.1")
                .doesNotContain("export");
        assertThat(gpu("", true, torch, "--exports").code()).isEqualTo(1);
        assertThat(called).doesNotExist();
    }

    @Test
    void otherArgumentsAreRefused() throws Exception {
        Outcome said = gpu("", true, PYTORCH, "--help me");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).startsWith("gpu takes no argument, or --exports: received --help me");
    }
}
