package io.github.rieszflow.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import io.github.rieszflow.internal.Release;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A folder into which a run is written again and again, so that at any moment, also when the process is killed while it
 * writes, the folder holds one whole checkpoint: the last or the one before it.
 *
 * <p>Tensors lie in safetensors files, one for each part and save; {@code checkpoint.json} tells which files belong
 * together, with their checksums, and is replaced at last. A part that has not changed since the last save, that is the same
 * object, is not written again. Files that no longer belong to the checkpoint are removed; others in the folder are left
 * alone. Not for two threads at once.
 */
public final class CheckpointFolder {
    private static final String INDEX = "checkpoint.json";
    private static final String FORMAT = "rieszflow-checkpoint";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PART_FILE = Pattern.compile("[a-z0-9-]+\\.\\d+\\.safetensors(\\.part)?");
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();
    private static final TypeToken<Map<String, Object>> OBJECT = new TypeToken<>() {};

    /** Where a part lies. */
    record Entry(String file, long bytes, String sha256) {}

    private record Index(String kind, int version, long save, JsonObject json) {}

    private final Path path;
    private final String kind;
    private final int version;
    /** Tensors are equal only if they are the same object. */
    private Map<NamedTensors, Entry> written = new HashMap<>();

    private CheckpointFolder(Path path, String kind, int version) {
        this.path = path;
        this.kind = kind;
        this.version = version;
    }

    /**
     * A folder for checkpoints of one kind.
     *
     * @param path the folder; made when something is written
     * @param kind what is saved, as in {@code mmd-generator}
     * @param version of the header and parts, at least 1; raised when a later program could not be read by an earlier one
     * @return the folder; nothing is touched yet
     * @throws IllegalArgumentException if the version is not positive
     */
    public static CheckpointFolder at(Path path, String kind, int version) {
        return new CheckpointFolder(
                path.toAbsolutePath(), kind, Require.positive(version, "the version of a checkpoint"));
    }

    /**
     * Where it is.
     *
     * @return the absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * Whether a checkpoint, of whatever kind, was written here.
     *
     * @return true if there is something to read
     */
    public boolean exists() {
        return Files.exists(path.resolve(INDEX));
    }

    /**
     * Writes a checkpoint in the place of the one before.
     *
     * @param header strings, finite numbers, booleans, lists and maps by their keys
     * @param parts tensors by names of small letters, digits and hyphens
     * @throws IllegalArgumentException if a name has other characters, a number is not finite, or the folder holds a
     *     checkpoint of another kind
     * @throws UncheckedIOException if writing fails; the checkpoint before is then still there
     */
    public void write(Map<String, ?> header, Map<String, NamedTensors> parts) {
        try {
            Files.createDirectories(path);
            long save = exists() ? index().save() + 1 : 1;
            Map<NamedTensors, Entry> now = new HashMap<>();
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (Map.Entry<String, NamedTensors> part : parts.entrySet()) {
                Entry entry = written.get(part.getValue());
                if (entry == null) {
                    entry = save(part.getKey(), save, part.getValue());
                }
                now.put(part.getValue(), entry);
                entries.put(part.getKey(), entry);
            }
            JsonObject index = new JsonObject();
            index.addProperty("format", FORMAT);
            index.addProperty("kind", kind);
            index.addProperty("version", version);
            index.addProperty("save", save);
            index.addProperty("rieszflow", Release.version());
            index.addProperty("java", Runtime.version().toString());
            index.add("header", GSON.toJsonTree(header));
            index.add("parts", GSON.toJsonTree(entries));
            byte[] text = GSON.toJson(index).getBytes(StandardCharsets.UTF_8);
            WholeFile.write(path.resolve(INDEX), out -> out.write(text));
            written = now;
            sweep(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry save(String name, long save, NamedTensors tensors) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a part has small letters, digits and single hyphens only, "
                    + "as in network-003: received " + name);
        }
        String file = name + "." + save + ".safetensors";
        MessageDigest digest = sha256();
        WholeFile.write(path.resolve(file), out -> {
            OutputStream counted = new DigestOutputStream(out, digest);
            Safetensors.write(counted, tensors);
        });
        return new Entry(file, Files.size(path.resolve(file)), HexFormat.of().formatHex(digest.digest()));
    }

    /** Removes what earlier saves, also broken ones, left behind. */
    private void sweep(Map<String, Entry> entries) throws IOException {
        var kept = entries.values().stream().map(Entry::file).toList();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (PART_FILE.matcher(name).matches() && !kept.contains(name)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Reads the checkpoint.
     *
     * @return header and parts; the parts' files are read when they are asked for
     * @throws IllegalArgumentException if there is none, or it is damaged, of another kind or of a later version
     * @throws UncheckedIOException if it cannot be read
     */
    public Checkpoint read() {
        if (!exists()) {
            throw new IllegalArgumentException("there is no checkpoint in " + path + ": it would have a file " + INDEX);
        }
        JsonObject index = index().json();
        try {
            Map<String, Object> header = GSON.fromJson(index.get("header"), OBJECT);
            Map<String, Entry> parts = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> part :
                    index.getAsJsonObject("parts").entrySet()) {
                JsonObject entry = part.getValue().getAsJsonObject();
                String file = entry.get("file").getAsString();
                if (!PART_FILE.matcher(file).matches()) {
                    throw new JsonParseException("no part has a file called " + file);
                }
                parts.put(
                        part.getKey(),
                        new Entry(
                                file,
                                entry.get("bytes").getAsLong(),
                                entry.get("sha256").getAsString()));
            }
            written = new HashMap<>();
            return new Checkpoint(this, Collections.unmodifiableMap(header), Collections.unmodifiableMap(parts));
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            throw damaged(e);
        }
    }

    /** The index, of this kind and no later version. */
    private Index index() {
        Path file = path.resolve(INDEX);
        Index index;
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            if (!json.has("format") || !json.get("format").getAsString().equals(FORMAT)) {
                throw new IllegalArgumentException(file + " is no checkpoint of Rieszflow: choose another folder");
            }
            index = new Index(
                    json.get("kind").getAsString(),
                    json.get("version").getAsInt(),
                    json.get("save").getAsLong(),
                    json);
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | UnsupportedOperationException
                | NumberFormatException e) {
            throw damaged(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!index.kind().equals(kind)) {
            throw new IllegalArgumentException(path + " holds a checkpoint of the kind " + index.kind() + ", not "
                    + kind + ": choose another folder");
        }
        if (index.version() > version) {
            throw new IllegalArgumentException("the checkpoint in " + path + " was written by a later release (version "
                    + index.version() + " of " + kind + ", this one reads " + version + "): update Rieszflow");
        }
        return index;
    }

    private IllegalArgumentException damaged(Exception reason) {
        return new IllegalArgumentException(
                path.resolve(INDEX) + " is damaged (" + reason.getMessage() + "): restore it from a copy", reason);
    }

    /** Reads a part, which then need not be written again. */
    NamedTensors load(Entry entry) {
        Path file = path.resolve(entry.file());
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "the checkpoint in " + path + " lacks its file " + entry.file() + ": restore it from a copy");
        }
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
            throw new IllegalArgumentException(file + " was changed after it was written (it should have "
                    + entry.bytes() + " bytes and SHA-256 " + entry.sha256() + "): restore it from a copy");
        }
        NamedTensors tensors = NamedTensors.load(file);
        written.put(tensors, entry);
        return tensors;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
