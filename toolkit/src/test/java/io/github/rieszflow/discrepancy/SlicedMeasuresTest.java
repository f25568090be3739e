package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.WeightedPoints;
import io.github.rieszflow.slicing.Brute;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.Ties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sliced discrepancies for every exponent and with weights. */
class SlicedMeasuresTest {
    private static final Points X = Points.uniform(60, 3, Seed.seed(1));
    private static final Points Y = Points.gaussian(80, 3, Seed.seed(2)).scale(0.5);

    private static double[] weights(int n) {
        return IntStream.range(0, n).mapToDouble(i -> i % 3).toArray();
    }

    /** Each point as often as its weight says. */
    private static Points repeated(Points points) {
        return points.select(IntStream.range(0, points.size())
                .flatMap(i -> IntStream.range(0, i % 3).map(k -> i))
                .toArray());
    }

    /** Slicing is without loss: the pairwise numbers come out, for the value within its standard error. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 1, 1.5, 1.9})
    void meanOfManySlicesIsThePairwiseResult(double r) {
        SlicedMmd sliced = Mmd.riesz(r).sliced(1000);
        Estimate squared = sliced.squared(X, Y);
        assertThat(Math.abs(squared.value() - Brute.squared(X, Y, r))).isLessThan(4 * squared.standardError() + 1e-6);
        assertThat(squared.standardError()).isLessThan(0.02 * squared.value());
        // A slice has a gradient of finite variance for r > ½ only.
        if (r > 0.4) {
            assertThat(Brute.relative(sliced.velocity(X, Y).scale(-1).toArray(), Brute.exact(X, Y, r)))
                    .isLessThan(0.1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void weightsAreRepetitions(double r) {
        SlicedMmd sliced = Mmd.riesz(r).sliced(20).with(Directions.orthogonal()).with(LineSolver.exact(Ties.FREEZE));
        WeightedPoints x = X.weighted(weights(60));
        WeightedPoints y = Y.weighted(weights(80));
        assertThat(sliced.squared(x, y).value())
                .isCloseTo(sliced.squared(repeated(X), repeated(Y)).value(), withinPercentage(1e-4));
        assertThat(sliced.wasserstein(x, y).value())
                .isCloseTo(sliced.wasserstein(repeated(X), repeated(Y)).value(), withinPercentage(1e-4));
        float[] velocity = sliced.velocity(x, y).toArray();
        float[] gradient = sliced.gradient(x, y).toArray();
        Points other = sliced.velocity(repeated(X), repeated(Y));
        int at = 0;
        for (int i = 0; i < 60; i++) {
            double w = x.weight(i);
            for (int k = 0; k < 3; k++) {
                assertThat((double) gradient[3 * i + k]).isCloseTo(-w * velocity[3 * i + k], within(1e-8));
                if (w > 0) {
                    assertThat(velocity[3 * i + k]).isCloseTo(other.get(at, k), within(2e-4f));
                }
            }
            at += i % 3;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5})
    void scalingTranslationSymmetry(double r) {
        SlicedMmd sliced = Mmd.riesz(r).sliced(30);
        WeightedPoints x = X.weighted(weights(60));
        WeightedPoints y = Y.weighted(weights(80));
        double squared = sliced.squared(x, y).value();
        assertThat(sliced.squared(y, x).value()).isCloseTo(squared, withinPercentage(1e-6));
        assertThat(sliced.squared(X.scale(4).weighted(weights(60)), Y.scale(4).weighted(weights(80)))
                        .value())
                .isCloseTo(Math.pow(4, r) * squared, withinPercentage(1e-6));
        assertThat(sliced.squared(
                                X.translate(1, -2, 3).weighted(weights(60)),
                                Y.translate(1, -2, 3).weighted(weights(80)))
                        .value())
                .isCloseTo(squared, withinPercentage(1e-2));
        assertThat(sliced.squared(x, x).value()).isCloseTo(0, within(1e-12));
    }

    /** With weights and every exponent: half the distance is gone soon, and hardly any is left in the end. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.5})
    void descentArrives(double r) {
        WeightedPoints x = Points.uniform(120, 2, Seed.seed(3)).weighted(weights(120));
        WeightedPoints y = Points.uniform(90, 2, Seed.seed(4)).translate(1, 0.5).weighted(weights(90));
        Descent descent = Mmd.riesz(r).sliced(20).descent(x, y);
        double start = descent.read(Seed.seed(5)).squared().value();
        for (int step = 0; step < 150; step++) {
            descent.step(Seed.seed(step), r < 1 ? 0.03 : 0.1, 0);
        }
        double end = descent.read(Seed.seed(5)).squared().value();
        assertThat(end).isLessThan(0.05 * start);
    }

    /** A flow arrives with other exponents as it does with r = 1. */
    @ParameterizedTest
    @ValueSource(doubles = {0.75, 1.5})
    void flowsArrive(double r) {
        Points x = Points.uniform(100, 2, Seed.seed(6));
        Points y = Points.uniform(100, 2, Seed.seed(7)).translate(1, 0.5);
        Mmd mmd = Mmd.riesz(r);
        var path = ParticleFlow.of(mmd.sliced(20))
                .toward(y)
                .stepSize(0.05)
                .momentum(0.5)
                .from(x)
                .run(120);
        assertThat(mmd.squared(path.last(), y)).isLessThan(0.03 * mmd.squared(x, y));
    }

    @Test
    void onTheLineOneSliceIsExact() {
        Points x = Points.line(0, 1, 3);
        Points y = Points.line(2, 2, 5);
        Estimate squared = Mmd.riesz(0.5).sliced(7).squared(x, y);
        assertThat(squared.value()).isCloseTo(1.0818539287865219, within(1e-8));
        assertThat(squared.standardError()).isZero();
        WeightedPoints w = x.weighted(3, 2, 1);
        WeightedPoints u = Points.line(2, 5).weighted(1, 3);
        assertThat(Mmd.riesz(1).sliced(7).squared(w, u).value()).isCloseTo(347.0 / 72, within(1e-12));
        assertThat(Mmd.riesz(1).sliced(7).wasserstein(w, u).value()).isCloseTo(41.0 / 12, within(1e-12));
        assertThat(Mmd.riesz(1).sliced(7).velocity(w, u).toArray()).containsExactly(0.5f, 4 / 3f, 4 / 3f);
    }
}
