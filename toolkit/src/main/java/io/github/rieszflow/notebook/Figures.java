package io.github.rieszflow.notebook;

import io.github.rieszflow.picture.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Figures of tablesaw as pictures: drawn by plotly.js in a frame of the page, which holds all it needs and reaches nothing
 * else; in words where scripts do not run.
 */
final class Figures {
    private static final String SCRIPT = "/io/github/rieszflow/picture/plotly.min.js";
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
                + "<div id=\"plot\"></div><script>" + run(script) + "</script></body></html>";
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

    private static String run(String script) {
        return String.format(Locale.ROOT, """
                const run = async packed => {
                  const bytes = Uint8Array.from(atob(packed), c => c.charCodeAt(0));
                  const text = await new Response(new Blob([bytes]).stream()
                      .pipeThrough(new DecompressionStream('gzip'))).text();
                  const script = document.createElement('script');
                  script.textContent = text;
                  document.head.append(script);
                };
                run('%s').then(() => run('%s'));
                """, library(), pack(script.getBytes(StandardCharsets.UTF_8)));
    }

    private static synchronized String library() {
        if (packed == null) {
            try (InputStream in = Figures.class.getResourceAsStream(SCRIPT)) {
                if (in == null) {
                    throw new IllegalStateException("The toolkit's jar is incomplete: it has no " + SCRIPT
                            + ", which the build takes from a jar; build it with Maven");
                }
                packed = pack(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(SCRIPT + " cannot be read", e);
            }
        }
        return packed;
    }

    private static String pack(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("A script could not be compressed", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
