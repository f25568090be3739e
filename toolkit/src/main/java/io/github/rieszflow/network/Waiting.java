package io.github.rieszflow.network;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets PyTorch's threads sleep while they wait for each other. By default they spin: beside other work on the machine each
 * then burns the time that the one it waits for would need, and a step takes many times as long.
 */
final class Waiting {
    /** For the OpenMP of GNU and of LLVM. */
    private static final Map<String, String> PASSIVE = Map.of("OMP_WAIT_POLICY", "PASSIVE", "KMP_BLOCKTIME", "0");

    private static final AtomicBoolean SET = new AtomicBoolean();

    private Waiting() {}

    /** To be called before the native library is loaded, which reads these variables then; what the user has set stays. */
    static void passively() {
        if (SET.getAndSet(true)) {
            return;
        }
        try {
            if (Platform.isWindows()) {
                return;
            }
            Function set = NativeLibrary.getInstance("c").getFunction("setenv");
            PASSIVE.forEach((name, value) -> set.invokeInt(new Object[] {name, value, 0}));
        } catch (LinkageError e) {
            // Without JNA or a C library under this name networks are as quick on an idle machine, and slower on a busy
            // one.
            System.getLogger(Waiting.class.getName()).log(System.Logger.Level.DEBUG, "threads will spin", e);
        }
    }
}
