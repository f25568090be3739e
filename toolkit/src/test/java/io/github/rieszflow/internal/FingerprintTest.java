package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    /** The values of FIPS 180-2, appendix B.1, and of nothing. */
    @Test
    void isSha256() {
        assertThat(Fingerprint.begin().text("abc").hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Fingerprint.begin().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void piecesAddUp() {
        String bytes = Fingerprint.begin()
                .bytes(ByteBuffer.wrap(new byte[] {0, 0, 1, 2, 0x3f, (byte) 0x80, 0, 0}))
                .hex();
        assertThat(Fingerprint.begin()
                        .integers(new int[] {258})
                        .floats(FloatBuffer.wrap(new float[] {1}))
                        .hex())
                .isEqualTo(bytes);
    }

    @Test
    void longBuffersAreReadWholeAndLeftAsTheyWere() {
        float[] many = new float[10_000];
        FloatBuffer buffer = FloatBuffer.wrap(many);
        String before = Fingerprint.begin().floats(buffer).hex();
        assertThat(buffer.remaining()).isEqualTo(10_000);
        many[9_999] = 1;
        assertThat(Fingerprint.begin().floats(buffer).hex()).isNotEqualTo(before);
    }
}
