package io.github.rieszflow.slicing;

/** The kernel −|z|: forces are sums of masses below and above, MMD² = 2 ∫ C² with the sum C of all masses below. */
final class AbsoluteValue implements LineKernel {
    @Override
    public void forces(Sites[] lines, int count) {
        for (int line = 0; line < count; line++) {
            forces(lines[line]);
        }
    }

    private static void forces(Sites s) {
        double total = 0;
        for (int i = 0; i < s.count(); i++) {
            total += s.mass[i];
        }
        double below = 0;
        for (int i = 0; i < s.count(); i++) {
            double m = s.mass[i];
            s.force[i] = 2 * below + m - total;
            below += m;
        }
    }

    @Override
    public double squared(Sites s) {
        double sum = 0;
        double below = 0;
        for (int i = 0; i < s.count() - 1; i++) {
            below += s.mass[i];
            sum += (s.at[i + 1] - s.at[i]) * below * below;
        }
        return 2 * sum;
    }
}
