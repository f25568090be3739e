package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Points in panels of a fixed width, coordinate by coordinate within a panel; the last panel is padded with zeros. Kept whole
 * here; {@link PassingPanels} are made where they are needed.
 */
class Panels {
    /** Coordinates that are looked at together; a multiple of 4. */
    private static final int CHECKED = 1024;

    final int size;
    final int dimension;
    final int width;
    final int count;
    final float[] data;

    Panels(int size, int dimension, int width) {
        this(size, dimension, width, new float[length(size, dimension, width)]);
    }

    Panels(int size, int dimension, int width, float[] data) {
        this.size = size;
        this.dimension = dimension;
        this.width = width;
        this.count = (size + width - 1) / width;
        this.data = data;
    }

    /** How many numbers that is; refused where one array does not hold them. */
    static int length(int size, int dimension, int width) {
        long length = (long) ((size + width - 1) / width) * width * dimension;
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    size + "×" + dimension + " points would take " + Memory.text(4.0 * length)
                            + ", one descent holds at most " + Memory.text(4.0 * Integer.MAX_VALUE)
                            + " for each cloud: take fewer points or coordinates");
        }
        return (int) length;
    }

    static double bytes(int size, int dimension, int width) {
        int panels = (size + width - 1) / width;
        return 4.0 * panels * width * dimension;
    }

    int start(int panel) {
        return panel * width * dimension;
    }

    int length() {
        return width * dimension;
    }

    /** Where a worker finds a panel to read. */
    int in(int panel, int worker) {
        return start(panel);
    }

    /** Where a worker adds to a panel. */
    int out(int panel, int worker) {
        return start(panel);
    }

    /** A worker has added to a panel all that there is to add. */
    void done(int panel, int worker) {}

    void pack(Points points, Team team) {
        FloatBuffer source = points.values();
        float[][] own = new float[team.threads()][dimension];
        team.run(count, 8, (panel, worker) -> pack(source, panel, start(panel), own[worker]));
    }

    /** Writes one panel to where it is to be; row is scratch memory of d numbers, modified. */
    final void pack(FloatBuffer source, int panel, int o, float[] row) {
        int rows = Math.min(width, size - panel * width);
        for (int i = 0; i < rows; i++) {
            source.get((panel * width + i) * dimension, row);
            for (int k = 0; k < dimension; k++) {
                data[o + k * width + i] = row[k];
            }
        }
    }

    /** Whether the points of both are the same, in the same order. */
    boolean same(Panels other) {
        return size == other.size && Arrays.equals(data, other.data);
    }

    /** Refuses what points never hold unless their array was changed behind their back. */
    static void requireNumbers(Points points) {
        FloatBuffer values = points.values();
        float[] some = new float[Math.min(CHECKED, values.remaining() + 3) / 4 * 4];
        // Each product is 0 for a number, else NaN. Four sums, as one would wait for itself at every number.
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        while (values.hasRemaining()) {
            int count = Math.min(some.length, values.remaining());
            values.get(some, 0, count);
            // What is left of an earlier round is checked twice.
            for (int i = 0; i < count; i += 4) {
                first += 0 * some[i];
                second += 0 * some[i + 1];
                third += 0 * some[i + 2];
                fourth += 0 * some[i + 3];
            }
        }
        Require.number(first + second + third + fourth);
    }

    float[] unpack(Team team) {
        float[] rows = new float[size * dimension];
        unpack(team, 1, rows);
        return rows;
    }

    /** Writes all points, one after the other and times a number, into rows, which are modified. */
    void unpack(Team team, double scale, float[] rows) {
        team.run(count, 8, (panel, worker) -> unpack(panel, start(panel), (float) scale, rows));
    }

    /** Writes the points of one panel, times a number, into rows, which are modified. */
    final void unpack(int panel, int o, float factor, float[] rows) {
        int last = Math.min(width, size - panel * width);
        for (int i = 0; i < last; i++) {
            int r = (panel * width + i) * dimension;
            for (int k = 0; k < dimension; k++) {
                rows[r + k] = factor * data[o + k * width + i];
            }
        }
    }
}
