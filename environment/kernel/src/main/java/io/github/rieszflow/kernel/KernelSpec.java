package io.github.rieszflow.kernel;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a {@code kernel.json}: how a front end starts the kernel.
 *
 * @param displayName what the front end's menu shows
 * @param argv the command, with <code>{connection_file}</code> where the front end puts its file
 */
public record KernelSpec(String displayName, List<String> argv) {
    /** The name under which notebooks ask for a Java kernel. */
    public static final String NAME = "java";

    /** The system property that names the folder of source jars whose Javadoc the kernel shows. */
    static final String SOURCES = "io.github.rieszflow.kernel.sources";

    /** The system property that names the folder of Maven's libraries, for {@code %maven}. */
    static final String RESOLVER = "io.github.rieszflow.kernel.resolver";

    static final String SOURCES_FOLDER = "sources";
    static final String RESOLVER_FOLDER = "resolver";

    /** Tells our specification from another kernel's, in its metadata. */
    private static final String MARK = "rieszflow";

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .setFormattingStyle(FormattingStyle.PRETTY.withIndent(" "))
            .create();

    /**
     * Makes an unmodifiable copy of the command.
     *
     * @param displayName what the front end's menu shows
     * @param argv the command
     */
    public KernelSpec {
        argv = List.copyOf(argv);
    }

    /**
     * The specification of our kernel, to be run by the Java that runs this.
     *
     * @param displayName what the front end's menu shows
     * @param classPath the class path of the kernel; it may hold {@code /*} entries
     * @param home a folder that may hold a folder {@code sources} of source jars, for the Javadoc of libraries, and a
     *     folder {@code resolver} of Maven's libraries; or null
     * @return the specification
     */
    public static KernelSpec of(String displayName, String classPath, @Nullable Path home) {
        var argv = new ArrayList<String>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Half as much again as the JVM's default of a quarter, and some: notebooks hold data.
        argv.add("-XX:MaxRAMPercentage=60");
        argv.add("-Djava.awt.headless=true");
        argv.add("-Dfile.encoding=UTF-8");
        argv.add("--enable-native-access=ALL-UNNAMED");
        // For Redefinition; without the second newer JVMs print a warning into the notebook.
        argv.add("-Djdk.attach.allowAttachSelf=true");
        argv.add("-XX:+EnableDynamicAgentLoading");
        if (home != null && Files.isDirectory(home.resolve(SOURCES_FOLDER))) {
            // The second is for the first, see Assistance.
            argv.add("-D" + SOURCES + "=" + home.resolve(SOURCES_FOLDER));
            argv.add("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED");
        }
        if (home != null && Files.isDirectory(home.resolve(RESOLVER_FOLDER))) {
            argv.add("-D" + RESOLVER + "=" + home.resolve(RESOLVER_FOLDER));
        }
        if (Session.vectorModuleExists()) {
            argv.add("--add-modules=" + Session.VECTOR_MODULE);
        }
        argv.addAll(List.of("-cp", classPath, JavaKernel.class.getName(), "{connection_file}"));
        return new KernelSpec(displayName, argv);
    }

    /** The same with more options for the JVM. */
    KernelSpec with(List<String> options) {
        var longer = new ArrayList<>(argv);
        longer.addAll(1, options);
        return new KernelSpec(displayName, longer);
    }

    /** The text of the file. */
    String json() {
        var metadata = new JsonObject();
        metadata.addProperty("installed-by", MARK);
        var command = new JsonArray();
        argv.forEach(command::add);
        var json = new JsonObject();
        json.add("argv", command);
        json.addProperty("display_name", displayName);
        json.addProperty("language", "java");
        // A signal would end the JVM.
        json.addProperty("interrupt_mode", "message");
        json.add("env", new JsonObject());
        json.add("metadata", metadata);
        return GSON.toJson(json) + "\n";
    }

    /**
     * Writes the specification.
     *
     * @param file the {@code kernel.json} to write
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path write(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try (var part = new Parts(folder)) {
            Files.writeString(part.file(), json());
            part.moveTo(file);
        }
        return file;
    }

    /** Whether a {@code kernel.json} was written by this class; a broken one was not. */
    static boolean isOurs(Path file) {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            JsonObject metadata = json.getAsJsonObject("metadata");
            return metadata != null
                    && metadata.has("installed-by")
                    && metadata.get("installed-by").getAsString().equals(MARK);
        } catch (IOException | JsonParseException | IllegalStateException | ClassCastException e) {
            return false;
        }
    }
}
