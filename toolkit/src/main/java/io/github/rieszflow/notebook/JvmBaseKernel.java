package io.github.rieszflow.notebook;

import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * A kernel built on jupyter-jvm-basekernel: the toolkit's own and IJava; or on its descendant in JJava, which has the same
 * classes in another package.
 */
final class JvmBaseKernel implements Kernel {
    private final Object kernel;
    private final Object stream;
    private final Class<?> dataType;
    private final Method put;
    private final Method putMetadata;
    private final Method setId;
    private final Method display;
    private final Method update;

    private JvmBaseKernel(ClassLoader loader, Object kernel, String home) throws ReflectiveOperationException {
        Class<?> base = Class.forName(home + "BaseKernel", true, loader);
        this.kernel = kernel;
        this.dataType = Class.forName(home + "display.DisplayData", true, loader);
        this.put = dataType.getMethod("putData", String.class, Object.class);
        this.putMetadata = dataType.getMethod("putMetaData", String.class, Object.class);
        this.setId = dataType.getMethod("setDisplayId", String.class);
        this.display = base.getMethod("display", dataType);
        Object io = base.getMethod("getIO").invoke(kernel);
        this.stream = io.getClass().getField("display").get(io);
        this.update = stream.getClass().getMethod("updateDisplay", String.class, dataType);
        Object renderer = base.getMethod("getRenderer").invoke(kernel);
        register(loader, home, renderer, Visible.class, value -> ((Visible) value).picture());
        register(loader, home, renderer, Table.class, value -> TablePictures.picture((Table) value));
        registerFigures(loader, home, renderer);
    }

    /** Without tablesaw's figures on the class path everything else is still shown. */
    private void registerFigures(ClassLoader loader, String home, Object renderer) throws ReflectiveOperationException {
        try {
            register(loader, home, renderer, Figure.class, value -> Figures.picture((Figure) value));
        } catch (NoClassDefFoundError absent) {
            // Then no value is one.
        }
    }

    /**
     * The kernel that runs this code.
     *
     * @param holder class with the static method {@code getter} that knows the kernel
     * @param home package of the base kernel's classes, with a dot at the end
     * @return null if there is none
     */
    static @Nullable Kernel find(ClassLoader loader, String holder, String getter, String home) {
        Object kernel;
        try {
            kernel = Class.forName(holder, true, loader).getMethod(getter).invoke(null);
        } catch (ReflectiveOperationException | LinkageError absent) {
            return null; // the class is not there, or is there and says that it is not running
        }
        if (kernel == null) {
            return null;
        }
        try {
            return new JvmBaseKernel(loader, kernel, home);
        } catch (ReflectiveOperationException e) {
            System.err.println(
                    "Pictures are shown as text: " + holder + " is not a kernel as this toolkit knows it: " + e);
            return null;
        }
    }

    @Override
    public void show(Picture picture, String id) throws ReflectiveOperationException {
        Object data = data(picture);
        setId.invoke(data, id);
        display.invoke(kernel, data);
    }

    @Override
    public void update(Picture picture, String id) throws ReflectiveOperationException {
        update.invoke(stream, id, data(picture));
    }

    private Object data(Picture picture) throws ReflectiveOperationException {
        Object data = dataType.getConstructor().newInstance();
        fill(data, picture);
        return data;
    }

    private void fill(Object data, Picture picture) throws ReflectiveOperationException {
        for (Map.Entry<String, String> entry : picture.bundle().entrySet()) {
            put.invoke(data, entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, Map<String, Object>> entry : picture.metadata().entrySet()) {
            putMetadata.invoke(data, entry.getKey(), entry.getValue());
        }
    }

    /** Has the kernel draw a bare last expression of a type by its picture. */
    private void register(
            ClassLoader loader, String home, Object renderer, Class<?> type, Function<Object, Picture> drawing)
            throws ReflectiveOperationException {
        Class<?> functionType = Class.forName(home + "display.RenderFunction", true, loader);
        Class<?> contextType = Class.forName(home + "display.RenderContext", true, loader);
        Method output = contextType.getMethod("getOutputContainer");
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("render")) {
                Object[] given = Objects.requireNonNull(arguments);
                fill(output.invoke(given[1]), drawing.apply(given[0]));
                return null;
            }
            return switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && proxy == arguments[0];
                case "toString" -> "renderer of " + type.getSimpleName();
                default -> InvocationHandler.invokeDefault(proxy, method, arguments);
            };
        };
        Object function = Proxy.newProxyInstance(functionType.getClassLoader(), new Class<?>[] {functionType}, handler);
        Object registration =
                renderer.getClass().getMethod("createRegistration", Class.class).invoke(renderer, type);
        registration.getClass().getMethod("register", functionType).invoke(registration, function);
    }
}
