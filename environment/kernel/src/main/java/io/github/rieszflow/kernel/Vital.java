package io.github.rieszflow.kernel;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.zeromq.ZMQ;

/**
 * Threads that the kernel cannot do without. One that ends would leave a kernel that is alive and answers nothing, which a
 * front end waits for for ever: the process ends with it, and the front end starts another.
 */
final class Vital {
    private static final Logger LOGGER = Logger.getLogger("io.github.rieszflow.kernel");
    private static final int POLL_MILLIS = 100;
    private static final long HOOKS_MILLIS = 5000;
    /** An end that a front end takes for a crash. */
    private static final int CRASHED = 1;

    private static volatile boolean ending;

    private Vital() {}

    /** Serves a socket on a thread of its own. */
    static void start(String name, ZMQ.Context context, ZMQ.Socket socket, Runnable one) {
        var thread = new Thread(() -> serve(context, socket, one), name);
        thread.setDaemon(true);
        thread.start();
    }

    // Whatever ends this thread has to end the process.
    @SuppressWarnings("CatchingUnchecked")
    private static void serve(ZMQ.Context context, ZMQ.Socket socket, Runnable one) {
        try {
            ZMQ.Poller poller = context.poller(1);
            poller.register(socket, ZMQ.Poller.POLLIN);
            while (true) {
                // A cell that interrupts every thread there is has cut the connections as well.
                if (Thread.interrupted()) {
                    throw new IllegalStateException("A cell has interrupted the threads of the kernel");
                }
                if (poller.poll(POLL_MILLIS) > 0) {
                    one.run();
                }
            }
        } catch (Throwable t) {
            ended(Thread.currentThread(), t);
        }
    }

    /** Whether a thread is one of JeroMQ's, without which nothing is received. */
    static boolean isTransport(Thread thread) {
        return thread.getName().startsWith("iothread-") || thread.getName().startsWith("reaper-");
    }

    /** Ends the process as a thread has ended that it cannot do without. */
    static void ended(Thread thread, Throwable reason) {
        if (!ending) {
            LOGGER.log(Level.SEVERE, "The thread " + thread.getName() + " has ended, and the kernel with it", reason);
            exit(CRASHED);
        }
    }

    /** Ends the process, whatever a shutdown hook of a cell does. */
    static void exit(int code) {
        ending = true;
        var last = new Thread(
                () -> {
                    try {
                        Thread.sleep(HOOKS_MILLIS);
                    } catch (InterruptedException e) {
                        // Then at once.
                    }
                    Runtime.getRuntime().halt(code);
                },
                "halt");
        last.setDaemon(true);
        last.start();
        System.exit(code);
    }
}
