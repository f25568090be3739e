package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogTicksTest {
    @Test
    void powersAreThoseOfTheAxisItsEndsAmongThem() {
        assertThat(LogTicks.powers(0.02, 300)).containsExactly(-1, 0, 1, 2);
        assertThat(LogTicks.powers(1e-3, 1e-1)).containsExactly(-3, -2, -1);
        assertThat(LogTicks.powers(2, 3)).isEmpty();
    }

    @Test
    void numbersThatWouldOverlapAreLeftOutEvenly() {
        int[] powers = LogTicks.powers(1e-7, 1e7);
        assertThat(LogTicks.every(powers, 0.9)).hasSize(15);
        assertThat(LogTicks.every(powers, 1.5)).containsExactly(-6, -4, -2, 0, 2, 4, 6);
        assertThat(LogTicks.every(powers, 4.5)).containsExactly(-5, 0, 5);
        assertThat(LogTicks.every(LogTicks.powers(1e-100, 1e100), 12))
                .contains(-100, -80, 0, 20)
                .doesNotContain(10);
    }

    @Test
    void numbersOfOneAxisAreOfOneKind() {
        int[] near = {-3, -2, -1, 0, 1, 2};
        assertThat(List.of(LogTicks.number(-3, near), LogTicks.number(0, near), LogTicks.number(2, near)))
                .containsExactly("0.001", "1", "100");
        int[] far = {-4, -3, 0, 1, 2};
        assertThat(List.of(
                        LogTicks.number(-4, far),
                        LogTicks.number(-3, far),
                        LogTicks.number(0, far),
                        LogTicks.number(1, far),
                        LogTicks.number(2, far)))
                .containsExactly("10⁻⁴", "10⁻³", "1", "10", "10²");
    }
}
