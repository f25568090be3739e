package io.github.rieszflow.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The screen of this process, looked up once. */
final class Screens {
    /** Where pictures are written that no screen shows, as at a prompt; unset, they are told in words only. */
    private static final String FOLDER = "rieszflow.pictures";

    /** What jshell runs code in. */
    private static final String PROMPT = "jdk.jshell.execution.";

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
            System.out.print(told(value, folder(System.getProperties())));
        } else {
            screen.show(value.picture(), newId());
        }
    }

    /** What is printed of a value: with a folder also where in it the picture is, and of what has no pixels all its text. */
    static String told(Visible value, @Nullable Path folder) {
        String end = System.lineSeparator();
        if (folder == null) {
            return value + end;
        }
        if (value instanceof Interactive live) {
            Path page = next(folder, "html");
            live.save(page);
            return value + end + "  in " + page + end;
        }
        Picture picture = value.picture();
        return written(picture, folder)
                .map(file -> value + end + "  in " + file + end)
                .orElseGet(() -> picture.alternative() + end);
    }

    /** Where pictures are written: as told, in jshell in a folder of its own, else nowhere. */
    static @Nullable Path folder(Properties properties) {
        String told = properties.getProperty(FOLDER);
        if (told != null) {
            return Path.of(told);
        }
        boolean prompt = properties.getProperty("sun.java.command", "").startsWith(PROMPT);
        return prompt
                ? Path.of(
                        properties.getProperty("java.io.tmpdir"),
                        "rieszflow-" + ProcessHandle.current().pid())
                : null;
    }

    /** Writes what has pixels to the next file of a folder. */
    static Optional<Path> written(Picture picture, Path folder) {
        if (!picture.hasPixels()) {
            return Optional.empty();
        }
        Path file = next(folder, picture.extension());
        picture.save(file);
        return Optional.of(file);
    }

    /** The next file of a folder, which is made if need be. */
    private static Path next(Path folder, String extension) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for pictures " + folder + " cannot be made", e);
        }
        return folder.resolve(COUNT.incrementAndGet() + "." + extension);
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
