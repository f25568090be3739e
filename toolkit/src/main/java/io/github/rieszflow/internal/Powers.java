package io.github.rieszflow.internal;

/** Powers of distances. */
public final class Powers {
    private Powers() {}

    /**
     * The r-th power of a distance; without Math.pow, whose last bit is left to the JVM.
     *
     * @param square the square of the distance
     * @param exponent r
     * @return the power
     */
    public static double ofSquare(double square, double exponent) {
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
