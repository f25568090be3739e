package io.github.rieszflow.picture;

import java.nio.file.Path;

/** A result whose file is its picture, or its table. */
public interface Drawable extends Visible {
    /**
     * Writes the picture to a file, replacing it by a whole one or not at all.
     *
     * @param file a name that ends in {@code .png}, {@code .svg} or {@code .pdf}; of a table in {@code .csv}, {@code .tex},
     *     {@code .html} or {@code .txt}
     * @return the picture written
     * @throws IllegalArgumentException if the name ends otherwise
     * @throws IllegalStateException if the name ends in {@code .svg} or {@code .pdf} and what writes these is not there
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    default Picture save(Path file) {
        return picture().save(file);
    }

    /**
     * Writes the picture to a file, as {@link #save(Path)}.
     *
     * @param file a path
     * @return the picture written
     */
    default Picture save(String file) {
        return save(Path.of(file));
    }
}
