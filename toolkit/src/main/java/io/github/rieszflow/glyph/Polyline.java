package io.github.rieszflow.glyph;

import java.util.Arrays;

/** A pen stroke: at least two vertices in the plane, joined by straight segments, never changed. */
public final class Polyline {
    private final double[] xy;

    private Polyline(double[] xy) {
        this.xy = xy;
    }

    /**
     * A stroke from its vertices.
     *
     * @param xy x₀, y₀, x₁, y₁, …, copied
     * @return the stroke
     * @throws IllegalArgumentException if there are fewer than two vertices or an odd number of coordinates
     */
    public static Polyline of(double... xy) {
        if (xy.length < 4 || xy.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "a stroke needs x and y of at least two vertices: received " + xy.length + " numbers");
        }
        return new Polyline(xy.clone());
    }

    /**
     * How many vertices the stroke has.
     *
     * @return at least 2
     */
    public int size() {
        return xy.length / 2;
    }

    /**
     * How far right a vertex lies.
     *
     * @param vertex 0, …, size−1
     * @return its x
     */
    public double x(int vertex) {
        return xy[2 * vertex];
    }

    /**
     * How high a vertex lies.
     *
     * @param vertex 0, …, size−1
     * @return its y, upwards
     */
    public double y(int vertex) {
        return xy[2 * vertex + 1];
    }

    /**
     * How long the stroke is.
     *
     * @return the sum of the lengths of its segments
     */
    public double length() {
        double sum = 0;
        for (int i = 2; i < xy.length; i += 2) {
            double dx = xy[i] - xy[i - 2];
            double dy = xy[i + 1] - xy[i - 1];
            sum += Math.sqrt(dx * dx + dy * dy);
        }
        return sum;
    }

    /**
     * The stroke scaled and then moved.
     *
     * @param factor what both coordinates are multiplied by
     * @param dx what is added to x
     * @param dy what is added to y
     * @return the new stroke
     */
    public Polyline place(double factor, double dx, double dy) {
        double[] placed = new double[xy.length];
        for (int i = 0; i < xy.length; i += 2) {
            placed[i] = factor * xy[i] + dx;
            placed[i + 1] = factor * xy[i + 1] + dy;
        }
        return new Polyline(placed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polyline p && Arrays.equals(p.xy, xy);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xy);
    }

    @Override
    public String toString() {
        return "Polyline[" + size() + " vertices]";
    }
}
