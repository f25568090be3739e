package io.github.rieszflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SizeTest {
    @Test
    void isNamedByWordsAsUsersWriteThem() {
        for (Size size : Size.values()) {
            assertThat(Size.named(size.toString())).isEqualTo(size);
        }
        assertThat(Size.named(" Paper ")).isEqualTo(Size.PAPER);
        assertThat(Size.SMOKE).hasToString("smoke");
        assertThat(Size.LAPTOP.of(1, 2, 3)).isEqualTo(2);
        assertThatThrownBy(() -> Size.named("huge"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the size must be one of smoke, laptop, paper: received huge");
    }
}
