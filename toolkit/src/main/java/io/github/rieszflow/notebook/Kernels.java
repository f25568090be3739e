package io.github.rieszflow.notebook;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The kernels known, in the order in which they are looked for. */
final class Kernels {
    private static final String SPENCER_PARK = "io.github.spencerpark.jupyter.kernel.";
    private static final String DFLIB = "org.dflib.jjava.jupyter.kernel.";

    private Kernels() {}

    static List<Supplier<@Nullable Kernel>> all(ClassLoader loader) {
        return List.of(
                () -> JvmBaseKernel.find(loader, "io.github.rieszflow.kernel.JavaKernel", "running", SPENCER_PARK),
                () -> JvmBaseKernel.find(
                        loader, "io.github.spencerpark.ijava.IJava", "getKernelInstance", SPENCER_PARK),
                () -> JvmBaseKernel.find(loader, DFLIB + "BaseKernel", "notebookKernel", DFLIB),
                () -> RapaioKernel.find(loader, System.getProperty("sun.java.command", "")));
    }
}
