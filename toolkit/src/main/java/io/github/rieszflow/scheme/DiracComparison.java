package io.github.rieszflow.scheme;

import io.github.rieszflow.flow.DiracFlow;
import io.github.rieszflow.flow.RadialMeasure;
import io.github.rieszflow.internal.Printed;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * A run of the interaction energy from a point mass beside what it should be: the exact flow, and for the backward scheme
 * its exact iterates, whose limit for r ≠ 1 is the flow.
 */
public final class DiracComparison implements Drawable {
    /**
     * One step, measured and exact.
     *
     * @param step its number
     * @param time its time
     * @param rmsRadius measured
     * @param exactRadius of the exact scheme: its backward iterates, or the flow
     * @param flowRadius of the flow
     * @param energy measured
     * @param exactEnergy of the exact scheme
     * @param cdfDistance the largest difference between the distributions of the distance from the start, measured and exact
     * @param wasserstein the Wasserstein-2 distance between these distributions, a lower bound of that in space
     */
    public record Row(
            int step,
            double time,
            double rmsRadius,
            double exactRadius,
            double flowRadius,
            double energy,
            double exactEnergy,
            double cdfDistance,
            double wasserstein) {
        /**
         * How far the radius is off.
         *
         * @return measured over exact, minus 1
         */
        public double radiusError() {
            return rmsRadius / exactRadius - 1;
        }

        /**
         * How far the energy is off.
         *
         * @return measured over exact, minus 1
         */
        public double energyError() {
            return energy / exactEnergy - 1;
        }
    }

    private final List<Row> rows;
    private final String name;

    private DiracComparison(List<Row> rows, String name) {
        this.rows = List.copyOf(rows);
        this.name = name;
    }

    static DiracComparison of(SchemeRun run, DiracFlow exact) {
        RadialMeasure shape = exact.equilibrium();
        Points start = run.start();
        if (!run.scheme().functional().equals(Interaction.riesz(shape.exponent()))
                || start.dimension() != shape.dimension()) {
            throw new IllegalArgumentException(
                    "the run and the exact flow must be of the same interaction energy: the run is "
                            + run.scheme().functional() + " in dimension " + start.dimension() + ", the flow " + exact);
        }
        if (run.readings().get(0).rmsRadius() > 1e-6) {
            throw new IllegalArgumentException(
                    "the exact flow starts at a point mass: the run starts with the rms radius "
                            + run.readings().get(0).rmsRadius() + "; start it from Points.dirac");
        }
        int steps = run.steps();
        double[] sizes = new double[steps];
        Arrays.setAll(sizes, step -> run.scheme().stepSizeAt(step));
        List<RadialMeasure> iterates =
                run.scheme() instanceof BackwardScheme && steps > 0 ? exact.backward(sizes) : List.of();
        double[] away = start.mean();
        for (int k = 0; k < away.length; k++) {
            away[k] = -away[k];
        }
        List<Row> rows = new ArrayList<>();
        for (SchemeRun.Reading reading : run.readings()) {
            if (reading.step() > 0) {
                RadialMeasure flow = exact.at(reading.time());
                RadialMeasure should = iterates.isEmpty() ? flow : iterates.get(reading.step());
                Points x = reading.particles();
                Points seen = x == null ? null : x.translate(away);
                rows.add(new Row(
                        reading.step(),
                        reading.time(),
                        reading.rmsRadius(),
                        should.rmsRadius(),
                        flow.rmsRadius(),
                        reading.energy(),
                        should.energy(),
                        seen == null ? Double.NaN : should.radialCdfDistance(seen),
                        seen == null ? Double.NaN : should.radialWasserstein2(seen)));
            }
        }
        return new DiracComparison(rows, run.scheme().toString());
    }

    /**
     * All steps after the start.
     *
     * @return one row each
     */
    public List<Row> rows() {
        return rows;
    }

    /**
     * The last step.
     *
     * @return its row
     * @throws IllegalStateException if there was no step
     */
    public Row last() {
        if (rows.isEmpty()) {
            throw new IllegalStateException("a comparison needs at least one step: run the scheme first");
        }
        return rows.get(rows.size() - 1);
    }

    /**
     * The rows as a table.
     *
     * @return radius and energy, measured and exact, and how far the distributions of the distance are apart
     */
    public Table table() {
        return Printed.table(Table.create(
                "compared with the exact " + (name.startsWith("Backward") ? "iterates" : "flow"),
                IntColumn.create("step", rows.stream().mapToInt(Row::step).toArray()),
                column("time", Row::time),
                column("rms radius", Row::rmsRadius),
                column("exact", Row::exactRadius),
                column("flow", Row::flowRadius),
                column("energy", Row::energy),
                column("exact energy", Row::exactEnergy),
                column("CDF distance", Row::cdfDistance),
                column("radial W2", Row::wasserstein)));
    }

    private DoubleColumn column(String title, ToDoubleFunction<Row> value) {
        return DoubleColumn.create(title, rows.stream().mapToDouble(value).toArray());
    }

    /**
     * What this looks like: the radius over time, measured and exact.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        double[] times = rows.stream().mapToDouble(Row::time).toArray();
        return Chart.of("Root mean square radius")
                .x("time t")
                .y("radius")
                .line(
                        "measured",
                        times,
                        rows.stream().mapToDouble(Row::rmsRadius).toArray())
                .dashed(
                        "exact",
                        times,
                        rows.stream().mapToDouble(Row::exactRadius).toArray())
                .alternative(Objects.toString(this))
                .picture();
    }

    @Override
    public String toString() {
        if (rows.isEmpty()) {
            return "DiracComparison[no step]";
        }
        Row row = last();
        return String.format(
                Locale.ROOT,
                "DiracComparison[t = %.4g: rms radius %.4g (exact %.4g, %+.1f %%), energy %.4g (exact %.4g, %+.1f %%),"
                        + " CDF distance %.3f, radial W2 %.2g]",
                row.time(),
                row.rmsRadius(),
                row.exactRadius(),
                100 * row.radiusError(),
                row.energy(),
                row.exactEnergy(),
                100 * row.energyError(),
                row.cdfDistance(),
                row.wasserstein());
    }
}
