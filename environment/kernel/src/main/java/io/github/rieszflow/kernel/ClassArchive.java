package io.github.rieszflow.kernel;

import io.github.rieszflow.kernel.KernelProcess.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The JVM's archive of the classes that a start of the kernel loads: with it, the next starts take a fifth less of the
 * processor. Made by a first start. A JVM that cannot use it, another version for instance, starts as without it.
 */
final class ClassArchive {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What a first cell does. */
    private static final String CELL = "var warm = Points.uniform(20, 2, seed(1)); warm";

    private ClassArchive() {}

    /**
     * The specification of the same kernel, started with an archive that is made for it now.
     *
     * @param folder where the archive is kept
     * @return the specification as it was if there can be no archive
     */
    static KernelSpec added(KernelSpec spec, Path folder) {
        Path file = folder.resolve("classes.jsa");
        try (var part = new Parts(folder)) {
            start(spec.with(
                    List.of("-XX:ArchiveClassesAtExit=" + part.file(), "-Xlog:cds=off", "-Xlog:cds+dynamic=off")));
            // A running kernel has the old file open: it is replaced, never written into.
            part.moveTo(file);
            return spec.with(List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        } catch (IOException e) {
            return spec;
        }
    }

    private static void start(KernelSpec spec) throws IOException {
        Path json = Files.createTempFile("kernel", ".json");
        json.toFile().deleteOnExit();
        try (var kernel = new KernelProcess(spec.write(json), Path.of("").toAbsolutePath(), Map.of())) {
            kernel.awaitReady(LIMIT);
            String id = kernel.request("execute_request", Map.of("code", CELL, "silent", false, "allow_stdin", false));
            Reply reply;
            do {
                reply = kernel.output((int) LIMIT.toMillis());
            } while (reply != null && !isEnd(reply, id));
            kernel.end(LIMIT);
        } finally {
            Files.delete(json);
        }
    }

    private static boolean isEnd(Reply reply, String id) {
        return reply.parent().equals(id)
                && reply.type().equals("status")
                && reply.content().get("execution_state").getAsString().equals("idle");
    }
}
