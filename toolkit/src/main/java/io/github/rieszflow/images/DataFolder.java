package io.github.rieszflow.images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where the data sets of the user lie: the folder named by a system property or else by an environment variable. */
final class DataFolder {
    static final String PROPERTY = "rieszflow.data";
    static final String VARIABLE = "RIESZFLOW_DATA";

    private final @Nullable Path folder;

    private DataFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    static DataFolder ofThisProcess() {
        return find(System::getProperty, System::getenv);
    }

    static DataFolder find(UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> variable) {
        for (String name : new String[] {property.apply(PROPERTY), variable.apply(VARIABLE)}) {
            if (name != null && !name.isBlank()) {
                return new DataFolder(Path.of(name.strip()));
            }
        }
        return new DataFolder(null);
    }

    /** The set if both of its files are there; damaged files are an error. */
    Optional<ImageSet> idxIfPresent(String set, Split split) {
        Optional<Path> images = file(set, imagesName(split));
        Optional<Path> labels = file(set, labelsName(split));
        return images.flatMap(i -> labels.map(l -> Idx.read(i, l)));
    }

    ImageSet idx(String set, String title, Split split) {
        return idxIfPresent(set, split).orElseThrow(() -> new IllegalStateException(absent(set, title, split)));
    }

    private String absent(String set, String title, Split split) {
        String files = imagesName(split) + " and " + labelsName(split) + ", each plain or with .gz";
        String never = "; nothing is downloaded by itself, Images.drawnDigits(n) needs no files";
        if (folder == null) {
            return title + " is not at hand: set the environment variable " + VARIABLE + " (or the system property "
                    + PROPERTY + ") to a folder that holds " + set + "/ with " + files + never;
        }
        List<String> missing = new ArrayList<>();
        for (String name : new String[] {imagesName(split), labelsName(split)}) {
            if (file(set, name).isEmpty()) {
                missing.add(name);
            }
        }
        return title + " is not at hand: expected in " + folder.resolve(set) + " the files " + files + "; missing "
                + String.join(" and ", missing) + never;
    }

    private Optional<Path> file(String set, String name) {
        Path within = folder;
        if (within == null) {
            return Optional.empty();
        }
        Path plain = within.resolve(set).resolve(name);
        Path packed = within.resolve(set).resolve(name + ".gz");
        return Files.isRegularFile(plain)
                ? Optional.of(plain)
                : Files.isRegularFile(packed) ? Optional.of(packed) : Optional.empty();
    }

    private static String imagesName(Split split) {
        return split.prefix() + "-images-idx3-ubyte";
    }

    private static String labelsName(Split split) {
        return split.prefix() + "-labels-idx1-ubyte";
    }
}
