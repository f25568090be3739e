package io.github.rieszflow.slicing;

/**
 * A block of projected lines, particles and targets of each rounded up to whole panels: in each row the particles, and
 * behind them the targets, or these apart, in an array of their own.
 */
final class Lines {
    /** Threshold up to which floats of lines stay in the last-level cache. */
    private static final int CACHED = 8 << 20;
    /** Lines at a time: with fewer, fetching the panels once for each block costs more than the product. */
    private static final int MANY = 192;
    /** Lines at a time that keep threads busy where each projects its own. */
    private static final int FEW = 24;

    final float[] data;
    final int stride;
    final float[] targetData;
    final int targetStride;
    /** Where the targets begin in the first row. */
    final int targets;

    private Lines(float[] data, int stride, float[] targetData, int targetStride, int targets) {
        this.data = data;
        this.stride = stride;
        this.targetData = targetData;
        this.targetStride = targetStride;
        this.targets = targets;
    }

    static Lines of(int rows, Panels x, Panels y) {
        int stride = stride(x.count * x.width, y.count * y.width);
        float[] data = new float[rows * stride];
        return new Lines(data, stride, data, stride, x.count * x.width);
    }

    /** Lines in two arrays. */
    static Lines apart(float[] data, int stride, float[] targetData, int targetStride) {
        return new Lines(data, stride, targetData, targetStride, 0);
    }

    static int stride(int particles, int targets) {
        int stride = particles + targets;
        // Rows a power of two apart fall into the same sets of the caches.
        return Integer.bitCount(stride) == 1 ? stride + 16 : stride;
    }

    /** How many lines of this length are worked on together, a multiple of 4. */
    static int cached(int slices, int stride, int dimension) {
        int most = dimension <= DenseProjection.NARROW ? FEW : MANY;
        int rows = Math.max(4, Math.min(most, CACHED / stride / 4 * 4));
        return (int) Math.min(rows, (slices + 3L) / 4 * 4);
    }
}
