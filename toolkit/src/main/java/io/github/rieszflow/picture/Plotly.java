package io.github.rieszflow.picture;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;

/** A figure for plotly.js: the traces and the layout that Tablesaw writes, and what Tablesaw has no word for. */
final class Plotly {
    private static final String STYLE = """
            const axis = {gridcolor:'#e8e8e8',linecolor:'#8c8c8c',mirror:true,showline:true,zeroline:false,automargin:true,
              exponentformat:'power',ticks:'outside',tickcolor:'#8c8c8c'};
            const config = {responsive:true,displaylogo:false,displayModeBar:true,showTips:false,
              toImageButtonOptions:{scale:2,filename:'picture'}};
            Object.assign(layout, {paper_bgcolor:'#ffffff',plot_bgcolor:'#ffffff',hovermode:'closest',autosize:true,
              modebar:{orientation:'v'},
              font:{family:'DejaVu Sans,Helvetica,Arial,sans-serif',size:12,color:'#262626'}});
            delete layout.width;
            delete layout.height;
            Object.assign(layout.xaxis = layout.xaxis || {}, axis);
            Object.assign(layout.yaxis = layout.yaxis || {}, axis);
            """;

    private final List<String> traces = new ArrayList<>();
    private final StringBuilder more = new StringBuilder();

    /** Adds a trace and gives it a name; returns its number. */
    int add(Trace trace, String name) {
        int number = traces.size();
        traces.add(trace.asJavascript(number));
        return assign("trace" + number + ".name", text(name)).traces.size() - 1;
    }

    /** Sets what Tablesaw does not: a place in the figure, and a value in JavaScript. */
    Plotly assign(String place, String value) {
        more.append(place).append(" = ").append(value).append(";\n");
        return this;
    }

    /** The script that draws; after that the page is opaque. */
    String script(Layout layout, String after) {
        StringBuilder out =
                new StringBuilder(layout.asJavascript()).append('\n').append(STYLE);
        traces.forEach(trace -> out.append(trace).append('\n'));
        out.append(more).append("Plotly.newPlot('plot', [");
        for (int i = 0; i < traces.size(); i++) {
            out.append(i == 0 ? "trace" : ",trace").append(i);
        }
        return out.append("], layout, config).then(() => {\ndocument.body.style.background = '#ffffff';\n")
                .append(after)
                .append("});\n")
                .toString();
    }

    /** A text in JavaScript; plotly.js takes some marks of HTML for its own. */
    static String text(String text) {
        StringBuilder out = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&', '<', '>', '"', '\'', '\\' ->
                    out.append("&#").append(c).append(';');
                default -> out.appendCodePoint(c < ' ' ? ' ' : c);
            }
        });
        return out.append('\'').toString();
    }

    /** A title, and below it a remark in small letters. */
    static String title(String title, String note) {
        String text = text(title);
        String below = note.isEmpty()
                ? ""
                : (title.isEmpty() ? "" : "<br>") + "<sub>" + text(note).replace("'", "") + "</sub>";
        return "{text:" + text.substring(0, text.length() - 1) + below
                + "',font:{size:14},x:0.02,xanchor:'left',y:0.98,yanchor:'top'}";
    }

    static String colour(Color colour) {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff);
    }

    static String numbers(double[] values) {
        StringBuilder out = new StringBuilder("[");
        for (double value : values) {
            out.append(out.length() > 1 ? "," : "").append(digits(value));
        }
        return out.append(']').toString();
    }

    private static String digits(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Six significant digits: far below a pixel, and short. */
    static double[] rounded(double[] values) {
        double[] short6 = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            short6[i] = new BigDecimal(values[i]).round(new MathContext(6)).doubleValue();
        }
        return short6;
    }
}
