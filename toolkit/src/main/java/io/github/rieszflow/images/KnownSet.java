package io.github.rieszflow.images;

import io.github.rieszflow.internal.DataNames;
import io.github.rieszflow.internal.Require;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The data sets that can be downloaded: where they are published, with sizes and checksums. */
enum KnownSet {
    MNIST(
            DataNames.MNIST,
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            file("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            file("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
            file("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
            file("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c")),
    FASHION_MNIST(
            DataNames.FASHION_MNIST,
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            file("train-images-idx3-ubyte.gz", 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            file("train-labels-idx1-ubyte.gz", 29_515, "25c81989df183df01b3e8a0aad5dffbe"),
            file("t10k-images-idx3-ubyte.gz", 4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
            file("t10k-labels-idx1-ubyte.gz", 5_148, "bb300cfdad3c16e7a12a480ee83cd310")),
    CIFAR10(
            DataNames.CIFAR10,
            "https://www.cs.toronto.edu/~kriz/",
            file("cifar-10-binary.tar.gz", 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530"));

    private record Part(String name, long size, String md5) {}

    private final String folder;
    private final String address;

    @SuppressWarnings("ImmutableEnumChecker") // from List.of
    private final List<Part> parts;

    KnownSet(String folder, String address, Part... parts) {
        this.folder = folder;
        this.address = address;
        this.parts = List.of(parts);
    }

    private static Part file(String name, long size, String md5) {
        return new Part(name, size, md5);
    }

    static KnownSet named(String name) {
        if (name.contains("celeb")) {
            throw new IllegalArgumentException(PictureFiles.CELEBA);
        }
        List<String> names = Arrays.stream(values()).map(KnownSet::folder).toList();
        return values()[names.indexOf(Require.oneOf(name, names, "the data set to download"))];
    }

    /** Where its files are looked for, and what users call it. */
    String folder() {
        return folder;
    }

    List<Download> downloads() {
        return parts.stream()
                .map(part -> new Download(URI.create(address + part.name()), part.size(), part.md5()))
                .toList();
    }

    Path download(Path cache) {
        Path target = cache.resolve(folder);
        downloads().forEach(download -> download.into(target));
        return target;
    }
}
