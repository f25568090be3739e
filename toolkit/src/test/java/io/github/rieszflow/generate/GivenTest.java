package io.github.rieszflow.generate;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given in the flow: the gradient of the joint distributions, of which only the image moves. */
final class GivenTest {
    private static final ImageShape SHAPE = new ImageShape(4, 4, 1);
    private static final int N = 24;
    private static final int SLICES = 16_384;

    /** Three classes of unlike brightness, so that it matters to which of them an image is drawn. */
    private static final int[] LABELS = IntStream.range(0, N).map(i -> i % 3).toArray();

    private static final ImageSet IMAGES = images();

    private static ImageSet images() {
        float[] pixels = Points.uniform(N, 16, seed(2)).toArray();
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = 0.3f * pixels[k] + 0.3f * LABELS[k / 16];
        }
        return ImageSet.of(Points.of(pixels, N, 16), 4, 4, 1).labelled(LABELS);
    }

    /** Points beside the labels as one-hot vectors of this length. */
    private static Points joint(Points x, float weight) {
        float[] joint = new float[N * 19];
        for (int i = 0; i < N; i++) {
            System.arraycopy(x.toArray(), 16 * i, joint, 19 * i, 16);
            joint[19 * i + 16 + LABELS[i]] = weight;
        }
        return Points.of(joint, N, 19);
    }

    private static PatchDescent descent(Given given, @org.jspecify.annotations.Nullable Patches patches) {
        return new PatchDiscrepancy(Mmd.riesz(1).sliced(SLICES), patches, SHAPE, given)
                .descent(Points.dirac(N, 16), IMAGES.points());
    }

    /** ‖v + exact‖/‖exact‖ of N rows, the first 16 numbers of each: v is the gradient and minus the velocity. */
    private static double error(float[] v, Points exact, boolean[] where) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < 16; k++) {
                if (where[k]) {
                    error += Math.pow(v[16 * i + k] + exact.get(i, k), 2);
                    norm += Math.pow(exact.get(i, k), 2);
                }
            }
        }
        return Math.sqrt(error / norm);
    }

    private static boolean[] everywhere() {
        return Given.NOTHING.free(SHAPE);
    }

    /** Against the gradient of the exact MMD of joint vectors, with the whole image and with one patch of its size. */
    @ParameterizedTest
    @ValueSource(floats = {1, 4})
    void imagesMoveAsTheirPartOfTheJointGradient(float weight) {
        Points x = Points.uniform(N, 16, seed(1));
        Points exact = Mmd.riesz(1).velocity(joint(x, weight), joint(IMAGES.points(), weight));
        Given given = Given.of(Observation.labels(weight), IMAGES, 3);
        Patches patch = new Patches(4, List.of(0), false, true);
        for (PatchDescent descent : List.of(descent(given, null), descent(given, patch))) {
            descent.load(x, null);
            descent.step(seed(3), 0.5, 0);
            // c_19/√16384 ≈ 0.043 for one unit vector.
            assertThat(error(descent.momentum().toArray(), exact, everywhere())).isLessThan(0.08);
        }
        PatchDescent blind = descent(Given.NOTHING, null);
        blind.load(x, null);
        blind.step(seed(3), 0.5, 0);
        assertThat(error(blind.momentum().toArray(), exact, everywhere())).isGreaterThan(0.2);
    }

    /** The joint gradient is the derivative of N·½MMD², by central differences in one pixel each of a few images. */
    @Test
    void jointGradientIsTheDerivativeOfTheJointDiscrepancy() {
        float weight = 1;
        Points x = Points.uniform(N, 16, seed(1));
        PatchDescent descent = descent(Given.of(Observation.labels(weight), IMAGES, 3), null);
        descent.load(x, null);
        descent.step(seed(3), 0.5, 0);
        double h = 0.01;
        for (int i = 0; i < 6; i++) {
            int k = 16 * i + 3 * i % 16;
            double[] squared = new double[2];
            for (int side = 0; side < 2; side++) {
                float[] moved = x.toArray();
                moved[k] += (float) (side == 0 ? -h : h);
                squared[side] =
                        Mmd.riesz(1).squared(joint(Points.of(moved, N, 16), weight), joint(IMAGES.points(), weight));
            }
            double derivative = N * (squared[1] - squared[0]) / (4 * h);
            // A unit vector's share in one of 19 directions is 0.23; its error over the slices a hundredth of that.
            assertThat((double) descent.momentum().toArray()[k])
                    .isCloseTo(derivative, org.assertj.core.api.Assertions.within(0.012));
        }
    }

    @Test
    void knownPixelsCountAndStay() {
        Observation.Hidden hidden = new Observation.Hidden(1, 2, 3, 2);
        Given given = Given.of(hidden, IMAGES, 0);
        boolean[] free = given.free(SHAPE);
        for (int k = 0; k < 16; k++) {
            assertThat(free[k]).isEqualTo(k / 4 >= 1 && k % 4 >= 2);
        }
        float[] x = Points.uniform(N, 16, seed(1)).toArray();
        float[] noise = x.clone();
        given.keep(x, SHAPE);
        PatchDescent descent = descent(given, null);
        descent.load(Points.of(x, N, 16), null);
        descent.step(seed(3), 0.5, 0);
        assertThat(error(
                        descent.momentum().toArray(),
                        Mmd.riesz(1).velocity(Points.of(x, N, 16), IMAGES.points()),
                        free))
                .isLessThan(0.08);
        PatchDescent patches = descent(given, new Patches(1, List.of(0, 1), false, false));
        patches.load(descent.particles(), descent.momentum());
        for (int step = 0; step < 40; step++) {
            patches.step(seed(4).split(step), 0.5, 0.5);
        }
        float[] moved = patches.particles().toArray();
        for (int k = 0; k < moved.length; k++) {
            if (free[k % 16]) {
                assertThat(moved[k]).isNotEqualTo(noise[k]);
            } else {
                assertThat(moved[k]).isEqualTo(IMAGES.points().toArray()[k]);
            }
        }
    }

    @Test
    void networksSeePlanesOfWhatIsGiven() {
        float[] x = Points.uniform(N, 16, seed(1)).toArray();
        float[] seen = new float[64];
        Links.see(x, 5, SHAPE, Given.of(Observation.labels(7), IMAGES, 3), seen, 0);
        for (int k = 0; k < 64; k++) {
            // Image 5 is of class 2, the last plane.
            assertThat(seen[k]).isEqualTo(k < 16 ? x[80 + k] : k < 48 ? 0 : 1);
        }
        ImageShape coarse = SHAPE.pooled(2);
        float[] both = new float[8];
        Links.see(x, 5, coarse, Given.of(Observation.hidden(0, 2, 4, 2), IMAGES, 0), both, 0);
        assertThat(both[4]).isEqualTo(IMAGES.pooledPoints(2).get(5, 0)).isPositive();
        assertThat(both[5]).isZero();
        assertThat(both[7]).isZero();
    }

    /** As counted in the published networks, which see ten labels beside an image of one channel. */
    @Test
    void conditionalNetworkOfPaperSizeHasThePublishedNumberOfWeights() {
        MmdPreset preset = MmdPreset.of("mnist", Size.PAPER).given(Observation.labels());
        ImageShape digits = new ImageShape(28, 28, 1);
        int planes = Given.planes(preset.given(), 1, 10);
        assertThat(new LinkNetworks(preset, digits, planes, null)
                        .at(0).slots().stream()
                                .mapToLong(io.github.rieszflow.network.Slot::size)
                                .sum())
                .isEqualTo(3_412_513);
    }
}
