package io.github.rieszflow.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A front end that sends what it likes: any frames to any channel, signed or not. */
final class RawFrontEnd implements AutoCloseable {
    static final String DELIMITER = "<IDS|MSG>";

    /** The channels that take messages. */
    static final List<String> CHANNELS = List.of("shell", "control", "stdin");

    private final ZContext context = new ZContext();
    private final Map<String, ZMQ.Socket> sockets = new HashMap<>();
    private final JsonObject connection;
    private final HMACGenerator signer;

    RawFrontEnd(Path connectionFile) throws IOException, GeneralSecurityException {
        connection = JsonParser.parseString(Files.readString(connectionFile)).getAsJsonObject();
        signer = new HMACGenerator("hmac-sha256", connection.get("key").getAsString());
    }

    /** A header as front ends write it. */
    static String header(String type) {
        return "{\"msg_id\": \"" + UUID.randomUUID() + "\", \"username\": \"u\", \"session\": \"s\", \"date\": \"now\","
                + " \"msg_type\": \"" + type + "\", \"version\": \"5.3\"}";
    }

    /** A whole message, signed. */
    List<String> signed(String header, String parent, String metadata, String content) {
        return List.of(DELIMITER, sign(header, parent, metadata, content), header, parent, metadata, content);
    }

    String sign(String... parts) {
        var bytes = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
        }
        return signer.calculateSignature(bytes);
    }

    private int port(String channel) {
        return connection.get(channel + "_port").getAsInt();
    }

    /** Sends frames to a channel and returns the frames that come back in time, or null. */
    @Nullable
    List<String> send(String channel, List<String> frames, int waitMillis) {
        ZMQ.Socket socket = sockets.computeIfAbsent(channel, this::connect);
        socket.setReceiveTimeOut(0);
        while (receive(socket) != null) {
            // What came too late for whoever asked.
        }
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i).getBytes(StandardCharsets.UTF_8);
            if (i < frames.size() - 1) {
                socket.sendMore(frame);
            } else {
                socket.send(frame);
            }
        }
        socket.setReceiveTimeOut(waitMillis);
        return receive(socket);
    }

    private ZMQ.Socket connect(String channel) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.connect("tcp://127.0.0.1:" + port(channel));
        return socket;
    }

    private static @Nullable List<String> receive(ZMQ.Socket socket) {
        String first = socket.recvStr();
        if (first == null) {
            return null;
        }
        var answer = new ArrayList<>(List.of(first));
        while (socket.hasReceiveMore()) {
            answer.add(socket.recvStr());
        }
        return answer;
    }

    /** The content of the answer to a request, or null if there is none in time. */
    @Nullable
    JsonObject ask(String channel, String type, String content, int waitMillis) {
        List<String> answer = send(channel, signed(header(type), "{}", "{}", content), waitMillis);
        return answer == null
                ? null
                : JsonParser.parseString(answer.get(answer.indexOf(DELIMITER) + 5))
                        .getAsJsonObject();
    }

    /** Writes bytes to the port of a channel as no front end does. */
    void bytes(String channel, byte[] garbage) throws IOException {
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), port(channel))) {
            plain.getOutputStream().write(garbage);
            plain.getOutputStream().flush();
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
