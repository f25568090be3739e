package io.github.rieszflow.scheme;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.measure.Measure;
import java.util.Arrays;

/** The potential energy V_ν(μ) = ∫∫‖x−y‖^r dμ(x)dν(y): its flow draws mass to a target. */
public final class Potential implements Functional {
    private final double exponent;
    private final Measure target;
    private final double[] y;
    private final double[] weights;

    Potential(double exponent, Measure target) {
        this.exponent = SlicingConstant.requireExponent(exponent);
        this.target = target;
        this.y = PairSums.doubles(target.points());
        this.weights = target.weights();
    }

    /**
     * The potential energy with ‖x−y‖^r.
     *
     * @param exponent r in (0,2)
     * @param target ν, M×d
     * @return the functional
     * @throws IllegalArgumentException if r is out of range
     */
    public static Potential riesz(double exponent, Measure target) {
        return new Potential(exponent, target);
    }

    /**
     * What draws.
     *
     * @return ν, M×d
     */
    public Measure target() {
        return target;
    }

    @Override
    public double value(double[] x, int size, int dimension) {
        return PairSums.mean(exponent, x, y, weights, dimension);
    }

    @Override
    public void gradient(double[] x, int size, int dimension, double[] gradient) {
        Arrays.fill(gradient, 0);
        add(x, dimension, gradient);
    }

    void add(double[] x, int dimension, double[] gradient) {
        PairSums.gradient(exponent, 1, x, y, weights, dimension, gradient);
    }

    /** Targets do not move. With two samples of μ the mean over both. */
    @Override
    public Slope slope(Sample one, Sample two) {
        Sample still = new Sample(weights.length, one.dimension(), y, new double[y.length]);
        Slope first = PairSums.slope(exponent, one, still, weights);
        if (one.x() == two.x()) {
            return first;
        }
        double share = (double) one.size() / (one.size() + two.size());
        return first.times(share)
                .plus(PairSums.slope(exponent, two, still, weights).times(1 - share));
    }

    @Override
    public int dimension() {
        return target.dimension();
    }

    @Override
    public double exponent() {
        return exponent;
    }

    @Override
    public String toString() {
        return "potential energy to " + target.shape() + " points, r = " + Numbers.text(exponent);
    }
}
