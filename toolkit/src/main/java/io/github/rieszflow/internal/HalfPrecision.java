package io.github.rieszflow.internal;

/** IEEE 754 numbers of 16 bits: a sign, five binary digits of exponent and ten of fraction. */
public final class HalfPrecision {
    /** The largest finite one. */
    public static final float LARGEST = 65504;

    private static final int DIGITS = 11;
    /** Below 2 to this power steps are no longer finer. */
    private static final int SMALLEST = -14;

    private HalfPrecision() {}

    /**
     * The nearest number of half precision, the even one of two.
     *
     * @param value finite, and not larger than the largest of half precision
     * @return the nearest, infinite if there is none
     */
    public static float round(float value) {
        if (value == 0 || !Float.isFinite(value)) {
            return value;
        }
        float step = Math.scalb(1f, Math.max(Math.getExponent(value), SMALLEST) - (DIGITS - 1));
        float rounded = (float) (Math.rint((double) value / step) * step);
        return Math.abs(rounded) > LARGEST ? Math.copySign(Float.POSITIVE_INFINITY, value) : rounded;
    }

    /**
     * Its sixteen bits.
     *
     * @param value a number of half precision, as {@link #round} gives
     * @return sign, exponent and fraction
     */
    public static short bits(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float size = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (Float.isInfinite(value)) {
            return (short) (sign | 0x7c00);
        }
        int exponent = Math.max(Math.getExponent(size), SMALLEST);
        int digits = (int) Math.scalb(size, DIGITS - 1 - exponent);
        // The leading digit counts one up in the exponent; numbers below 2^-14 have none.
        return (short) (sign | (((exponent - SMALLEST) << 10) + digits));
    }

    /**
     * The number of sixteen bits.
     *
     * @param bits sign, exponent and fraction
     * @return the number, exactly
     */
    public static float number(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float size = exponent == 0
                ? fraction * 0x1p-24f
                : exponent < 0x1f
                        ? Math.scalb((float) (0x400 | fraction), exponent - 25)
                        : fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        return bits < 0 ? -size : size;
    }
}
