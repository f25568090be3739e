package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.internal.Profile;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.Line;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums over pairs of what attracts, φ = −f for a kernel K(x,y) = f(‖x−y‖), with measures in single precision. */
final class Pairwise {
    private Pairwise() {}

    /** φ = −f; for the Riesz kernel the power itself, which is faster. */
    static Profile profile(RadialKernel kernel) {
        return kernel instanceof RieszKernel riesz
                ? Profile.power(riesz.exponent())
                : Profile.negative(kernel::value, kernel::derivative, kernel.name());
    }

    /** All sums with a measure. */
    static PairSums with(RadialKernel kernel, Measure measure) {
        Points y = measure.points();
        return new PairSums(profile(kernel), y::get, y.size(), y.dimension(), weights(measure));
    }

    /** The mean of φ(‖x_i − y_j‖) over all pairs, by weight. */
    static double mean(PairSums pairs, Measure x) {
        return pairs.mean(x.points()::get, x.size(), weights(x));
    }

    private static double @Nullable [] weights(Measure measure) {
        return measure.uniform() ? null : measure.weights();
    }

    static Line line(Measure x, Measure y) {
        return x.uniform() && y.uniform()
                ? Line.of(doubles(x.points()), doubles(y.points()))
                : Line.of(doubles(x.points()), x.weights(), doubles(y.points()), y.weights());
    }

    private static double[] doubles(Points x) {
        double[] values = new double[x.size()];
        Arrays.setAll(values, i -> x.get(i, 0));
        return values;
    }
}
