package io.github.rieszflow.kernel;

import io.github.rieszflow.kernel.Wire.Incoming;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishStatus;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/** The sockets to a front end: every request that can be read is answered, whatever it holds. */
final class KernelConnection extends JupyterConnection {
    private static final Logger LOGGER = Logger.getLogger("io.github.rieszflow.kernel");
    private static final String REQUEST = "_request";

    private final KernelConnectionProperties properties;
    private final Wire wire;
    // In the place of those of the library, which end at the first message they cannot read.
    private final Heartbeat pulse;
    private final ServingChannel requests;
    private final ServingChannel orders;
    private final Console console;
    private final Supplier<ErrorReply> failure;

    /** @param failure why the last cell failed */
    KernelConnection(KernelConnectionProperties properties, Supplier<ErrorReply> failure)
            throws GeneralSecurityException {
        super(properties);
        this.properties = properties;
        this.failure = failure;
        HMACGenerator signer = properties.createHMACGenerator();
        ZMQ.Context context = ZMQ.context(1);
        wire = new Wire(signer);
        pulse = new Heartbeat(context, signer);
        requests = new ServingChannel(context, signer, false, this);
        orders = new ServingChannel(context, signer, true, this);
        Wire.limit(stdin);
        Wire.limit(getIOPub());
        // The default of 1000 messages drops output, even the message that a cell has ended.
        getIOPub().setHWM(0);
        console = new Console(getIOPub());
    }

    Console console() {
        return console;
    }

    Wire wire() {
        return wire;
    }

    @Override
    public void connect() {
        getIOPub().bind(properties);
        getIOPub().sendMessage(new Message<>(null, PublishStatus.MESSAGE_TYPE, PublishStatus.STARTING));
        stdin.bind(properties);
        pulse.bind(properties);
        orders.bind(properties);
        requests.bind(properties);
    }

    @Override
    public CellReplies prepareReplyEnv(ShellChannel channel, MessageContext request) {
        return new CellReplies(channel, stdin, this, request, failure);
    }

    /** Answers a message; in the end the front end has an answer and knows that the kernel is idle. */
    @SuppressWarnings("CatchingUnchecked") // Also an Error of a handler must not end the channel.
    void answer(ShellChannel channel, Incoming incoming) {
        Message<?> message = incoming.message();
        CellReplies replies = prepareReplyEnv(channel, message);
        try {
            String fault = incoming.fault();
            if (fault == null) {
                handle(replies, message);
            } else {
                replies.setBusyDeferIdle();
                replies.refuse(answerTo(message), fault);
            }
        } catch (Throwable t) {
            LOGGER.log(
                    Level.WARNING, "Could not handle a " + message.getHeader().getType() + ": " + t);
            replies.refuse(answerTo(message), "The kernel could not handle this: " + t);
        } finally {
            replies.end();
        }
    }

    private <T> void handle(CellReplies replies, Message<T> message) {
        MessageType<T> type = message.getHeader().getType();
        @Nullable ShellHandler<T> handler = getHandler(type);
        if (handler == null) {
            LOGGER.log(Level.WARNING, "Passed over a message of a type that this kernel does not know.");
        } else {
            handler.handle(replies, message);
        }
    }

    /** The type of the answer to a request, or null if the message is none. */
    private static @Nullable MessageType<?> answerTo(Message<?> message) {
        String name = message.getHeader().getType().getName();
        return name.endsWith(REQUEST)
                ? MessageType.getType(name.substring(0, name.length() - REQUEST.length()) + "_reply")
                : null;
    }

    /** The process is about to end, and its sockets with it. */
    @Override
    public void close() {}

    /** What stands behind every answer that is an error. */
    static ErrorReply error(String line) {
        return new ErrorReply("Refused", line, List.of(line));
    }
}
