package io.github.rieszflow.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a chart with XChart. */
final class ChartPen {
    private static final BasicStroke LINE = new BasicStroke(1.9f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke THIN = new BasicStroke(1.2f);
    private static final BasicStroke DASHES =
            new BasicStroke(1.7f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
    private static final BasicStroke NONE = new BasicStroke(0);
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP);
    /** With fewer pixels to a factor of ten, nine lines run together. */
    private static final double DECADE = 45;
    /** Height of numbers and names. */
    static final double TYPE = 11.5;

    private final ChartLook look;
    private final Theme theme;
    private final XYChart chart;
    private final double floor;
    private final double[] rangeX;
    private final double[] rangeY;

    private ChartPen(ChartLook look, List<Series> series, Theme theme) {
        this.look = look;
        this.theme = theme;
        this.chart = new XYChart(look.width(), look.height());
        this.floor = floor(series);
        this.rangeX = look.limitsX() != null
                ? look.limitsX().ends()
                : range(series.stream().flatMapToDouble(s -> Arrays.stream(s.xs())), look.logX());
        this.rangeY = look.limitsY() != null
                ? look.limitsY().ends()
                : range(series.stream().flatMapToDouble(s -> Arrays.stream(s.ys())), look.logY());
    }

    /**
     * Where bars and bands that reach to zero are cut on a logarithmic axis: at the lowest value drawn, and at most a
     * decade below the lowest curve.
     */
    static double floor(List<Series> series) {
        double curves = series.stream()
                .flatMapToDouble(s -> Arrays.stream(s.form() == Series.Form.BAND ? s.more() : s.ys()))
                .filter(y -> y > 0)
                .min()
                .orElse(1);
        double ends = series.stream()
                .flatMapToDouble(ChartPen::lowerEnds)
                .filter(y -> y > 0)
                .min()
                .orElse(curves);
        return Math.max(Math.min(curves, ends), curves / 10);
    }

    private static DoubleStream lowerEnds(Series one) {
        boolean bars = one.form() == Series.Form.BARS;
        return IntStream.range(0, one.ys().length).mapToDouble(i -> one.ys()[i] - (bars ? one.more()[i] : 0));
    }

    static Drawing drawing(ChartLook asked, List<Series> series, Theme theme) {
        double width = theme.fitted() ? theme.width() : asked.width();
        double proportion = (double) asked.height() / asked.width();
        double height = !Double.isNaN(theme.height())
                ? theme.height()
                : theme.fitted() ? Math.rint(width * proportion) : asked.height();
        Drawing.room("width", width, 150);
        Drawing.room("height", height, 100);
        // XChart's sizes are whole numbers.
        ChartLook look = asked.size((int) width, (int) height);
        ChartPen pen = new ChartPen(look, series, theme);
        pen.style();
        pen.legend(alone(look, series));
        int colour = -1;
        int drawn = 0;
        for (Series one : series) {
            colour = one.form() == Series.Form.BAND ? Math.max(0, colour) : colour + 1;
            drawn += pen.add(one, colour);
        }
        if (drawn == 0) {
            throw new IllegalStateException("The chart \"" + look.title()
                    + "\" has no value above 0 to draw on a logarithmic axis: leave out logX() or logY()");
        }
        pen.axes();
        return new Drawing(width, height, theme, pen::paint);
    }

    private void paint(Graphics2D g) {
        chart.paint(g, look.width(), look.height());
        LogTicks ticks = new LogTicks(chart, theme);
        if (look.logX() && !theme.pixels()) {
            ticks.below(g);
        }
        if (look.logY() && !theme.pixels()) {
            ticks.aside(g);
        }
    }

    private void style() {
        Font small = theme.font(TYPE, false);
        Color ground = theme.clear() ? CLEAR : theme.paper();
        chart.setTitle(look.title());
        chart.setXAxisTitle(look.x());
        chart.setYAxisTitle(look.y());
        XYStyler style = chart.getStyler();
        style.setXAxisLogarithmic(look.logX());
        style.setYAxisLogarithmic(look.logY());
        style.setAxisTitleFont(theme.font(12.5, false));
        style.setAxisTickLabelsFont(small);
        style.setAxisTickLabelsColor(theme.ink());
        style.setAxisTickMarksColor(theme.frame());
        style.setPlotGridLinesColor(theme.rule());
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setChartTitleFont(theme.font(14, true));
        style.setChartTitleVisible(!theme.title(look.title()).isBlank());
        style.setChartBackgroundColor(ground);
        style.setPlotBackgroundColor(ground);
        style.setPlotBorderColor(theme.frame());
        style.setChartFontColor(theme.ink());
        style.setLegendFont(small);
        style.setLegendBorderColor(ground);
        style.setAxisTicksLineVisible(false);
        style.setPlotMargin(0);
        style.setYAxisLabelAlignment(TextAlignment.Right);
        style.setMarkerSize(6);
        style.setLocale(Locale.ROOT);
        if (theme.pixels()) {
            return;
        }
        if (look.logX()) {
            style.setXAxisTickLabelsColor(CLEAR);
        } else {
            style.setxAxisTickLabelsFormattingFunction(x -> theme.number(x, 10));
        }
        if (look.logY()) {
            style.setYAxisTickLabelsColor(CLEAR);
        } else {
            style.setyAxisTickLabelsFormattingFunction(y -> theme.number(y, 10));
        }
    }

    private void legend(boolean alone) {
        XYStyler style = chart.getStyler();
        boolean asked = look.legend() != Chart.Legend.RIGHT;
        style.setLegendVisible(theme.legend() && look.legend() != Chart.Legend.NONE && (asked || !alone));
        style.setLegendPosition(
                switch (look.legend()) {
                    case RIGHT, NONE -> LegendPosition.OutsideE;
                    case BELOW -> LegendPosition.OutsideS;
                    case TOP_LEFT -> LegendPosition.InsideNW;
                    case TOP_RIGHT -> LegendPosition.InsideNE;
                    case BOTTOM_LEFT -> LegendPosition.InsideSW;
                    case BOTTOM_RIGHT -> LegendPosition.InsideSE;
                });
        if (look.legend() == Chart.Legend.BELOW) {
            style.setLegendLayout(LegendLayout.Horizontal);
        }
        if (look.legend() != Chart.Legend.RIGHT || theme.clear() || !theme.pixels()) {
            style.setLegendBackgroundColor(theme.clear() ? CLEAR : theme.paper());
        }
    }

    /** Whether the one curve needs no legend, as the axis says what it is. */
    static boolean alone(ChartLook look, List<Series> series) {
        Series first = series.get(0);
        return series.size() == 1 && (first.name().isBlank() || first.name().equals(look.y()));
    }

    /** Which points of a series the axes can show. */
    static int[] kept(ChartLook look, Series one) {
        return IntStream.range(0, one.xs().length)
                .filter(i -> !look.logX() || one.xs()[i] > 0)
                .filter(i -> !look.logY() || one.ys()[i] > 0 || (one.form() == Series.Form.BAND && one.more()[i] > 0))
                .toArray();
    }

    /** Returns how many points are left to draw. */
    private int add(Series one, int index) {
        int[] kept = kept(look, one);
        if (kept.length == 0) {
            return 0;
        }
        double[] xs = Arrays.stream(kept).mapToDouble(i -> one.xs()[i]).toArray();
        double[] ys = Arrays.stream(kept).mapToDouble(i -> above(one.ys()[i])).toArray();
        int lost = one.xs().length - kept.length;
        String label = lost == 0 ? one.name() : one.name() + " (" + lost + " ≤ 0 not drawn)";
        Color colour = one.colour() != null
                ? one.colour()
                : theme.series().get(index % theme.series().size());
        if (one.form() == Series.Form.BAND) {
            band(
                    label,
                    xs,
                    ys,
                    Arrays.stream(kept).mapToDouble(i -> one.more()[i]).toArray(),
                    colour);
            return kept.length;
        }
        if (one.form() == Series.Form.FILLED) {
            filled(label, xs, ys, colour);
            return kept.length;
        }
        if (one.form() == Series.Form.BARS) {
            bars(xs, ys, Arrays.stream(kept).mapToDouble(i -> one.more()[i]).toArray(), colour);
        }
        boolean dashed = one.form() == Series.Form.DASHED && kept.length > 1;
        double[][] corners = dashed ? Dashes.of(xs, ys, look, rangeX, rangeY) : new double[][] {xs, ys};
        XYSeries line = named(label, corners[0], corners[1], colour);
        boolean points = one.form() == Series.Form.POINTS;
        boolean plain = one.form() == Series.Form.LINE || one.form() == Series.Form.DASHED;
        line.setXYSeriesRenderStyle(points ? XYSeriesRenderStyle.Scatter : XYSeriesRenderStyle.Line);
        line.setLineStyle(points ? NONE : thick(one.form() == Series.Form.DASHED ? DASHES : LINE, one.thickness()));
        line.setMarker(plain && kept.length > 1 ? SeriesMarkers.NONE : MARKERS.get(index % MARKERS.size()));
        return kept.length;
    }

    private static BasicStroke thick(BasicStroke line, double thickness) {
        return thickness == 0
                ? line
                : new BasicStroke(
                        (float) thickness,
                        line.getEndCap(),
                        line.getLineJoin(),
                        line.getMiterLimit(),
                        line.getDashArray(),
                        0);
    }

    private void band(String label, double[] xs, double[] low, double[] high, Color colour) {
        int n = xs.length;
        double[] aroundX = new double[2 * n];
        double[] aroundY = new double[2 * n];
        for (int i = 0; i < n; i++) {
            aroundX[i] = xs[i];
            aroundY[i] = low[i];
            aroundX[2 * n - 1 - i] = xs[i];
            aroundY[2 * n - 1 - i] = high[i];
        }
        XYSeries band = named(label, aroundX, aroundY, colour);
        band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        band.setFillColor(faint(colour));
        band.setLineStyle(NONE);
        band.setLineColor(CLEAR);
        band.setMarker(SeriesMarkers.NONE);
        band.setShowInLegend(!label.isBlank());
    }

    /** A curve, and all between it and the axis. */
    private void filled(String label, double[] xs, double[] ys, Color colour) {
        XYSeries area = named(label, xs, ys, colour);
        area.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        area.setFillColor(faint(colour));
        area.setLineStyle(THIN);
        area.setMarker(SeriesMarkers.NONE);
    }

    private static Color faint(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 56);
    }

