package io.github.rieszflow.device;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A driver whose device is the processor: the kernels, compiled by a C++ compiler where there is one. */
final class Twin {
    private static final Path SOURCE = Path.of("src/test/cuda/twin.cpp");
    private static String library = "";

    private Twin() {}

    /** Puts the twin in the driver's place; where there is no compiler the calling test is skipped. */
    static synchronized void use() {
        if (library.isEmpty()) {
            try {
                Path out = Files.createTempDirectory("twin").resolve("libtwin.so");
                Process compiler = new ProcessBuilder(
                                "g++",
                                "-O2",
                                "-w",
                                "-std=c++17",
                                "-ffp-contract=off",
                                "-shared",
                                "-fPIC",
                                "-o",
                                out.toString(),
                                SOURCE.toString())
                        .inheritIO()
                        .start();
                if (compiler.waitFor() != 0) {
                    throw new AssertionError("the twin of the kernels does not compile");
                }
                library = out.toString();
            } catch (IOException e) {
                Assumptions.abort("no C++ compiler: " + e.getMessage());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        System.setProperty(CudaDriver.LIBRARY, library);
    }

    static void leave() {
        System.clearProperty(CudaDriver.LIBRARY);
    }

    /** Bytes, contexts and modules that have not been given back. */
    static long holds() {
        return function("twinHolds").invokeLong(new Object[0]);
    }

    /** Makes the driver fail once, after so many more calls. */
    static void fail(int after, int error) {
        function("twinFail").invokeInt(new Object[] {after, error});
    }

    /** So many bytes the device has. */
    static void memory(long bytes) {
        function("twinMemory").invokeInt(new Object[] {bytes});
    }

    private static Function function(String name) {
        return NativeLibrary.getInstance(library).getFunction(name);
    }
}
