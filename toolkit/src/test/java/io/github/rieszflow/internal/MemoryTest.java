package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "999940, 999.9 kB",
        "999960, 1.0 MB",
        "12288000000, 12.3 GB",
        "5e12, 5.0 TB",
        "5e16, 50000.0 TB"
    })
    void bytesAreWrittenForPeople(double bytes, String text) {
        assertThat(Memory.text(bytes)).isEqualTo(text);
    }

    @Test
    void whatFitsIsLetThrough() {
        assertThatCode(() -> Memory.require(1e6, "a little", "take less")).doesNotThrowAnyException();
    }

    @Test
    void whatDoesNotFitIsRefusedWithBytesAndTheWayOut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Memory.require(1e15, "the matrix", "take fewer rows"))
                .withMessageMatching("the matrix would take 1000\\.0 TB, the Java heap has .+ left of .+: "
                        + "take fewer rows, or start Java with a larger heap \\(-Xmx\\)");
    }
}
