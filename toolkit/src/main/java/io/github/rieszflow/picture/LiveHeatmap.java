package io.github.rieszflow.picture;

import java.awt.Color;
import java.util.Arrays;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.HeatmapTrace;

/** A heat map for plotly.js. */
final class LiveHeatmap {
    private static final int CELLS = 40_000;

    private LiveHeatmap() {}

    static String script(Heatmap.Look look, double[][] values) {
        int rows = values.length;
        int columns = values[0].length;
        if ((long) rows * columns > CELLS) {
            throw new IllegalArgumentException(
                    "An interactive heat map has at most " + CELLS + " cells, to keep the notebook" + " small: got "
                            + rows + "×" + columns + "; take fewer, or the still picture");
        }
        double[][] z = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                boolean empty = Double.isNaN(values[i][j]) || (look.log() && values[i][j] <= 0);
                z[i][j] = empty ? Double.NaN : look.log() ? Math.log10(values[i][j]) : values[i][j];
            }
            z[i] = rounded(z[i]);
        }
        Plotly figure = new Plotly();
        figure.add(
                HeatmapTrace.builder(places(look.x(), columns), places(look.y(), rows), z)
                        .build(),
                "");
        String label = look.log() ? "log₁₀ " + look.value() : look.value();
        figure.assign("trace0.colorscale", scale())
                .assign("trace0.colorbar", "{title:{text:" + Plotly.text(label) + ",side:'right'},thickness:14}")
                .assign("trace0.hoverongaps", "false");
        axis(figure, "x", look.x());
        axis(figure, "y", look.y());
        figure.assign("layout.title", Plotly.title(look.title(), ""))
                .assign("layout.modebar", "{orientation:'h'}")
                .assign("layout.margin", "{l:60,r:20,t:60,b:50}");
        return figure.script(Layout.builder().build(), "");
    }

    private static double[] rounded(double[] row) {
        double[] known = Arrays.stream(row).map(v -> Double.isNaN(v) ? 0 : v).toArray();
        double[] shorter = Plotly.rounded(known);
        for (int j = 0; j < row.length; j++) {
            shorter[j] = Double.isNaN(row[j]) ? Double.NaN : shorter[j];
        }
        return shorter;
    }

    /** The settings by their names, or the middles of the cells. */
    private static Object[] places(Heatmap.Axis axis, int count) {
        Object[] places = new Object[count];
        for (int i = 0; i < count; i++) {
            places[i] = axis.names().isEmpty()
                    ? (Object) (axis.low() + (axis.high() - axis.low()) * (i + 0.5) / count)
                    : axis.names().get(i);
        }
        return places;
    }

    private static void axis(Plotly figure, String name, Heatmap.Axis axis) {
        figure.assign("layout." + name + "axis.title", "{text:" + Plotly.text(axis.label()) + "}")
                .assign("layout." + name + "axis.showgrid", "false")
                .assign("layout." + name + "axis.type", axis.names().isEmpty() ? "'linear'" : "'category'");
    }

    private static String scale() {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i <= 8; i++) {
            Color shade = Style.shade(i / 8.0);
            out.append(i == 0 ? "" : ",")
                    .append('[')
                    .append(i / 8.0)
                    .append(",'")
                    .append(Plotly.colour(shade))
                    .append("']");
        }
        return out.append(']').toString();
    }
}
