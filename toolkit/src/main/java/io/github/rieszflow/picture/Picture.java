package io.github.rieszflow.picture;

/** A finished picture. */
public final class Picture {
    private Picture() {}
}
