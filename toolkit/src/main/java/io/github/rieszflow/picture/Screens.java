package io.github.rieszflow.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The screen of this process, looked up once. */
final class Screens {
    /** Where pictures are written that no screen shows, as at a prompt; unset, they are told in words only. */
    private static final String FOLDER = "rieszflow.pictures";

    private static final AtomicInteger COUNT = new AtomicInteger();
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
            String folder = System.getProperty(FOLDER);
            if (folder != null) {
                written(value.picture(), Path.of(folder)).ifPresent(file -> System.out.println("  in " + file));
            }
        } else {
            screen.show(value.picture(), newId());
        }
    }

    /** Writes what has pixels to the next file of a folder, which is made if need be. */
    static Optional<Path> written(Picture picture, Path folder) {
        if (!picture.hasPixels()) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for pictures " + folder + " cannot be made", e);
        }
        Path file = folder.resolve(COUNT.incrementAndGet() + "." + picture.extension());
        picture.save(file);
        return Optional.of(file);
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
