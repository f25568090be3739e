package io.github.rieszflow.picture;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The screen of this process, looked up once. */
final class Screens {
    private static final @Nullable Screen SCREEN = find();

    private Screens() {}

    static boolean live() {
        return SCREEN != null;
    }

    static @Nullable Screen screen() {
        return SCREEN;
    }

    static void show(Visible value) {
        Screen screen = SCREEN;
        if (screen == null) {
            System.out.println(value);
        } else {
            screen.show(value.picture(), newId());
        }
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    private static @Nullable Screen find() {
        try {
            // The loader of the toolkit itself: a cell's thread may carry another one.
            for (Screen screen : ServiceLoader.load(Screen.class, Screens.class.getClassLoader())) {
                if (screen.live()) {
                    return screen;
                }
            }
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            // Thrown here it would make every visible class unusable.
            System.err.println("Pictures are shown as text: no screen could be reached: " + e);
        }
        return null;
    }
}
