package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HalfPrecisionTest {
    /** Examples of IEEE 754: 1, -2, the largest, the smallest, the smallest with a leading digit, a third. */
    @Test
    void knowsTheFormat() {
        int[] bits = {0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x3555};
        float[] numbers = {1, -2, 65504, 0x1p-24f, 0x1p-14f, 0x0.555p0f};
        for (int i = 0; i < bits.length; i++) {
            assertThat(HalfPrecision.number((short) bits[i])).isEqualTo(numbers[i]);
            assertThat(HalfPrecision.bits(numbers[i])).isEqualTo((short) bits[i]);
        }
    }

    @Test
    void everyOneComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float number = HalfPrecision.number((short) bits);
            if (!Float.isNaN(number)) {
                assertThat(HalfPrecision.bits(number)).isEqualTo((short) bits);
                assertThat(HalfPrecision.round(number)).isEqualTo(number);
            }
        }
        assertThat(HalfPrecision.number(HalfPrecision.bits(Float.NaN))).isNaN();
    }

    /** Between neighbours the nearer one, of two as near the one with the even fraction. */
    @Test
    void roundsToTheNearest() {
        SplittableRandom random = new SplittableRandom(1);
        for (int bits = 0; bits < 0x7bff; bits++) {
            float low = HalfPrecision.number((short) bits);
            float high = HalfPrecision.number((short) (bits + 1));
            float middle = (low + high) / 2;
            assertThat(HalfPrecision.round(middle)).isEqualTo(bits % 2 == 0 ? low : high);
            assertThat(HalfPrecision.round(Math.nextDown(middle))).isEqualTo(low);
            assertThat(HalfPrecision.round(Math.nextUp(middle))).isEqualTo(high);
            float some = (float) (low + random.nextDouble() * (high - low));
            assertThat(Math.abs(HalfPrecision.round(-some) + some)).isLessThanOrEqualTo((high - low) / 2);
        }
        assertThat(HalfPrecision.round(65519)).isEqualTo(65504f);
        assertThat(HalfPrecision.round(-65520)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfPrecision.round(0x1p-25f)).isZero();
    }
}
