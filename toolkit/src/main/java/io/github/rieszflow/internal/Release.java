package io.github.rieszflow.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Which release of the toolkit this is. */
public final class Release {
    private static final String PROPERTIES = "/META-INF/maven/io.github.rieszflow/rieszflow/pom.properties";

    private Release() {}

    /**
     * The version.
     *
     * @return as in the name of the jar, or "development" when the toolkit does not come from a jar
     */
    public static String version() {
        return version(Release.class.getResourceAsStream(PROPERTIES));
    }

    static String version(@Nullable InputStream properties) {
        if (properties == null) {
            return "development";
        }
        Properties read = new Properties();
        try (properties) {
            read.load(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read.getProperty("version", "development");
    }
}
