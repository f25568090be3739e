package io.github.rieszflow.picture;

import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.ScatterTrace;

/** A chart for plotly.js. */
final class LiveChart {
    private static final int MOST = 5000;

    private final ChartLook look;
    private final List<Series> series;
    private final double floor;
    private final Plotly figure = new Plotly();

    private LiveChart(ChartLook look, List<Series> series) {
        this.look = look;
        this.series = series;
        this.floor = ChartPen.floor(series);
    }

    static String script(ChartLook look, List<Series> series) {
        return new LiveChart(look, series).script();
    }

    private String script() {
        int colour = -1;
        int longest = 0;
        for (Series one : series) {
            colour = one.form() == Series.Form.BAND ? Math.max(0, colour) : colour + 1;
            int[] kept = ChartPen.kept(look, one);
            longest = Math.max(longest, kept.length);
            add(
                    one,
                    thinned(kept),
                    one.colour() != null ? one.colour() : Style.SERIES.get(colour % Style.SERIES.size()));
        }
        String note = longest <= MOST
                ? ""
                : String.format(Locale.ROOT, "At most %,d of up to %,d points of a curve are shown.", MOST, longest);
        Layout layout = Layout.builder()
                .xAxis(axis(look.logX()))
                .yAxis(axis(look.logY()))
                .build();
        figure.assign("layout.title", Plotly.title(look.title(), note));
        figure.assign("layout.xaxis.title", "{text:" + Plotly.text(look.x()) + "}");
        figure.assign("layout.yaxis.title", "{text:" + Plotly.text(look.y()) + "}");
        figure.assign("layout.margin", "{l:60,r:40,t:60,b:50}");
        ticks("x", look.logX(), series.stream().flatMapToDouble(s -> Arrays.stream(s.xs())));
        ticks("y", look.logY(), series.stream().flatMapToDouble(s -> Arrays.stream(s.ys())));
        limits("x", look.limitsX(), look.logX());
        limits("y", look.limitsY(), look.logY());
        boolean legend = look.legend() != Chart.Legend.NONE && !ChartPen.alone(look, series);
        figure.assign("layout.showlegend", String.valueOf(legend));
        return figure.script(layout, "");
    }

    private static Axis axis(boolean logarithmic) {
        return Axis.builder()
                .type(logarithmic ? Axis.Type.LOG : Axis.Type.LINEAR)
                .build();
    }

    /** On a short logarithmic axis numbers at 1, 2 and 5 times the powers of ten; all nine would run together. */
    private void ticks(String axis, boolean logarithmic, DoubleStream values) {
        DoubleSummaryStatistics seen = values.filter(v -> v > 0).summaryStatistics();
        if (logarithmic && seen.getMax() < 1000 * seen.getMin()) {
            figure.assign("layout." + axis + "axis.dtick", "'D2'");
        }
    }

    private void limits(String axis, ChartLook.@Nullable Limits limits, boolean logarithmic) {
        if (limits != null) {
            double low = logarithmic ? Math.log10(limits.low()) : limits.low();
            double high = logarithmic ? Math.log10(limits.high()) : limits.high();
            figure.assign("layout." + axis + "axis.range", "[" + low + "," + high + "]");
        }
    }

    private static int[] thinned(int[] kept) {
        int count = Math.min(MOST, kept.length);
        return IntStream.range(0, count)
                .map(i -> kept[(int) ((long) i * kept.length / count)])
                .toArray();
    }

    private void add(Series one, int[] kept, Color colour) {
        if (kept.length == 0) {
            return;
        }
        double[] xs = Plotly.rounded(pick(one.xs(), kept));
        double[] ys = Plotly.rounded(
                Arrays.stream(pick(one.ys(), kept)).map(this::above).toArray());
        if (one.form() == Series.Form.BAND) {
            band(one, xs, ys, Plotly.rounded(pick(one.more(), kept)), colour);
            return;
        }
        boolean points = one.form() == Series.Form.POINTS;
        boolean plain = one.form() != Series.Form.MARKED && one.form() != Series.Form.BARS;
        ScatterTrace.Mode mode = points
                ? ScatterTrace.Mode.MARKERS
                : plain && kept.length > 1 ? ScatterTrace.Mode.LINE : ScatterTrace.Mode.LINE_AND_MARKERS;
        ScatterTrace trace = ScatterTrace.builder(xs, ys)
                .mode(mode)
                .line(Line.builder()
                        .color(Plotly.colour(colour))
                        .width(one.thickness() == 0 ? 2 : one.thickness())
                        .dash(one.form() == Series.Form.DASHED ? Line.Dash.DASH : Line.Dash.SOLID)
                        .build())
                .marker(Marker.builder().color(Plotly.colour(colour)).size(6).build())
                .build();
        int number = figure.add(trace, one.name());
        if (one.form() == Series.Form.FILLED) {
            figure.assign("trace" + number + ".fill", "'tozeroy'")
                    .assign("trace" + number + ".fillcolor", faint(colour));
        }
        if (one.form() == Series.Form.BARS) {
            String errors = Plotly.numbers(Plotly.rounded(pick(one.more(), kept)));
            figure.assign("trace" + number + ".error_y", "{type:'data',array:" + errors + ",thickness:1.2,width:3}");
        }
    }

    /** The lower edge, and the upper one with all between them filled. */
    private void band(Series one, double[] xs, double[] low, double[] high, Color colour) {
        int first = figure.add(edge(xs, low), "");
        int second = figure.add(edge(xs, high), one.name());
        for (int number : new int[] {first, second}) {
            String trace = "trace" + number;
            figure.assign(trace + ".line", "{width:0}").assign(trace + ".hoverinfo", "'skip'");
            figure.assign(
                    trace + ".showlegend",
                    String.valueOf(number == second && !one.name().isBlank()));
        }
        figure.assign("trace" + second + ".fill", "'tonexty'").assign("trace" + second + ".fillcolor", faint(colour));
    }

    private static String faint(Color colour) {
        return String.format(
                Locale.ROOT, "'rgba(%d,%d,%d,0.22)'", colour.getRed(), colour.getGreen(), colour.getBlue());
    }

    private static ScatterTrace edge(double[] xs, double[] ys) {
        return ScatterTrace.builder(xs, ys).mode(ScatterTrace.Mode.LINE).build();
    }

    private double above(double y) {
        return look.logY() ? Math.max(y, floor) : y;
    }

    private static double[] pick(double[] values, int[] kept) {
        return Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();
    }
}
