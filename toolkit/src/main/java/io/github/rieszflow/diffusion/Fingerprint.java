package io.github.rieszflow.diffusion;

import io.github.rieszflow.measure.Points;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells sets of points apart, so that a training goes on with the data it began with. */
final class Fingerprint {
    /** What a checkpoint has that was written before there were fingerprints. */
    static final String UNKNOWN = "";

    private static final int BLOCK = 4096;

    private Fingerprint() {}

    /** SHA-256 of the shape and the bits of all coordinates, in hexadecimal digits. */
    static String of(Points points) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(points.shape().getBytes(StandardCharsets.UTF_8));
            ByteBuffer block = ByteBuffer.allocate(Float.BYTES * BLOCK);
            FloatBuffer values = points.values();
            while (values.hasRemaining()) {
                block.clear();
                while (block.hasRemaining() && values.hasRemaining()) {
                    block.putFloat(values.get());
                }
                digest.update(block.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
