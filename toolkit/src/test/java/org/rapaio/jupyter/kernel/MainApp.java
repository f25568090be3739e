package org.rapaio.jupyter.kernel;

import java.util.ArrayList;
import java.util.List;
import org.rapaio.jupyter.kernel.display.DisplayData;

/** A stand-in of the shape of rapaio's entry point, where touching the class starts a kernel. */
public final class MainApp {
    public static final MainApp kernel = start();

    public final List<DisplayData> displayed = new ArrayList<>();
    public final List<DisplayData> updated = new ArrayList<>();

    private MainApp() {}

    private static MainApp start() {
        System.setProperty("rapaio.stand-in.started", "true");
        return new MainApp();
    }

    public void display(DisplayData data) {
        displayed.add(data);
    }

    public void updateDisplay(DisplayData data) {
        updated.add(data);
    }
}
