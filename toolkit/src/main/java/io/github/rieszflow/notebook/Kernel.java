package io.github.rieszflow.notebook;

import io.github.rieszflow.picture.Picture;

/** A running kernel, reached by reflection. */
interface Kernel {
    /** Sends a picture as a new output that can be replaced by its id. */
    void show(Picture picture, String id) throws ReflectiveOperationException;

    /** Replaces the output with this id. */
    void update(Picture picture, String id) throws ReflectiveOperationException;
}
