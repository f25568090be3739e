package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Require;
import java.util.Locale;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * A number, how sure it is, and over what: another draw of slices would give another number, or another draw of samples
 * would. The one says nothing of the other: over slices the two clouds are what they are, over samples they stand for the
 * distributions they were drawn from.
 *
 * <pre>{@code
 * Estimate mmd = Mmd.riesz(1).sliced(256).squared(noise, shape);
 * mmd.interval(0.95)
 * }</pre>
 *
 * @param value the number
 * @param standardError its standard error; 0 where it is exact, NaN where it is not known
 * @param over what is drawn at random
 * @param count how many slices or samples it comes from; 0 where it is exact
 * @param against how many reference points the samples were compared with; 0 if with none
 * @param degreesOfFreedom of the standard error, for {@link #interval}: one less than there are independent parts, fewer where
 *     these are skewed; 0 if it is not known
 */
public record Estimate(double value, double standardError, Over over, int count, int against, int degreesOfFreedom) {
    /** What is drawn at random, and so whose error it is. */
    public enum Over {
        /** Nothing: the number is exact. */
        NOTHING,
        /** The directions of slices, for the points as they are. */
        SLICES,
        /** The points, as they might have been drawn. */
        SAMPLES
    }

    /**
     * An interval that holds the true number with some confidence.
     *
     * @param low its lower end
     * @param high its upper end
     * @param confidence how often such intervals hold the true number, in (0,1)
     */
    public record Interval(double low, double high, double confidence) {
        /**
         * Whether it holds a number.
         *
         * @param number any number
         * @return true from the lower end to the upper one
         */
        public boolean contains(double number) {
            return low <= number && number <= high;
        }

        @Override
        public String toString() {
            double width = high - low;
            String form = width > 0 ? form(width / 2) : "%.5g";
            return String.format(Locale.ROOT, form + " to " + form + " (%s %%)", low, high, percent());
        }

        private String percent() {
            String text = String.format(Locale.ROOT, "%.4f", 100 * confidence);
            return text.replaceAll("\\.?0+$", "");
        }
    }

    /**
     * A number without error.
     *
     * @param value the number
     * @return the number, as an estimate
     */
    public static Estimate exact(double value) {
        return new Estimate(value, 0, Over.NOTHING, 0, 0, 0);
    }

    /**
     * A mean over slices.
     *
     * @param value the mean
     * @param standardError its standard error, NaN where it is not known
     * @param slices P
     * @param degreesOfFreedom one less than there are independent blocks of slices, fewer where these are skewed
     * @return the estimate
     */
    public static Estimate overSlices(double value, double standardError, int slices, int degreesOfFreedom) {
        return new Estimate(value, standardError, Over.SLICES, slices, 0, degreesOfFreedom);
    }

    /**
     * A number that samples gave.
     *
     * @param value the number
     * @param standardError its standard error over samples as they might have been drawn, NaN where it is not known
     * @param samples N
     * @return the estimate, with N−1 degrees of freedom
     */
    public static Estimate overSamples(double value, double standardError, int samples) {
        return new Estimate(value, standardError, Over.SAMPLES, samples, 0, samples - 1);
    }

    /**
     * The share p of hits among samples, with the standard error √(p(1−p)/N).
     *
     * @param hits how many
     * @param samples N, of how many
     * @return p
     */
    public static Estimate share(int hits, int samples) {
        double p = (double) hits / samples;
        return overSamples(p, Math.sqrt(p * (1 - p) / samples), samples);
    }

    /**
     * The same number, where the samples were compared with reference points that were drawn at random too.
     *
     * @param references M
     * @return the estimate, with min(N,M)−1 degrees of freedom, which errs on the safe side
     */
    public Estimate against(int references) {
        return new Estimate(value, standardError, over, count, references, Math.min(degreesOfFreedom, references - 1));
    }

    /**
     * The square root, with the standard error that belongs to it to first order.
     *
     * @return √value ± standardError / (2√value)
     */
    public Estimate root() {
        double root = Math.sqrt(Math.max(0, value));
        double error = root > 0 ? standardError / (2 * root) : Math.sqrt(standardError);
        return new Estimate(root, error, over, count, against, degreesOfFreedom);
    }

    /**
     * The confidence interval value ± t·standardError, where t is the quantile of Student's t distribution for the degrees of
     * freedom: right for a mean of independent, nearly normal parts. For a share near 0 or 1 it is too short.
     *
     * @param confidence how often such intervals hold the true number, 0.95 say
     * @return the interval; a single point where the number is exact
     * @throws IllegalArgumentException if the confidence is not between 0 and 1
     * @throws IllegalStateException if the standard error is not known
     */
    public Interval interval(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "the confidence of an interval must lie between 0 and 1, 0.95 say: received " + confidence);
        }
        if (over == Over.NOTHING) {
            return new Interval(value, value, confidence);
        }
        if (Double.isNaN(standardError) || degreesOfFreedom < 1) {
            throw new IllegalStateException("there is no interval where the standard error is not known: this is "
                    + this + "; take more " + unit(2));
        }
        double half = student(confidence, degreesOfFreedom) * standardError;
        return new Interval(value - half, value + half, confidence);
    }

    /** t with P(|T| ≤ t) = the confidence, for Student's T. */
    static double student(double confidence, int degreesOfFreedom) {
        double nu = Require.positive(degreesOfFreedom, "the degrees of freedom");
        double high = 1;
        while (within(high, nu) < confidence) {
            high *= 2;
        }
        double low = 0;
        double middle = high / 2;
        while (middle > low && middle < high) {
            if (within(middle, nu) < confidence) {
                low = middle;
            } else {
                high = middle;
            }
            middle = low + (high - low) / 2;
        }
        return middle;
    }

    private static double within(double t, double nu) {
        return RegularizedBeta.value(t * t / (nu + t * t), 0.5, nu / 2);
    }

    private String unit(int number) {
        String one = over == Over.SLICES ? "slice" : "sample";
        return number == 1 ? one : one + "s";
    }

    /** As many decimals as show one digit of the error, two if it starts with 1. */
    private static String form(double error) {
        int decimals = -(int) Math.floor(Math.log10(error));
        decimals += error * Math.pow(10, decimals) < 2 ? 1 : 0;
        return "%." + Math.max(0, decimals) + "f";
    }

    /**
     * The number with its error, without the words on what it comes from.
     *
     * @return for example {@code 0.081 ± 0.004}
     */
    public String number() {
        if (!(standardError > 0)) {
            return String.format(Locale.ROOT, "%.5g", value);
        }
        String form = form(standardError);
        return String.format(Locale.ROOT, form + " ± " + form, value, standardError);
    }

    @Override
    public String toString() {
        if (over == Over.NOTHING) {
            return number();
        }
        return number() + " over " + count + " " + unit(count) + (against > 0 ? " against " + against : "")
                + (Double.isNaN(standardError) ? ", error unknown" : "");
    }
}