    // XChart's own error bars reach below zero on a logarithmic axis; a line with gaps can be cut at the bottom.
    private void bars(double[] xs, double[] ys, double[] errors, Color colour) {
        double[] barX = new double[3 * xs.length];
        double[] barY = new double[3 * xs.length];
        for (int i = 0; i < xs.length; i++) {
            barX[3 * i] = xs[i];
            barX[3 * i + 1] = xs[i];
            barX[3 * i + 2] = xs[i];
            barY[3 * i] = above(ys[i] - errors[i]);
            barY[3 * i + 1] = ys[i] + errors[i];
            barY[3 * i + 2] = Double.NaN;
        }
        XYSeries bars = named("", barX, barY, colour);
        bars.setLineStyle(THIN);
        bars.setMarker(SeriesMarkers.NONE);
        bars.setShowInLegend(false);
    }

    /** Makes XChart put its ticks at round numbers, and at two powers of ten at least on a logarithmic axis. */
    private void axes() {
        double[] x = range(
                chart.getSeriesMap().values().stream().flatMapToDouble(s -> Arrays.stream(s.getXData())), look.logX());
        double[] y = range(
                chart.getSeriesMap().values().stream().flatMapToDouble(s -> Arrays.stream(s.getYData())), look.logY());
        XYStyler style = chart.getStyler();
        double[] wideX = wide(look.limitsX(), look.logX(), x);
        if (wideX.length > 0) {
            style.setXAxisMin(wideX[0]);
            style.setXAxisMax(wideX[1]);
        }
        if (look.logX() && !theme.pixels()) {
            style.setPlotGridVerticalLinesVisible(!crowded(wideX, look.width()));
        } else if (!look.logX()) {
            style.setXAxisDecimalPattern(pattern(wideX.length > 0 ? wideX : x));
        }
        double[] wideY = wide(look.limitsY(), look.logY(), y);
        if (wideY.length > 0) {
            style.setYAxisMin(wideY[0]);
            style.setYAxisMax(wideY[1]);
        }
        if (look.logY() && !theme.pixels()) {
            style.setPlotGridHorizontalLinesVisible(!crowded(wideY, look.height()));
        } else if (!look.logY()) {
            style.setYAxisDecimalPattern(pattern(wideY.length > 0 ? wideY : y));
        }
        // XChart puts ticks at the data, however odd, if they are equally spaced: one unseen point prevents that.
        double share = 0.38196601125;
        double[] seenX = look.limitsX() != null ? wideX : x;
        double[] seenY = look.limitsY() != null ? wideY : y;
        double[] unseenX = {seenX[0] + share * (seenX[1] - seenX[0])};
        double[] unseenY = {seenY[0] + share * (seenY[1] - seenY[0])};
        XYSeries unseen = named("", unseenX, unseenY, theme.paper());
        unseen.setLineStyle(NONE);
        unseen.setMarker(SeriesMarkers.NONE);
        unseen.setShowInLegend(false);
    }

