package io.github.rieszflow.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The part of the plane that every panel shows. */
record Square(double left, double bottom, double side) {
    /** The smallest that holds all that is drawn, and a little more. */
    static Square around(List<Clouds.Panel> panels) {
        List<Cloud> clouds = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        for (Clouds.Panel panel : panels) {
            clouds.add(panel.points());
            if (panel.target() != null) {
                clouds.add(panel.target());
            }
            clouds.addAll(panel.marks().before());
            if (panel.marks().heads() != null) {
                clouds.add(panel.marks().heads());
            }
            curves.addAll(panel.curves());
        }
        double[] xs =
                curves.stream().flatMapToDouble(c -> Arrays.stream(c.xs())).toArray();
        double[] ys =
                curves.stream().flatMapToDouble(c -> Arrays.stream(c.ys())).toArray();
        double left = least(clouds.stream().mapToDouble(Cloud::left), xs);
        double right = -least(clouds.stream().mapToDouble(c -> -c.right()), negative(xs));
        double bottom = least(clouds.stream().mapToDouble(Cloud::bottom), ys);
        double top = -least(clouds.stream().mapToDouble(c -> -c.top()), negative(ys));
        double side = Math.max(right - left, top - bottom);
        side = side > 0 ? 1.08 * side : 2; // a single point stands in a square of side 2
        return new Square((left + right - side) / 2, (bottom + top - side) / 2, side);
    }

    private static double least(DoubleStream clouds, double[] curves) {
        return DoubleStream.concat(clouds, Arrays.stream(curves)).min().orElseThrow();
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    /** Where a first coordinate is in a panel with this side. */
    double across(double length, double x) {
        return length * (x - left) / side;
    }

    /** Where a second coordinate is in a panel with this side, from the top down. */
    double down(double length, double y) {
        return length - length * (y - bottom) / side;
    }
}
