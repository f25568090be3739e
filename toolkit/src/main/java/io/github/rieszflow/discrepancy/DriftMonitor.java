package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.Drawing;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Progress;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;

/**
 * Watches points as they come and says when they have stopped looking like a reference: a sequential test of two samples, for
 * changes of any kind in any dimension. From {@link DriftWatch#start}. In a notebook it is a picture of its evidence.
 *
 * <p>Each full window B_t is judged by T_t = MMD²(B_t, Z), where Z is a part of the reference. Among T_1, …, T_n of the other windows of
 * the reference and of all windows since, T_t has the rank
 *
 * <pre>  p_t = (#{i &lt; t: T_i &gt; T_t} + U_t (1 + #{i &lt; t: T_i = T_t})) / t,   U_t uniform on (0,1].</pre>
 *
 * <p>While windows are exchangeable these p_t are independent and uniform, exactly and for every distribution, although the
 * reference is finite and used again and again. Small ones add up to evidence by bets ε p^(ε−1), ε from 0.1 to 0.8, that may begin at
 * any window; an alarm is raised when it reaches a limit that keeps the promise of the {@link DriftWatch}: by Ville's inequality,
 * P(ever an alarm) ≤ α, or, in the manner of Shiryaev and Roberts, a mean run length of at least so many points.
 *
 * <p>It keeps 24 bytes for each window that it has seen. Windows after a change count as well, so that a change which goes unnoticed
 * for many more windows than the reference has becomes what is usual; to watch from a new state on, start again with a new
 * reference. May be fed from several threads, whose points then mix.
 *
 * <p>It can be written by {@link java.io.ObjectOutputStream}, with its reference, and goes on when it is read as if nothing had happened,
 * bit for bit. A discrepancy of your own must be {@link Serializable} for that; of those here, {@code Mmd.riesz(r)} and its slices on
 * automatic directions can be written.
 *
 * <p>Sources: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World (2005), for p; Vovk, Nouretdinov, Gammerman,
 * Testing exchangeability on-line (ICML 2003), for bets; Vovk, Petej, Nouretdinov, Ahlberg, Carlsson, Gammerman, Retrain or not
 * retrain: conformal test martingales for change-point detection (COPA 2021), for repeated alarms.
 *
 * @serial exclude
 */
public final class DriftMonitor implements Drawable, Serializable {
    /** A picture has at most so many corners. */
    private static final int CORNERS = 1000;

    private final transient DriftWatch watch;
    private final transient ToDoubleFunction<Points> statistic;
    private final transient Evidence evidence;
    /** T of all windows so far in ascending order, those of the reference included. */
    private transient double[] sorted;

    private transient int judged;
    private final transient int calibrating;
    /** What has come since the last full window. */
    private final transient float[] coming;

    private transient int came;
    private transient double[] pValues = {};
    private transient double[] evidences = {};
    private final transient List<Alarm> alarms = new ArrayList<>();

    /**
     * An alarm.
     *
     * @param window the window at whose end it was raised, from 0 on
     * @param point the last point of this window, from 0 on
     * @param evidence what had reached the limit
     * @serial exclude
     */
    public record Alarm(int window, long point, double evidence) implements Serializable {}

