package io.github.rieszflow.picture;

import java.awt.Color;
import org.jspecify.annotations.Nullable;

/**
 * One series of a chart.
 *
 * @param form how it is drawn
 * @param name in the legend
 * @param xs abscissae
 * @param ys ordinates, as many; of a band its lower edge
 * @param more the half length of error bars or the upper edge of a band, else empty
 * @param colour null for that of its place in the chart
 * @param thickness of its line in pixels of the screen, 0 for the usual one
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package, never compared
record Series(
        Form form,
        String name,
        double[] xs,
        double[] ys,
        double[] more,
        @Nullable Color colour,
        double thickness) {
    enum Form {
        LINE,
        DASHED,
        MARKED,
        POINTS,
        BARS,
        BAND,
        FILLED
    }

    private static final double[] NOTHING = {};

    static Series of(Form form, String name, double[] xs, double[] ys) {
        return of(form, name, xs, ys, NOTHING);
    }

    private static Series of(Form form, String name, double[] xs, double[] ys, double[] more) {
        boolean two = form == Form.BARS || form == Form.BAND;
        Check.notEmpty(name + ": points", xs.length);
        if (xs.length != ys.length || (two && xs.length != more.length)) {
            throw new IllegalArgumentException(name + ": expected arrays of one length, got " + xs.length + " and "
                    + ys.length + (two ? " and " + more.length : ""));
        }
        Check.finite(name, xs);
        Check.finite(name, ys);
        Check.finite(name, more);
        return new Series(form, name, xs.clone(), ys.clone(), more.clone(), null, 0);
    }

    static Series bars(String name, double[] xs, double[] ys, double[] errors) {
        Series bars = of(Form.BARS, name, xs, ys, errors);
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] < 0) {
                throw new IllegalArgumentException(
                        name + ": expected errors of at least 0, got " + errors[i] + " at index " + i);
            }
        }
        return bars;
    }

    static Series band(String name, double[] xs, double[] low, double[] high) {
        Series band = of(Form.BAND, name, xs, low, high);
        Check.atLeast(name + ": points of a band", 2, xs.length);
        for (int i = 0; i < xs.length; i++) {
            if (low[i] > high[i]) {
                throw new IllegalArgumentException(name + ": expected low ≤ high everywhere, got " + low[i] + " and "
                        + high[i] + " at index " + i);
            }
            if (i > 0 && xs[i] < xs[i - 1]) {
                throw new IllegalArgumentException(name + ": expected ascending abscissae, got " + xs[i - 1]
                        + " before " + xs[i] + " at index " + i);
            }
        }
        return band;
    }

    Series colour(Color other) {
        return new Series(form, name, xs, ys, more, other, thickness);
    }

    Series thickness(double other) {
        return new Series(form, name, xs, ys, more, colour, other);
    }
}
