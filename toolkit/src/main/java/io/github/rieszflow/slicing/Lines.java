package io.github.rieszflow.slicing;

/** A block of projected lines: in each row the particles, then the targets, both rounded up to whole panels. */
final class Lines {
    /** Threshold up to which floats of lines stay in the last-level cache. */
    private static final int CACHED = 8 << 20;
    /** Lines at a time: with fewer, fetching the panels once for each block costs more than the product. */
    private static final int MANY = 192;
    /** Lines at a time that keep threads busy where each projects its own. */
    private static final int FEW = 24;

    final int rows;
    final int stride;
    final int targets;
    final float[] data;

    private Lines(int rows, int stride, int targets) {
        this.rows = rows;
        this.stride = stride;
        this.targets = targets;
        this.data = new float[rows * stride];
    }

    static Lines of(int rows, Panels x, Panels y) {
        return new Lines(rows, stride(x.count * x.width, y.count * y.width), x.count * x.width);
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
        return Math.min(rows, (slices + 3) / 4 * 4);
    }
}
