package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoolingTest {
    private static final ImageSet NOISE = noise(3, 12, 8, 3).labelled(1, 2, 3);

    private static ImageSet noise(int count, int height, int width, int channels) {
        byte[] bytes = new byte[count * height * width * channels];
        new Random(3).nextBytes(bytes);
        return ImageSet.of(bytes, height, width, channels);
    }

    @Test
    void eachPixelIsTheMeanOfItsSquare() {
        for (int factor : new int[] {1, 2, 4}) {
            ImageSet small = NOISE.pooled(factor);
            Points exact = NOISE.pooledPoints(factor);
            assertThat(small.shape()).hasToString(12 / factor + "×" + 8 / factor + "×3");
            assertThat(small.labels()).containsExactly(1, 2, 3);
            for (int i = 0; i < 3; i++) {
                for (int c = 0; c < 3; c++) {
                    for (int y = 0; y < 12 / factor; y++) {
                        for (int x = 0; x < 8 / factor; x++) {
                            double mean = mean(i, c, y * factor, x * factor, factor);
                            assertThat(small.level(i, c, y, x)).isEqualTo((int) Math.floor(mean + 0.5));
                            int at = (c * (12 / factor) + y) * (8 / factor) + x;
                            assertThat(exact.get(i, at)).isEqualTo((float) (mean / 255));
                        }
                    }
                }
            }
        }
    }

    private static double mean(int image, int channel, int top, int left, int factor) {
        double sum = 0;
        for (int y = top; y < top + factor; y++) {
            for (int x = left; x < left + factor; x++) {
                sum += NOISE.level(image, channel, y, x);
            }
        }
        return sum / (factor * factor);
    }

    @Test
    void factorOneChangesNothing() {
        assertThat(NOISE.pooled(1)).isEqualTo(NOISE);
        assertThat(NOISE.pooledPoints(1)).isEqualTo(NOISE.points());
    }

    @Test
    void exactMeansCanBeTakenInSteps() {
        // Averages of averages are the averages, as long as nothing was rounded.
        Points at4 = NOISE.pooledPoints(4);
        ImageSet flat = ImageSet.of(new byte[] {10, 20, 30, 40}, 2, 2, 1);
        assertThat(flat.pooled(2).level(0, 0, 0, 0)).isEqualTo(25);
        assertThat(NOISE.take(2).pooledPoints(4)).isEqualTo(at4.take(2));
    }

    @Test
    void factorsThatDoNotDivideAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NOISE.pooled(3))
                .withMessage(
                        "the pooling factor must divide the height and width of the images: received 3 for images of"
                                + " 12×8×3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NOISE.pooledPoints(0))
                .withMessageContaining("received 0");
    }
}
