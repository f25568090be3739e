package io.github.rieszflow.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people write them: about four significant digits, no exponent where none is needed. */
public final class Digits {
    private Digits() {}

    /**
     * A number with four significant digits: 0.012346 is "0.01235", 1.23e-7 is "1.23e-7". Exponents are used below 10⁻⁴
     * and from 10⁶ on; whole numbers below 10⁹ are written out, so 1234567 is "1234567".
     *
     * @param value any number
     * @return a short text, the same in every locale
     */
    public static String text(double value) {
        return text(value, 4);
    }

    /**
     * A number with this many significant digits.
     *
     * @param value any number
     * @param digits significant digits, at least 1
     * @return a short text, the same in every locale
     */
    public static String text(double value, int digits) {
        if (digits < 1) {
            throw new IllegalArgumentException("Expected at least 1 digit, got " + digits);
        }
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        if (value == 0) {
            return "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        double size = rounded.abs().doubleValue();
        if (size >= 1e-4 && size < 1e6) {
            return plain(rounded);
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return plain(rounded.movePointLeft(exponent)) + "e" + exponent;
    }

    private static String plain(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        return (shortest.scale() < 0 ? shortest.setScale(0, RoundingMode.UNNECESSARY) : shortest).toPlainString();
    }
}
