package io.github.rieszflow.slicing;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Seed;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Projects points tile by tile on directions that are drawn once. One user at a time. */
final class Slicer {
    /** The most points projected together: the more, the less often each table of counts is fetched. */
    private static final int MOST = 8192;
    /** The fewest. */
    static final int FEWEST = 1024;
    /** So many coordinates of points stay in the cache. */
    private static final int COORDINATES = 1 << 18;
    /** Lines of a tile that stay in the second-level cache. */
    private static final int ROWS = 64;

    private static final Team ALONE = Team.of(1);

    /** What is done with a line of projections, which begins at o. */
    interface Line {
        void accept(int slice, float[] data, int o);
    }

    private final DirectionSource directions;
    private final Projection projection;
    private final int dimension;
    private final Lanes lanes;
    private final float[] data;
    private final float[] row;
    private final Lines lines;
    private final float[] range = new float[2];

    /** How many points are projected together: whole panels. */
    static int tile(int dimension) {
        return Math.max(FEWEST, Math.min(MOST, COORDINATES / dimension / FEWEST * FEWEST));
    }

    Slicer(int slices, int dimension, Seed seed) {
        this.lanes = Lanes.get();
        this.dimension = dimension;
        this.directions = DirectionSource.open(Directions.automatic(), dimension, slices, 1);
        int rows = Math.min(ROWS, (slices + 3) / 4 * 4);
        this.projection = directions.rotations()
                ? new HadamardProjection(directions, 1, rows, 1, lanes)
                : new DenseProjection(directions, 1, rows, 1, lanes);
        // The directions of the value of a sliced discrepancy with this seed.
        projection.drawSets(seed.split(seed.value()));
        this.data = new float[Panels.length(tile(dimension), dimension, lanes.width())];
        this.row = new float[dimension];
        int stride = Lines.stride(tile(dimension), 0);
        this.lines = Lines.apart(new float[rows * stride], stride, new float[0], stride);
    }

    /** Projects at most a tile of n points from point number first on; calls back with each line in the order of the slices. */
    void project(float[] points, int first, int n, Line line) {
        Panels x = new Panels(n, dimension, lanes.width(), data);
        Panels none = new Panels(0, dimension, lanes.width(), new float[0]);
        FloatBuffer source =
                FloatBuffer.wrap(points, first * dimension, n * dimension).slice();
        for (int panel = 0; panel < x.count; panel++) {
            x.pack(source, panel, x.start(panel), row);
        }
        int slice = 0;
        for (int block = 0; block < projection.blocks(); block++) {
            projection.project(block, x, none, lines, ALONE);
            int rows = projection.rows(block);
            for (int r = 0; r < rows; r++) {
                if (r % projection.group() == 0) {
                    projection.projectGroup(r, x, none, lines);
                }
                int o = r * lines.stride;
                unit(o, n);
                line.accept(slice++, lines.data, o);
            }
        }
    }

    /** Makes projections on unit vectors of a line. */
    private void unit(int o, int n) {
        double scale = projection.lineScale();
        if (scale != 1) {
            for (int i = o; i < o + n; i++) {
                lines.data[i] = (float) (lines.data[i] * scale);
            }
        }
    }

    /** The least and the largest of n numbers from o; the array is used again. */
    float[] range(float[] line, int o, int n) {
        range[0] = Float.POSITIVE_INFINITY;
        range[1] = Float.NEGATIVE_INFINITY;
        lanes.range(line, o, n, range);
        return range;
    }

    /** c_{D,1}. */
    double constant() {
        return projection.constant();
    }

    /** The error of a mean of one value for each direction. */
    BlockError error(IntToDoubleFunction slice, double mean) {
        int slices = directions.slices();
        double[] weights = new double[slices];
        Arrays.fill(weights, 1.0 / slices);
        return BlockError.of(slice, weights, directions.blocks(), directions.around(), mean);
    }
}
