package io.github.rieszflow.picture;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.components.threeD.Scene;
import tech.tablesaw.plotly.traces.Scatter3DTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** Clouds for plotly.js: the panels one after the other, with a slider and a button that plays them. */
final class LiveClouds {
    static final int WIDTH = 560;
    static final int HEIGHT = 600;
    /** All panels and the target together have at most this many coordinates, and a panel at least this many points. */
    private static final int COORDINATES = 80_000;

    /** A slider has room for this many. */
    private static final int PANELS = 60;

    private final List<Clouds.Panel> panels;
    private final Square square;
    private final Theme theme;
    private final boolean onLine;
    private final boolean space;
    private final int most;
    private final Plotly figure = new Plotly();

    private LiveClouds(List<Clouds.Panel> panels, Square square, Theme theme) {
        this.panels = some(panels, PANELS);
        this.square = square;
        this.theme = theme;
        this.onLine = panels.get(0).points().onLine();
        this.space = space(panels);
        this.most = Math.max(500, COORDINATES / (space ? 3 : 2) / (this.panels.size() + 1));
    }

    static String script(List<Clouds.Panel> panels, Square square, Theme theme) {
        return new LiveClouds(panels, square, theme).script();
    }

    /** Whether all three coordinates of all clouds are known. */
    static boolean space(List<Clouds.Panel> panels) {
        return panels.stream()
                .allMatch(p -> p.points().inSpace()
                        && (p.target() == null || p.target().inSpace()));
    }

