package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder for Binder does what it is there for, in an empty home. */
@Tag("slow")
class BinderIT {
    @TempDir
    private Path temp;

    @Test
    void builtByTheRulesOfBinderTheFirstCellRuns() throws IOException, InterruptedException {
        Path log = temp.resolve("log");
        Process check = new ProcessBuilder(
                        Project.root().resolve("environment/binder-check").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        check.getOutputStream().close();
        int code = check.waitFor();
        assertThat(code).as("%s", Files.readString(log)).isZero();
        assertThat(log).content().contains("postBuild: done", "00-index.ipynb: well", "The first cell was answered");
    }
}
