package io.github.spencerpark.jupyter.kernel.display;

import java.util.LinkedHashMap;
import java.util.Map;

public class Renderer {
    public final Map<Class<?>, RenderFunction<Object>> functions = new LinkedHashMap<>();

    public <T> RenderRegistration<T> createRegistration(Class<T> type) {
        return new RenderRegistration<>(type);
    }

    /** What a cell would show for a bare last expression. */
    public DisplayData render(Object value) {
        RenderContext context = new RenderContext();
        functions.forEach((type, function) -> {
            if (type.isInstance(value)) {
                function.render(value, context);
            }
        });
        return context.getOutputContainer();
    }

    public class RenderRegistration<T> {
        private final Class<? extends T> type;

        RenderRegistration(Class<? extends T> type) {
            this.type = type;
        }

        @SuppressWarnings("unchecked")
        public void register(RenderFunction<T> function) {
            functions.put(type, (RenderFunction<Object>) function);
        }
    }
}
