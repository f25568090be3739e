package io.github.rieszflow.picture;

import java.awt.Color;
import org.jspecify.annotations.Nullable;

/**
 * What a strip of clouds is but its panels.
 *
 * @param window what every panel shows, null for all points
 * @param columns panels in a row, 0 for what fits
 * @param size side of a panel in pixels of the screen, 0 for what fits
 * @param points colour of the points, null for the usual one
 * @param target colour of the target, null for the usual one
 * @param alternative what it shows, in words; empty for what the panels say
 */
record CloudsLook(
        @Nullable Square window,
        int columns,
        int size,
        @Nullable Color points,
        @Nullable Color target,
        String alternative) {
    static final CloudsLook USUAL = new CloudsLook(null, 0, 0, null, null, "");

    CloudsLook window(Square other) {
        return new CloudsLook(other, columns, size, points, target, alternative);
    }

    CloudsLook columns(int other) {
        return new CloudsLook(window, other, size, points, target, alternative);
    }

    CloudsLook size(int other) {
        return new CloudsLook(window, columns, other, points, target, alternative);
    }

    CloudsLook colours(Color one, Color other) {
        return new CloudsLook(window, columns, size, one, other, alternative);
    }

    CloudsLook alternative(String other) {
        return new CloudsLook(window, columns, size, points, target, other);
    }

    /** The theme with the colours of these clouds; under points of many colours the target is grey. */
    Theme theme(Theme theme, boolean manyColoured) {
        Color under = manyColoured ? theme.faint() : theme.target();
        return theme.clouds(points != null ? points : theme.cloud(), target != null ? target : under);
    }
}
