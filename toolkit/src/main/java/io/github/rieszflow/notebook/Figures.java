package io.github.rieszflow.notebook;

import io.github.rieszflow.internal.PackedScript;
import io.github.rieszflow.picture.Picture;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Figures of tablesaw as pictures: drawn by plotly.js in a frame of the page, which holds all it needs and reaches nothing
 * else; in words where scripts do not run.
 */
final class Figures {
    private static final Pattern TAGS = Pattern.compile("</?script[^>]*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern SIZE = Pattern.compile("\\b(width|height): (\\d{2,5})\\b");
    private static final Pattern TITLE = Pattern.compile("(?m)^\\s*title: '(.*)',?$");
    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;

    /** The script, packed once: the whole of it, as a figure may have any kind of trace. */
    private static @Nullable String packed;

    private Figures() {}

    static Picture picture(Figure figure) {
        String script = TAGS.matcher(figure.asJavascript("plot")).replaceAll("");
        int width = size(script, "width", WIDTH);
        int height = size(script, "height", HEIGHT);
        String words = words(figure, script);
        String page = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta"
                + " http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';script-src 'unsafe-inline'"
                + " 'unsafe-eval';style-src 'unsafe-inline';img-src data: blob:\"><style>html,body{margin:0;"
                + "background:#ffffff}#plot{width:" + width + "px;height:" + height + "px}</style></head><body>"
                + "<div id=\"plot\"></div><script>" + PackedScript.run(library(), PackedScript.pack(script))
                + "</script></body></html>";
        String frame = "<iframe title=\"Figure\" sandbox=\"allow-scripts allow-downloads\" width=\"" + (width + 2)
                + "\" height=\"" + (height + 2) + "\" style=\"border:0;max-width:100%\" srcdoc=\""
                + page.replace("&", "&amp;").replace("\"", "&quot;") + "\"></iframe>";
        return Picture.html(frame, words);
    }

    private static int size(String script, String name, int otherwise) {
        Matcher size = SIZE.matcher(script);
        while (size.find()) {
            if (size.group(1).equals(name)) {
                return Integer.parseInt(size.group(2));
            }
        }
        return otherwise;
    }

    private static String words(Figure figure, String script) {
        Matcher title = TITLE.matcher(script);
        Trace[] traces = figure.getTraces();
        String kinds = Arrays.stream(traces == null ? new Trace[0] : traces)
                .map(trace -> trace.getClass()
                        .getSimpleName()
                        .replaceFirst("Trace$", "")
                        .toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(", "));
        return "Figure" + (title.find() ? " \"" + title.group(1) + "\"" : "")
                + (kinds.isEmpty() ? "" : " (" + kinds + ")") + ", drawn where scripts run";
    }

    private static synchronized String library() {
        if (packed == null) {
            packed = PackedScript.pack(PackedScript.plotly());
        }
        return packed;
    }
}
