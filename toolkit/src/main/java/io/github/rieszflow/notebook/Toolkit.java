package io.github.rieszflow.notebook;

import io.github.rieszflow.device.CudaDevice;
import io.github.rieszflow.device.CudaEngine;
import io.github.rieszflow.internal.Digits;
import io.github.rieszflow.internal.Release;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import io.github.rieszflow.picture.Visible;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The toolkit and what it runs on. */
public final class Toolkit {
    /** A class file of each library, which tells the jar and so the version; no class is loaded. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "tablesaw", "/tech/tablesaw/api/Table.class",
            "EJML", "/org/ejml/EjmlVersion.class",
            "DJL", "/ai/djl/engine/Engine.class");

    private static final Pattern JAR_VERSION = Pattern.compile("-(\\d[^/]*)\\.jar!");

    private Toolkit() {}

    /**
     * What is running, on what.
     *
     * @param version of the toolkit, or "development" when it does not come from a jar
     * @param java version and vendor of the JVM
     * @param system operating system and architecture
     * @param threads that the toolkit uses at once
     * @param maxHeapBytes most memory the JVM's heap may take, in bytes
     * @param vectorApi whether the module jdk.incubator.vector was added, which makes the numeric code faster
     * @param libraries versions of the libraries on the class path, by name
     * @param device where networks can run, as far as it can be told without loading PyTorch
     * @param cuda the CUDA devices that the driver knows, and which engine flows take; empty where there is no driver
     * @param folders where data and native libraries are kept, by the variable that names the folder
     */
    public record Info(
            String version,
            String java,
            String system,
            int threads,
            long maxHeapBytes,
            boolean vectorApi,
            Map<String, String> libraries,
            String device,
            String cuda,
            Map<String, String> folders)
            implements Visible {
        /**
         * Makes unmodifiable copies of the maps, in their order.
         *
         * @param version of the toolkit
         * @param java version and vendor of the JVM
         * @param system operating system and architecture
         * @param threads that the toolkit uses at once
         * @param maxHeapBytes most memory the JVM's heap may take, in bytes
         * @param vectorApi whether the module jdk.incubator.vector was added
         * @param libraries versions of the libraries on the class path, by name
         * @param device where networks can run
         * @param cuda the CUDA devices that the driver knows; empty where there is no driver
         * @param folders where data and native libraries are kept
         */
        public Info {
            libraries = Collections.unmodifiableMap(new LinkedHashMap<>(libraries));
            folders = Collections.unmodifiableMap(new LinkedHashMap<>(folders));
        }

        @Override
        public Picture picture() {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            rows.add(List.of("Rieszflow", version));
            rows.add(List.of("Java", java));
            rows.add(List.of("System", system));
            rows.add(List.of("Threads", Integer.toString(threads)));
            rows.add(List.of("Heap at most", heap()));
            rows.add(List.of("Vector API", vector()));
            libraries.forEach((name, number) -> rows.add(List.of(name, number)));
            rows.add(List.of("Networks", device));
            if (!cuda.isEmpty()) {
                rows.add(List.of("CUDA", cuda));
            }
            folders.forEach((name, place) -> rows.add(List.of(name, place)));
            return TableHtml.of(List.of("", ""), rows).picture();
        }

        @Override
        public String toString() {
            return "Rieszflow " + version + ", Java " + java + ", " + system + ", " + threads + " threads, heap "
                    + heap() + ", Vector API " + vector() + pairs(libraries) + ", networks: " + device
                    + (cuda.isEmpty() ? "" : ", CUDA: " + cuda) + pairs(folders);
        }

        private static String pairs(Map<String, String> map) {
            return map.entrySet().stream()
                    .map(entry -> ", " + entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining());
        }

        private String heap() {
            return Digits.text((double) maxHeapBytes / (1L << 30), 3) + " GiB";
        }

        private String vector() {
            return vectorApi ? "present" : "absent (add it by --add-modules jdk.incubator.vector)";
        }
    }

    /**
     * What is running, on what: for reports of errors and of timings. Loads no library but the CUDA driver, where
     * there is one.
     *
     * @return versions, JVM, system, threads, heap, vector unit, device and folders
     */
    public static Info info() {
        Map<String, String> libraries = new LinkedHashMap<>();
        for (String name : List.of("tablesaw", "EJML", "DJL")) {
            libraries.put(name, library(Toolkit.class, LIBRARIES.getOrDefault(name, "")));
        }
        Map<String, String> folders = new LinkedHashMap<>();
        folders.put("RIESZFLOW_DATA", folder(setting("rieszflow.data", "RIESZFLOW_DATA")));
        String djl = setting("DJL_CACHE_DIR", "DJL_CACHE_DIR");
        folders.put(
                "DJL_CACHE_DIR",
                folder(
                        djl == null
                                ? Path.of(System.getProperty("user.home"), ".djl.ai")
                                        .toString()
                                : djl));
        return new Info(
                Release.version(),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Team.standard().threads(),
                Runtime.getRuntime().maxMemory(),
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                libraries,
                device(
                        setting("PYTORCH_LIBRARY_PATH", "PYTORCH_LIBRARY_PATH"),
                        Toolkit.class.getResourceAsStream("/native/lib/pytorch.properties")),
                cuda(),
                folders);
    }

    private static @Nullable String setting(String property, String variable) {
        String value = System.getProperty(property, System.getenv(variable));
        return value == null || value.isBlank() ? null : value;
    }

    private static String folder(@Nullable String name) {
        if (name == null) {
            return "not set";
        }
        return name + (Files.isDirectory(Path.of(name)) ? "" : " (not there)");
    }

    /** The version in the name of the jar that holds a class. */
    static String library(Class<?> nearby, String classFile) {
        var place = nearby.getResource(classFile);
        if (place == null) {
            return "absent";
        }
        Matcher version = JAR_VERSION.matcher(place.toString());
        return version.find() ? version.group(1) : "present";
    }

    /** What a launcher has put on the class path for networks, or named by a variable. */
    static String device(@Nullable String folder, @Nullable InputStream bundled) {
        if (folder != null) {
            return "PyTorch in " + folder + ", Device.best() says whether it has a GPU";
        }
        if (bundled == null) {
            return "none, PyTorch's native library is not there";
        }
        Properties torch = read(bundled);
        String kind = torch.getProperty("flavor", "");
        boolean gpu = kind.startsWith("cu") && !kind.startsWith("cpu");
        return "PyTorch " + torch.getProperty("version", "").replaceFirst("-.*", "") + ", "
                + (gpu ? "built for GPUs (" + kind + ")" : "on the processor");
    }

    /** The devices in words, and that flows only compute there when they are told to. */
    private static String cuda() {
        List<CudaDevice> devices;
        try {
            devices = CudaEngine.devices();
        } catch (IllegalStateException e) {
            return Objects.toString(e.getMessage(), "");
        }
        if (devices.isEmpty()) {
            return "";
        }
        return devices.stream().map(CudaDevice::toString).collect(Collectors.joining("; "))
                + "; flows stay on the processor, the default, until .on(DeviceEngine.on(Device.gpu("
                + devices.get(0).index()
                + "))): the toolkit's kernels, and PyTorch's tensor operations for what these refuse";
    }

    private static Properties read(InputStream in) {
        Properties read = new Properties();
        try (in) {
            read.load(in);
        } catch (IOException e) {
            // Then without what it says.
        }
        return read;
    }
}
