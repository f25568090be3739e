package io.github.rieszflow.picture;

import org.jspecify.annotations.Nullable;

/**
 * A picture that replaces itself in the output of a notebook cell, for computations that take long. Without a notebook
 * nothing is shown, nor where progress is not.
 */
public final class LivePicture {
    private @Nullable String id;

    /**
     * Whether there is somewhere to show a picture.
     *
     * @return false where {@link #show} does nothing
     */
    public static boolean possible() {
        return ProgressSinks.wanted() && Screens.live();
    }

    /**
     * Shows a picture in place of the one before.
     *
     * @param value what to show
     */
    public void show(Visible value) {
        Screen screen = Screens.screen();
        if (screen == null || !ProgressSinks.wanted()) {
            return;
        }
        if (id == null) {
            id = Screens.newId();
            screen.show(value.picture(), id);
        } else {
            screen.update(value.picture(), id);
        }
    }
}
