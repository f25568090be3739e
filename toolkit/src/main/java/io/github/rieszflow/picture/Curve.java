package io.github.rieszflow.picture;

/** A curve in the plane, drawn over points. */
@SuppressWarnings("ArrayRecordComponent") // never leaves this package, never compared
record Curve(double[] xs, double[] ys) {
    private static final int CORNERS = 180;

    static Curve of(double[] xs, double[] ys) {
        Check.atLeast("Curve: points", 2, xs.length);
        if (xs.length != ys.length) {
            throw new IllegalArgumentException(
                    "Curve: expected arrays of one length, got " + xs.length + " and " + ys.length);
        }
        Check.finite("Curve", xs);
        Check.finite("Curve", ys);
        return new Curve(xs.clone(), ys.clone());
    }

    static Curve circle(double radius) {
        if (!(radius >= 0) || Double.isInfinite(radius)) {
            throw new IllegalArgumentException("Circle: expected a radius of at least 0, got " + radius);
        }
        double[] xs = new double[CORNERS + 1];
        double[] ys = new double[CORNERS + 1];
        for (int i = 0; i <= CORNERS; i++) {
            double angle = 2 * Math.PI * (i % CORNERS) / CORNERS;
            xs[i] = radius * Math.cos(angle);
            ys[i] = radius * Math.sin(angle);
        }
        return new Curve(xs, ys);
    }
}
