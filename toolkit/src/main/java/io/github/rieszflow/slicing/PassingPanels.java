package io.github.rieszflow.slicing;

import io.github.rieszflow.measure.Points;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Panels that are never there all at once: each worker has memory for one, which it may use for other panels in between. */
final class PassingPanels extends Panels {
    private final FloatBuffer source;
    private final float[][] row;
    private final float[] target;
    private final float scale;

    private PassingPanels(
            int size, int dimension, int width, float[] memory, FloatBuffer source, float[] target, double scale) {
        super(size, dimension, width, memory);
        this.source = source;
        this.row = new float[memory.length / length()][dimension];
        this.target = target;
        this.scale = (float) scale;
    }

    /** Panels that are made of points each time they are read. */
    static PassingPanels in(Points points, int width, float[] memory) {
        return new PassingPanels(points.size(), points.dimension(), width, memory, points.values(), new float[0], 1);
    }

    /** Panels that are 0 until something is added, once, and then go into rows, times a number; rows are modified. */
    static PassingPanels out(int size, int dimension, int width, float[] memory, double scale, float[] rows) {
        return new PassingPanels(size, dimension, width, memory, FloatBuffer.allocate(0), rows, scale);
    }

    @Override
    int in(int panel, int worker) {
        int o = start(worker);
        if ((panel + 1) * width > size) {
            Arrays.fill(data, o, o + length(), 0f);
        }
        pack(source, panel, o, row[worker]);
        return o;
    }

    @Override
    int out(int panel, int worker) {
        int o = start(worker);
        Arrays.fill(data, o, o + length(), 0f);
        return o;
    }

    @Override
    void done(int panel, int worker) {
        unpack(panel, start(worker), scale, target);
    }
}