    /** At most this many panels, evenly spread, the first and the last among them. */
    static List<Clouds.Panel> some(List<Clouds.Panel> panels, int most) {
        int count = Math.min(most, panels.size());
        List<Clouds.Panel> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(panels.get(count == 1 ? 0 : (int) Math.round(i * (panels.size() - 1.0) / (count - 1))));
        }
        return some;
    }

    private String script() {
        Clouds.Panel first = panels.get(0);
        if (first.target() != null) {
            add(first.target(), "target", theme.target(), 0);
        }
        int moving = add(first.points(), "points", theme.cloud(), 1);
        Cloud origin = first.marks().origin();
        if (origin != null) {
            figure.assign("trace" + moving + ".marker.color", colours(origin.thinned(most)));
        }
        int curves = curves(first);
        Layout layout = layout();
        figure.assign("layout.showlegend", String.valueOf(first.target() != null));
        figure.assign("layout.legend", "{orientation:'h',x:0,y:1.01,yanchor:'bottom',itemsizing:'constant'}");
        figure.assign("layout.margin", "{l:50,r:40,t:72,b:" + (panels.size() > 1 ? 110 : 50) + "}");
        figure.assign("layout.title", Plotly.title(panels.size() > 1 ? "" : first.title(), note()));
        axes();
        if (panels.size() == 1) {
            return figure.script(layout, "");
        }
        controls();
        return figure.script(layout, "Plotly.addFrames('plot', " + frames(moving, curves) + ");\n");
    }

    private int add(Cloud all, String name, Color colour, int row) {
        Cloud cloud = all.thinned(most);
        Marker marker = Marker.builder()
                .size(space ? 1.8 : cloud.x().length > 1500 ? 4 : 5)
                .color(Plotly.colour(colour))
                .build();
        double[] x = rounded(cloud.x());
        Trace trace = space
                ? Scatter3DTrace.builder(x, rounded(cloud.y()), rounded(cloud.z()))
                        .marker(marker)
                        .build()
                : ScatterTrace.builder(x, ordinates(cloud, row)).marker(marker).build();
        int number = figure.add(trace, name);
        if (onLine) {
            figure.assign("trace" + number + ".marker.symbol", "'line-ns-open'");
            figure.assign("trace" + number + ".marker.size", "30");
        }
        return number;
    }

    private String colours(Cloud origin) {
        return IntStream.range(0, origin.x().length)
                .mapToObj(i -> "'"
                        + Plotly.colour(
                                onLine ? theme.origin(origin.across(i)) : theme.origin(origin.across(i), origin.up(i)))
                        + "'")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Coordinates to a ten-thousandth of the side that is seen: a tenth of a pixel. */
    private double[] rounded(float[] values) {
        double unit = Math.pow(10, 4 - Math.floor(Math.log10(square.side())));
        double[] shorter = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            shorter[i] = Math.rint(values[i] * unit) / unit;
        }
        return shorter;
    }

    /** Points on a line stand in a row of their own each. */
    private double[] ordinates(Cloud cloud, int row) {
        if (!onLine) {
            return rounded(cloud.y());
        }
        double[] same = new double[cloud.x().length];
        java.util.Arrays.fill(same, row);
        return same;
    }

    /** The curves over a panel as one line with gaps; returns its number, or −1 if no panel has one. */
    private int curves(Clouds.Panel first) {
        if (space || onLine || panels.stream().allMatch(p -> p.curves().isEmpty())) {
            return -1;
        }
        ScatterTrace trace = ScatterTrace.builder(new double[] {0}, new double[] {0})
                .mode(ScatterTrace.Mode.LINE)
                .build();
        int number = figure.add(trace, "exact");
        figure.assign("trace" + number + ".line", "{color:'" + Plotly.colour(Style.INK) + "',width:2}");
        figure.assign("trace" + number + ".x", line(first, true));
        figure.assign("trace" + number + ".y", line(first, false));
        return number;
    }

    private static String line(Clouds.Panel panel, boolean x) {
        StringBuilder out = new StringBuilder("[");
        for (Curve curve : panel.curves()) {
            String numbers = Plotly.numbers(Plotly.rounded(x ? curve.xs() : curve.ys()));
            out.append(out.length() > 1 ? ",null," : "").append(numbers, 1, numbers.length() - 1);
        }
        return out.append(']').toString();
    }

    private Layout layout() {
        Layout.LayoutBuilder builder = Layout.builder();
        return space ? builder.scene(Scene.sceneBuilder().build()).build() : builder.build();
    }

    private void axes() {
        double low = square.left();
        double high = square.left() + square.side();
        String x = "[" + low + "," + high + "]";
        String y = "[" + square.bottom() + "," + (square.bottom() + square.side()) + "]";
        if (space) {
            figure.assign("layout.scene", "{aspectmode:'cube'}");
            scene("x", "x₁", Cloud::x);
            scene("y", "x₂", Cloud::y);
            scene("z", "x₃", Cloud::z);
            return;
        }
        figure.assign("layout.xaxis.range", x).assign("layout.xaxis.title", "{text:'x₁'}");
        if (onLine) {
            figure.assign("layout.yaxis.range", "[-1,2]")
                    .assign("layout.yaxis.tickvals", "[0,1]")
                    .assign("layout.yaxis.ticktext", "['target','points']");
            return;
        }
        figure.assign("layout.yaxis.range", y).assign("layout.yaxis.title", "{text:'x₂'}");
        figure.assign("layout.yaxis.scaleanchor", "'x'").assign("layout.xaxis.constrain", "'domain'");
    }

    /** One axis of space, with the same limits in every panel. */
    private void scene(String name, String label, Function<Cloud, float[]> coordinate) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Clouds.Panel panel : panels) {
            for (float value : coordinate.apply(panel.points())) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        Cloud target = panels.get(0).target();
        for (float value : target == null ? new float[0] : coordinate.apply(target)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double middle = (low + high) / 2;
        figure.assign(
                "layout.scene." + name + "axis",
                "{title:'" + label + "',gridcolor:'#d0d0d0',range:[" + (middle - square.side() / 2) + ","
                        + (middle + square.side() / 2) + "]}");
    }

    /** The slider and the button. */
    private void controls() {
        String now = "{mode:'immediate',frame:{duration:0,redraw:true},transition:{duration:0}}";
        String common = common();
        StringBuilder steps = new StringBuilder("[");
        for (int i = 0; i < panels.size(); i++) {
            steps.append(i == 0 ? "" : ",")
                    .append("{label:")
                    .append(Plotly.text(panels.get(i).title().substring(common.length())));
            steps.append(",method:'animate',args:[['")
                    .append(i)
                    .append("'],")
                    .append(now)
                    .append("]}");
        }
        figure.assign(
                "layout.sliders",
                "[{active:0,pad:{t:45},x:0.18,len:0.82,currentvalue:{prefix:" + Plotly.text(common)
                        + ",font:{size:13}},steps:" + steps + "]}]");
        figure.assign(
                "layout.updatemenus",
                "[{type:'buttons',direction:'left',showactive:false,x:0,xanchor:'left',y:0,yanchor:'top',pad:{t:66},"
                        + "buttons:[{label:'▶',method:'animate',args:[null,{mode:'immediate',fromcurrent:true,"
                        + "frame:{duration:350,redraw:true},transition:{duration:0}}]},{label:'❚❚',method:'animate',"
                        + "args:[[null]," + now + "]}]}]");
    }

    /** What all titles begin with, up to a space. */
    private String common() {
        String common = panels.get(0).title();
        for (Clouds.Panel panel : panels) {
            while (!panel.title().startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
        }
        return common.substring(0, common.lastIndexOf(' ') + 1);
    }

    private String frames(int moving, int curves) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < panels.size(); i++) {
            Clouds.Panel panel = panels.get(i);
            Cloud cloud = panel.points().thinned(most);
            out.append(i == 0 ? "" : ",\n")
                    .append("{name:'")
                    .append(i)
                    .append("',traces:[")
                    .append(moving);
            out.append(curves < 0 ? "" : "," + curves).append("],data:[{x:");
            out.append(Plotly.numbers(rounded(cloud.x()))).append(",y:");
            out.append(Plotly.numbers(ordinates(cloud, 1)));
            if (space) {
                out.append(",z:").append(Plotly.numbers(rounded(cloud.z())));
            }
            out.append('}');
            if (curves >= 0) {
                out.append(",{x:")
                        .append(line(panel, true))
                        .append(",y:")
                        .append(line(panel, false))
                        .append('}');
            }
            out.append("]}");
        }
        return out.append(']').toString();
    }

    /** What was left out. */
    private String note() {
        Clouds.Panel first = panels.get(0);
        return (thinned("points", first.points()) + thinned("targets", first.target())).strip();
    }

    private String thinned(String what, @Nullable Cloud cloud) {
        if (cloud == null || cloud.total() <= Math.min(most, cloud.x().length)) {
            return "";
        }
        return String.format(
                Locale.ROOT, "%,d of %,d %s shown. ", Math.min(most, cloud.x().length), cloud.total(), what);
    }
}
