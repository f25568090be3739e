package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.Shapes;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The presets of the plane at laptop size against fresh data. Energy distances are compared with those between two fresh samples
 * of the same size, which are the least that can be expected; they vary by more than half of their mean, as shares of modes do, so
 * that both are means over several pairs.
 */
@Tag("slow")
class DiffusionToysTest {
    private static final int SIZE = 2000;
    private static final int FRESH = 6;
    private static final int SAMPLES = 3;

    private static BiFunction<Integer, Seed, Points> distribution(String name) {
        return switch (name) {
            case "spirals" -> Shapes::spirals;
            case "checkerboard" -> Shapes::checkerboard;
            default -> Shapes::eightGaussians;
        };
    }

    private static DiffusionMmd train(String name) {
        return DiffusionMmd.preset(name).train(distribution(name).apply(20_000, seed(1)));
    }

    /** The mean energy distance to fresh samples, of several samples. */
    private static double distance(String name, LongFunction<Points> samples) {
        double sum = 0;
        for (int s = 0; s < SAMPLES; s++) {
            Points x = samples.apply(11 + s);
            for (int i = 0; i < FRESH; i++) {
                sum += Mmd.riesz(1).squared(x, distribution(name).apply(SIZE, seed(101 + i)));
            }
        }
        return sum / (SAMPLES * FRESH);
    }

    private static double between(String name) {
        double sum = 0;
        for (int i = 0; i < FRESH; i++) {
            int key = 201 + SAMPLES * i;
            sum += distance(name, s -> distribution(name).apply(SIZE, seed(key + s))) / FRESH;
        }
        return sum;
    }

    private static int[] modes(Points samples) {
        int[] counts = new int[8];
        for (int i = 0; i < samples.size(); i++) {
            double angle = Math.atan2(samples.get(i, 1) - 0.5, samples.get(i, 0) - 0.5);
            counts[Math.floorMod(Math.round(angle / (Math.PI / 4)), 8)]++;
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"spirals", "checkerboard"})
    void samplesAreNearlyAsCloseToTheDataAsOtherData(String name) {
        DiffusionMmd model = train(name);
        assertThat(distance(name, s -> model.sample(SIZE, seed(s)).points())).isLessThan(3 * between(name));
    }

    @Test
    void everyModeOfEightGetsItsShareAndAKernelOfOneWidthLoses() {
        String name = "eight-gaussians";
        DiffusionMmd model = train(name);
        for (int count : modes(model.sample(SIZE, seed(11)).points())) {
            assertThat(count).isBetween(SIZE * 8 / 100, SIZE * 17 / 100);
        }
        double least = between(name);
        double distance = distance(name, s -> model.sample(SIZE, seed(s)).points());
        assertThat(distance).isLessThan(3 * least);

        // More noise, farther from the data: along the sampling MMD² falls.
        Points clean = model.standardised(Shapes.eightGaussians(SIZE, seed(301)));
        Points other = model.standardised(Shapes.eightGaussians(SIZE, seed(302)));
        double below = 0;
        for (double t : new double[] {0.1, 0.2, 0.3, 0.5, 0.7}) {
            double squared = model.kernel().squared(model.preset().schedule().noisy(other, t, seed(3)), clean, t);
            assertThat(squared).as("t = %s", t).isGreaterThan(below);
            below = squared;
        }
    }
}
