package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Drawing;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {
    private static final int[] GRID = {10, 15, 20, 30, 40, 50, 65, 80};

    private static Points gaussian(int n, long key) {
        return Points.gaussian(n, 2, Seed.seed(key));
    }

    private static DriftMonitor run(DriftWatch watch, Points... blocks) {
        DriftMonitor monitor = watch.start();
        for (Points block : blocks) {
            monitor.accept(block);
        }
        return monitor;
    }

    /** Uniform and independent though the reference is small and used again and again. */
    @Test
    void pValuesAreUniformAndIndependent() {
        int n = 4000;
        double[] p = run(DriftWatch.of(gaussian(100, 1)).window(5), gaussian(5 * n, 2))
                .pValues();
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        double distance = IntStream.range(0, n)
                .mapToDouble(i -> Math.max((i + 1.0) / n - sorted[i], sorted[i] - (double) i / n))
                .max()
                .orElseThrow();
        // Kolmogorov: beyond 1.63 once in a hundred.
        assertThat(distance * Math.sqrt(n)).isLessThan(1.63);
        double correlation = 0;
        for (int i = 1; i < n; i++) {
            correlation += 12 * (p[i] - 0.5) * (p[i - 1] - 0.5) / n;
        }
        assertThat(Math.abs(correlation) * Math.sqrt(n)).isLessThan(2.6);
    }

    /** T is the discrepancy of a window and the even windows of the reference, p its rank. */
    @Test
    void ranksAreThoseOfTheDefinition() {
        Points reference = gaussian(203, 3);
        Points later = gaussian(50, 4);
        int[] even =
                IntStream.range(0, 203).filter(i -> i / 10 % 2 == 0 || i >= 200).toArray();
        Points fixed = reference.select(even);
        double[] t = new double[15];
        for (int k = 0; k < 15; k++) {
            int from = k < 10 ? (2 * k + 1) * 10 : (k - 10) * 10;
            int[] some = IntStream.range(from, from + 10).toArray();
            t[k] = Mmd.riesz(1).squared((k < 10 ? reference : later).select(some), fixed);
        }
        for (Discrepancy mmd : new Discrepancy[] {Mmd.riesz(1), new Own()}) {
            double[] p =
                    run(DriftWatch.of(reference).window(10).with(mmd), later).pValues();
            for (int k = 10; k < 15; k++) {
                double now = t[k];
                double above = Arrays.stream(t, 0, k).filter(v -> v > now).count();
                assertThat(p[k - 10]).isBetween(above / (k + 1), (above + 1) / (k + 1));
            }
        }
    }

    /** The exact discrepancy, as a user would write it. */
    private static final class Own implements Discrepancy {
        @Override
        public io.github.rieszflow.measure.Estimate estimate(Measure x, Measure y) {
            return Mmd.riesz(1).estimate(x, y);
        }

        @Override
        public Points gradient(Measure x, Measure y) {
            return Mmd.riesz(1).gradient(x, y);
        }
    }

    /** Bets one by one from every beginning, by the definition. */
    @Test
    void evidenceIsThatOfTheDefinition() {
        Points reference = gaussian(200, 5);
        Points later = gaussian(200, 6).concat(gaussian(60, 7).translate(1, 0));
        for (boolean renews : new boolean[] {false, true}) {
            DriftWatch watch = DriftWatch.of(reference).window(10);
            DriftMonitor monitor = run(renews ? watch.runLength(1e9) : watch.falseAlarms(1e-9), later);
            double[] p = monitor.pValues();
            for (int t = 1; t <= p.length; t++) {
                double sum = 0;
                for (int s = 0; s < t; s++) {
                    for (int percent : GRID) {
                        double product = renews ? 1 : 1 / ((s + 1.0) * (s + 2.0));
                        for (int i = s; i < t; i++) {
                            product *= percent / 100.0 * Math.pow(p[i], percent / 100.0 - 1);
                        }
                        sum += product / GRID.length;
                    }
                }
                double expected = renews ? sum : sum + 1 / (t + 1.0);
                assertThat(monitor.evidence()[t - 1]).isCloseTo(expected, within(1e-12 * expected));
            }
        }
    }

    /** The mean of what one step multiplies is 1: ∫ ε p^(ε−1) dp, and evidence begins at 1 or 0. */
    @Test
    void betsAreFair() {
        int n = 200_000;
        for (boolean renews : new boolean[] {false, true}) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                // Substituting p = u^10 removes the singularity: dp = 10 u^9 du.
                double u = (i + 0.5) / n;
                mean += new Evidence(renews).after(Math.pow(u, 10)) * 10 * Math.pow(u, 9) / n;
            }
            assertThat(mean).isCloseTo(1, within(1e-6));
        }
    }

    /** Promised: ever an alarm in at most a tenth of all streams. */
    @Test
    void oneAlarmKeepsItsPromise() {
        int alarms = 0;
        for (int k = 0; k < 300; k++) {
            DriftWatch watch =
                    DriftWatch.of(gaussian(120, 1000 + 2 * k)).window(5).falseAlarms(0.1);
            alarms += run(watch, gaussian(1500, 1001 + 2 * k)).alarm() ? 1 : 0;
        }
        // Three standard errors above: 30 + 3·5.2.
        assertThat(alarms).isBetween(1, 45);
    }

    /** 10⁵ points with one false alarm in 5,000 points on average: at most 20, and three standard deviations. */
    @Test
    void repeatedAlarmsKeepTheirPromise() {
        DriftWatch watch = DriftWatch.of(gaussian(400, 8)).window(10).runLength(5000);
        DriftMonitor monitor = run(watch, gaussian(100_000, 9));
        assertThat(monitor.alarms().size()).isBetween(1, 33);
        assertThat(monitor.windows()).isEqualTo(10_000);
        DriftMonitor once = run(DriftWatch.of(gaussian(400, 8)).window(10).falseAlarms(0.01), gaussian(100_000, 9));
        assertThat(once.alarms()).isEmpty();
    }

    /** The mean of 200 run lengths in a state that the reference is from; each run is cut off after ten times the promise. */
    @Test
    @Tag("slow")
    void theMeanRunLengthIsAsLongAsPromised() {
        double sum = 0;
        for (int k = 0; k < 200; k++) {
            DriftMonitor monitor = DriftWatch.of(gaussian(100, 5000 + 2 * k))
                    .window(5)
                    .runLength(500)
                    .start();
            Points stream = gaussian(5000, 5001 + 2 * k);
            for (int i = 0; i < 50 && !monitor.alarm(); i++) {
                monitor.accept(
                        stream.select(IntStream.range(100 * i, 100 * (i + 1)).toArray()));
            }
            sum += monitor.alarm() ? monitor.alarms().get(0).point() + 1 : 5000;
        }
        assertThat(sum / 200).isGreaterThan(500);
    }

    private static double delay(DriftWatch watch, Points before, Points after) {
        DriftMonitor monitor = run(watch, before, after);
        return monitor.alarms().stream()
                .filter(alarm -> alarm.point() >= before.size())
                .findFirst()
                .map(alarm -> (double) alarm.point() + 1 - before.size())
                .orElse(Double.POSITIVE_INFINITY);
    }

    /**
     * A shift by one standard deviation, a width of 1.5 and a correlation of 0.9, after 3,000 points in which nothing changed: the
     * middle one of eleven delays, in windows of 25 points.
     */
    @Test
    void changesAreSeenSoon() {
        double[][] delays = new double[6][11];
        for (int k = 0; k < 11; k++) {
            DriftWatch watch = DriftWatch.of(gaussian(2000, 100 + 3 * k)).window(25);
            Points before = gaussian(3000, 101 + 3 * k);
            Points after = gaussian(1500, 102 + 3 * k);
            Points[] changed = {after.translate(1, 0), after.scale(1.5), correlated(after)};
            for (int c = 0; c < 3; c++) {
                delays[c][k] = delay(watch.falseAlarms(0.01), before, changed[c]) / 25;
                delays[3 + c][k] = delay(watch.runLength(10_000), before, changed[c]) / 25;
            }
        }
        for (double[] each : delays) {
            Arrays.sort(each);
        }
        assertThat(delays[0][5]).isLessThanOrEqualTo(8);
        assertThat(delays[1][5]).isLessThanOrEqualTo(14);
        assertThat(delays[2][5]).isLessThanOrEqualTo(30);
        assertThat(delays[3][5]).isLessThanOrEqualTo(6);
        assertThat(delays[4][5]).isLessThanOrEqualTo(10);
        assertThat(delays[5][5]).isLessThanOrEqualTo(20);
    }

    /** With standard normal coordinates whose correlation is 0.9: each looks as before. */
    private static Points correlated(Points points) {
        float[] values = points.toArray();
        for (int i = 0; i < values.length; i += 2) {
            values[i + 1] = (float) (0.9 * values[i] + Math.sqrt(1 - 0.81) * values[i + 1]);
        }
        return Points.adopt(values, points.size(), 2);
    }

    @Test
    void pointsOneByOneAreABlock() {
        DriftWatch watch =
                DriftWatch.of(gaussian(200, 11)).window(7).with(Mmd.riesz(1).sliced(8));
        Points later = gaussian(100, 12);
        DriftMonitor whole = run(watch, later);
        DriftMonitor single = watch.start();
        for (int i = 0; i < 30; i++) {
            single.accept(later.get(i, 0), later.get(i, 1));
        }
        single.accept(later.select(IntStream.range(30, 100).toArray()));
        assertThat(single.pValues()).isEqualTo(whole.pValues()).hasSize(14);
        assertThat(single.evidence()).isEqualTo(whole.evidence());
        assertThat(single.points()).isEqualTo(100);
        assertThat(run(watch.seed(Seed.seed(2)), later).pValues()).isNotEqualTo(whole.pValues());
    }

    @Test
    void pointsThatAreAllTheSameAreNoChange() {
        DriftMonitor monitor = run(DriftWatch.of(Points.dirac(100, 2)).window(5), Points.dirac(5000, 2));
        assertThat(monitor.alarm()).isFalse();
        assertThat(Arrays.stream(monitor.pValues()).average().orElseThrow()).isCloseTo(0.5, within(0.03));
    }

    @Test
    void oneAlarmStaysAndRepeatedOnesComeAgain() {
        DriftWatch watch = DriftWatch.of(gaussian(1000, 13)).window(10);
        Points far = gaussian(500, 14).translate(3, 3);
        DriftMonitor once = run(watch, far);
        assertThat(once.alarms()).hasSize(1);
        DriftMonitor.Alarm alarm = once.alarms().get(0);
        assertThat(alarm.point()).isEqualTo(10L * (alarm.window() + 1) - 1);
        assertThat(alarm.evidence()).isEqualTo(once.evidence()[alarm.window()]).isGreaterThanOrEqualTo(100);
        assertThat(once.limit()).isCloseTo(100, within(1e-12));
        assertThat(run(watch.runLength(1000), far).alarms()).hasSizeGreaterThan(3);
    }

    /** What is certain for so long that products of bets leave double precision. */
    @Test
    void evidenceStaysANumber() {
        DriftMonitor monitor = run(
                DriftWatch.of(gaussian(20_000, 15)).window(4),
                gaussian(4000, 16).translate(30, 0));
        assertThat(Arrays.stream(monitor.evidence()).max().orElseThrow()).isBetween(1e20, 1e101);
        assertThat(monitor.picture().alternative()).contains("evidence over points");
    }

    @Test
    void showsItself() {
        DriftMonitor monitor = DriftWatch.of(gaussian(500, 17)).start();
        assertThat(monitor)
                .hasToString("DriftMonitor[0 points, no window yet, no alarm; "
                        + "a false alarm ever with probability at most 0.01]");
        assertThat(monitor.picture().alternative()).contains("no window yet");
        monitor.accept(gaussian(95, 18));
        assertThat(monitor.toString())
                .startsWith("DriftMonitor[95 points, evidence ")
                .contains(" of 100, no alarm");
        monitor.accept(gaussian(20_000, 19).translate(2, 0));
        assertThat(monitor.toString()).contains("1 alarm, the last at point ");
        assertThat(monitor.chart().toString()).contains("evidence", "limit", "alarm");
        assertThat(DriftWatch.of(gaussian(500, 17)).runLength(5000))
                .hasToString(
                        "DriftWatch[reference 500×2, windows of 10, at most one false alarm in 5000 points on average, "
                                + "exact MMD, r = 1]");
        assertThat(DriftWatch.of(gaussian(50_000, 17)).window(2500).toString()).contains("64 slices");
    }

    @Test
    void badInput() {
        DriftWatch watch = DriftWatch.of(gaussian(100, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriftWatch.of(gaussian(19, 1)))
                .withMessage("the reference must hold at least 20 windows: received 19×2 points and windows of 1;"
                        + " take a smaller window or more points");
        assertThatIllegalArgumentException().isThrownBy(() -> watch.window(6)).withMessageContaining("windows of 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> watch.falseAlarms(1))
                .withMessage("the probability of a false alarm must lie strictly between 0 and 1: received 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> watch.runLength(3))
                .withMessage(
                        "the average run length, in points, must be finite and at least two windows, 4: received 3");
        assertThatIllegalArgumentException().isThrownBy(() -> watch.runLength(9).window(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> watch.start().accept(1, 2, 3))
                .withMessage(
                        "points and reference must have the same dimension: received 1×3 points, the reference is 100×2");
        assertThatIllegalArgumentException().isThrownBy(() -> watch.start().accept(1, Double.NaN));
    }

    /** What was taken before an interrupt counts, and what comes after goes on from there. */
    @Test
    void canBeInterrupted() {
        DriftWatch watch = DriftWatch.of(gaussian(100, 1)).window(5);
        Points later = gaussian(40, 2);
        DriftMonitor monitor = watch.start();
        monitor.accept(later.take(13));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> monitor.accept(later))
                    .withMessage("the monitor was interrupted after 13 points");
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(watch::start)
                    .withMessage("the comparison of the windows of the reference was interrupted after 0 of 10");
        } finally {
            Thread.interrupted();
        }
        monitor.accept(later.select(IntStream.range(13, 40).toArray()));
        assertThat(monitor.evidence()).isEqualTo(run(watch, later).evidence());
    }

    private static DriftMonitor read(Serializable written) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(written);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (DriftMonitor) in.readObject();
        }
    }

    /** A discrepancy of one's own that can be written. */
    private record Means(double scale) implements Discrepancy, Serializable {
        @Override
        public Estimate estimate(Measure x, Measure y) {
            return Estimate.exact(
                    scale * Math.abs(x.points().get(0, 0) - y.points().get(0, 0)));
        }

        @Override
        public Points gradient(Measure x, Measure y) {
            throw new UnsupportedOperationException("nothing descends it");
        }
    }

    /** Written and read within a window, before any point, and after each of many blocks. */
    @Test
    void goesOnBitForBitAfterItWasWrittenAndRead() throws Exception {
        DriftWatch once = DriftWatch.of(gaussian(200, 31)).window(7);
        List<DriftWatch> watches = List.of(
                once.falseAlarms(0.05),
                once.runLength(200).seed(Seed.seed(5)),
                once.with(Mmd.riesz(0.7)),
                once.with(Mmd.riesz(1.5).sliced(9).seed(Seed.seed(3))),
                once.with(new Means(2)));
        Points later = gaussian(150, 32).concat(gaussian(350, 33).translate(1, 1));
        for (DriftWatch watch : watches) {
            DriftMonitor whole = run(watch, later);
            DriftMonitor kept = read(watch.start());
            for (int from = 0; from < 500; from += 100) {
                kept.accept(later.select(IntStream.range(from, from + 100).toArray()));
                kept = read(kept);
            }
            assertThat(kept).hasToString(whole.toString());
            assertThat(kept.points()).isEqualTo(500);
            assertThat(kept.pValues()).isEqualTo(whole.pValues()).hasSize(71);
            assertThat(kept.evidence()).isEqualTo(whole.evidence());
            assertThat(kept.alarms()).isEqualTo(whole.alarms());
        }
        assertThat(run(watches.get(1), later).alarms()).hasSizeGreaterThan(1);
    }

    /** The same seed may draw others in another release; where nothing is sliced that does not matter. */
    @Test
    void aMonitorAlongOtherDirectionsDoesNotGoOn() throws Exception {
        DriftWatch watch = DriftWatch.of(gaussian(100, 1)).window(5);
        for (Mmd exact : List.of(Mmd.riesz(1), Mmd.riesz(0.5))) {
            assertThat(read(watch.with(exact).start().kept(Drawing.VERSION - 1)).points())
                    .isZero();
            assertThatExceptionOfType(InvalidObjectException.class)
                    .isThrownBy(() -> read(watch.with(exact.sliced(8)).start().kept(Drawing.VERSION - 1)))
                    .withMessage("this monitor has compared windows by another release of the toolkit, along directions"
                            + " that this one does not draw: start it anew");
        }
        // The usual way with many numbers in a window is sliced.
        DriftWatch large =
                DriftWatch.of(Points.gaussian(200, 1000, Seed.seed(1))).window(5);
        assertThatExceptionOfType(InvalidObjectException.class)
                .isThrownBy(() -> read(large.start().kept(Drawing.VERSION + 1)))
                .withMessageContaining("by another release");
    }

    @Test
    void whatCannotBeReadAgainIsNotWritten() {
        DriftWatch watch = DriftWatch.of(gaussian(100, 1));
        for (Discrepancy discrepancy : List.of(
                Mmd.radial(RadialKernel.gaussian(1)), Mmd.riesz(1).sliced(8).with(Directions.sobol()))) {
            assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> read(watch.with(discrepancy).start()))
                    .withMessage(
                            "a monitor that is written compares by Mmd.riesz(r), by its slices on automatic directions,"
                                    + " or by a discrepancy of your own that is Serializable: received " + discrepancy
                                    + "; choose one of these with DriftWatch.with before it is started");
        }
    }
}
