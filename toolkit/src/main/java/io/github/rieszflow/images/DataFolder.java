package io.github.rieszflow.images;

import io.github.rieszflow.internal.DataNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the data sets of the user lie: in the folder named by a system property or else by an environment variable, then in
 * the user's cache, into which they are downloaded.
 */
final class DataFolder {
    static final String PROPERTY = "rieszflow.data";
    static final String VARIABLE = "RIESZFLOW_DATA";
    static final String CACHE = "XDG_CACHE_HOME";
    static final String HOME = "user.home";

    /** The name under which a file was published comes first, then what others call it, behind train or t10k. */
    private static final List<String> IMAGES =
            List.of("-images-idx3-ubyte", "-images.idx3-ubyte", "-images.idx3", "-images-idx3-ubyte.idx");

    private static final List<String> LABELS =
            List.of("-labels-idx1-ubyte", "-labels.idx1-ubyte", "-labels.idx1", "-labels-idx1-ubyte.idx");

    private static final Map<String, List<String>> OTHER_NAMES = Map.of(
            DataNames.MNIST,
            List.of(DataNames.MNIST, "MNIST"),
            DataNames.FASHION_MNIST,
            List.of(DataNames.FASHION_MNIST, "FashionMNIST", "Fashion-MNIST", "fashion_mnist", "fashionmnist"),
            DataNames.CIFAR10,
            List.of(DataNames.CIFAR10, "CIFAR10", "cifar-10"),
            DataNames.CELEBA,
            List.of(DataNames.CELEBA, "CelebA"));

    /** Number of other files that a message names. */
    private static final int NAMED = 5;

    private final @Nullable Path named;
    private final @Nullable Path cache;

    private DataFolder(@Nullable Path named, @Nullable Path cache) {
        this.named = named;
        this.cache = cache;
    }

    static DataFolder ofThisProcess() {
        return find(System::getProperty, System::getenv);
    }

    static DataFolder find(UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> variable) {
        Path named = path(property.apply(PROPERTY));
        Path caches = path(variable.apply(CACHE));
        Path home = path(property.apply(HOME));
        if (caches == null && home != null) {
            caches = home.resolve(".cache");
        }
        return new DataFolder(
                named == null ? path(variable.apply(VARIABLE)) : named,
                caches == null ? null : caches.resolve("rieszflow"));
    }

    private static @Nullable Path path(@Nullable String name) {
        return name == null || name.isBlank() ? null : Path.of(name.strip());
    }

    Path cache() {
        if (cache == null) {
            throw new IllegalStateException("there is no place for a cache: set the environment variable " + CACHE);
        }
        return cache;
    }

    /** The places to look in, in their order. */
    private List<Path> places() {
        List<Path> places = new ArrayList<>();
        for (Path place : new @Nullable Path[] {named, cache}) {
            if (place != null) {
                places.add(place);
            }
        }
        return places;
    }

    /** The folders in which a set may lie in one of these places: as it is called here, or as other programs call it. */
    private static List<Path> folders(Path place, String set) {
        List<Path> folders = new ArrayList<>();
        for (String name : OTHER_NAMES.getOrDefault(set, List.of(set))) {
            folders.add(place.resolve(name));
            folders.add(place.resolve(name).resolve("raw"));
        }
        return folders;
    }

    private <T> Optional<T> first(String set, Function<Path, Optional<T>> look) {
        return places().stream()
                .flatMap(place -> folders(place, set).stream())
                .map(look)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The set if both of its files are there; damaged files are an error. */
    Optional<ImageSet> idxIfPresent(String set, Split split) {
        return first(
                set,
                folder -> file(folder, split, IMAGES)
                        .flatMap(i -> file(folder, split, LABELS).map(l -> Idx.read(i, l))));
    }

    ImageSet idx(String set, String title, Split split) {
        String files = split.prefix() + IMAGES.get(0) + " and " + split.prefix() + LABELS.get(0)
                + ", each plain or with .gz"
                + first(set, folder -> single(folder, split)).orElse("");
        return idxIfPresent(set, split).orElseThrow(() -> absent(set, title, files));
    }

    /** Says so where one of two files lies alone. */
    private static Optional<String> single(Path folder, Split split) {
        return Stream.of(IMAGES, LABELS)
                .flatMap(names -> file(folder, split, names).stream())
                .findFirst()
                .map(file -> " (" + file + " is there alone)");
    }

    /** Says what lies there instead. */
    private static Optional<String> found(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            String names = all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .limit(NAMED)
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? Optional.empty() : Optional.of(" (found in " + folder + ": " + names + ")");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Optional<ImageSet> cifar10IfPresent(Split split) {
        return first(DataNames.CIFAR10, folder -> Cifar10.readIfPresent(folder, split));
    }

    ImageSet cifar10(Split split) {
        return cifar10IfPresent(split).orElseThrow(() -> absent(DataNames.CIFAR10, "CIFAR-10", Cifar10.FILES));
    }

    ImageSet celebA(int count) {
        return first(DataNames.CELEBA, folder -> PictureFiles.celebA(folder, count))
                .orElseThrow(() -> absent(DataNames.CELEBA, "CelebA", "img_align_celeba/000001.jpg and so on"));
    }

    private IllegalStateException absent(String set, String title, String files) {
        String where =
                places().stream().map(place -> place.resolve(set).toString()).collect(Collectors.joining(" or "));
        return new IllegalStateException(title + " is not at hand: expected "
                + (where.isEmpty() ? "in a folder " + set : "in " + where) + " the files " + files
                + (files.contains("is there alone")
                        ? ""
                        : first(set, DataFolder::found).orElse("")) + "; "
                + (named == null
                        ? "set the environment variable " + VARIABLE + " (or the system property " + PROPERTY
                                + ") to a folder that holds " + set + "/; "
                        : "")
                + (set.equals(DataNames.CELEBA) ? PictureFiles.CELEBA : "Images.download(\"" + set + "\") fetches it")
                + "; nothing is downloaded by itself, Images.drawnDigits(n) needs no files");
    }

    /** A file under one of its names, plain or packed, or alone in a folder of its own name, as some archives unpack. */
    private static Optional<Path> file(Path folder, Split split, List<String> names) {
        return names.stream()
                .map(name -> split.prefix() + name)
                .flatMap(name -> Stream.of(name, name + ".gz"))
                .flatMap(name ->
                        Stream.of(folder.resolve(name), folder.resolve(name).resolve(name)))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
