package io.github.rieszflow.picture;

import java.util.function.LongSupplier;

/** A line of progress, and below it a picture, in the output of a notebook cell. */
final class ScreenProgress extends LineProgress {
    private final Screen screen;
    private final String line = Screens.newId();
    private final String picture = Screens.newId();
    private boolean lineShown;
    private boolean pictureShown;

    ScreenProgress(String name, long total, LongSupplier nanos, Screen screen) {
        super(name, total, nanos);
        this.screen = screen;
    }

    @Override
    void line(String text) {
        show(Picture.text(text), line, lineShown);
        lineShown = true;
    }

    @Override
    void end() {}

    @Override
    public boolean pictured() {
        return screen.live();
    }

    @Override
    public synchronized void picture(Visible now) {
        show(now.picture(), picture, pictureShown);
        pictureShown = true;
    }

    private void show(Picture now, String id, boolean before) {
        if (before) {
            screen.update(now, id);
        } else {
            screen.show(now, id);
        }
    }
}
