package io.github.spencerpark.jupyter.kernel.display;

public interface RenderFunction<T> {
    void render(T value, RenderContext context);
}
