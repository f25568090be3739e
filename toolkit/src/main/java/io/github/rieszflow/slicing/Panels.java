package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Points in panels of a fixed width, coordinate by coordinate within a panel; the last panel is padded with zeros. */
final class Panels {
    final int size;
    final int dimension;
    final int width;
    final int count;
    final float[] data;

    Panels(int size, int dimension, int width) {
        this.size = size;
        this.dimension = dimension;
        this.width = width;
        this.count = (size + width - 1) / width;
        long length = (long) count * width * dimension;
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    size + "×" + dimension + " points would take " + Memory.text(4.0 * length)
                            + ", one descent holds at most " + Memory.text(4.0 * Integer.MAX_VALUE)
                            + " for each cloud: take fewer points or coordinates");
        }
        this.data = new float[(int) length];
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

    void pack(Points points, Team team) {
        FloatBuffer source = points.values();
        float[][] own = new float[team.threads()][dimension];
        team.run(count, 8, (panel, worker) -> {
            float[] row = own[worker];
            int o = start(panel);
            int rows = Math.min(width, size - panel * width);
            for (int i = 0; i < rows; i++) {
                source.get((panel * width + i) * dimension, row);
                for (int k = 0; k < dimension; k++) {
                    data[o + k * width + i] = row[k];
                }
            }
        });
    }

    /** Whether the points of both are the same, in the same order. */
    boolean same(Panels other) {
        return size == other.size && Arrays.equals(data, other.data);
    }

    float[] unpack(Team team) {
        float[] rows = new float[size * dimension];
        unpack(team, 1, rows);
        return rows;
    }

    /** Writes all points, one after the other and times a number, into rows, which are modified. */
    void unpack(Team team, double scale, float[] rows) {
        float factor = (float) scale;
        team.run(count, 8, (panel, worker) -> {
            int o = start(panel);
            int last = Math.min(width, size - panel * width);
            for (int i = 0; i < last; i++) {
                int r = (panel * width + i) * dimension;
                for (int k = 0; k < dimension; k++) {
                    rows[r + k] = factor * data[o + k * width + i];
                }
            }
        });
    }
}
