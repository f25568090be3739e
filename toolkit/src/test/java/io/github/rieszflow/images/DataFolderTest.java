package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final byte[] IMAGE = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 99};
    private static final byte[] LABEL = {0, 0, 8, 1, 0, 0, 0, 1, 4};

    @TempDir
    Path folder;

    @BeforeEach
    void aSetOfOneImage() throws IOException {
        Path set = Files.createDirectories(folder.resolve("mnist"));
        Files.write(set.resolve("t10k-images-idx3-ubyte"), IMAGE);
        Files.write(set.resolve("t10k-labels-idx1-ubyte.gz"), LABEL);
    }

    @Test
    void filesAreFoundWithAndWithoutTheirEnding() {
        ImageSet set = here().idx("mnist", "MNIST", Split.TEST);
        assertThat(set).hasToString("ImageSet[1 image 1×1×1, label 4]");
        assertThat(here().idxIfPresent("mnist", Split.TEST)).contains(set);
        assertThat(here().idxIfPresent("mnist", Split.TRAIN)).isEmpty();
        assertThat(here().idxIfPresent("fashion-mnist", Split.TEST)).isEmpty();
    }

    @Test
    void thePropertyWinsOverTheVariable() {
        DataFolder byVariable = DataFolder.find(name -> null, name -> folder.toString());
        assertThat(byVariable.idxIfPresent("mnist", Split.TEST)).isPresent();
        DataFolder byProperty = DataFolder.find(name -> folder.resolve("empty").toString(), name -> folder.toString());
        assertThat(byProperty.idxIfPresent("mnist", Split.TEST)).isEmpty();
        DataFolder blank = DataFolder.find(name -> " ", name -> folder.toString());
        assertThat(blank.idxIfPresent("mnist", Split.TEST)).isPresent();
    }

    @Test
    void theLookupIsByTheDocumentedNames() {
        DataFolder.find(
                name -> {
                    assertThat(name).isIn("rieszflow.data", "user.home");
                    return null;
                },
                name -> {
                    assertThat(name).isIn("RIESZFLOW_DATA", "XDG_CACHE_HOME");
                    return null;
                });
    }

    @Test
    void theCacheIsLookedAtAfterTheFolder() {
        Path home = folder.resolve("home");
        DataFolder byHome = DataFolder.find(name -> name.equals("user.home") ? home.toString() : null, name -> null);
        assertThatIllegalStateException()
                .isThrownBy(() -> byHome.idx("mnist", "MNIST", Split.TEST))
                .withMessageContaining("expected in " + home.resolve(".cache/rieszflow/mnist") + " the files");
        DataFolder byVariable =
                DataFolder.find(name -> null, name -> name.equals("XDG_CACHE_HOME") ? home.toString() : null);
        assertThatIllegalStateException()
                .isThrownBy(() -> byVariable.idx("mnist", "MNIST", Split.TEST))
                .withMessageContaining("expected in " + home.resolve("rieszflow/mnist") + " the files");
        assertThat(home.resolve("rieszflow")).doesNotExist();
    }

    @Test
    void withoutAFolderTheErrorSaysHowToNameOne() {
        assertThatIllegalStateException()
                .isThrownBy(() -> DataFolder.find(name -> null, name -> null).idx("mnist", "MNIST", Split.TRAIN))
                .withMessage(
                        "MNIST is not at hand: expected in a folder mnist the files train-images-idx3-ubyte and"
                                + " train-labels-idx1-ubyte, each plain or with .gz; set the environment variable RIESZFLOW_DATA"
                                + " (or the system property rieszflow.data) to a folder that holds mnist/;"
                                + " Images.download(\"mnist\") fetches it; nothing is downloaded by itself, Images.drawnDigits(n) needs no files");
    }

    @Test
    void whereFilesAreExpectedIsSaid() throws IOException {
        Files.delete(folder.resolve("mnist").resolve("t10k-labels-idx1-ubyte.gz"));
        assertThatIllegalStateException()
                .isThrownBy(() -> here().idx("mnist", "MNIST", Split.TEST))
                .withMessageStartingWith("MNIST is not at hand: expected in " + folder.resolve("mnist") + " or "
                        + folder.resolve(".cache/rieszflow/mnist") + " the files t10k-images-idx3-ubyte and")
                .withMessageContaining("(" + folder.resolve("mnist").resolve("t10k-images-idx3-ubyte")
                        + " is there alone); Images.download");
        assertThatIllegalStateException()
                .isThrownBy(() -> here().cifar10(Split.TRAIN))
                .withMessageContaining("the files cifar-10-binary.tar.gz, or unpacked cifar-10-batches-bin/ with");
    }

    @Test
    void damagedFilesAreAnErrorEvenWhereAbsentOnesAreNot() throws IOException {
        Path images = folder.resolve("mnist").resolve("t10k-images-idx3-ubyte");
        Files.write(images, LABEL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> here().idxIfPresent("mnist", Split.TEST))
                .withMessageContaining(images.toString());
    }

    @Test
    void otherNamesOfFilesAndFoldersAreFound() throws IOException {
        String[][] names = {
            {"mnist/train-images.idx3-ubyte", "mnist/train-labels.idx1-ubyte"},
            {"mnist/train-images.idx3-ubyte.gz", "mnist/train-labels-idx1-ubyte"},
            {"MNIST/raw/train-images-idx3-ubyte", "MNIST/raw/train-labels-idx1-ubyte"},
            {"MNIST/train-images.idx3", "MNIST/train-labels.idx1"},
            {
                "mnist/train-images-idx3-ubyte/train-images-idx3-ubyte",
                "mnist/train-labels-idx1-ubyte/train-labels-idx1-ubyte"
            }
        };
        for (int i = 0; i < names.length; i++) {
            Path place = folder.resolve("place" + i);
            for (int k = 0; k < 2; k++) {
                Path file = place.resolve(names[i][k]);
                Files.createDirectories(file.getParent());
                Files.write(file, k == 0 ? IMAGE : LABEL);
            }
            DataFolder data = DataFolder.find(name -> place.toString(), name -> null);
            assertThat(data.idx("mnist", "MNIST", Split.TRAIN)).hasToString("ImageSet[1 image 1×1×1, label 4]");
            assertThat(data.idxIfPresent("mnist", Split.TEST)).isEmpty();
            assertThat(data.idxIfPresent("fashion-mnist", Split.TRAIN)).isEmpty();
        }
        Path raw = Files.createDirectories(folder.resolve("FashionMNIST/raw"));
        Files.write(raw.resolve("t10k-images-idx3-ubyte"), IMAGE);
        Files.write(raw.resolve("t10k-labels-idx1-ubyte"), LABEL);
        assertThat(here().idxIfPresent("fashion-mnist", Split.TEST)).isPresent();
    }

    @Test
    void whatLiesThereInsteadIsSaid() throws IOException {
        Path set = Files.createDirectories(folder.resolve("fashion-mnist"));
        Files.write(set.resolve("train.csv"), LABEL);
        Files.write(set.resolve("archive.zip"), LABEL);
        assertThatIllegalStateException()
                .isThrownBy(() -> here().idx("fashion-mnist", "Fashion-MNIST", Split.TRAIN))
                .withMessageContaining("each plain or with .gz (found in " + set + ": archive.zip, train.csv);");
        Path faces = Files.createDirectories(folder.resolve("celeba"));
        Files.write(faces.resolve("img_align_celeba.zip"), LABEL);
        assertThatIllegalStateException()
                .isThrownBy(() -> here().celebA(5))
                .withMessageContaining(" (found in " + faces + ": img_align_celeba.zip); CelebA may not be passed on")
                .withMessageContaining("unpack it to celeba/img_align_celeba/");
    }

    private DataFolder here() {
        return DataFolder.find(name -> folder.toString(), name -> null);
    }
}
