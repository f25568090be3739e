package io.github.rieszflow.internal;

import java.util.Arrays;
import java.util.Collection;

/** The checks at the door: each says what was expected, what was received and how to fix it. */
public final class Require {
    /** Weights whose sum is so close to 1 are taken as they are: to normalise again would change their last bits. */
    private static final double ROUNDING = 1e-12;

    private Require() {}

    /**
     * A count that must be positive.
     *
     * @param value the count
     * @param name what it counts, as the user calls it
     * @return the count
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static int positive(int value, String name) {
        if (value > 0) {
            return value;
        }
        throw new IllegalArgumentException(name + " must be at least 1: received " + value);
    }

    /**
     * A whole number that must lie between two bounds, both included.
     *
     * @param value the number
     * @param low the lower bound
     * @param high the upper bound
     * @param name what it is, as the user calls it
     * @return the number
     * @throws IllegalArgumentException if it lies outside
     */
    public static int between(int value, int low, int high, String name) {
        if (value >= low && value <= high) {
            return value;
        }
        String range = high == Integer.MAX_VALUE ? "be at least " + low : "lie in [" + low + ", " + high + "]";
        throw new IllegalArgumentException(name + " must " + range + ": received " + value);
    }

    /**
     * The last step of a run that goes on.
     *
     * @param done how many steps it has done
     * @param more how many it shall do
     * @param name what is counted, as the user calls it
     * @return their sum
     * @throws IllegalArgumentException if the number is not positive, or the sum is beyond what a run counts
     */
    public static int last(int done, int more, String name) {
        if (positive(more, name) > Integer.MAX_VALUE - done) {
            throw new IllegalArgumentException(name + " must be at most " + (Integer.MAX_VALUE - done) + " after "
                    + done + " steps, as a run counts to " + Integer.MAX_VALUE + ": received " + more);
        }
        return done + more;
    }

    /**
     * A name that must be one of some.
     *
     * @param name the name
     * @param known all that there are, in the order in which they are told
     * @param what it is the name of, as the user calls it
     * @return the name
     * @throws IllegalArgumentException if it is none of them
     */
    public static String oneOf(String name, Collection<String> known, String what) {
        if (known.contains(name)) {
            return name;
        }
        throw new IllegalArgumentException(what + " must be one of " + String.join(", ", known) + ": received " + name);
    }

    /**
     * A number that must be finite and lie between two bounds, both included.
     *
     * @param value the number
     * @param low the lower bound
     * @param high the upper bound
     * @param name what it is, as the user calls it
     * @return the number
     * @throws IllegalArgumentException if it lies outside or is NaN
     */
    public static double between(double value, double low, double high, String name) {
        if (value >= low && value <= high) {
            return value;
        }
        throw new IllegalArgumentException(name + " must lie in [" + low + ", " + high + "]: received " + value);
    }

    /**
     * A number that must be positive and finite.
     *
     * @param value the number
     * @param name what it is, as the user calls it
     * @return the number
     * @throws IllegalArgumentException if it is zero, negative, infinite or NaN
     */
    public static double positive(double value, String name) {
        if (value > 0 && value < Double.POSITIVE_INFINITY) {
            return value;
        }
        throw new IllegalArgumentException(name + " must be positive and finite: received " + value);
    }

    /**
     * Weights that must be finite, not negative and not all zero.
     *
     * @param weights one for each point; need not add up to 1
     * @param size how many points there are
     * @param name what the points are, as the user calls them
     * @return the weights divided by their sum, or as they are if it is 1 up to rounding; a copy
     * @throws IllegalArgumentException if there are too few or too many, or one is not what it must be
     */
    public static double[] weights(double[] weights, int size, String name) {
        if (weights.length != size) {
            throw new IllegalArgumentException(name + " need " + size + " weights: received " + weights.length);
        }
        double most = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weights must be finite and not negative: weight " + i + " is "
                        + weights[i] + "; they need not add up to 1");
            }
            most = Math.max(most, weights[i]);
        }
        if (most == 0) {
            throw new IllegalArgumentException(
                    "at least one weight must be positive: all " + weights.length + " are 0");
        }
        double plain = 0;
        for (double weight : weights) {
            plain += weight;
        }
        if (Math.abs(plain - 1) <= ROUNDING) {
            return weights.clone();
        }
        // Against overflow and underflow of the sum: relative to the largest.
        double sum = 0;
        double[] normalised = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            normalised[i] = weights[i] / most;
            sum += normalised[i];
        }
        for (int i = 0; i < weights.length; i++) {
            normalised[i] /= sum;
        }
        return normalised;
    }

    /**
     * A result that is a number unless points were changed after they had been looked at.
     *
     * @param value the result
     * @return the result
     * @throws IllegalArgumentException if it is NaN
     */
    public static double number(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(
                    "a coordinate is NaN or infinite: an array that was given to Points.adopt must"
                            + " not be changed afterwards; give Points.of a copy instead");
        }
        return value;
    }

    /**
     * Two measures that must live in the same space.
     *
     * @param x the first measure
     * @param y the second measure
     * @throws IllegalArgumentException if their dimensions differ
     */
    public static void sameDimension(Shaped x, Shaped y) {
        if (x.dimension() != y.dimension()) {
            throw new IllegalArgumentException(
                    "x and y must have the same dimension: x is " + x.shape() + ", y is " + y.shape());
        }
    }

    /**
     * Two clouds that must have the same number of points and the same dimension.
     *
     * @param x the first cloud
     * @param y the second cloud
     * @throws IllegalArgumentException if their shapes differ
     */
    public static void sameShape(Shaped x, Shaped y) {
        if (x.size() != y.size() || x.dimension() != y.dimension()) {
            throw new IllegalArgumentException(
                    "both clouds must have the same shape: one is " + x.shape() + ", the other " + y.shape());
        }
    }

    /**
     * Points that are put into a descent, which is for one shape.
     *
     * @param points the points
     * @param size N
     * @param dimension d
     * @param what they are: particles, momentum or targets
     * @throws IllegalArgumentException if they have another shape
     */
    public static void shape(Shaped points, int size, int dimension, String what) {
        if (points.size() != size || points.dimension() != dimension) {
            throw new IllegalArgumentException("this descent is for " + size + "×" + dimension + " " + what
                    + ": received " + points.shape() + "; open another one for other shapes");
        }
    }

    /**
     * Numbers that fill a shape.
     *
     * @param shape its sides; none for a single number
     * @param numbers how many there are
     * @throws IllegalArgumentException if a side is negative, or the shape holds more or fewer numbers
     */
    public static void shape(int[] shape, int numbers) {
        double count = 1;
        for (int side : shape) {
            if (side < 0) {
                throw new IllegalArgumentException(
                        "the sides of a tensor must not be negative: received " + Arrays.toString(shape));
            }
            count *= side;
        }
        if (count != numbers) {
            String holds = count > Integer.MAX_VALUE ? "more than 2147483647" : Long.toString((long) count);
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " holds " + holds
                    + " numbers: received " + numbers);
        }
    }

    /**
     * An array that takes one number for each coordinate of a cloud.
     *
     * @param length of the array
     * @param size N
     * @param dimension d
     * @throws IllegalArgumentException if it is not N·d
     */
    public static void length(int length, int size, int dimension) {
        if (length != (long) size * dimension) {
            throw new IllegalArgumentException("the gradient at " + size + "×" + dimension + " particles takes "
                    + (long) size * dimension + " numbers: received an array of " + length);
        }
    }
}
