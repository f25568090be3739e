package io.github.rieszflow.generate;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PatchDescentTest {
    private static final ImageShape SHAPE = new ImageShape(4, 4, 3);

    private static Patches patches(int side, boolean mean, boolean amplified, Integer... scales) {
        return new Patches(side, List.of(scales), mean, amplified);
    }

    private static PatchDescent descent(Patches patches, Points x, Points y, ImageShape shape, int slices) {
        return new PatchDiscrepancy(Mmd.riesz(1).sliced(slices), patches, shape, Given.NOTHING).descent(x, y);
    }

    private static float[] gradient(Patches patches, Points x, Points y, ImageShape shape, int slices) {
        PatchDescent descent = descent(patches, x, y, shape, slices);
        descent.step(seed(3), 0.5, 0);
        float[] v = descent.momentum().toArray();
        float[] moved = descent.particles().toArray();
        for (int i = 0; i < v.length; i++) {
            assertThat(moved[i]).isCloseTo(x.toArray()[i] - 0.5f * v[i], within(1e-6f));
        }
        return v;
    }

    /** A patch as large as the image, wherever it begins, is the whole image: the exact gradient up to slicing. */
    @Test
    void wholeImageIsAPatch() {
        Points x = Points.uniform(12, 48, seed(1));
        Points y = Points.gaussian(15, 48, seed(2));
        float[] exact = Mmd.riesz(1).velocity(x, y).toArray();
        float[] sliced = gradient(patches(4, false, false, 0), x, y, SHAPE, 4096);
        double error = 0;
        double norm = 0;
        for (int i = 0; i < exact.length; i++) {
            error += Math.pow(sliced[i] + exact[i], 2);
            norm += Math.pow(exact[i], 2);
        }
        // c_48/√4096 ≈ 0.14 for one unit vector; mean forces are smaller than their parts.
        assertThat(Math.sqrt(error / norm)).isLessThan(0.1);
    }

    /** Grey values in steps of 1/16, so that single precision also holds the sums of four at 65536. */
    @Test
    void theBrightnessThatAllShareChangesNothing() {
        float[] near = Points.gaussian(27, 48, seed(1)).toArray();
        float[] far = new float[near.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = Math.round(16 * near[i]) / 16f;
            far[i] = 65536 + near[i];
        }
        Points first = Points.of(near, 27, 48);
        Points second = Points.of(far, 27, 48);
        Patches patches = patches(2, false, false, 0, 1);
        PatchDescent here = descent(patches, first.take(12), first, SHAPE, 64);
        PatchDescent there = descent(patches, second.take(12), second, SHAPE, 64);
        float[] expected = new float[12 * 48];
        float[] found = new float[12 * 48];
        here.gradient(seed(3), expected);
        there.gradient(seed(3), found);
        double error = 0;
        double norm = 0;
        for (int i = 0; i < found.length; i++) {
            error += Math.pow(found[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(error / norm)).isLessThan(1e-4);
        double value = here.read(seed(3)).squared().value();
        assertThat(there.read(seed(3)).squared().value()).isCloseTo(value, within(1e-4 * value));
    }

    /**
     * Images of one grey each, a_i: cells of 2×2 pixels are 2a each, and ‖cells − cells'‖ = 4|a − a'|, as in the whole image,
     * whose gradient is the mean sign times 1/4 in each of 16 pixels.
     */
    @Test
    void coarseCellsKeepLengths() {
        ImageShape shape = new ImageShape(4, 4, 1);
        Points x = grey(0.1f, 0.5f);
        Points y = grey(0.3f, 0.4f);
        float[] v = gradient(patches(2, false, false, 1), x, y, shape, 20_000);
        // Particle 0: attracted by both targets, pushed by particle 1 with half the weight; particle 1 likewise.
        for (int k = 0; k < 16; k++) {
            assertThat(v[k]).isCloseTo(-0.125f, within(0.01f));
            assertThat(v[16 + k]).isCloseTo(0.125f, within(0.01f));
        }
    }

    private static Points grey(float... levels) {
        float[] pixels = new float[16 * levels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = levels[i / 16];
        }
        return Points.of(pixels, levels.length, 16);
    }

    @Test
    void constantAndScalesAreAChoice() {
        Points x = Points.uniform(5, 48, seed(1));
        Points y = Points.uniform(6, 48, seed(2));
        float[] exact = gradient(patches(2, false, false, 0), x, y, SHAPE, 64);
        float[] amplified = gradient(patches(2, false, true, 0), x, y, SHAPE, 64);
        float ratio = (float) (SlicingConstant.of(48, 1) / SlicingConstant.of(12, 1));
        float[] first = gradient(patches(2, true, false, 0, 1), x, y, SHAPE, 64);
        float[] second = gradient(patches(2, false, false, 1), x, y, SHAPE, 64);
        int seen = 0;
        for (int i = 0; i < exact.length; i++) {
            assertThat(amplified[i]).isCloseTo(ratio * exact[i], within(1e-5f));
            assertThat(first[i]).isCloseTo((exact[i] + second[i]) / 2, within(1e-5f));
            seen += exact[i] != 0 ? 1 : 0;
        }
        // A patch of 2×2×3 of 4×4×3 numbers: no other pixel moves.
        assertThat(seen).isEqualTo(5 * 12);
    }

    /** Momenta after one and two steps, the second with this momentum. */
    private static float[][] momenta(double momentum) {
        PatchDescent descent = descent(
                patches(2, false, false, 0), Points.uniform(5, 48, seed(1)), Points.uniform(6, 48, seed(2)), SHAPE, 64);
        descent.step(seed(3), 0.5, 0);
        float[] one = descent.momentum().toArray();
        descent.step(seed(5), 0.5, momentum);
        return new float[][] {one, descent.momentum().toArray()};
    }

    @Test
    void withoutMomentumWhatIsNotPushedRests() {
        float[][] none = momenta(0);
        float[][] some = momenta(0.7);
        int moving = 0;
        int both = 0;
        for (int i = 0; i < none[0].length; i++) {
            assertThat(some[1][i]).isCloseTo(none[1][i] + 0.7f * none[0][i], within(1e-6f));
            moving += none[1][i] != 0 ? 1 : 0;
            both += none[0][i] != 0 && none[1][i] != 0 ? 1 : 0;
        }
        assertThat(moving).isEqualTo(5 * 12);
        assertThat(both).as("the two patches differ").isLessThan(5 * 12);
    }
}
