package io.github.rieszflow.quality;

import java.util.Locale;

/**
 * A number measured on images, and how sure it is.
 *
 * @param value the number
 * @param standardError its standard error over images as they might have been drawn; NaN where it is not known
 * @param samples how many generated images it comes from
 * @param references how many real images they were compared with; 0 if with none
 */
public record Measured(double value, double standardError, int samples, int references) {
    /** A share of images, with the standard error of a share: √(p(1−p)/n). */
    static Measured share(int hits, int samples, int references) {
        double p = (double) hits / samples;
        return new Measured(p, Math.sqrt(p * (1 - p) / samples), samples, references);
    }

    /**
     * The number with its error and without the counts.
     *
     * @return for example {@code 0.081 ± 0.004}
     */
    public String number() {
        if (!(standardError > 0)) {
            return String.format(Locale.ROOT, "%.4g", value);
        }
        // One digit of the error, two if it starts with 1, and as many decimals for the value.
        int decimals = -(int) Math.floor(Math.log10(standardError));
        decimals += standardError * Math.pow(10, decimals) < 2 ? 1 : 0;
        String form = "%." + Math.max(0, decimals) + "f";
        return String.format(Locale.ROOT, form + " ± " + form, value, standardError);
    }

    @Override
    public String toString() {
        return number() + " (" + samples + (references > 0 ? " against " + references : " images") + ")";
    }
}
