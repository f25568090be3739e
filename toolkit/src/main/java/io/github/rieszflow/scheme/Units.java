package io.github.rieszflow.scheme;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import org.jspecify.annotations.Nullable;

/**
 * In which units a network works in one time step: places are seen from the mean of the particles. The flow of a point mass
 * under the interaction energy grows so that spread^{2−r} gains τ in a backward step of size τ; from that, and from how fast
 * the target draws, comes the unit of displacements.
 */
final class Units {
    private final double[] centre;
    private final double spread;
    private final double step;
    private final boolean scaled;

    private Units(double[] centre, double spread, double step, boolean scaled) {
        this.centre = centre;
        this.spread = spread;
        this.step = step;
        this.scaled = scaled;
    }

    static Units of(Points x, double size, FunctionalScript script, @Nullable Measure target) {
        double r = script.exponent();
        double[] centre = x.mean();
        double spread = distance(x, centre);
        double step = grown(spread, size, r);
        if (target != null) {
            step = Math.max(step, size * r * StrictMath.pow(distance(target.points(), centre), r - 1));
        }
        return new Units(centre, spread, step, script.homogeneous());
    }

    /** (s^{2−r} + τ)^{1/(2−r)} − s, also where τ is small. */
    private static double grown(double s, double size, double r) {
        double order = 2 - r;
        if (s == 0) {
            return StrictMath.pow(size, 1 / order);
        }
        return s * StrictMath.expm1(StrictMath.log1p(size / StrictMath.pow(s, order)) / order);
    }

    /** The root mean square distance from a place. */
    static double distance(Points x, double[] place) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            for (int k = 0; k < place.length; k++) {
                double difference = x.get(i, k) - place[k];
                sum += difference * difference;
            }
        }
        return Math.sqrt(sum / x.size());
    }

    /** The unit of displacements. */
    double step() {
        return step;
    }

    /** The unit of lengths after the step; 1 where the functional has a scale of its own. */
    double length() {
        return scaled ? spread + step : 1;
    }

    /** What the network sees of a place. */
    void seen(Points x, int i, float[] out, int at) {
        double unit = spread > 0 ? spread : 1;
        for (int k = 0; k < centre.length; k++) {
            out[at + k] = (float) ((x.get(i, k) - centre[k]) / unit);
        }
    }

    /** The place in the units of the loss. */
    void place(Points x, int i, float[] out, int at) {
        for (int k = 0; k < centre.length; k++) {
            out[at + k] = (float) (scaled ? (x.get(i, k) - centre[k]) / length() : x.get(i, k));
        }
    }

    /** All places in the units of the loss. */
    float[] places(@Nullable Points x) {
        float[] out = new float[x == null ? 0 : x.size() * x.dimension()];
        for (int i = 0; x != null && i < x.size(); i++) {
            place(x, i, out, i * x.dimension());
        }
        return out;
    }
}
