package io.github.rieszflow.kernel;

import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import java.io.InputStream;
import java.io.PrintStream;

/** The standard streams of this JVM, which are for the notebook: put back where a cell has put others in their place. */
final class Streams {
    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;

    Streams(Console console, InputStream in) {
        out = console.stream(StreamType.OUT);
        err = console.stream(StreamType.ERR);
        this.in = in;
    }

    /** From now on all that this JVM prints is for the notebook. */
    void take() {
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (Vital.isTransport(thread)) {
                Vital.ended(thread, thrown);
            } else if (!(thrown instanceof CellStopped)) {
                // A thread of a cell that ends by an interrupt has nothing to report.
                System.err.println("Thread " + thread.getName() + " ended: " + thrown);
            }
        });
    }

    /** After a cell: what it has put in the place of a stream holds until its end, else nothing would show any more. */
    void putBack() {
        boolean replaced = System.out != out || System.err != err;
        System.setOut(out);
        System.setErr(err);
        System.setIn(in);
        if (replaced) {
            out.println("(This cell replaced System.out or System.err: they show in the notebook again from here on.)");
        }
    }
}