    /** Whether lines at 2, 3, … 9 times the powers of ten would run together. */
    private static boolean crowded(double[] ends, double length) {
        return 0.75 * length / Math.log10(ends[1] / ends[0]) < DECADE;
    }

    /** The ends of an axis; empty to leave them to XChart. */
    private double[] wide(ChartLook.@Nullable Limits limits, boolean logarithmic, double[] range) {
        if (limits != null) {
            return limits.ends();
        }
        if (logarithmic) {
            return withTwoPowers(range[0], range[1]);
        }
        // The ends must be known for numbers that are not XChart's.
        return theme.pixels() ? new double[0] : range[0] < range[1] ? range : around(range[0]);
    }

    private static double[] around(double value) {
        double half = value == 0 ? 1 : Math.abs(value) / 2;
        return new double[] {value - half, value + half};
    }

    private static double[] range(DoubleStream values, boolean logarithmic) {
        DoubleSummaryStatistics seen = values.filter(Double::isFinite)
                .filter(v -> !logarithmic || v > 0)
                .summaryStatistics();
        return new double[] {seen.getMin(), seen.getMax()};
    }

    private static String pattern(double[] range) {
        double largest = Math.max(Math.abs(range[0]), Math.abs(range[1]));
        return largest >= 1e7 || largest < 1e-4 ? "0.###E0" : "0.########";
    }

    /** The range, with as little added as makes it hold two powers of ten: only these carry numbers. */
    static double[] withTwoPowers(double low, double high) {
        double from = low;
        double to = high;
        double slack = 1e-9;
        while (Math.floor(Math.log10(to) + slack) - Math.ceil(Math.log10(from) - slack) < 1) {
            double below = Math.ceil(Math.log10(from) - slack) - 1;
            double above = Math.floor(Math.log10(to) + slack) + 1;
            if (Math.log10(from) - below <= above - Math.log10(to)) {
                from = Math.pow(10, below);
            } else {
                to = Math.pow(10, above);
            }
        }
        return new double[] {from, to};
    }

    /** XChart wants different names; what is read is the label. */
    private XYSeries named(String label, double[] xs, double[] ys, Color colour) {
        XYSeries series = chart.addSeries("series " + chart.getSeriesMap().size(), xs, ys);
        series.setLabel(label);
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        return series;
    }

    private double above(double y) {
        return look.logY() ? Math.max(y, floor) : y;
    }
}
