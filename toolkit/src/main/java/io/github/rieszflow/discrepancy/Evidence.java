package io.github.rieszflow.discrepancy;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Evidence that p-values, independent and uniform while nothing changes, have become small. Each bets with f_ε(p) = ε p^(ε−1),
 * whose mean is 1 for uniform p, for several ε; what was won by bets that began at step s is Π_{i&gt;s} f_ε(p_i).
 *
 * <p>For one alarm, weights 1/((s+1)(s+2)) of all beginnings s ≥ 0 add up to 1: the evidence, with what has not been staked yet, is a
 * nonnegative martingale from 1, and by Ville's inequality P(ever ≥ 1/α) ≤ α. For repeated alarms each beginning has weight 1
 * (Shiryaev, Roberts): the evidence minus the number of steps is a martingale, and so the mean step at which it reaches A is at
 * least A.
 */
final class Evidence implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double[] EXPONENTS = {0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8};
    /** More is not told apart. Winnings that are cut off only make alarms rarer. */
    private static final double MOST = 1e100;

    private final boolean renews;
    private final double[] won = new double[EXPONENTS.length];
    private int steps;

    Evidence(boolean renews) {
        this.renews = renews;
    }

    Evidence copy() {
        Evidence copy = new Evidence(renews);
        System.arraycopy(won, 0, copy.won, 0, won.length);
        copy.steps = steps;
        return copy;
    }

    /** Takes the next p-value, in (0,1]; returns the evidence. */
    double after(double p) {
        double stake = renews ? 1 : 1 / ((steps + 1.0) * (steps + 2.0));
        double sum = 0;
        for (int k = 0; k < won.length; k++) {
            double f = EXPONENTS[k] * Math.pow(p, EXPONENTS[k] - 1);
            won[k] = Math.min(MOST, (won[k] + stake) * f);
            sum += won[k];
        }
        steps++;
        return sum / won.length + (renews ? 0 : 1 / (steps + 1.0));
    }

    /** Begins anew. */
    void clear() {
        Arrays.fill(won, 0);
        steps = 0;
    }
}
