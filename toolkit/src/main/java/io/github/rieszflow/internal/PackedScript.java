package io.github.rieszflow.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Scripts of a page that is whole in itself: compressed within it, and unpacked where it is opened. */
public final class PackedScript {
    private static final String PLOTLY = "/io/github/rieszflow/picture/plotly.min.js";

    private PackedScript() {}

    /**
     * The script plotly.js, all of it.
     *
     * @return its text
     */
    public static String plotly() {
        try (InputStream in = PackedScript.class.getResourceAsStream(PLOTLY)) {
            if (in == null) {
                throw new IllegalStateException("The toolkit's jar is incomplete: it has no " + PLOTLY
                        + ", which the build takes from a jar; build it with Maven");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(PLOTLY + " cannot be read", e);
        }
    }

    /**
     * A script compressed by gzip.
     *
     * @param script its text
     * @return the bytes in base64
     */
    public static String pack(String script) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(script.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("A script could not be compressed", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * A script that unpacks a library and then a figure drawn with it, and runs both.
     *
     * @param library packed
     * @param figure packed
     * @return the script
     */
    public static String run(String library, String figure) {
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
                """, library, figure);
    }
}
