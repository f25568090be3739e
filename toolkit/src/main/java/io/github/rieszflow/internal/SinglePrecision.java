package io.github.rieszflow.internal;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Numbers on their way from double to single precision, column by column: rounds them, and refuses a column that does not
 * survive it. Usual data pass. What is refused lies far from 0 and close together, as dates, coordinates and ids do: all within
 * 8,192 steps of single precision; or, also beside a few others elsewhere, above 2^24, where whole numbers get lost, so that
 * more than one in sixteen that differ little from the one before becomes equal to it. Numbers that differ in the last bits of
 * double precision only count as equal, unless they are whole. So is a column refused that is the same whole number throughout
 * if that is rounded, as what it is compared with would be.
 *
 * <p>One pass, nothing is kept of the numbers.
 */
public final class SinglePrecision {
    /** Fewer steps than these keep too little. */
    private static final int STEPS = 1 << 13;
    /** So near to each other are numbers of so many steps, as a part of themselves. */
    private static final double NEAR = 0x1p-10;
    /** By so much, as a part of themselves, computed numbers differ that should be equal. */
    private static final double NOISE = 0x1p-48;
    /** From here on single precision does not hold all whole numbers. */
    private static final double LARGE = 0x1p24;
    /** From here on double precision does not either. */
    private static final double LARGER = 0x1p53;
    /** From here on whole numbers are no dates and no ids. */
    private static final double LARGEST = 0x1p63;
    /** One in so many. */
    private static final int SHARE = 16;

    private final double[] low;
    private final double[] high;
    private final double[] error;
    private final double[] last;
    /** How often a large number differs a little from the one before, how often that gets lost, and where it did. */
    private final int[] changes;

    private final int[] lost;
    private final double[] where;

    /** How numbers of a file or a table are seen from an origin. */
    public interface Remedy {
        /**
         * A call that does it.
         *
         * @param column the number of the column
         * @param origin the origin
         * @return as in "Points.around(origin, rows)"
         */
        String call(int column, double origin);
    }

    /**
     * Nothing seen so far.
     *
     * @param rows how many rows there will be, or any number above 1; one row alone has no differences to lose
     * @param dimension how many columns there are
     */
    public SinglePrecision(int rows, int dimension) {
        int columns = rows > 1 ? dimension : 0;
        low = new double[columns];
        high = new double[columns];
        error = new double[columns];
        last = new double[columns];
        where = new double[columns];
        changes = new int[columns];
        lost = new int[columns];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        Arrays.fill(last, Double.NaN);
    }

    /**
     * One number in single precision.
     *
     * @param value the number
     * @param column where it stands, 0, 1, …
     * @return the nearest number in single precision, not finite if the number is too large or none
     */
    public float round(double value, int column) {
        return round(value, column, false);
    }

    /**
     * One number in single precision, of which more is known than double precision holds.
     *
     * @param value the number
     * @param column where it stands, 0, 1, …
     * @param different whether it is known to differ from the number before in its column, even if that is the same in double
     *     precision
     * @return the nearest number in single precision, not finite if the number is too large or none
     */
    public float round(double value, int column, boolean different) {
        float rounded = (float) value;
        if (!Float.isFinite(rounded) || low.length == 0) {
            return rounded;
        }
        // Comparisons that almost never hold are faster than minima and maxima.
        if (value < low[column]) {
            low[column] = value;
        }
        if (value > high[column]) {
            high[column] = value;
        }
        double off = Math.abs(rounded - value);
        if (off > error[column]) {
            error[column] = off;
        }
        double before = last[column];
        double change = Math.abs(value - before);
        double size = Math.abs(value);
        if (change <= NEAR * size
                && size >= LARGE
                && (different || change > NOISE * size || (change > 0 && whole(value) && whole(before)))) {
            changes[column]++;
            if (rounded == (float) before) {
                lost[column]++;
                where[column] = value;
            }
        }
        last[column] = value;
        return rounded;
    }

    private static boolean whole(double value) {
        return Math.abs(value) <= LARGER && value == Math.rint(value);
    }

    /**
     * Refuses what was seen if a column did not survive.
     *
     * @param name what a column is called, by its number
     * @throws IllegalArgumentException if single precision makes different numbers of a column equal, or keeps too little of
     *     how they differ, or rounds the whole number that a column is throughout
     */
    public void require(IntFunction<String> name) {
        require(name, (column, origin) -> "Points.around(origin, rows)");
    }

    /**
     * Refuses what was seen if a column did not survive, and says what helps.
     *
     * @param name what a column is called, by its number
     * @param remedy what subtracts an origin
     * @throws IllegalArgumentException as for {@link #require(IntFunction)}
     */
    public void require(IntFunction<String> name, Remedy remedy) {
        for (int k = 0; k < low.length; k++) {
            double range = high[k] - low[k];
            // An error is half a step.
            boolean coarse = range < 2 * STEPS * error[k] && range > NOISE * Math.max(-low[k], high[k]);
            boolean merged = lost[k] > changes[k] / SHARE && changes[k] - lost[k] < STEPS;
            if (coarse || merged) {
                throw refusal(name.apply(k), remedy, k, coarse ? low[k] : where[k], coarse ? range : 0);
            }
            double size = Math.abs(low[k]);
            if (range == 0 && error[k] > 0 && size >= LARGE && size < LARGEST && low[k] == Math.rint(low[k])) {
                throw new IllegalArgumentException(name.apply(k) + " is " + low[k]
                        + " throughout, which single precision rounds to " + (double) (float) low[k]
                        + ", as it would others near to it; " + advice(remedy, k, low[k], 0));
            }
        }
    }

    private IllegalArgumentException refusal(String name, Remedy remedy, int column, double place, double range) {
        String seen = name + " holds different numbers between " + low[column] + " and " + high[column]
                + " of which single precision keeps too little: ";
        double step = Math.ulp((float) place);
        if (Math.abs(place) < Float.MIN_NORMAL) {
            return new IllegalArgumentException(
                    seen + "so close to 0 its steps are " + step + "; multiply all clouds by the same number first");
        }
        return new IllegalArgumentException(
                seen + "at " + place + " its steps are " + step + "; " + advice(remedy, column, place, range));
    }

    private static String advice(Remedy remedy, int column, double place, double range) {
        double step = Math.ulp((float) place);
        double ten = StrictMath.pow(10, Math.ceil(StrictMath.log10(Math.max(step, range))));
        if (range == 0 && Math.abs(place) >= LARGE) {
            // What is near to each other is not known: whole numbers that are left are to have room.
            ten = Math.min(ten, 1e6);
        }
        double origin = Math.rint(place / ten) * ten;
        return "subtract the same origin, such as " + origin + ", from this column of all clouds first: "
                + remedy.call(column, origin) + " does";
    }
}
