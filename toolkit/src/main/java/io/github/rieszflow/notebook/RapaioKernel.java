package io.github.rieszflow.notebook;

import io.github.rieszflow.picture.Picture;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kernel of rapaio; what a bare last expression looks like it asks {@link RapaioDisplays}. */
final class RapaioKernel implements Kernel {
    private final Object kernel;
    private final Method fromText;
    private final Method put;
    private final Method setId;
    private final Method display;
    private final Method update;

    private RapaioKernel(ClassLoader loader, Object kernel) throws ReflectiveOperationException {
        Class<?> dataType = Class.forName("org.rapaio.jupyter.kernel.display.DisplayData", true, loader);
        this.kernel = kernel;
        this.fromText = dataType.getMethod("fromText", String.class);
        this.put = dataType.getMethod("putData", String.class, Object.class);
        this.setId = dataType.getMethod("setDisplayId", String.class);
        this.display = kernel.getClass().getMethod("display", dataType);
        this.update = kernel.getClass().getMethod("updateDisplay", dataType);
    }

    /**
     * The running kernel.
     *
     * @param command the command line of this JVM: in any other than rapaio's, reading its kernel would start one
     * @return null if there is none
     */
    static @Nullable Kernel find(ClassLoader loader, String command) {
        if (!command.contains("rapaio")) {
            return null;
        }
        try {
            Object kernel = Class.forName("org.rapaio.jupyter.kernel.MainApp", true, loader)
                    .getField("kernel")
                    .get(null);
            return kernel == null ? null : new RapaioKernel(loader, kernel);
        } catch (ReflectiveOperationException | LinkageError absent) {
            return null;
        }
    }

    @Override
    public void show(Picture picture, String id) throws ReflectiveOperationException {
        display.invoke(kernel, data(picture, id));
    }

    @Override
    public void update(Picture picture, String id) throws ReflectiveOperationException {
        update.invoke(kernel, data(picture, id));
    }

    private Object data(Picture picture, String id) throws ReflectiveOperationException {
        Object data = fromText.invoke(null, picture.alternative());
        for (Map.Entry<String, String> entry : picture.bundle().entrySet()) {
            put.invoke(data, entry.getKey(), entry.getValue());
        }
        setId.invoke(data, id);
        return data;
    }
}
