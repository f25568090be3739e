package io.github.rieszflow.kernel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Jupyter's notebook server on a folder, with a home of its own, where it knows one Java kernel. */
final class JupyterServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String token = UUID.randomUUID().toString();
    private final URI address;
    private final Path log;
    private final Process process;

    /**
     * Starts it and waits until it answers.
     *
     * @param jupyter the program
     * @param folder where the notebooks are
     * @param home an empty folder
     * @param data Jupyter's data directory with the kernel
     * @param environment more variables, which the kernels get as well
     */
    JupyterServer(Path jupyter, Path folder, Path home, Path data, Map<String, String> environment)
            throws IOException, InterruptedException {
        int port = freePort();
        address = URI.create("http://127.0.0.1:" + port + "/");
        log = home.resolve("jupyter.log");
        var builder = new ProcessBuilder(
                        jupyter.toString(),
                        "notebook",
                        "--no-browser",
                        "--allow-root",
                        "--ip=127.0.0.1",
                        "--port=" + port,
                        "--port-retries=0",
                        "--NotebookApp.token=" + token,
                        "--notebook-dir=" + folder)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JUPYTER") || name.startsWith("XDG"));
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("HOME", home.toString(), "JUPYTER_PATH", data.toString()));
        process = builder.start();
        awaitAnswer();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                client.send(HttpRequest.newBuilder(address.resolve("api")).build(), BodyHandlers.discarding());
                return;
            } catch (ConnectException e) {
                Thread.sleep(100);
            }
        }
        close();
        throw new IOException("Jupyter does not answer: " + Files.readString(log));
    }

    /** The address under which the server shows a notebook. */
    String page(String notebook) {
        return address.resolve("notebooks/" + notebook + "?token=" + token).toString();
    }

    /** What every address of the server begins with. */
    String address() {
        return address.toString();
    }

    /** Ends the server and the kernels it started. */
    @Override
    public void close() {
        List<ProcessHandle> kernels = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            kernels.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
