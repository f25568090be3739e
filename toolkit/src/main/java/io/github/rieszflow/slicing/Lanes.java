package io.github.rieszflow.slicing;

/**
 * The innermost loops, on panels: blocks of {@link #width()} points stored coordinate by coordinate. There are two
 * implementations, one on the Vector API and one in plain Java; they do the same operations on each number in the same
 * order and so agree bit for bit.
 */
abstract class Lanes {
    private static final Lanes BEST = best();

    /** The fastest lanes this JVM offers: the Vector API where its module was asked for. */
    static Lanes get() {
        return BEST;
    }

    private static Lanes best() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            try {
                // By name: this class must load on a JVM without the module.
                return Class.forName("io.github.rieszflow.slicing.VectorLanes")
                        .asSubclass(Lanes.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException | LinkageError e) {
                return new PlainLanes();
            }
        }
        return new PlainLanes();
    }

    /** Points in a panel, a multiple of 16. */
    abstract int width();

    /** How these lanes are called in reports. */
    abstract String describe();

    /**
     * Some rows of a product: c[i][l] = (add ? c[i][l] : 0) + Σ_k a[k][i] b[k][l], in the order of k, fused.
     *
     * @param rows 4 or 8
     * @param a packed [k][rows] from ao
     * @param b panel rows of width() from bo
     * @param c rows of width() at co, co+stride, …; modified
     */
    abstract void multiply(
            int rows, float[] a, int ao, float[] b, int bo, int count, float[] c, int co, int stride, boolean add);

    /**
     * The same for panels of count rows one after the other, without adding: what they give comes side by side in c, whose
     * rows are a stride apart; c is modified.
     */
    void multiplyPanels(
            int rows, float[] a, int ao, float[] b, int bo, int count, int panels, float[] c, int co, int stride) {
        for (int panel = 0; panel < panels; panel++) {
            multiply(rows, a, ao, b, bo + panel * count * width(), count, c, co + panel * width(), stride, false);
        }
    }

    /** Widens range = {min, max} to cover n numbers from o; range is modified. */
    abstract void range(float[] p, int o, int n, float[] range);

    /** q[qo+i] = round((p[o+i] − min)·scale), for results in [0, 2²³); q is modified. */
    abstract void quantise(float[] p, int o, int n, float min, float scale, int[] q, int qo);

    /**
     * From what bins hold, particles in the lower and targets in the upper half of each count, to the gradient in each bin:
     * gradient[i] = perTarget·(2 Σ_{j&lt;i} targets_j + targets_i) − perParticle·(the same of particles), in double precision
     * until it is stored. Gradient and counts are modified; counts are of no use then.
     *
     * @param counts a multiple of 16, below 2³¹ in sum for each half
     */
    abstract void meanRanks(long[] counts, double perTarget, double perParticle, float[] gradient);

    /**
     * Walsh–Hadamard transform, unnormalised, over rows of width() floats, from the widest distance to the narrowest; t
     * is modified.
     *
     * @param rows a power of two
     */
    abstract void hadamard(float[] t, int rows);

    /** Multiplies row k of t by signs[so + k]; t is modified. */
    abstract void scaleRows(float[] t, int rows, float[] signs, int so);

    /** On how many lines at once sums along them are found; 1 if more would gain nothing. */
    abstract int lines();

    /**
     * Four sums along places of {@link #lines} lines, which lie side by side: a_k ← a_k (1 + f_k) + mass, and at each place force +=
     * (w_0a_0 + w_1a_1) + (w_2a_2 + w_3a_3), the first product of each pair fused. There f_0 and f_1 are what comes of the two
     * rows of f by f (3 + f (3 + f)), f_2 and f_3 what comes of f_0 and f_1 likewise, and take their place.
     *
     * @param f two rows from fo, a row apart; modified
     * @param n how many places
     * @param w four rows
     * @param a four rows from ao; modified
     * @param force modified
     */
    abstract void up(double[] f, int fo, int row, int n, double[] mass, double[] w, double[] a, int ao, double[] force);

    /** The same from the last place to the first, with f one place further on; what {@link #up} adds is subtracted. */
    abstract void down(
            double[] f, int fo, int row, int n, double[] mass, double[] w, double[] a, int ao, double[] force);

    /** a[ao+i] += b[bo+i] for n numbers, n a multiple of 16; a is modified. */
    abstract void add(float[] a, int ao, float[] b, int bo, int n);

    /**
     * One step of heavy-ball descent on n numbers from o, n a multiple of 16: v ← scale·g + momentum·v,
     * x ← x − step·v; x and v are modified.
     *
     * @return the largest |x|, or NaN if some x is NaN
     */
    abstract float descend(float[] x, float[] v, float[] g, int o, int n, float scale, float momentum, float step);
}