    DriftMonitor(DriftWatch watch) {
        Points reference = watch.reference();
        int w = watch.window();
        this.watch = watch;
        this.evidence = new Evidence(watch.renews());
        this.coming = new float[Math.multiplyExact(w, reference.dimension())];
        this.calibrating = reference.size() / w / 2;
        this.statistic = statistic(watch.discrepancy(), fixed(reference, w));
        this.sorted = new double[calibrating];
        try (Progress progress = Progress.start("windows of the reference", calibrating)) {
            for (int k = 0; k < calibrating; k++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException(
                            "the comparison of the windows of the reference was interrupted after " + k + " of "
                                    + calibrating);
                }
                int[] some = new int[w];
                int from = (2 * k + 1) * w;
                Arrays.setAll(some, i -> from + i);
                sorted[k] = statistic.applyAsDouble(reference.select(some));
                progress.step(k + 1);
            }
        }
        Arrays.sort(sorted);
        this.judged = calibrating;
    }

    /** A monitor that goes on from what was kept. */
    DriftMonitor(DriftWatch watch, KeptMonitor kept) {
        Points reference = watch.reference();
        int d = reference.dimension();
        this.watch = watch;
        this.evidence = kept.evidence();
        this.coming = Arrays.copyOf(kept.coming(), Math.multiplyExact(watch.window(), d));
        this.came = kept.coming().length / d;
        this.calibrating = reference.size() / watch.window() / 2;
        this.statistic = statistic(watch.discrepancy(), fixed(reference, watch.window()));
        this.sorted = kept.sorted().clone();
        this.judged = sorted.length;
        this.pValues = kept.pValues().clone();
        this.evidences = kept.evidences().clone();
        this.alarms.addAll(List.of(kept.alarms()));
        if (windows() < 0 || pValues.length != windows() || evidences.length != windows() || came > watch.window()) {
            throw new IllegalArgumentException("windows, p-values and evidence must be as many: received " + windows()
                    + ", " + pValues.length + " and " + evidences.length);
        }
    }

    /** What windows are compared with: every second one of the reference, and what is left over. */
    private static Points fixed(Points reference, int w) {
        int windows = reference.size() / w;
        int[] fixed = new int[reference.size() - windows / 2 * w];
        int count = 0;
        for (int i = 0; i < reference.size(); i++) {
            if (i / w % 2 == 0 || i / w >= windows) {
                fixed[count++] = i;
            }
        }
        return reference.select(fixed);
    }

    /** T up to what is the same for all windows. */
    private static ToDoubleFunction<Points> statistic(Discrepancy discrepancy, Points fixed) {
        if (discrepancy instanceof Mmd mmd) {
            var sums = Pairwise.with(mmd.kernel(), fixed);
            return block -> 2 * Pairwise.mean(sums, block) - Pairwise.mean(Pairwise.with(mmd.kernel(), block), block);
        }
        return block -> discrepancy.estimate(block, fixed).value();
    }

    /**
     * Takes one point.
     *
     * @param point d coordinates
     * @throws IllegalArgumentException if there are not d of them, or one is not finite or does not survive single precision, as
     *     for {@link Points#of(double[][])}
     * @throws CancellationException if the thread is interrupted
     */
    public void accept(double... point) {
        accept(Points.of(new double[][] {point}));
    }

    /**
     * Takes many points, in their order: the same as one after the other. Where this fails within the block, {@link #points}
     * says how many points have been taken in all.
     *
     * @param block n×d points
     * @throws IllegalArgumentException if the dimension differs from that of the reference, or the discrepancy of a window is
     *     NaN; then the window is left out
     * @throws CancellationException if the thread is interrupted
     */
    public synchronized void accept(Points block) {
        int d = watch.reference().dimension();
        if (block.dimension() != d) {
            throw new IllegalArgumentException("points and reference must have the same dimension: received "
                    + block.shape() + " points, the reference is "
                    + watch.reference().shape());
        }
        int taken = 0;
        // Of an interrupt a full window may be left.
        while (taken < block.size() || came == watch.window()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the monitor was interrupted after " + points() + " points");
            }
            int some = Math.min(watch.window() - came, block.size() - taken);
            block.values().get(taken * d, coming, came * d, some * d);
            taken += some;
            came += some;
            if (came == watch.window()) {
                double t = statistic.applyAsDouble(Points.of(coming, watch.window(), d));
                came = 0;
                judge(t);
            }
        }
    }

    private void judge(double t) {
        if (Double.isNaN(t)) {
            throw new IllegalArgumentException("windows are judged by numbers: received NaN from " + watch.discrepancy()
                    + ", so this window is left out");
        }
        int window = judged - calibrating;
        double p = rank(t);
        double now = evidence.after(p);
        pValues = keep(pValues, window, p);
        evidences = keep(evidences, window, now);
        if (now >= watch.limit() && (watch.renews() || alarms.isEmpty())) {
            alarms.add(new Alarm(window, (window + 1L) * watch.window() - 1, now));
            if (watch.renews()) {
                evidence.clear();
            }
        }
    }

    /** The rank of a value among all before it, which it joins. */
    private double rank(double t) {
        int from = place(t, false);
        int to = place(t, true);
        double random = 1 - watch.seed().split(judged).stream().nextDouble();
        double p = (judged - to + random * (1 + to - from)) / (judged + 1);
        if (judged == sorted.length) {
            sorted = Arrays.copyOf(sorted, 2 * judged);
        }
        System.arraycopy(sorted, to, sorted, to + 1, judged - to);
        sorted[to] = t;
        judged++;
        return p;
    }

    /** How many values are below t, or with {@code equal} not above it. */
    private int place(double t, boolean equal) {
        int low = 0;
        int high = judged;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < t || (equal && sorted[middle] == t)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double[] keep(double[] values, int at, double value) {
        double[] all = at < values.length ? values : Arrays.copyOf(values, Math.max(16, 2 * at));
        all[at] = value;
        return all;
    }

    /**
     * Whether an alarm has been raised.
     *
     * @return true from the first alarm on
     */
    public synchronized boolean alarm() {
        return !alarms.isEmpty();
    }

    /**
     * The alarms so far.
     *
     * @return at most one unless the watch has a run length
     */
    public synchronized List<Alarm> alarms() {
        return List.copyOf(alarms);
    }

    /**
     * How many points have come.
     *
     * @return those of an unfinished window included
     */
    public synchronized long points() {
        return (long) windows() * watch.window() + came;
    }

    /**
     * How many windows have been judged.
     *
     * @return how often w points have come
     */
    public synchronized int windows() {
        return judged - calibrating;
    }

    /**
     * The evidence after each window.
     *
     * @return one number for each window, a copy
     */
    public synchronized double[] evidence() {
        return Arrays.copyOf(evidences, windows());
    }

    /**
     * What the evidence must reach for an alarm.
     *
     * @return 1/α, or the run length in windows
     */
    public double limit() {
        return watch.limit();
    }

    /**
     * The p-value of each window: small where it lies further from the reference than most windows before it.
     *
     * @return one number in (0,1] for each window, a copy
     */
    public synchronized double[] pValues() {
        return Arrays.copyOf(pValues, windows());
    }

    /**
     * The evidence over the points that have come, on a logarithmic axis, with its limit and the alarms. Of very many windows those with
     * the most evidence are drawn.
     *
     * @return the chart
     */
    public synchronized Chart chart() {
        double[] all = evidence();
        int corners = Math.max(1, Math.min(CORNERS, all.length));
        double[] xs = new double[corners];
        double[] ys = new double[corners];
        Arrays.fill(ys, 1);
        for (int k = 0; k < all.length; k++) {
            int corner = (int) ((long) k * corners / all.length);
            if (xs[corner] == 0 || all[k] > ys[corner]) {
                xs[corner] = (k + 1.0) * watch.window();
                ys[corner] = all[k];
            }
        }
        double last = Math.max(xs[corners - 1], watch.window());
        Chart chart = Chart.of(watch.promise())
                .x("points")
                .y("evidence of a change")
                .logY()
                .line("evidence", xs, ys)
                .dashed("limit", new double[] {0, last}, new double[] {limit(), limit()});
        if (alarm()) {
            chart = chart.points(
                    alarms.size() == 1 ? "alarm" : "alarms",
                    alarms.stream().mapToDouble(a -> a.point() + 1).toArray(),
                    alarms.stream().mapToDouble(Alarm::evidence).toArray());
        }
        return chart.alternative(this + ": evidence over points, and its limit");
    }

    @Override
    public Picture picture() {
        return chart().picture();
    }

    private Object writeReplace() throws ObjectStreamException {
        return kept(Drawing.VERSION);
    }

    synchronized KeptMonitor kept(int drawing) throws ObjectStreamException {
        return new KeptMonitor(
                watch.reference().toArray(),
                watch.reference().dimension(),
                watch.window(),
                watch.probability(),
                watch.points(),
                KeptMonitor.comparison(watch.comparison()),
                watch.seed().value(),
                Arrays.copyOf(sorted, judged),
                Arrays.copyOf(coming, came * watch.reference().dimension()),
                pValues(),
                evidence(),
                evidence.copy(),
                alarms.toArray(new Alarm[0]),
                drawing);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("monitors are written in another form");
    }

    @Override
    public synchronized String toString() {
        String now = windows() == 0
                ? "no window yet"
                : String.format(Locale.ROOT, "evidence %.3g of %.3g", evidences[windows() - 1], limit());
        String alarmed = alarms.isEmpty()
                ? "no alarm"
                : alarms.size() + (alarms.size() == 1 ? " alarm" : " alarms") + ", the last at point "
                        + alarms.get(alarms.size() - 1).point();
        return "DriftMonitor[" + points() + " points, " + now + ", " + alarmed + "; " + watch.promise() + "]";
    }
}
