package io.github.rieszflow.diffusion;

/** A noise level as networks see it: t itself and the first waves cos πkt and sin πkt. */
final class Level {
    /** How many numbers a level becomes. */
    static final int WIDTH = 13;

    private Level() {}

    /** Writes the numbers of level t. */
    static void write(double t, float[] to, int at) {
        to[at] = (float) (2 * t - 1);
        for (int k = 1; k <= WIDTH / 2; k++) {
            to[at + 2 * k - 1] = (float) StrictMath.cos(Math.PI * k * t);
            to[at + 2 * k] = (float) StrictMath.sin(Math.PI * k * t);
        }
    }

    /** One row for each level. */
    static float[] rows(double... levels) {
        float[] rows = new float[levels.length * WIDTH];
        for (int i = 0; i < levels.length; i++) {
            write(levels[i], rows, i * WIDTH);
        }
        return rows;
    }
}
