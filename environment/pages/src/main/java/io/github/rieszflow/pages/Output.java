package io.github.rieszflow.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The folder that gets the site.
 *
 * @param root the folder
 */
record Output(Path root) {
    /** Writes a text. */
    void text(String path, String text) throws IOException {
        Files.writeString(place(path), text);
    }

    /** Writes bytes. */
    void bytes(String path, byte[] bytes) throws IOException {
        Files.write(place(path), bytes);
    }

    /** Copies a file. */
    void copy(String path, Path from) throws IOException {
        Files.copy(from, place(path), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path place(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return file;
    }
}
