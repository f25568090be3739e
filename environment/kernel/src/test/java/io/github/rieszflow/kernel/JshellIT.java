package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of the README, typed into the jshell that {@code environment/jshell} opens. */
class JshellIT {
    private static final Pattern CODE = Pattern.compile("(?s)```java\\n(.*?)```");

    /** The numbers that the README shows beside its lines, and what follows. */
    private static final Pattern PROMISE = Pattern.compile("// (0\\.\\d+)([^\\n]*)");

    private static final Pattern PRINTED = Pattern.compile("==> (0\\.\\d+)");
    private static final int PROOF = 7;

    @TempDir
    private Path temp;

    /** What jshell printed, and with which code it ended. */
    private record Transcript(String out, String err, int code) {}

    private Transcript type(String lines) throws IOException, InterruptedException {
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        Path in = Files.writeString(temp.resolve("in"), lines);
        var builder = new ProcessBuilder(
                        Project.root().resolve("environment/jshell").toString())
                .directory(temp.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("CI");
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends").isTrue();
        return new Transcript(
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8),
                process.exitValue());
    }

    @Test
    void theTourOfTheReadmeRuns() throws IOException, InterruptedException {
        Matcher code = CODE.matcher(Files.readString(Project.root().resolve("README.md")));
        assertThat(code.find()).isTrue();
        String tour = code.group(1);
        // Jshell goes on after a mistake and ends with 0 whatever happened: the last line tells what became of the
        // tour.
        Transcript seen =
                type(tour + "help()\nToolkit.info()\n/exit path.frames().size() > 5 && path.table().rowCount() > 5"
                        + " && new File(\"spirals.gif\").length() > 10_000 ? " + PROOF + " : 1\n");
        assertThat(seen.code()).as("%s", seen).isEqualTo(PROOF);
        assertThat(seen.err()).as("nothing but the JVM's own").doesNotContain("Exception", "rror");
        assertThat(seen.out())
                .contains(
                        "noise ==> Points[2000×2]",
                        "flow ==> ParticleFlow[",
                        "Riesz kernels. A tour:",
                        "==> Rieszflow ")
                .doesNotContain("Error:", "Exception", "\r");
        assertThat(temp.resolve("spirals.gif")).exists();
        for (MatchResult promise : PROMISE.matcher(tour).results().toList()) {
            String number = promise.group(1);
            List<String> digits = PRINTED.matcher(seen.out())
                    .results()
                    .map(printed -> String.format(
                            Locale.ROOT, "%." + (number.length() - 2) + "f", Double.parseDouble(printed.group(1))))
                    .toList();
            assertThat(seen.out().contains("==> " + promise.group(1) + promise.group(2)) || digits.contains(number))
                    .as("the README promises %s, jshell printed %s", promise.group(), seen.out())
                    .isTrue();
        }
    }
}
