package io.github.rieszflow.discrepancy;

/** Powers of distances. */
final class Powers {
    private Powers() {}

    /** The r-th power of a distance whose square is given; without Math.pow, whose last bit is left to the JVM. */
    static double ofSquare(double square, double exponent) {
        if (exponent == 2) {
            return square;
        }
        double distance = Math.sqrt(square);
        if (exponent == 1) {
            return distance;
        }
        if (exponent == 0.5) {
            return Math.sqrt(distance);
        }
        return exponent == 1.5 ? distance * Math.sqrt(distance) : StrictMath.pow(distance, exponent);
    }
}
