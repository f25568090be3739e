package io.github.rieszflow.internal;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of data, piece after piece: tells sets of data apart, so that what was made of one is not taken for what was made
 * of another.
 *
 * <pre>{@code
 * String mine = Fingerprint.begin().text(points.shape()).floats(points.values()).hex();
 * }</pre>
 */
public final class Fingerprint {
    private static final int BLOCK = 4096;

    private final MessageDigest digest;

    private Fingerprint(MessageDigest digest) {
        this.digest = digest;
    }

    /**
     * A fingerprint of nothing yet.
     *
     * @return what the other methods add to
     */
    public static Fingerprint begin() {
        return new Fingerprint(sha256());
    }

    /**
     * The digest itself, for streams.
     *
     * @return SHA-256
     */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * Adds a text, in UTF-8.
     *
     * @param text the text
     * @return this
     */
    public Fingerprint text(String text) {
        return bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Adds bytes.
     *
     * @param bytes from position to limit; not modified
     * @return this
     */
    public Fingerprint bytes(ByteBuffer bytes) {
        digest.update(bytes.duplicate());
        return this;
    }

    /**
     * Adds whole numbers, four bytes each, the highest first.
     *
     * @param numbers the numbers
     * @return this
     */
    public Fingerprint integers(int[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Integer.BYTES, numbers.length));
        bytes.asIntBuffer().put(numbers);
        return bytes(bytes);
    }

    /**
     * Adds the bits of numbers, four bytes each, the highest first.
     *
     * @param numbers from position to limit; not modified
     * @return this
     */
    public Fingerprint floats(FloatBuffer numbers) {
        FloatBuffer values = numbers.duplicate();
        ByteBuffer block = ByteBuffer.allocate(Float.BYTES * BLOCK);
        while (values.hasRemaining()) {
            block.clear();
            while (block.hasRemaining() && values.hasRemaining()) {
                block.putFloat(values.get());
            }
            digest.update(block.flip());
        }
        return this;
    }

    /**
     * Adds the bits of numbers, eight bytes each, the highest first.
     *
     * @param numbers the numbers
     * @return this
     */
    public Fingerprint doubles(double[] numbers) {
        ByteBuffer block = ByteBuffer.allocate(Double.BYTES * BLOCK);
        for (double number : numbers) {
            if (!block.hasRemaining()) {
                digest.update(block.flip());
                block.clear();
            }
            block.putDouble(number);
        }
        digest.update(block.flip());
        return this;
    }

    /**
     * The fingerprint, after which this begins anew.
     *
     * @return 64 hexadecimal digits
     */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
