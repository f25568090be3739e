package io.github.rieszflow.checkpoint;

import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.WholeFile;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder into which a run is written again and again, so that at any moment, also when the process is killed while it
 * writes, the folder holds one whole checkpoint: the last or the one before it.
 *
 * <p>Tensors lie in safetensors files, one for each part and save; {@code checkpoint.json} tells which files belong
 * together, with their checksums and its own, and is replaced last. A part made of the same object as in the last save is
 * not written again, unless its file is gone. Files that no longer belong to the checkpoint are removed; others in the folder
 * are left alone. Not for two threads at once; {@link Keeper} and {@link #save} hold the folder against other runs.
 */
public final class RunFolder {
    static final Pattern PART_FILE = Pattern.compile("[a-z0-9-]+\\.\\d+\\.safetensors");
    /** What a process that was killed while it wrote left behind, also one of version 0.1. */
    private static final Pattern LEFT_OVER =
            Pattern.compile("([a-z0-9-]+\\.\\d+\\.safetensors|checkpoint\\.json)(\\.[0-9a-f]+)?\\.part");

    /** Each time a run may have replaced what its index told a moment before. */
    private static final int ATTEMPTS = 5;

    /** Where a part lies. */
    record Entry(String file, long bytes, String sha256) {}

    private final Path path;
    private final String kind;
    private final int version;
    /** Files by what they were made of. */
    private IdentityHashMap<Object, Entry> written = new IdentityHashMap<>();

    private RunFolder(Path path, String kind, int version) {
        this.path = path;
        this.kind = kind;
        this.version = version;
    }

    /**
     * A folder for checkpoints of one kind.
     *
     * @param path the folder; made when something is written
     * @param kind what is kept, as in {@code mmd-generator}
     * @param version of settings, progress and parts, at least 2; raised when a later program could not be read by an earlier
     *     one
     * @return the folder; nothing is touched yet
     * @throws IllegalArgumentException if the version is too small
     */
    public static RunFolder at(Path path, String kind, int version) {
        Require.between(version, 2, Integer.MAX_VALUE, "the version of a checkpoint");
        return new RunFolder(path.toAbsolutePath(), kind, version);
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
        return Files.exists(path.resolve(RunIndex.FILE));
    }

    /**
     * Writes a checkpoint in the place of the one before, unless a run is being kept here.
     *
     * @param snapshot all that is kept
     * @throws IllegalArgumentException if the folder holds a checkpoint of another kind
     * @throws IllegalStateException if a run is being kept here
     * @throws UncheckedIOException if writing fails; the checkpoint before is then still there
     */
    public void save(Snapshot snapshot) {
        FolderLock lock = FolderLock.of(path);
        try {
            write(snapshot);
        } finally {
            lock.close();
        }
    }

    /** Writes a checkpoint in the place of the one before; the folder is held. */
    void write(Snapshot snapshot) {
        Map<String, Entry> fresh = new LinkedHashMap<>();
        boolean whole = false;
        try {
            Files.createDirectories(path);
            long save = exists() ? RunIndex.read(path, kind, version).save() + 1 : 1;
            IdentityHashMap<Object, Entry> now = new IdentityHashMap<>();
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (Map.Entry<String, Snapshot.Part> part : snapshot.parts().entrySet()) {
                Object of = part.getValue().of();
                Entry entry = written.get(of);
                if (entry == null || !isThere(entry)) {
                    entry = save(part.getKey(), save, part.getValue().tensors().get());
                    fresh.put(part.getKey(), entry);
                }
                now.put(of, entry);
                entries.put(part.getKey(), entry);
            }
            byte[] text = RunIndex.text(kind, version, save, snapshot, entries);
            WholeFile.write(path.resolve(RunIndex.FILE), out -> out.write(text));
            whole = true;
            written = now;
            sweep(entries);
        } catch (IOException e) {
            throw FolderLock.unwritable(path, e);
        } catch (UncheckedIOException e) {
            throw FolderLock.unwritable(path, Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
        } finally {
            if (!whole) {
                fresh.values().forEach(this::discard);
            }
        }
    }

    private boolean isThere(Entry entry) throws IOException {
        Path file = path.resolve(entry.file());
        return Files.isRegularFile(file) && Files.size(file) == entry.bytes();
    }

    private Entry save(String name, long save, NamedTensors tensors) throws IOException {
        String file = name + "." + save + ".safetensors";
        MessageDigest digest = Fingerprint.sha256();
        WholeFile.write(path.resolve(file), out -> {
            OutputStream counted = new DigestOutputStream(out, digest);
            Safetensors.write(counted, tensors);
        });
        return new Entry(file, Files.size(path.resolve(file)), HexFormat.of().formatHex(digest.digest()));
    }

    /** Of a save that failed, to make room again. */
    private void discard(Entry entry) {
        try {
            Files.deleteIfExists(path.resolve(entry.file()));
        } catch (IOException e) {
            // Then the next save that succeeds removes it.
        }
    }

    /** Removes what earlier saves, also broken ones, left behind. */
    private void sweep(Map<String, Entry> entries) throws IOException {
        var kept = entries.values().stream().map(Entry::file).toList();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (LEFT_OVER.matcher(name).matches()
                        || (PART_FILE.matcher(name).matches() && !kept.contains(name))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Reads the checkpoint.
     *
     * @return settings, progress and parts; the parts' files are read when they are asked for
     * @throws IllegalArgumentException if there is none, or it is damaged, of another kind or of a later version
     * @throws UncheckedIOException if it cannot be read
     */
    public Checkpoint read() {
        if (!exists()) {
            throw new IllegalArgumentException(
                    "there is no checkpoint in " + path + ": it would have a file " + RunIndex.FILE);
        }
        RunIndex index = RunIndex.read(path, kind, version);
        written = new IdentityHashMap<>();
        return new Checkpoint(
                this, index.version(), index.settings(), index.progress(), Collections.unmodifiableMap(index.parts()));
    }

    /**
     * Reads the checkpoint with its parts, also while a run is being kept here, which may replace a part at any moment.
     *
     * @param as reads all that is wanted
     * @param <T> what it makes of it
     * @return what it made
     * @throws IllegalArgumentException if there is none, or it is damaged, of another kind or of a later version
     * @throws UncheckedIOException if it cannot be read
     */
    public <T extends @Nullable Object> T read(Function<Checkpoint, T> as) {
        for (int attempt = 1; ; attempt++) {
            Checkpoint checkpoint = read();
            try {
                return as.apply(checkpoint);
            } catch (MissingPart e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** A part that its index names and the folder has not, or no longer. */
    private static final class MissingPart extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        MissingPart(String message) {
            super(message);
        }
    }

    /** Reads the tensors of a part. */
    NamedTensors load(Entry entry) {
        Path file = path.resolve(entry.file());
        requireThere(file);
        try {
            return load(file, entry);
        } catch (UncheckedIOException e) {
            // It may have been replaced since, after which it is gone.
            requireThere(file);
            throw e;
        }
    }

    private void requireThere(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MissingPart(
                    "the checkpoint in " + path + " lacks its file " + file.getFileName() + ": restore it from a copy");
        }
    }

    private static NamedTensors load(Path file, Entry entry) {
        MessageDigest digest = Fingerprint.sha256();
        try (InputStream in = new DigestInputStream(new FileInputStream(file.toFile()), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + WholeFile.reason(e), e);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
            throw new IllegalArgumentException(file + " was changed after it was written (it should have "
                    + entry.bytes() + " bytes and SHA-256 " + entry.sha256() + "): restore it from a copy");
        }
        return NamedTensors.load(file);
    }

    /** What was read of a file need not be written again. */
    void remember(Object value, Entry entry) {
        written.put(value, entry);
    }
}
