package io.github.rieszflow.kernel;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM, each on a thread of its own, keeps the value as an object, and lets the running snippet
 * be interrupted.
 *
 * <p>An interrupt first sets the interrupt status of every thread that runs code of a cell: a long computation can return
 * and hand over what it has. After {@link #GRACE_MILLIS} the code of cells ends at its next {@link Checkpoint}. What is
 * left then is code of a library that responds to neither; after {@link #PATIENCE_MILLIS}, or at a second interrupt, nobody
 * waits for it any more, and it ends when it returns to the cell.
 */
final class CellControl extends DirectExecutionControl {
    static final long GRACE_MILLIS = 500;
    static final long PATIENCE_MILLIS = 10_000;

    private static final long SETTLE_MILLIS = 1000;
    private static final long HINT_MILLIS = 2000;

    /** The package of the classes that JShell makes of snippets. */
    private static final String CELLS = "REPL.";

    /** The work in progress. */
    private record Work(Thread thread, CompletableFuture<@Nullable Object> result) {}

    /** Says that an interrupted snippet did not return in time. */
    private static final class Abandoned extends Exception {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("Interrupted.", null, false, false);
        }
    }

    // The JShell loader, set on this thread by the superclass: what snippets must see as their context loader.
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final Definitions definitions = new Definitions();
    private @Nullable Work work;
    private boolean interrupted;
    private boolean abandoned;
    // Of the thread that evaluates cells only.
    private boolean stopped;
    private @Nullable Object value;
    private @Nullable Throwable failure;

    @Override
    public void load(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        super.load(woven(classes));
        for (ClassBytecodes one : classes) {
            definitions.loaded(known(one), one.bytecodes());
        }
    }

    /** Changes classes in place where the JVM can; JShell replaces them where it cannot. */
    @Override
    public void redefine(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        ClassBytecodes[] woven = woven(classes);
        var targets = new Class<?>[woven.length];
        var code = new byte[woven.length][];
        for (int i = 0; i < woven.length; i++) {
            targets[i] = known(woven[i]);
            code[i] = woven[i].bytecodes();
        }
        if (!Redefinition.redefine(targets, code)) {
            throw new ClassInstallException("redefine", new boolean[classes.length]);
        }
        classesRedefined(woven);
        for (ClassBytecodes one : classes) {
            definitions.uses(one.name(), one.bytecodes());
        }
    }

    private static ClassBytecodes[] woven(ClassBytecodes[] classes) {
        return Arrays.stream(classes)
                .map(one -> new ClassBytecodes(one.name(), Weaver.weave(one.bytecodes())))
                .toArray(ClassBytecodes[]::new);
    }

    private Class<?> known(ClassBytecodes one) throws ClassInstallException {
        try {
            return findClass(one.name());
        } catch (ClassNotFoundException e) {
            throw new ClassInstallException(one.name() + " was not loaded", new boolean[1]);
        }
    }

    /** What has become of earlier definitions. */
    Definitions definitions() {
        return definitions;
    }

    /** As in the superclass, which would flush {@code System.out} here, be it what it may. */
    @Override
    public String invoke(String className, String methodName) throws RunException, InternalException {
        Method snippet;
        try {
            snippet = findClass(className).getDeclaredMethod(methodName);
            snippet.setAccessible(true);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new InternalException(e.toString());
        }
        try {
            return invoke(snippet);
        } catch (RunException e) {
            throw e;
        } catch (SPIResolutionException e) {
            return throwConvertedInvocationException(e);
        } catch (InvocationTargetException e) {
            return throwConvertedInvocationException(e.getCause());
        } catch (Exception e) {
            return throwConvertedOtherException(e);
        }
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        value = null;
        // An interrupt that came while this snippet was compiled.
        if (interrupted()) {
            stopped = true;
            throw new StoppedException();
        }
        try {
            value = call(() -> {
                Object result = snippet.invoke(null);
                flush();
                return result;
            });
        } catch (Abandoned e) {
            stopped = true;
            throw new StoppedException();
        } catch (InvocationTargetException e) {
            // The first one: a declaration of several variables goes on with the next.
            failure = failure == null ? e.getCause() : failure;
            throw e;
        }
        // The superclass would return the value as text: for a large array that takes seconds, and no one reads it.
        return "";
    }

    /** On the thread of the cell, as the stream may be one of the cell's own, which may take for ever. */
    private static void flush() {
        PrintStream out = System.out;
        if (out != null) {
            out.flush();
        }
    }

    /** Runs an action as a snippet is run: on its own thread, interruptible; throws what it threw. */
    <T extends @Nullable Object> T call(Callable<T> action) throws Exception {
        var result = new CompletableFuture<@Nullable Object>();
        var thread = new Thread(() -> complete(result, action), "cell");
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        synchronized (this) {
            work = new Work(thread, result);
        }
        thread.start();
        try {
            @SuppressWarnings("unchecked")
            T done = (T) result.get();
            return done;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : new InvocationTargetException(e.getCause());
        } finally {
            synchronized (this) {
                work = null;
            }
            if (interrupted()) {
                endOthers(thread);
            }
        }
    }

    /** Also what an interrupted cell has going on other threads ends before anything else begins. */
    private static void endOthers(Thread done) {
        Checkpoint.close();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS);
        while (System.nanoTime() < end
                && Thread.getAllStackTraces().entrySet().stream()
                        .anyMatch(entry -> entry.getKey() != done && runsCell(entry.getValue()))) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        Checkpoint.open();
    }

    // Whatever the action throws belongs to whoever waits for it.
    @SuppressWarnings("CatchingUnchecked")
    private static void complete(CompletableFuture<@Nullable Object> result, Callable<?> action) {
        try {
            result.complete(action.call());
        } catch (Throwable t) {
            result.completeExceptionally(t);
        }
    }

    /** Asks all code of cells to end; at the second time no longer waits for it. */
    synchronized void interrupt() {
        var now = work;
        if (interrupted && now != null) {
            abandon(now);
        } else if (now != null) {
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                if (thread == now.thread() || runsCell(stack)) {
                    thread.interrupt();
                }
            });
            after(GRACE_MILLIS, now, Checkpoint::close);
            after(
                    HINT_MILLIS,
                    now,
                    () -> System.out.println(
                            "Interrupted; waiting for what the cell has called. A second interrupt does not wait."));
            after(PATIENCE_MILLIS, now, () -> abandon(now));
        }
        interrupted = true;
    }

    private static boolean runsCell(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith(CELLS));
    }

    /** Does something later if the work is still going on then. */
    private void after(long millis, Work then, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            synchronized (this) {
                if (then.equals(work)) {
                    action.run();
                }
            }
        });
    }

    private synchronized void abandon(Work now) {
        abandoned |= now.result().completeExceptionally(new Abandoned());
        Checkpoint.abandon(now.thread());
    }

    /** Forgets earlier interrupts: a new cell begins. */
    synchronized void begin() {
        interrupted = false;
        abandoned = false;
        stopped = false;
        Checkpoint.open();
    }

    /** Whether an interrupt came since the cell began. */
    synchronized boolean interrupted() {
        return interrupted;
    }

    /** Whether the cell called what has not ended yet. */
    synchronized boolean abandoned() {
        return abandoned;
    }

    /** Whether a snippet of this cell was abandoned, or not begun, because of an interrupt. */
    boolean stopped() {
        return stopped;
    }

    /** Forgets what the last snippet came to. */
    void beginSnippet() {
        failure = null;
        value = null;
        definitions.begin();
    }

    /** What the last snippet threw, if it did. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The value of the last snippet, handed out once. */
    @Nullable
    Object takeValue() {
        var last = value;
        value = null;
        return last;
    }
}
