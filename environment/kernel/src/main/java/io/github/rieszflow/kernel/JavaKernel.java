package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A Java kernel for Jupyter: JShell behind the Jupyter protocol.
 *
 * <p>A last expression is shown; an error shows the cell's own lines; an interrupted cell may return what it has. A
 * library in the notebook finds the kernel with {@link #running()} and may register how its values are shown.
 */
public final class JavaKernel extends BaseKernel {
    private static final long EXIT_MILLIS = 1500;

    private static volatile @Nullable JavaKernel running;

    private final Session session = new Session();
    private final Assistance assistance = new Assistance(session.analysis());
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean evaluating;
    private boolean stopped;
    private CellError failure = CellError.interrupted();
    private final KernelConnection connection;

    private JavaKernel(KernelConnectionProperties properties) throws GeneralSecurityException {
        connection = new KernelConnection(properties, this::failure);
        // What threads print after their cell's end is for the reader as well, so the streams stay.
        setShouldReplaceStdStreams(false);
    }

    /**
     * The kernel of this JVM.
     *
     * @return the kernel, or null if this JVM is no notebook's kernel
     */
    public static @Nullable JavaKernel running() {
        return running;
    }

    /**
     * Runs a cell.
     *
     * @param code the cell
     * @return what its last expression looks like, or null if there is nothing to show
     * @throws CellError if the cell failed
     */
    @Override
    public @Nullable DisplayData eval(String code) throws CellError {
        awaitStart();
        stopped = true;
        session.control().begin();
        evaluating = true;
        try {
            Object value = session.evaluate(code, executionCount.get() - 1);
            boolean interrupted = session.control().interrupted();
            if (interrupted) {
                System.out.println("Interrupted.");
            }
            DisplayData shown = value == null ? null : show(value);
            stopped = interrupted;
            return shown;
        } catch (CellError e) {
            failure = e;
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // Out of JShell itself, as for code nested too deeply; an Error would end the thread that serves requests.
            failure = new CellError(e.getClass().getName(), "The kernel could not run this: " + e);
            throw failure;
        } finally {
            evaluating = false;
            connection.console().end();
        }
    }

    /** Why the last cell failed, for the front end. */
    private ErrorReply failure() {
        var reply = new ErrorReply(failure.name(), String.valueOf(failure.getMessage()), failure.lines());
        reply.setExecutionCount(executionCount.get() - 1);
        return reply;
    }

    /** JShell is not for two threads at once. */
    private void awaitStart() {
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("The thread that serves requests is interrupted by nobody", e);
        }
    }

    /** What a value looks like: computed like a cell, as it is the value's own code that may fail or take long. */
    private DisplayData show(Object value) throws CellError {
        try {
            return session.control().call(() -> {
                if (value instanceof DisplayData data) {
                    return data;
                }
                if (value.getClass().isArray()) {
                    return new DisplayData(PlainText.of(value));
                }
                DisplayData data = getRenderer().render(value);
                if (value instanceof RenderedImage) {
                    data.putText(PlainText.of(value));
                }
                return data;
            });
        } catch (Exception e) {
            if (session.control().interrupted()) {
                throw CellError.interrupted();
            }
            throw Failures.unshowable(value, e);
        }
    }

    /**
     * The lines a notebook shows for a failed cell.
     *
     * @param e the failure
     * @return the lines, in the colour of errors
     */
    @Override
    public List<String> formatError(Exception e) {
        List<String> lines = e instanceof CellError error ? error.lines() : List.of(String.valueOf(e));
        return lines.stream().map(line -> "\u001b[31m" + line + "\u001b[0m").toList();
    }

    /**
     * What may stand at the cursor.
     *
     * @param code the cell
     * @param at the cursor, in characters
     * @return the names, or null if there are none
     */
    @Override
    public @Nullable ReplacementOptions complete(String code, int at) {
        awaitStart();
        var choice = assistance.complete(code, units(code, at));
        if (choice.names().isEmpty()) {
            return null;
        }
        return new ReplacementOptions(choice.names(), code.codePointCount(0, choice.from()), at);
    }

    /**
     * Signature and documentation of what stands at the cursor.
     *
     * @param code the cell
     * @param at the cursor, in characters
     * @param extraDetail not used: there is always all there is
     * @return the text, or null if nothing is known
     */
    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        awaitStart();
        String text = assistance.document(code, units(code, at));
        return text == null ? null : new DisplayData(text);
    }

    /** The protocol counts code points, Java counts UTF-16 units. */
    private static int units(String code, int at) {
        return code.offsetByCodePoints(0, Math.min(at, code.codePointCount(0, code.length())));
    }

    /**
     * Whether an input may be run as it is.
     *
     * @param code the input
     * @return the protocol's word for it, or the white space the next line should begin with
     */
    @Override
    public String isComplete(String code) {
        awaitStart();
        return switch (assistance.state(code)) {
            case COMPLETE -> IS_COMPLETE_YES;
            case INVALID -> IS_COMPLETE_BAD;
            case INCOMPLETE -> nextIndent(code);
        };
    }

    private static String nextIndent(String code) {
        String last = code.substring(code.stripTrailing().lastIndexOf('\n') + 1).stripTrailing();
        String indent = last.substring(0, last.length() - last.stripLeading().length());
        return last.endsWith("{") || last.endsWith("(") ? indent + "    " : indent;
    }

    /**
     * The language of the cells.
     *
     * @return Java, in the version of this JVM
     */
    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("Java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java")
                .fileExtension(".jshell")
                .pygments("java")
                .codemirror("text/x-java")
                .build();
    }

    /**
     * What a console shows at start.
     *
     * @return one line
     */
    @Override
    public String getBanner() {
        return "Java " + Runtime.version();
    }

    /** Asks the running cell to end; asked again, or after a few seconds, the kernel goes on without it. */
    @Override
    public void interrupt() {
        if (evaluating) {
            session.control().interrupt();
        }
    }

    /**
     * Ends the process soon, whatever a cell is doing.
     *
     * @param isRestarting whether another kernel follows; makes no difference here
     */
    @Override
    public void onShutdown(boolean isRestarting) {
        interrupt();
        exitSoon();
    }

    private static void exitSoon() {
        var exit = new Thread(
                () -> {
                    try {
                        Thread.sleep(EXIT_MILLIS);
                    } catch (InterruptedException e) {
                        // Then at once.
                    }
                    System.exit(0);
                },
                "exit");
        exit.setDaemon(true);
        exit.start();
    }

    /** A kernel whose front end was killed would hold its memory for ever. */
    private static void exitWithParent() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("[0-9]{1,18}")) {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(JavaKernel::exitAfter);
        }
    }

    private static void exitAfter(ProcessHandle process) {
        var unused = process.onExit().thenRun(() -> System.exit(0));
    }

    /**
     * Serves a front end until it says to stop.
     *
     * @param args the connection file that the front end wrote
     * @throws GeneralSecurityException if the JVM lacks the signature scheme the file names
     */
    public static void main(String[] args) throws GeneralSecurityException {
        if (args.length != 1) {
            System.err.println("A Jupyter front end starts this with one argument, its connection file; got "
                    + args.length + ". To install the kernel, run " + Install.class.getName() + ".");
            System.exit(2);
        }
        // The library logs every loop and message at level INFO.
        Logger.getLogger("").setLevel(Level.WARNING);
        String properties = "";
        try {
            properties = Files.readString(Path.of(args[0]));
        } catch (IOException e) {
            System.err.println("The connection file " + args[0] + " cannot be read: " + e);
            System.exit(2);
        }
        var kernel = new JavaKernel(KernelConnectionProperties.parse(properties));
        running = kernel;
        exitWithParent();
        kernel.serve();
        System.exit(0);
    }

    private void serve() {
        becomeHandlerForConnection(connection);
        RunAll.install(connection, () -> stopped);
        connection.connect();
        // The imports take a second or two: the front end is answered meanwhile, only the first cell waits.
        try {
            StartUp.run(session, StartUp.imports());
        } finally {
            takeStreams();
            started.countDown();
        }
        connection.waitUntilClose();
    }

    /** From now on all that this JVM prints is for the notebook. */
    private void takeStreams() {
        System.setOut(connection.console().stream(StreamType.OUT));
        System.setErr(connection.console().stream(StreamType.ERR));
        System.setIn(getIO().in);
        // A thread of a cell that ends by an interrupt has nothing to report.
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (!(thrown instanceof CellStopped)) {
                System.err.println("Thread " + thread.getName() + " ended: " + thrown);
            }
        });
    }
}
