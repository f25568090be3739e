package io.github.rieszflow.notebook;

import io.github.rieszflow.picture.Digits;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import io.github.rieszflow.picture.Visible;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The toolkit and what it runs on. */
public final class Toolkit {
    private static final String PROPERTIES = "/META-INF/maven/io.github.rieszflow/rieszflow/pom.properties";

    private Toolkit() {}

    /**
     * What is running, on what.
     *
     * @param version of the toolkit, or "development" when it does not come from a jar
     * @param java version and vendor of the JVM
     * @param system operating system and architecture
     * @param threads that the JVM may use at once
     * @param maxHeapBytes most memory the JVM's heap may take, in bytes
     * @param vectorApi whether the module jdk.incubator.vector was added, which makes the numeric code faster
     */
    public record Info(String version, String java, String system, int threads, long maxHeapBytes, boolean vectorApi)
            implements Visible {
        @Override
        public Picture picture() {
            return TableHtml.of(
                            List.of("", ""),
                            List.of(
                                    List.of("Rieszflow", version),
                                    List.of("Java", java),
                                    List.of("System", system),
                                    List.of("Threads", Integer.toString(threads)),
                                    List.of("Heap at most", heap()),
                                    List.of("Vector API", vector())))
                    .picture();
        }

        @Override
        public String toString() {
            return "Rieszflow " + version + ", Java " + java + ", " + system + ", " + threads + " threads, heap "
                    + heap() + ", Vector API " + vector();
        }

        private String heap() {
            return Digits.text((double) maxHeapBytes / (1L << 30), 3) + " GiB";
        }

        private String vector() {
            return vectorApi ? "present" : "absent (add it by --add-modules jdk.incubator.vector)";
        }
    }

    /**
     * What is running, on what: for reports of errors and of timings.
     *
     * @return version, JVM, system, threads, heap and vector unit
     */
    public static Info info() {
        return new Info(
                version(Toolkit.class.getResourceAsStream(PROPERTIES)),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    }

    static String version(@Nullable InputStream properties) {
        if (properties == null) {
            return "development";
        }
        try (properties) {
            Properties read = new Properties();
            read.load(properties);
            return read.getProperty("version", "development");
        } catch (IOException e) {
            return "development";
        }
    }
}
