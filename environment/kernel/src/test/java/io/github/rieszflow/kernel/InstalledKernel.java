package io.github.rieszflow.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel as a user gets it: the packaged jars, put in place by the installer. */
final class InstalledKernel {
    private InstalledKernel() {}

    /**
     * Installs the kernel called java.
     *
     * @param data the directory that is to hold it, as {@code JUPYTER_PATH} would name it
     * @return its specification
     */
    static Path into(Path data) throws IOException, InterruptedException {
        Path jars = Project.root().resolve("environment/kernel/target/lib");
        Path log = Files.createTempFile("install", ".log");
        try {
            Process installer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            jars.resolve("*").toString(),
                            Install.class.getName(),
                            "--dir",
                            data.toString(),
                            "--name",
                            KernelSpec.NAME)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (installer.waitFor() != 0) {
                throw new IOException("No kernel could be installed from " + jars + ", which mvn package fills: "
                        + Files.readString(log, StandardCharsets.UTF_8));
            }
            return JupyterPaths.kernelJson(data, KernelSpec.NAME);
        } finally {
            Files.delete(log);
        }
    }
}
