package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;

/** The sockets to a front end, with our way back for every request. */
final class KernelConnection extends JupyterConnection {
    private final Console console;
    private final Supplier<ErrorReply> failure;

    /** @param failure why the last cell failed */
    KernelConnection(KernelConnectionProperties properties, Supplier<ErrorReply> failure)
            throws GeneralSecurityException {
        super(properties);
        // The default of 1000 messages drops output, even the message that a cell has ended.
        getIOPub().setHWM(0);
        this.console = new Console(getIOPub());
        this.failure = failure;
    }

    Console console() {
        return console;
    }

    @Override
    public ShellReplyEnvironment prepareReplyEnv(ShellChannel channel, MessageContext request) {
        return new CellReplies(channel, stdin, getIOPub(), request, console, failure);
    }
}
