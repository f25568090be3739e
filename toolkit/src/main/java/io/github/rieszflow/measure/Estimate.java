package io.github.rieszflow.measure;

import java.util.Locale;

/**
 * A number and how sure it is.
 *
 * @param value the number
 * @param standardError its standard error; 0 where the number is exact, NaN where it comes from one slice
 * @param slices how many slices it comes from; 0 where it is exact
 */
public record Estimate(double value, double standardError, int slices) {
    /**
     * A number without error.
     *
     * @param value the number
     * @return the number, as an estimate
     */
    public static Estimate exact(double value) {
        return new Estimate(value, 0, 0);
    }

    /**
     * The square root, with the standard error that belongs to it to first order.
     *
     * @return √value ± standardError / (2√value)
     */
    public Estimate root() {
        double root = Math.sqrt(Math.max(0, value));
        return new Estimate(root, root > 0 ? standardError / (2 * root) : Math.sqrt(standardError), slices);
    }

    @Override
    public String toString() {
        if (slices == 0) {
            return String.format(Locale.ROOT, "%.5g", value);
        }
        if (!(standardError > 0)) {
            return String.format(Locale.ROOT, "%.5g (%d %s)", value, slices, slices == 1 ? "slice" : "slices");
        }
        // One digit of the error, two if it starts with 1, and as many decimals for the value.
        int decimals = -(int) Math.floor(Math.log10(standardError));
        decimals += standardError * Math.pow(10, decimals) < 2 ? 1 : 0;
        String form = "%." + Math.max(0, decimals) + "f";
        return String.format(Locale.ROOT, form + " ± " + form + " (%d slices)", value, standardError, slices);
    }
}
