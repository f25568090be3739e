package io.github.rieszflow.images;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.TestPictures;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ImagesPromisesTest extends Promises {
    private static final int MOST = Integer.MAX_VALUE;
    private static final ImageSet DIGITS = Images.drawnDigits(4, seed(1));
    private static final ImageSet PLAIN = ImageSet.of(new byte[4 * 6], 2, 3, 1);
    private static final ImageSet COLOUR = ImageSet.of(new byte[12], 2, 2, 3);

    ImagesPromisesTest() {
        super("images");
    }

    /** Where this process looks for data sets. */
    private static ThrowingCallable withData(Path data, ThrowingCallable call) {
        return () -> {
            Map<String, String> before = new LinkedHashMap<>();
            for (String property : new String[] {"rieszflow.data", "user.home"}) {
                before.put(property, System.setProperty(property, data.toString()));
            }
            try {
                call.call();
            } finally {
                before.forEach((property, value) -> {
                    if (value == null) {
                        System.clearProperty(property);
                    } else {
                        System.setProperty(property, value);
                    }
                });
            }
        };
    }

    @Override
    protected void table() throws Exception {
        files();
        sets();
        known();
        folders();
        argument(
                "Observation.new",
                () -> new Observation.Labels(0),
                () -> new Observation.Labels(2e6),
                () -> new Observation.Hidden(-1, 0, 2, 2),
                () -> new Observation.Hidden(0, 0, 0, 2));
        argument(
                "Observation.counts(ImageSet)",
                () -> new Observation.Labels(1).counts(PLAIN),
                () -> new Observation.Labels(1).counts(PLAIN.labelled(0, 1, 2, -1)),
                () -> new Observation.Labels(1).counts(PLAIN.labelled(0, 1, 2, MOST)));
        argument(
                "Observation.require(List, int...)",
                () -> Observation.Labels.require(List.of(3, 0, 1), 0, 1),
                () -> Observation.Labels.require(List.of(3, 1), -1),
                () -> Observation.Labels.require(List.of(3, 1), 2));
        argument("Observation.requireInside(int, int)", () -> new Observation.Hidden(2, 0, 2, 2).requireInside(3, 3));
        argument("Observation.labels(double)", () -> Observation.labels(-1), () -> Observation.labels(Double.NaN));
        argument(
                "Observation.hidden(int, int, int, int)",
                () -> Observation.hidden(0, -1, 2, 2),
                () -> Observation.hidden(0, 0, 2, 0));
    }

    private void files() throws IOException {
        Path none = folder.resolve("none");
        Path text = written("text", "no images");
        Path images = folder.resolve("digits-images.idx3-ubyte");
        Path labels = folder.resolve("digits-labels.idx1-ubyte");
        DIGITS.save(images);
        Path cut = folder.resolve("cut.idx");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(images), 100));
        argument("Idx.images(Path)", () -> Idx.images(text), () -> Idx.images(cut), () -> Idx.images(labels));
        file("Idx.images(Path)", () -> Idx.images(none), () -> Idx.images(folder));
        argument("Idx.labels(Path)", () -> Idx.labels(text), () -> Idx.labels(images));
        file("Idx.labels(Path)", () -> Idx.labels(none));
        Path three = folder.resolve("three-labels.idx1-ubyte");
        DIGITS.take(3).save(folder.resolve("three-images.idx3-ubyte"));
        argument("Idx.read(Path, Path)", () -> Idx.read(images, three), () -> Idx.read(cut, labels));
        file("Idx.read(Path, Path)", () -> Idx.read(images, none), () -> Idx.read(none, labels));
        Path array = folder.resolve("a.npy");
        argument(
                "ImageFile.write(Path, int, IntFunction)",
                () -> ImageFile.write(array, 0, done -> DIGITS),
                () -> ImageFile.write(folder.resolve("a.png"), 4, done -> DIGITS),
                () -> ImageFile.write(array, 8, done -> done == 0 ? DIGITS : PLAIN),
                () -> ImageFile.write(array, 8, done -> done == 0 ? PLAIN : PLAIN.labelled(1, 2, 3, 4)),
                () -> ImageFile.write(folder.resolve("a.idx"), 1, done -> COLOUR),
                () -> ImageFile.write(folder.resolve("a.idx"), 4, done -> PLAIN.labelled(1, 2, 3, 256)),
                () -> ImageFile.write(images, 4, done -> PLAIN));
        file(
                "ImageFile.write(Path, int, IntFunction)",
                () -> ImageFile.write(text.resolve("a.npy"), 4, done -> DIGITS));
        interrupted("ImageFile.write(Path, int, IntFunction)", () -> ImageFile.write(array, 4, done -> DIGITS));
        Path wrong = folder.resolve("wrong-images.idx3-ubyte");
        Files.copy(images, wrong);
        Files.copy(three, folder.resolve("wrong-labels.idx1-ubyte"));
        argument(
                "ImageFile.read(Path)",
                () -> ImageFile.read(text),
                () -> ImageFile.read(cut),
                () -> ImageFile.read(wrong));
        file("ImageFile.read(Path)", () -> ImageFile.read(none), () -> ImageFile.read(folder));
    }

    private void sets() throws IOException {
        ImageShape shape = new ImageShape(2, 3, 1);
        argument(
                "ImageSet.of(byte[], int, int, int)",
                () -> ImageSet.of(new byte[5], 2, 3, 1),
                () -> ImageSet.of(new byte[6], 0, 3, 1),
                () -> ImageSet.of(new byte[0], 2, 3, 1));
        argument("ImageSet.of(byte[], ImageShape)", () -> ImageSet.of(new byte[7], shape));
        argument(
                "ImageSet.of(Points, int, int, int)",
                () -> ImageSet.of(Points.dirac(2, 5), 2, 3, 1),
                () -> ImageSet.of(Points.dirac(2, 6), 2, -3, 1));
        argument("ImageSet.of(Points, ImageShape)", () -> ImageSet.of(Points.dirac(2, 5), shape));
        argument("ImageSet.labelled(int...)", () -> PLAIN.labelled(1, 2, 3), () -> PLAIN.labelled(1, 2, 3, 4, 5));
        argument("ImageSet.clustered(int, Seed)", () -> PLAIN.clustered(0, seed(1)), () -> PLAIN.clustered(5, seed(1)));
        interrupted("ImageSet.clustered(int, Seed)", () -> PLAIN.clustered(2, seed(1)));
        state("ImageSet.labels()", PLAIN::labels);
        index(
                "ImageSet.level(int, int, int, int)",
                () -> PLAIN.level(4, 0, 0, 0),
                () -> PLAIN.level(0, 1, 0, 0),
                () -> PLAIN.level(0, 0, 2, 0),
                () -> PLAIN.level(0, 0, 0, -1));
        index("ImageSet.image(int)", () -> PLAIN.image(4), () -> PLAIN.image(-1));
        argument("ImageSet.take(int)", () -> PLAIN.take(5), () -> PLAIN.take(0));
        argument("ImageSet.select(int...)", PLAIN::select);
        index("ImageSet.select(int...)", () -> PLAIN.select(0, 4), () -> PLAIN.select(-1));
        argument("ImageSet.and(ImageSet)", () -> PLAIN.and(DIGITS));
        argument("ImageSet.only(int)", () -> DIGITS.only(17));
        state("ImageSet.only(int)", () -> PLAIN.only(1));
        // So many take the memory of a large machine: how sizes are refused is looked at for all at once.
        elsewhere(IllegalArgumentException.class, "ImageSet.points()", "io/github/rieszflow/internal/MemoryTest");
        argument(
                "ImageSet.save(Path)",
                () -> PLAIN.save(folder.resolve("boot.png")),
                () -> COLOUR.save(folder.resolve("boot.idx")));
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("mine.txt"), "mine");
        argument(
                "ImageSet.savePngs(Path)",
                () -> PLAIN.savePngs(full),
                () -> PLAIN.labelled(1, 2, 3, -4).savePngs(folder.resolve("pngs")));
        file("ImageSet.savePngs(Path)", () -> PLAIN.savePngs(full.resolve("mine.txt/pngs")));
        interrupted("ImageSet.savePngs(Path)", () -> DIGITS.savePngs(folder.resolve("interrupted")));
        argument("ImageSet.resized(int)", () -> PLAIN.resized(0), () -> PLAIN.resized(1_000_000));
        argument("ImageSet.pooled(int)", () -> PLAIN.pooled(0), () -> PLAIN.pooled(2));
        argument("ImageSet.pooledPoints(int)", () -> PLAIN.pooledPoints(-1), () -> PLAIN.pooledPoints(2));
        argument("ImageSet.grid(int)", () -> PLAIN.grid(5), () -> PLAIN.grid(0));
    }

    private void known() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path bad = folder.resolve("bad");
        for (String set : new String[] {"mnist", "fashion-mnist"}) {
            for (String part : new String[] {"train", "t10k"}) {
                Path at = Files.createDirectories(bad.resolve(set));
                Files.writeString(at.resolve(part + "-images-idx3-ubyte"), "<!DOCTYPE html>");
                Files.writeString(at.resolve(part + "-labels-idx1-ubyte"), "<!DOCTYPE html>");
            }
        }
        Path cifar = Files.createDirectories(bad.resolve("cifar10/cifar-10-batches-bin"));
        Files.writeString(cifar.resolve("data_batch_1.bin"), "cut");
        Files.writeString(cifar.resolve("test_batch.bin"), "cut");
        Path faces = Files.createDirectories(bad.resolve("celeba/img_align_celeba"));
        Files.writeString(faces.resolve("000001.jpg"), "cut");
        for (Split split : Split.values()) {
            state("Images.mnist(Split)", withData(empty, () -> Images.mnist(split)));
            argument("Images.mnist(Split)", withData(bad, () -> Images.mnist(split)));
            argument("Images.mnistIfPresent(Split)", withData(bad, () -> Images.mnistIfPresent(split)));
            state("Images.fashionMnist(Split)", withData(empty, () -> Images.fashionMnist(split)));
            argument("Images.fashionMnist(Split)", withData(bad, () -> Images.fashionMnist(split)));
            argument("Images.fashionMnistIfPresent(Split)", withData(bad, () -> Images.fashionMnistIfPresent(split)));
            state("Images.cifar10(Split)", withData(empty, () -> Images.cifar10(split)));
            argument("Images.cifar10(Split)", withData(bad, () -> Images.cifar10(split)));
            argument("Images.cifar10IfPresent(Split)", withData(bad, () -> Images.cifar10IfPresent(split)));
        }
        state("Images.mnist()", withData(empty, Images::mnist));
        argument("Images.mnist()", withData(bad, Images::mnist));
        argument("Images.mnistIfPresent()", withData(bad, Images::mnistIfPresent));
        state("Images.fashionMnist()", withData(empty, Images::fashionMnist));
        argument("Images.fashionMnist()", withData(bad, Images::fashionMnist));
        argument("Images.fashionMnistIfPresent()", withData(bad, Images::fashionMnistIfPresent));
        state("Images.cifar10()", withData(empty, Images::cifar10));
        argument("Images.cifar10()", withData(bad, Images::cifar10));
        argument("Images.cifar10IfPresent()", withData(bad, Images::cifar10IfPresent));
        state("Images.celebA(int)", withData(empty, () -> Images.celebA(1)));
        argument("Images.celebA(int)", withData(bad, () -> Images.celebA(1)));
        interrupted("Images.celebA(int)", withData(bad, () -> Images.celebA(1)));
        argument("Images.download(String)", () -> Images.download("imagenet"), () -> Images.download("celeba"));
        elsewhere(IllegalStateException.class, "Images.download(String)", HostileServerTest.class);
        file("Images.download(String)", withData(written("home", "a file"), () -> Images.download("mnist")));
        elsewhere(CancellationException.class, "Images.download(String)", HostileServerTest.class);
        argument(
                "Images.drawnDigits(int, Seed)",
                () -> Images.drawnDigits(0, seed(1)),
                () -> Images.drawnDigits(MOST, seed(1)));
    }

    private void folders() throws IOException {
        Path none = folder.resolve("no-folder");
        Path file = written("file.png", "no picture");
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        Files.write(mixed.resolve("a.png"), TestPictures.write(TestPictures.plain(4, 4, 0), "png"));
        Files.write(mixed.resolve("b.png"), TestPictures.write(TestPictures.plain(5, 4, 0), "png"));
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("a.png"), "no picture");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        unreadable(locked.resolve("a.png"));
        Path twice = Files.createDirectories(folder.resolve("twice"));
        for (String label : new String[] {"1", "01"}) {
            Path at = Files.createDirectory(twice.resolve(label));
            Files.write(at.resolve("a.png"), TestPictures.write(TestPictures.plain(4, 4, 0), "png"));
        }
        argument("Images.folder(Path)", () -> Images.folder(file), () -> Images.folder(twice));
        file("Images.folder(Path)", () -> Images.folder(none));
        argument("Images.folder(Path, int)", () -> Images.folder(damaged, 4), () -> Images.folder(mixed, 0));
        argument(
                "Images.folder(Path, int, int)",
                () -> Images.folder(damaged, 4, 1),
                () -> Images.folder(Files.createDirectories(folder.resolve("nothing")), 4, 1),
                () -> Images.folder(mixed, 4, 0));
        file("Images.folder(Path, int, int)", () -> Images.folder(none, 4, 1), () -> Images.folder(locked, 4, 1));
        interrupted("Images.folder(Path, int, int)", () -> Images.folder(mixed, 4, 2));
        PictureFolder two = Images.folder(mixed);
        argument("PictureFolder.take(int)", () -> two.take(0));
        argument("PictureFolder.read()", two::read, () -> Images.folder(damaged).read());
        file("PictureFolder.read()", () -> Images.folder(locked).read());
        interrupted("PictureFolder.read()", two::read);
        argument(
                "PictureFolder.read(int)",
                () -> two.read(0),
                () -> two.read(1_000_000),
                () -> Images.folder(damaged).read(4));
        file("PictureFolder.read(int)", () -> Images.folder(locked).read(4));
        interrupted("PictureFolder.read(int)", () -> two.read(4));
    }
}
