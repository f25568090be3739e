package io.github.rieszflow.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.internal.Release;
import io.github.rieszflow.internal.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The index of a folder: all of it but the tensors. */
record RunIndex(int version, long save, Settings settings, Settings progress, Map<String, RunFolder.Entry> parts) {
    static final String FILE = "checkpoint.json";
    private static final String FORMAT = "rieszflow-checkpoint";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String CHECKSUM = "sha256";

    static byte[] text(String kind, int version, long save, Snapshot snapshot, Map<String, RunFolder.Entry> entries) {
        JsonObject index = new JsonObject();
        index.addProperty("format", FORMAT);
        index.addProperty("kind", kind);
        index.addProperty("version", version);
        index.addProperty("save", save);
        index.addProperty("rieszflow", Release.version());
        index.addProperty("java", Runtime.version().toString());
        index.add("settings", snapshot.settings().json());
        index.add("progress", snapshot.progress().json());
        JsonObject parts = new JsonObject();
        entries.forEach((name, entry) -> parts.add(name, RecordJson.write(entry, RunFolder.Entry.class)));
        index.add("parts", parts);
        JsonObject whole = StrictJson.parse(StrictJson.pretty(index)).getAsJsonObject();
        whole.addProperty(CHECKSUM, checksum(whole));
        return StrictJson.pretty(whole).getBytes(StandardCharsets.UTF_8);
    }

    /** Over everything but the checksum itself. */
    static String checksum(JsonObject index) {
        JsonObject rest = index.deepCopy();
        rest.remove(CHECKSUM);
        return Fingerprint.begin().text(StrictJson.canonical(rest)).hex();
    }

    static RunIndex read(Path folder, String kind, int latest) {
        Path file = folder.resolve(FILE);
        try {
            JsonElement json = StrictJson.read(file);
            if (!(json instanceof JsonObject all) || !FORMAT.equals(text(all, "format"))) {
                throw new IllegalArgumentException(
                        file + " is no checkpoint of Rieszflow, or damaged: choose another folder");
            }
            Settings read = Settings.read(all, file.toString(), "");
            int version = read.count("version");
            if (version == 1) {
                return FirstIndex.read(read, kind, folder);
            }
            if (version >= 2 && version <= latest && !checksum(all).equals(text(all, CHECKSUM))) {
                throw new JsonParseException("its checksum is another one");
            }
            requireKind(read, kind, folder);
            Versions.require("the checkpoint in " + folder, kind, version, latest);
            read.exactly(
                    "format",
                    "kind",
                    "version",
                    "save",
                    "rieszflow",
                    "java",
                    "settings",
                    "progress",
                    "parts",
                    CHECKSUM);
            return new RunIndex(
                    version,
                    read.whole("save"),
                    read.settings("settings"),
                    read.settings("progress"),
                    parts(read.settings("parts")));
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    file + " is damaged (" + e.getMessage() + "): restore it from a copy", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + WholeFile.reason(e), e);
        }
    }

    static void requireKind(Settings index, String kind, Path folder) {
        String there = index.text("kind");
        if (!there.equals(kind)) {
            throw new IllegalArgumentException(
                    folder + " holds a checkpoint of the kind " + there + ", not " + kind + ": choose another folder");
        }
    }

    static Map<String, RunFolder.Entry> parts(Settings all) {
        Map<String, RunFolder.Entry> parts = new LinkedHashMap<>();
        for (String name : all.keys()) {
            RunFolder.Entry entry = all.as(name, RunFolder.Entry.class);
            if (!RunFolder.PART_FILE.matcher(entry.file()).matches()) {
                throw new JsonParseException("no part has a file called " + entry.file());
            }
            if (entry.bytes() < 0 || !SHA256.matcher(entry.sha256()).matches()) {
                throw new JsonParseException("the part " + name + " has no size or checksum");
            }
            parts.put(name, entry);
        }
        return parts;
    }

    private static @Nullable String text(JsonObject object, String key) {
        return object.get(key) instanceof JsonPrimitive value && value.isString() ? value.getAsString() : null;
    }
}
