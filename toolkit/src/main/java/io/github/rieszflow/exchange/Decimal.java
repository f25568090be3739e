package io.github.rieszflow.exchange;

/** Decimal numbers in a line of text, read where they stand. */
final class Decimal {
    /** Powers of ten that a double holds exactly. */
    private static final double[] POWERS = new double[23];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private static final long EXACT = 1L << 53;

    private Decimal() {}

    /**
     * A decimal number, rounded correctly; NaN for all else, also for what only Java takes for a number, such as 1f or 0x1p3.
     *
     * @param from where the word begins
     * @param to where it ends
     */
    static double parse(String text, int from, int to) {
        int at = from;
        boolean negative = at < to && text.charAt(at) == '-';
        if (negative || (at < to && text.charAt(at) == '+')) {
            at++;
        }
        long digits = 0;
        int scale = 0;
        int seen = 0;
        boolean point = false;
        for (; at < to; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                if (digits >= EXACT / 16) {
                    return slow(text, from, to);
                }
                digits = 10 * digits + (c - '0');
                scale += point ? 1 : 0;
                seen++;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        // With more digits or powers the product would be rounded twice.
        if (at < to || seen == 0 || scale >= POWERS.length) {
            return slow(text, from, to);
        }
        double value = digits / POWERS[scale];
        return negative ? -value : value;
    }

    private static double slow(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if ("0123456789.+-eE".indexOf(text.charAt(i)) < 0) {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(text.substring(from, to));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
