package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Require;

/**
 * The constant that makes slicing lossless: for a direction ξ uniform on the sphere of R^d,
 * ‖x‖^r = c_{d,r} E|⟨ξ,x⟩|^r with c_{d,r} = √π Γ((d+r)/2) / (Γ(d/2) Γ((r+1)/2)).
 *
 * <p>Source: Hertrich, Wald, Altekrüger, Hagemann (ICLR 2024), Theorem 1.
 */
public final class SlicingConstant {
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private SlicingConstant() {}

    /**
     * The slicing constant c_{d,r}, to about 14 digits.
     *
     * @param dimension d, at least 1
     * @param exponent r in (0,2)
     * @return c_{d,r} ≥ 1
     * @throws IllegalArgumentException if d or r is out of range
     */
    public static double of(int dimension, double exponent) {
        Require.positive(dimension, "dimension");
        requireExponent(exponent);
        // c_{1,r} = 1 and c_{d+2,r} = c_{d,r} (d+r)/d: exact up to rounding, where gamma functions of large d are not.
        boolean odd = dimension % 2 == 1;
        double c = odd ? 1 : planar(exponent);
        for (int d = odd ? 1 : 2; d < dimension; d += 2) {
            c *= (d + exponent) / d;
        }
        return c;
    }

    /**
     * Makes sure that r is the exponent of a Riesz kernel.
     *
     * @param exponent r
     * @return r
     * @throws IllegalArgumentException unless r lies in the open interval (0,2)
     */
    public static double requireExponent(double exponent) {
        if (exponent > 0 && exponent < 2) {
            return exponent;
        }
        throw new IllegalArgumentException(
                "the exponent r of a Riesz kernel must lie strictly between 0 and 2: received " + exponent
                        + " (r = 1 is the energy distance; at r = 2 only the means are compared)");
    }

    private static double planar(double r) {
        return r == 1 ? Math.PI / 2 : Math.sqrt(Math.PI) * gamma(1 + r / 2) / gamma((r + 1) / 2);
    }

    /**
     * Γ(x) for x in (0.5, 2) by Lanczos' approximation (g = 7, nine terms).
     *
     * @param x in (0.5, 2)
     * @return Γ(x)
     */
    public static double gamma(double x) {
        double a = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            a += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return Math.sqrt(2 * Math.PI) * StrictMath.pow(t, x - 0.5) * StrictMath.exp(-t) * a;
    }
}
