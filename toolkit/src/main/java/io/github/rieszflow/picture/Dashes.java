package io.github.rieszflow.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a curve into dashes. XChart draws each piece between two points by itself, so that a dashed stroke begins anew at each
 * point and a fine curve comes out unbroken.
 */
final class Dashes {
    private static final double ON = 6;
    private static final double OFF = 4;

    private final boolean logX;
    private final boolean logY;
    /** Pixels to a unit, or to a factor of ten. */
    private final double scaleX;

    private final double scaleY;
    private final List<double[]> corners = new ArrayList<>();

    private Dashes(boolean logX, boolean logY, double scaleX, double scaleY) {
        this.logX = logX;
        this.logY = logY;
        this.scaleX = scaleX;
        this.scaleY = scaleY;
    }

    /** The curve with a NaN in each gap; the lengths of the axes in pixels need not be exact. */
    static double[][] of(double[] xs, double[] ys, ChartLook look, double[] rangeX, double[] rangeY) {
        Dashes dashes = new Dashes(
                look.logX(),
                look.logY(),
                0.8 * look.width() / length(rangeX, look.logX()),
                0.8 * look.height() / length(rangeY, look.logY()));
        dashes.cut(xs, ys);
        double[][] cut = new double[2][dashes.corners.size()];
        for (int i = 0; i < cut[0].length; i++) {
            cut[0][i] = dashes.corners.get(i)[0];
            cut[1][i] = dashes.corners.get(i)[1];
        }
        return cut;
    }

    private static double length(double[] range, boolean logarithmic) {
        double length = logarithmic ? Math.log10(range[1] / range[0]) : range[1] - range[0];
        return length > 0 ? length : 1;
    }

    private void cut(double[] xs, double[] ys) {
        boolean on = true;
        double left = ON;
        corners.add(new double[] {xs[0], ys[0]});
        for (int i = 1; i < xs.length; i++) {
            double fromX = there(xs[i - 1], logX);
            double fromY = there(ys[i - 1], logY);
            double dx = there(xs[i], logX) - fromX;
            double dy = there(ys[i], logY) - fromY;
            double length = Math.hypot(dx * scaleX, dy * scaleY);
            double done = 0;
            while (length - done > left) {
                done += left;
                double x = back(fromX + dx * done / length, logX);
                corners.add(new double[] {x, back(fromY + dy * done / length, logY)});
                if (on) {
                    corners.add(new double[] {x, Double.NaN});
                }
                on = !on;
                left = on ? ON : OFF;
            }
            left -= length - done;
            if (on) {
                corners.add(new double[] {xs[i], ys[i]});
            }
        }
    }

    private static double there(double value, boolean logarithmic) {
        return logarithmic ? Math.log10(value) : value;
    }

    private static double back(double value, boolean logarithmic) {
        return logarithmic ? Math.pow(10, value) : value;
    }
}
