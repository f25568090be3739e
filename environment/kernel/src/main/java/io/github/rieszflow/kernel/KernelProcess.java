package io.github.rieszflow.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A kernel in a process of its own, seen from the front end's side of the Jupyter protocol. Not for several threads. */
final class KernelProcess implements AutoCloseable {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final String DELIMITER = "<IDS|MSG>";
    private static final String SCHEME = "HmacSHA256";
    private static final List<String> PORTS =
            List.of("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port");

    /**
     * A message from the kernel.
     *
     * @param type its type
     * @param parent the id of the request it belongs to, empty if none
     * @param content its content
     */
    record Reply(String type, String parent, JsonObject content) {}

    private final ZContext context = new ZContext();
    private final ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket control = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket stdin = context.createSocket(SocketType.DEALER);
    private final ZMQ.Socket iopub = context.createSocket(SocketType.SUB);
    private final String session = UUID.randomUUID().toString();
    private final SecretKeySpec key;
    private final Path connectionFile;
    private final Path log;
    private final Process process;

    /**
     * Starts a kernel; {@link #awaitReady} before use.
     *
     * @param kernelJson its specification
     * @param directory its working directory
     * @param environment variables added to those of this process
     */
    KernelProcess(Path kernelJson, Path directory, Map<String, String> environment) throws IOException {
        String secret = UUID.randomUUID().toString();
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), SCHEME);
        List<Integer> ports = freePorts(PORTS.size());
        connectionFile = Files.createTempFile("kernel", ".json");
        log = Files.createTempFile("kernel", ".log");
        Files.writeString(connectionFile, connection(ports, secret));
        // Where this process is ended before it closes this: nothing of it stays, and a kernel writes nothing any more.
        connectionFile.toFile().deleteOnExit();
        log.toFile().deleteOnExit();
        process = start(kernelJson.toAbsolutePath(), directory, environment);
        Parts.endWithThis(process.toHandle());
        // Else the default of 1000 messages loses output here as it would in the kernel.
        iopub.setHWM(0);
        iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
        // The kernel asks for input whoever sent the cell.
        shell.setIdentity(session.getBytes(StandardCharsets.UTF_8));
        stdin.setIdentity(session.getBytes(StandardCharsets.UTF_8));
        // In the order of PORTS, but for the heartbeat.
        List<ZMQ.Socket> sockets = List.of(shell, iopub, stdin, control);
        for (int i = 0; i < sockets.size(); i++) {
            sockets.get(i).connect("tcp://127.0.0.1:" + ports.get(i));
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var open = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                open.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return open.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : open) {
                socket.close();
            }
        }
    }

    private static String connection(List<Integer> ports, String secret) {
        var json = new JsonObject();
        for (int i = 0; i < PORTS.size(); i++) {
            json.addProperty(PORTS.get(i), ports.get(i));
        }
        json.addProperty("ip", "127.0.0.1");
        json.addProperty("transport", "tcp");
        json.addProperty("signature_scheme", "hmac-sha256");
        json.addProperty("key", secret);
        return GSON.toJson(json);
    }

    private Process start(Path kernelJson, Path directory, Map<String, String> environment) throws IOException {
        JsonObject spec = JsonParser.parseString(Files.readString(kernelJson)).getAsJsonObject();
        var command = new ArrayList<String>();
        for (JsonElement word : spec.getAsJsonArray("argv")) {
            command.add(word.getAsString()
                    .replace("{connection_file}", connectionFile.toString())
                    .replace("{resource_dir}", String.valueOf(kernelJson.getParent())));
        }
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        if (spec.has("env")) {
            spec.getAsJsonObject("env")
                    .entrySet()
                    .forEach(e ->
                            builder.environment().put(e.getKey(), e.getValue().getAsString()));
        }
        builder.environment().putAll(environment);
        builder.environment()
                .put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
        return builder.start();
    }

    /** Waits until the kernel answers and its output arrives here. */
    void awaitReady(Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            requireAlive();
            send(shell, "kernel_info_request", Map.of());
            // An answer alone is not enough: a subscription takes a moment to reach the kernel.
            if (receive(shell, 1000) != null && receive(iopub, 500) != null) {
                while (receive(iopub, 100) != null || receive(shell, 10) != null) {
                    // What the questions brought.
                }
                return;
            }
        }
        throw new IOException("The kernel did not answer within " + limit.toSeconds() + " s. " + lastWords());
    }

    /** Fails with what the process printed if it has ended. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("The kernel ended with code " + process.exitValue() + ". " + lastWords());
        }
    }

    private String lastWords() throws IOException {
        String text = Files.readString(log, StandardCharsets.UTF_8).strip();
        return text.isEmpty()
                ? "It printed nothing."
                : "It printed: " + text.substring(Math.max(0, text.length() - 2000));
    }

    /** Sends a request to the main channel and returns its id. */
    String request(String type, Map<String, ?> content) {
        return send(shell, type, content);
    }

    /** Asks for the end of the running cell. */
    void interrupt() {
        send(control, "interrupt_request", Map.of());
    }

    /** The next output, or null if none comes in time. */
    @Nullable
    Reply output(int millis) {
        return receive(iopub, millis);
    }

    /** The next answer of the main channel, or null if none comes in time. */
    @Nullable
    Reply answer(int millis) {
        return receive(shell, millis);
    }

    /** The next question for input, or null if none comes in time. */
    @Nullable
    Reply question(int millis) {
        return receive(stdin, millis);
    }

    /** Answers a question for input. */
    void input(String line) {
        send(stdin, "input_reply", Map.of("value", line));
    }

    /** What the kernel was told of ports and key. */
    Path connectionFile() {
        return connectionFile;
    }

    /** The process itself. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    private String send(ZMQ.Socket socket, String type, Map<String, ?> content) {
        String id = UUID.randomUUID().toString();
        var header = Map.of(
                "msg_id",
                id,
                "username",
                "runner",
                "session",
                session,
                "date",
                Instant.now().toString(),
                "msg_type",
                type,
                "version",
                "5.3");
        List<String> parts = List.of(GSON.toJson(header), "{}", "{}", GSON.toJson(content));
        socket.sendMore(DELIMITER);
        socket.sendMore(sign(parts));
        for (String part : parts.subList(0, parts.size() - 1)) {
            socket.sendMore(part);
        }
        socket.send(parts.get(parts.size() - 1));
        return id;
    }

    private String sign(List<String> parts) {
        try {
            Mac mac = Mac.getInstance(SCHEME);
            mac.init(key);
            parts.forEach(part -> mac.update(part.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(SCHEME + " is part of every Java", e);
        }
    }

    private static @Nullable Reply receive(ZMQ.Socket socket, int millis) {
        socket.setReceiveTimeOut(millis);
        byte[] first = socket.recv();
        if (first == null) {
            return null;
        }
        var parts = new ArrayList<String>();
        parts.add(new String(first, StandardCharsets.UTF_8));
        while (socket.hasReceiveMore()) {
            parts.add(new String(socket.recv(), StandardCharsets.UTF_8));
        }
        // After the delimiter: signature, header, header of the request, metadata, content.
        int start = parts.indexOf(DELIMITER) + 2;
        JsonObject parent = JsonParser.parseString(parts.get(start + 1)).getAsJsonObject();
        return new Reply(
                JsonParser.parseString(parts.get(start))
                        .getAsJsonObject()
                        .get("msg_type")
                        .getAsString(),
                parent.has("msg_id") ? parent.get("msg_id").getAsString() : "",
                JsonParser.parseString(parts.get(start + 3)).getAsJsonObject());
    }

    /** Ends the kernel by its own choice within a few seconds, or by force. */
    @Override
    public void close() throws IOException {
        try {
            end(Duration.ofSeconds(5));
        } finally {
            context.close();
            Parts.forget(process.toHandle());
            Files.deleteIfExists(connectionFile);
            Files.deleteIfExists(log);
        }
    }

    /** Ends the process, after so much time by force. */
    void end(Duration limit) {
        try {
            if (process.isAlive()) {
                send(control, "shutdown_request", Map.of("restart", false));
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** How the process ended, once it is closed. */
    int exitCode() {
        return process.exitValue();
    }
}
