package io.github.rieszflow.quality;

import io.github.rieszflow.images.ImageSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells sets of images apart. */
final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 of the shape, the labels and all pixels, in hexadecimal digits. */
    static String of(ImageSet images) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((images.size() + "×" + images.shape()).getBytes(StandardCharsets.UTF_8));
            if (images.hasLabels()) {
                int[] labels = images.labels();
                ByteBuffer bytes = ByteBuffer.allocate(4 * labels.length);
                bytes.asIntBuffer().put(labels);
                digest.update(bytes);
            }
            digest.update(images.pixels());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
