package io.github.rieszflow.kernel;

import io.github.rieszflow.kernel.Wire.Incoming;
import io.github.spencerpark.jupyter.channels.ShellChannel;
import io.github.spencerpark.jupyter.channels.ShellReplyEnvironment;
import io.github.spencerpark.jupyter.channels.StdinChannel;
import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import io.github.spencerpark.jupyter.messages.reply.InputReply;
import io.github.spencerpark.jupyter.messages.request.InputRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * The way back to the front end for one request: what cells publish goes through the {@link Console}, errors bear the
 * name of the exception, and a question for input can be given up.
 */
final class CellReplies extends ShellReplyEnvironment {
    private static final int POLL_MILLIS = 20;

    private final StdinChannel stdin;
    private final Wire wire;
    private final Console console;
    private final Supplier<ErrorReply> failure;
    // Only this thread puts replies off; those of cells must not be taken for what it puts off.
    private final Thread owner = Thread.currentThread();
    private @Nullable ErrorReply failed;
    private boolean answered;

    /** @param failure why the last cell failed, with its name and lines */
    CellReplies(
            ShellChannel shell,
            StdinChannel stdin,
            KernelConnection connection,
            MessageContext request,
            Supplier<ErrorReply> failure) {
        super(shell, stdin, connection.getIOPub(), request);
        this.stdin = stdin;
        this.wire = connection.wire();
        this.console = connection.console();
        this.failure = failure;
    }

    @Override
    public void publish(Message<?> message) {
        if (Thread.currentThread() == owner) {
            console.drain();
            super.publish(message);
        } else {
            console.publish(message);
        }
    }

    @Override
    public <T extends ContentType<T>> void publish(T content) {
        if (content instanceof PublishError shown) {
            ErrorReply error = failure.get();
            failed = error;
            publish(new Message<>(
                    getContext(),
                    PublishError.MESSAGE_TYPE,
                    new PublishError(error.getErrorName(), error.getErrorMessage(), shown.getStacktrace())));
        } else {
            super.publish(content);
        }
    }

    @Override
    public void reply(Message<?> message) {
        answered = true;
        super.reply(message);
    }

    /** Answers that a request could not be served, unless it has been answered; a message that is none has no answer. */
    void refuse(@Nullable MessageType<?> answer, String line) {
        if (answer != null && !answered) {
            super.replyError(answer.error(), KernelConnection.error(line));
        }
    }

    /** Sends what was put off: in the end always that the kernel is idle. */
    void end() {
        try {
            resolveDeferrals();
        } catch (IllegalStateException halfDone) {
            // A handler failed between putting off and saying what.
            setStatusIdle();
            resolveDeferrals();
        }
    }

    @Override
    public void replyError(MessageType<?> type, ErrorReply reply) {
        super.replyError(type, failed == null ? reply : failed);
    }

    @Override
    public void resolveDeferrals() {
        console.drain();
        super.resolveDeferrals();
    }

    @Override
    public void writeToStdOut(String text) {
        console.print(StreamType.OUT, text);
    }

    @Override
    public void writeToStdErr(String text) {
        console.print(StreamType.ERR, text);
    }

    /** Asks the front end for a line of input; waiting for it, a cell can be interrupted. */
    @Override
    public String readFromStdIn(String prompt, boolean isPassword) {
        var answer = new CompletableFuture<String>();
        // On a thread of its own: an interrupt would close the socket.
        var asking = new Thread(() -> ask(new InputRequest(prompt, isPassword), answer), "input");
        asking.setDaemon(true);
        asking.start();
        try {
            return answer.get() + System.lineSeparator();
        } catch (InterruptedException e) {
            answer.cancel(false);
            throw new CellStopped();
        } catch (ExecutionException e) {
            throw new IllegalStateException("No input could be asked for: " + e.getCause(), e);
        }
    }

    private void ask(InputRequest question, CompletableFuture<String> answer) {
        try {
            console.drain();
            synchronized (stdin) {
                while (arrived()) {
                    wire.read(stdin); // the answer to a question that was given up
                }
                stdin.sendMessage(new Message<>(getContext(), InputRequest.MESSAGE_TYPE, question));
                while (!answer.isDone()) {
                    if (!arrived()) {
                        Thread.sleep(POLL_MILLIS);
                    } else if (content(wire.read(stdin)) instanceof InputReply reply && reply.getValue() != null) {
                        answer.complete(reply.getValue());
                    }
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static @Nullable Object content(@Nullable Incoming incoming) {
        return incoming == null ? null : incoming.message().getContent();
    }

    private boolean arrived() {
        return (stdin.getEvents() & ZMQ.Poller.POLLIN) != 0;
    }
}
