package io.github.spencerpark.jupyter.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.util.ArrayList;
import java.util.List;

/** A stand-in of the shape of jupyter-jvm-basekernel that remembers what it is given. */
public class BaseKernel {
    public final List<DisplayData> displayed = new ArrayList<>();
    private final Renderer renderer = new Renderer();
    private final JupyterIO io = new JupyterIO();

    public Renderer getRenderer() {
        return renderer;
    }

    public JupyterIO getIO() {
        return io;
    }

    public void display(DisplayData data) {
        displayed.add(data);
    }

    public static class JupyterIO {
        public final DisplayStream display = new DisplayStream();
    }

    public static class DisplayStream {
        public final List<DisplayData> updated = new ArrayList<>();

        public void updateDisplay(String id, DisplayData data) {
            data.setDisplayId(id);
            updated.add(data);
        }
    }
}
