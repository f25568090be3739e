package io.github.rieszflow.images;

import io.github.rieszflow.internal.DataNames;
import io.github.rieszflow.internal.Require;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The data sets that can be downloaded: where they are published, with sizes and SHA-256 checksums. */
enum KnownSet {
    MNIST(
            DataNames.MNIST,
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            file(
                    "train-images-idx3-ubyte.gz",
                    9_912_422,
                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            file(
                    "train-labels-idx1-ubyte.gz",
                    28_881,
                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            file(
                    "t10k-images-idx3-ubyte.gz",
                    1_648_877,
                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            file(
                    "t10k-labels-idx1-ubyte.gz",
                    4_542,
                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),
    FASHION_MNIST(
            DataNames.FASHION_MNIST,
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            file(
                    "train-images-idx3-ubyte.gz",
                    26_421_880,
                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            file(
                    "train-labels-idx1-ubyte.gz",
                    29_515,
                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            file(
                    "t10k-images-idx3-ubyte.gz",
                    4_422_102,
                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            file(
                    "t10k-labels-idx1-ubyte.gz",
                    5_148,
                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
    CIFAR10(
            DataNames.CIFAR10,
            "https://www.cs.toronto.edu/~kriz/",
            file(
                    "cifar-10-binary.tar.gz",
                    170_052_171,
                    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"));

    private record Part(String name, long size, String sha256) {}

    private final String folder;
    private final String address;

    @SuppressWarnings("ImmutableEnumChecker") // from List.of
    private final List<Part> parts;

    KnownSet(String folder, String address, Part... parts) {
        this.folder = folder;
        this.address = address;
        this.parts = List.of(parts);
    }

    private static Part file(String name, long size, String sha256) {
        return new Part(name, size, sha256);
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
                .map(part -> new Download(URI.create(address + part.name()), part.size(), part.sha256()))
                .toList();
    }

    Path download(Path cache) {
        Path target = cache.resolve(folder);
        downloads().forEach(download -> download.into(target));
        return target;
    }
}
