package io.github.rieszflow.kernel;

import io.github.rieszflow.kernel.Wire.Incoming;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.zeromq.ZMQ;

/**
 * Lets "run all" end at the first cell that fails or is interrupted: the front end has sent all cells at once, so
 * those that wait behind it are answered as aborted.
 */
final class RunAll {
    /** The content of the answer to a cell that is not run. */
    private static final Map<String, String> ABORTED = Map.of("status", "aborted");

    private final KernelConnection connection;
    private final ShellHandler<ExecuteRequest> run;
    private final Console console;
    private final BooleanSupplier stops;

    private RunAll(KernelConnection connection, BooleanSupplier stops) {
        this.console = connection.console();
        this.connection = connection;
        this.run = connection.getHandler(MessageType.EXECUTE_REQUEST);
        this.stops = stops;
    }

    /**
     * Takes its place before the connection's handler of cells.
     *
     * @param stops whether the cell just run ends the run
     */
    static void install(KernelConnection connection, BooleanSupplier stops) {
        connection.setHandler(MessageType.EXECUTE_REQUEST, new RunAll(connection, stops)::handle);
    }

    private void handle(ShellReplyEnvironment env, Message<ExecuteRequest> request) {
        console.begin(request);
        run.handle(env, request);
        if (!stops.getAsBoolean() || !(env.getShell() instanceof ShellChannel shell)) {
            return;
        }
        // The failed cell is not answered yet, so what waits now was sent without knowing of the failure.
        var waiting = new ArrayList<Incoming>();
        while ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            Incoming incoming = connection.wire().read(shell);
            if (incoming != null) {
                waiting.add(incoming);
            }
        }
        env.resolveDeferrals();
        waiting.forEach(incoming -> answer(shell, incoming));
    }

    private void answer(ShellChannel shell, Incoming waiting) {
        Message<?> message = waiting.message();
        if (message.getContent() instanceof ExecuteRequest request && request.shouldStopOnError()) {
            CellReplies reply = connection.prepareReplyEnv(shell, message);
            reply.setBusyDeferIdle();
            reply.reply(aborted(message));
            reply.end();
        } else {
            connection.answer(shell, waiting);
        }
    }

    // The library knows no such answer, so its content is of a type of our own.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Message<?> aborted(Message<?> request) {
        return new Message(request, (MessageType) MessageType.EXECUTE_REPLY, ABORTED);
    }
}
