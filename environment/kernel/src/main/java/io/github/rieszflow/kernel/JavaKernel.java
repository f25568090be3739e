package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.reply.ErrorReply;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    /** How long a cell has to end in when the kernel ends. */
    private static final long EXIT_MILLIS = 1500;

    /** How long the last answers take to leave. */
    private static final long FLUSH_MILLIS = 300;

    /** Longer than this nobody waits for a list of names. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private static volatile @Nullable JavaKernel running;

    private final ShellThread thread = new ShellThread();
    private final Session session = new Session();
    private final Assistance assistance = new Assistance(session.analysis());
    private final History history = new History();
    private final KernelConnection connection;
    private final Streams streams;
    private volatile @Nullable Evaluation<DisplayData> evaluating;
    private boolean stopped;
    private CellError failure = CellError.interrupted();

    private JavaKernel(KernelConnectionProperties properties) throws GeneralSecurityException {
        connection = new KernelConnection(properties, this::failure);
        streams = new Streams(connection.console(), getIO().in);
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
    @SuppressWarnings("CatchingUnchecked") // An Error would end the thread that serves requests.
    public @Nullable DisplayData eval(String code) throws CellError {
        int cell = executionCount.get() - 1;
        stopped = true;
        var evaluation = new Evaluation<DisplayData>(session.control());
        evaluating = evaluation;
        thread.execute(() -> evaluation.run(() -> evaluateAndShow(code, cell)));
        try {
            DisplayData shown = evaluation.await();
            stopped = session.control().interrupted();
            return shown;
        } catch (Throwable t) {
            failure = Failures.ofCell(t);
            throw failure;
        } finally {
            evaluating = null;
            connection.console().end();
        }
    }

    /** On the thread of JShell. */
    private @Nullable DisplayData evaluateAndShow(String code, int cell) throws CellError {
        history.add(cell, code);
        try {
            Object value = session.evaluate(code, cell);
            if (session.control().interrupted()) {
                System.out.println("Interrupted.");
            }
            return value == null ? null : show(value);
        } finally {
            streams.putBack();
        }
    }

    /** Why the last cell failed, for the front end. */
    private ErrorReply failure() {
        var reply = new ErrorReply(failure.name(), String.valueOf(failure.getMessage()), failure.lines());
        reply.setExecutionCount(executionCount.get() - 1);
        return reply;
    }

    /** What a value looks like: computed like a cell, as it is the value's own code that may fail or take long. */
    private DisplayData show(Object value) throws CellError {
        try {
            return session.control().call(() -> {
                if (value instanceof DisplayData data) {
                    return data;
                }
                connectToolkit();
                if (value.getClass().isArray()) {
                    return new DisplayData(PlainText.of(value));
                }
                DisplayData data = getRenderer().render(value);
                if (data.getData(MIMEType.TEXT_PLAIN) instanceof String text) {
                    // As jshell shows it: the class around a snippet is no affair of the reader's.
                    data.putText(Definitions.plain(text));
                }
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

    /** Has the toolkit say how values are drawn, also those of tablesaw in a notebook that has used nothing else yet. */
    private static void connectToolkit() {
        try {
            Class.forName("io.github.rieszflow.picture.Visible", true, JavaKernel.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            // Without the toolkit this is still a Java kernel.
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
        return thread.ask(ANSWER_LIMIT, () -> Optional.of(assistance.complete(code, units(code, at))))
                .filter(choice -> !choice.names().isEmpty())
                .map(choice -> new ReplacementOptions(choice.names(), code.codePointCount(0, choice.from()), at))
                .orElse(null);
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
        return thread.ask(ANSWER_LIMIT, () -> Optional.ofNullable(assistance.document(code, units(code, at))))
                .map(text -> new DisplayData(text))
                .orElse(null);
    }

    /** The protocol counts code points, Java counts UTF-16 units. */
    private static int units(String code, int at) {
        return code.offsetByCodePoints(0, Math.max(0, Math.min(at, code.codePointCount(0, code.length()))));
    }

    /**
     * Whether an input may be run as it is.
     *
     * @param code the input
     * @return the protocol's word for it, or the white space the next line should begin with
     */
    @Override
    public String isComplete(String code) {
        return thread.ask(ANSWER_LIMIT, () -> Optional.of(assistance.state(code)))
                .map(state -> word(state, code))
                .orElse(IS_COMPLETE_MAYBE);
    }

    private static String word(Assistance.State state, String code) {
        return switch (state) {
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
        var now = evaluating;
        if (now != null) {
            now.interrupt();
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

    private void exitSoon() {
        long wait = evaluating == null ? FLUSH_MILLIS : EXIT_MILLIS;
        CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS).execute(() -> Vital.exit(0));
    }

    /** A kernel whose front end was killed would hold its memory for ever. */
    private static void exitWithParent() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("[0-9]{1,18}")) {
            ProcessHandle.of(Long.parseLong(parent)).ifPresent(JavaKernel::exitAfter);
        }
    }

    private static void exitAfter(ProcessHandle process) {
        var unused = process.onExit().thenRun(() -> Vital.exit(0));
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
        // Made now, they write to the terminal the kernel was started from, and never into a notebook.
        Logger.getLogger("").getHandlers();
        var kernel = new JavaKernel(connectionOf(args[0]));
        running = kernel;
        exitWithParent();
        kernel.serve();
    }

    private static KernelConnectionProperties connectionOf(String file) {
        try {
            // An empty file is null to the library.
            return Objects.requireNonNull(
                    KernelConnectionProperties.parse(Files.readString(Path.of(file))), "it says nothing");
        } catch (IOException | RuntimeException e) {
            // The parser's advice for programmers comes in further lines.
            String why = e.toString().lines().findFirst().orElse("");
            System.err.println("The connection file " + file + " cannot be read: " + why);
            System.exit(2);
            throw new IllegalStateException("The process has ended", e);
        }
    }

    private void serve() {
        becomeHandlerForConnection(connection);
        connection.setHandler(MessageType.HISTORY_REQUEST, history::answer);
        RunAll.install(connection, () -> stopped);
        // The imports take a second or two: the front end is answered meanwhile, only the first cell waits.
        thread.execute(this::startUp);
        connection.connect();
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            // By a cell that interrupts all threads: all others go on, and this one has nothing left to do.
        }
    }

    private void startUp() {
        try {
            StartUp.run(session, StartUp.imports());
        } finally {
            streams.take();
        }
    }
}
