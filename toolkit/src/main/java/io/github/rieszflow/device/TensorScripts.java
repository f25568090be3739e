package io.github.rieszflow.device;

import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Program;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compiled scripts of the last problems: to compile one takes longer than many a step. */
final class TensorScripts {
    /** Those beyond are closed as soon as no descent uses them. */
    private static final int MOST = 8;

    private record Key(String text, Device device) {}

    private static final class Compiled {
        final Program program;
        int users;

        Compiled(Program program) {
            this.program = program;
        }
    }

    /** The one that was used last is the last. */
    private static final Map<Key, Compiled> KEPT = new LinkedHashMap<>(16, 0.75f, true);

    private TensorScripts() {}

    /**
     * A script in use by one descent, with memory of its own.
     *
     * @param key of the compiled script
     * @param program to call
     */
    record Use(Key key, Program program) implements AutoCloseable {
        /** Gives the memory back; to be called once. */
        @Override
        public void close() {
            program.close();
            release(key);
        }
    }

    static synchronized Use open(String text, Device device) {
        Key key = new Key(text, device);
        Compiled compiled = KEPT.get(key);
        if (compiled == null) {
            compiled = new Compiled(Program.loadSequential(text, device));
            KEPT.put(key, compiled);
        }
        Program program = compiled.program.again();
        compiled.users++;
        tidy();
        return new Use(key, program);
    }

    private static synchronized void release(Key key) {
        Compiled compiled = KEPT.get(key);
        if (compiled != null) {
            compiled.users--;
        }
        tidy();
    }

    private static void tidy() {
        var oldest = KEPT.values().iterator();
        while (KEPT.size() > MOST && oldest.hasNext()) {
            Compiled compiled = oldest.next();
            if (compiled.users == 0) {
                oldest.remove();
                compiled.program.close();
            }
        }
    }

    /** How many are kept. */
    static synchronized int kept() {
        return KEPT.size();
    }
}
