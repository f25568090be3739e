package io.github.spencerpark.jupyter.kernel.display;

public class RenderContext {
    private final DisplayData output = new DisplayData();

    public DisplayData getOutputContainer() {
        return output;
    }
}
