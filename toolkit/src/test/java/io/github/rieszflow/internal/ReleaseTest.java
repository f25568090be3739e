package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ReleaseTest {
    @Test
    void theVersionIsReadFromTheJar() {
        assertThat(Release.version(null)).isEqualTo("development");
        byte[] properties = "version=1.2.3\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Release.version(new ByteArrayInputStream(properties))).isEqualTo("1.2.3");
    }
}
