package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Seed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {
    private static final ImageSet DIGITS = Images.drawnDigits(1000, Seed.seed(1));

    @Test
    void theyLookLikeASetOfDigits() {
        assertThat(DIGITS).hasToString("ImageSet[1000 images 28×28×1, labels 0…9]");
    }

    /** Bytes of this very code, computed once: the same on every JDK. */
    @Test
    void theBytesAreTheSameOnEveryJdk() {
        byte[] bytes = new byte[784 * 1000];
        DIGITS.pixels().get(bytes);
        assertThat(Arrays.hashCode(bytes)).isEqualTo(-1355222334);
        assertThat(Arrays.hashCode(DIGITS.labels())).isEqualTo(-1833817907);
    }

    @Test
    void everyTenHoldEachDigitOnce() {
        int[] labels = DIGITS.labels();
        for (int block = 0; block < 1000; block += 10) {
            assertThat(Arrays.copyOfRange(labels, block, block + 10))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
        assertThat(Arrays.copyOfRange(labels, 0, 10)).isNotEqualTo(Arrays.copyOfRange(labels, 10, 20));
    }

    @Test
    void aSmallerSetIsTheStartOfALargerOne() {
        assertThat(Images.drawnDigits(37, Seed.seed(1))).isEqualTo(DIGITS.take(37));
        assertThat(Images.drawnDigits(37, Seed.seed(2))).isNotEqualTo(DIGITS.take(37));
        assertThat(Images.drawnDigits(7)).isEqualTo(Images.drawnDigits(7, Seed.DEFAULT));
    }

    /** White on black, centred by mass to about a pixel, with a black border, between a thin and a fat pen. */
    @Test
    void theyAreSetLikeMnist() {
        ByteBuffer pixels = DIGITS.pixels();
        double all = 0;
        for (int n = 0; n < 1000; n++) {
            double mass = 0;
            double x = 0;
            double y = 0;
            int top = 0;
            for (int row = 0; row < 28; row++) {
                for (int column = 0; column < 28; column++) {
                    int level = pixels.get() & 255;
                    mass += level;
                    x += level * (column + 0.5);
                    y += level * (row + 0.5);
                    top = Math.max(top, level);
                    if (row == 0 || column == 0 || row == 27 || column == 27) {
                        assertThat(level).as("border of digit %d", n).isZero();
                    }
                }
            }
            assertThat(x / mass).isCloseTo(14, within(1.25));
            assertThat(y / mass).isCloseTo(14, within(1.25));
            assertThat(top).isGreaterThan(150);
            assertThat(mass / 255 / 784).isBetween(0.015, 0.3);
            all += mass / 255 / 784 / 1000;
        }
        assertThat(all).isBetween(0.09, 0.15);
    }

    /** No two are alike, yet the nearest other digit nearly always has the same label: they vary and stay legible. */
    @Test
    void theyVaryAndStayLegible() {
        int[] labels = DIGITS.labels();
        float[] values = DIGITS.points().toArray();
        int right = 0;
        for (int a = 0; a < 500; a++) {
            double best = Double.MAX_VALUE;
            int nearest = -1;
            for (int b = 0; b < 1000; b++) {
                double distance = 0;
                for (int p = 0; p < 784 && distance < best; p++) {
                    double d = values[a * 784 + p] - values[b * 784 + p];
                    distance += d * d;
                }
                if (a != b && distance < best) {
                    best = distance;
                    nearest = b;
                }
            }
            assertThat(best).isGreaterThan(0.1);
            right += labels[nearest] == labels[a] ? 1 : 0;
        }
        assertThat(right).isGreaterThan(475);
    }

    @Test
    void countsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.drawnDigits(0))
                .withMessage("the number of digits must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.drawnDigits(3_000_000))
                .withMessage("3000000 digits would take 2.4 GB, one set holds at most 2.1 GB: draw fewer");
    }
}
