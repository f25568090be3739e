package io.github.rieszflow.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.adapters.HistoryRequestAdapter;
import io.github.spencerpark.jupyter.messages.request.CompleteRequest;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import io.github.spencerpark.jupyter.messages.request.InspectRequest;
import io.github.spencerpark.jupyter.messages.request.IsCompleteRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * Takes messages off sockets: each one whole, signed and not seen before. One that is not is logged and dropped; one
 * whose content is not what its type promises is handed out with the fault, to be answered. None throws.
 */
final class Wire {
    /** A frame that claims to be longer closes its connection before anything is allocated for it, in bytes. */
    private static final long LONGEST = 256L << 20;

    /** Who has not said by then that it speaks the protocol is cut off, and may try again. */
    private static final int GREETING_MILLIS = 3000;

    private static final Logger LOGGER = Logger.getLogger("io.github.rieszflow.kernel");
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNED_PARTS = 4;
    private static final int REMEMBERED = 10_000;
    private static final int MOST_COMPLAINTS = 100;

    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(HistoryRequest.class, HistoryRequestAdapter.INSTANCE)
            .create();
    private static final TypeToken<Map<String, Object>> MAP = new TypeToken<>() {};

    /**
     * A message that arrived.
     *
     * @param message the message; without content if there is a fault
     * @param fault what is wrong with its content, or null
     */
    record Incoming(Message<?> message, @Nullable String fault) {}

    private final HMACGenerator signer;
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });
    private int complaints;

    Wire(HMACGenerator signer) {
        this.signer = signer;
    }

    /** Sets how much a socket bears with, before it is bound. */
    static void limit(ZMQ.Socket socket) {
        socket.setMaxMsgSize(LONGEST);
        socket.setHandshakeIvl(GREETING_MILLIS);
    }

    /** The message that waits at a socket, or null if it was not fit to be answered. */
    @Nullable
    Incoming read(JupyterSocket socket) {
        List<byte[]> parts;
        synchronized (socket) {
            parts = frames(socket);
        }
        return parts.isEmpty() ? null : read(parts);
    }

    /** The frames of the message that waits at a socket; none if there is none, whatever the poller said. */
    static List<byte[]> frames(ZMQ.Socket socket) {
        List<byte[]> parts = new ArrayList<>();
        byte[] part = socket.recv(ZMQ.DONTWAIT);
        while (part != null) {
            parts.add(part);
            part = socket.hasReceiveMore() ? socket.recv(ZMQ.DONTWAIT) : null;
        }
        return parts;
    }

    /** The message made of frames, or null. */
    @Nullable
    Incoming read(List<byte[]> parts) {
        int delimiter = 0;
        while (delimiter < parts.size() && !Arrays.equals(parts.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        if (parts.size() < delimiter + 2 + SIGNED_PARTS) {
            complain("a message of " + parts.size() + " frames, which is no message of Jupyter's");
            return null;
        }
        String signature = new String(parts.get(delimiter + 1), StandardCharsets.UTF_8);
        byte[][] signed =
                parts.subList(delimiter + 2, delimiter + 2 + SIGNED_PARTS).toArray(byte[][]::new);
        String problem = unsigned(signature, signer.calculateSignature(signed));
        if (problem != null) {
            complain(problem);
            return null;
        }
        Header<?> header;
        Header<?> parent;
        try {
            header = header(text(signed[0]));
            parent = parent(text(signed[1]));
        } catch (RuntimeException | StackOverflowError e) {
            complain("a message whose header cannot be read: " + e);
            return null;
        }
        List<byte[]> identities = List.copyOf(parts.subList(0, delimiter));
        List<byte[]> blobs = List.copyOf(parts.subList(delimiter + 2 + SIGNED_PARTS, parts.size()));
        try {
            Map<String, Object> metadata = GSON.fromJson(text(signed[2]), MAP);
            Object content = content(header.getType(), text(signed[3]));
            return new Incoming(message(identities, header, parent, metadata, content, blobs), null);
        } catch (RuntimeException | StackOverflowError e) {
            String fault = "The content of this " + header.getType().getName() + " cannot be read: "
                    + (e.getMessage() == null ? e.toString() : e.getMessage());
            return new Incoming(message(identities, header, parent, null, null, blobs), fault);
        }
    }

    /** Why a message is not to be trusted, or null. */
    private synchronized @Nullable String unsigned(String given, String expected) {
        if (expected.isEmpty()) {
            return null; // A connection without a key.
        }
        if (!MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.US_ASCII))) {
            return "a message with a wrong signature: the front end may have the connection file of another kernel";
        }
        return seen.add(given) ? null : "a message that was sent before";
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Header<?> header(String json) {
        JsonObject fields = JsonParser.parseString(json).getAsJsonObject();
        return new Header<>(
                required(fields, "msg_id"),
                optional(fields, "username"),
                optional(fields, "session"),
                new KernelTimestamp(optional(fields, "date")),
                MessageType.getType(required(fields, "msg_type")),
                optional(fields, "version"));
    }

    private static @Nullable Header<?> parent(String json) {
        JsonElement parent = JsonParser.parseString(json);
        return parent.isJsonObject() && parent.getAsJsonObject().has("msg_id") ? header(json) : null;
    }

    private static String required(JsonObject fields, String name) {
        if (!fields.has(name)) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return fields.get(name).getAsString();
    }

    private static String optional(JsonObject fields, String name) {
        return fields.has(name) && fields.get(name).isJsonPrimitive()
                ? fields.get(name).getAsString()
                : "";
    }

    private static Object content(MessageType<?> type, String json) {
        JsonElement element = JsonParser.parseString(json);
        if (!element.isJsonObject()) {
            throw new IllegalArgumentException("expected a JSON object, got " + abbreviated(json));
        }
        Object content = GSON.fromJson(element, type.getContentType());
        if (content == null || (asksAboutCode(content) && !hasText(element.getAsJsonObject(), "code"))) {
            throw new IllegalArgumentException("expected a text called code, got " + abbreviated(json));
        }
        return content;
    }

    private static boolean asksAboutCode(Object content) {
        return content instanceof ExecuteRequest
                || content instanceof CompleteRequest
                || content instanceof InspectRequest
                || content instanceof IsCompleteRequest;
    }

    private static boolean hasText(JsonObject fields, String name) {
        return fields.has(name)
                && fields.get(name).isJsonPrimitive()
                && fields.get(name).getAsJsonPrimitive().isString();
    }

    private static String abbreviated(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    // The library's own type parameters only say that header and content belong together, which they do.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Message<?> message(
            List<byte[]> identities,
            Header<?> header,
            @Nullable Header<?> parent,
            @Nullable Map<String, Object> metadata,
            @Nullable Object content,
            List<byte[]> blobs) {
        return new Message(identities, header, parent, metadata, content, blobs);
    }

    /** Logs what was dropped; whoever sends without end fills no disk. */
    private synchronized void complain(String what) {
        if (complaints++ < MOST_COMPLAINTS) {
            LOGGER.log(Level.WARNING, "Dropped {0}.", what);
        } else if (complaints == MOST_COMPLAINTS + 1) {
            LOGGER.warning("Dropped more such messages, which are not logged.");
        }
    }
}
