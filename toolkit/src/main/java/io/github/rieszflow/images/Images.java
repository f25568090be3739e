package io.github.rieszflow.images;

import io.github.rieszflow.internal.DataNames;
import io.github.rieszflow.measure.Seed;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Image sets by name. Data sets are looked for in the folder named by the system property {@code rieszflow.data} or, where
 * that is not set, by the environment variable {@code RIESZFLOW_DATA}, then in the user's cache, {@code rieszflow} in
 * {@code XDG_CACHE_HOME} or else in {@code .cache} of the home folder; nothing is downloaded unasked. Drawn digits need
 * no files.
 */
public final class Images {
    private Images() {}

    /**
     * The 60,000 training images of MNIST (LeCun, Cortes and Burges), 28×28 grey handwritten digits, in their own order, from
     * {@code mnist/train-images-idx3-ubyte} and {@code mnist/train-labels-idx1-ubyte}, each plain or with {@code .gz}. The names
     * {@code train-images.idx3-ubyte} and {@code train-labels.idx1-ubyte}, files in folders of their own names, and the folders
     * {@code MNIST} and {@code MNIST/raw} are found too.
     *
     * @return the images with the labels 0 to 9
     * @throws IllegalStateException if the files are not there, with where they are expected
     * @throws IllegalArgumentException if a file is damaged
     */
    public static ImageSet mnist() {
        return mnist(Split.TRAIN);
    }

    /**
     * One part of MNIST; the test part has 10,000 images in files that begin with {@code t10k}.
     *
     * @param split which part
     * @return the images with the labels 0 to 9
     * @throws IllegalStateException if the files are not there, with where they are expected
     * @throws IllegalArgumentException if a file is damaged
     */
    public static ImageSet mnist(Split split) {
        return DataFolder.ofThisProcess().idx(DataNames.MNIST, "MNIST", split);
    }

    /**
     * The training images of MNIST if they are at hand.
     *
     * @return as {@link #mnist()}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged
     */
    public static Optional<ImageSet> mnistIfPresent() {
        return mnistIfPresent(Split.TRAIN);
    }

    /**
     * One part of MNIST if it is at hand.
     *
     * @param split which part
     * @return as {@link #mnist(Split)}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged
     */
    public static Optional<ImageSet> mnistIfPresent(Split split) {
        return DataFolder.ofThisProcess().idxIfPresent(DataNames.MNIST, split);
    }

    /**
     * The 60,000 training images of Fashion-MNIST (Xiao, Rasul and Vollgraf 2017), 28×28 grey pictures of clothes, from
     * {@code fashion-mnist/}, or {@code FashionMNIST/} and {@code FashionMNIST/raw/}, with the same file names as MNIST.
     *
     * @return the images with the labels 0 to 9
     * @throws IllegalStateException if the files are not there, with where they are expected
     * @throws IllegalArgumentException if a file is damaged
     */
    public static ImageSet fashionMnist() {
        return fashionMnist(Split.TRAIN);
    }

    /**
     * One part of Fashion-MNIST.
     *
     * @param split which part
     * @return the images with the labels 0 to 9
     * @throws IllegalStateException if the files are not there, with where they are expected
     * @throws IllegalArgumentException if a file is damaged
     */
    public static ImageSet fashionMnist(Split split) {
        return DataFolder.ofThisProcess().idx(DataNames.FASHION_MNIST, "Fashion-MNIST", split);
    }

    /**
     * The training images of Fashion-MNIST if they are at hand.
     *
     * @return as {@link #fashionMnist()}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged
     */
    public static Optional<ImageSet> fashionMnistIfPresent() {
        return fashionMnistIfPresent(Split.TRAIN);
    }

    /**
     * One part of Fashion-MNIST if it is at hand.
     *
     * @param split which part
     * @return as {@link #fashionMnist(Split)}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged
     */
    public static Optional<ImageSet> fashionMnistIfPresent(Split split) {
        return DataFolder.ofThisProcess().idxIfPresent(DataNames.FASHION_MNIST, split);
    }

    /**
     * The training images of CIFAR-10 (Krizhevsky 2009), 32×32 in colour: airplanes, automobiles, birds, cats, deer, dogs,
     * frogs, horses, ships and trucks. From {@code cifar10/}, in one of the forms binary ({@code cifar-10-binary.tar.gz}, or
     * unpacked {@code cifar-10-batches-bin/}: 50,000 images) or sheets ({@code data_batch_1.png} and so on with
     * {@code labels-idx1-ubyte}: 10,000 images for each batch that is there, from the first).
     *
     * @return the images with the labels 0 to 9
     * @throws IllegalStateException if the files are not there, with where they are expected
     * @throws IllegalArgumentException if a file is damaged, or missing between others
     */
    public static ImageSet cifar10() {
        return cifar10(Split.TRAIN);
    }

    /**
     * One part of CIFAR-10; the test part has 10,000 images.
     *
     * @param split which part
     * @return the images with the labels 0 to 9
     * @throws IllegalStateException if the files are not there, with where they are expected
     * @throws IllegalArgumentException if a file is damaged, or missing between others
     */
    public static ImageSet cifar10(Split split) {
        return DataFolder.ofThisProcess().cifar10(split);
    }

    /**
     * The training images of CIFAR-10 if they are at hand.
     *
     * @return as {@link #cifar10()}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged, or missing between others
     */
    public static Optional<ImageSet> cifar10IfPresent() {
        return cifar10IfPresent(Split.TRAIN);
    }

    /**
     * One part of CIFAR-10 if it is at hand.
     *
     * @param split which part
     * @return as {@link #cifar10(Split)}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged, or missing between others
     */
    public static Optional<ImageSet> cifar10IfPresent(Split split) {
        return DataFolder.ofThisProcess().cifar10IfPresent(split);
    }

    /**
     * The first pictures of CelebA (Liu et al. 2015), faces in colour, from the aligned JPEG files in
     * {@code celeba/img_align_celeba/}, in the order of their names: 39 rows above and below and 19 columns left and right
     * are cut off, the 140×140 pixels left are resized to 64×64, bicubic over four pixels each way (a = −3/4), as in the
     * published experiments. All 202,599 would not fit into one set.
     *
     * @param count how many at most
     * @return images of 64×64×3 without labels
     * @throws IllegalStateException if the files are not there, with where they are expected and where they come from
     * @throws IllegalArgumentException if a file is damaged or of another size, with its name
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static ImageSet celebA(int count) {
        return DataFolder.ofThisProcess().celebA(count);
    }

    /**
     * A folder of pictures, or of one folder of pictures for each class: says which classes there are, reads the pictures as
     * they are or resized, and says what it leaves out.
     *
     * @param folder where they are
     * @return what is to be read
     * @throws IllegalArgumentException if this is a file, or two folders name the same label
     * @throws java.io.UncheckedIOException if the folder cannot be read
     */
    public static PictureFolder folder(Path folder) {
        return PictureFolder.of(folder);
    }

    /**
     * All pictures of a folder.
     *
     * @param folder as in {@link #folder(Path, int, int)}
     * @param side of an image in pixels
     * @return as many images as there are pictures
     * @throws IllegalArgumentException as in {@link #folder(Path, int, int)}
     */
    public static ImageSet folder(Path folder, int side) {
        return folder(folder).read(side);
    }

    /**
     * The first pictures of a folder, in the order of their names, or class after class where it has one folder for each: as
     * {@code folder(folder).take(count).read(side)}. The square in the middle of each is resized, bicubic over all pixels that
     * a new one covers (a = −1/2). Transparent pixels let white through. For grey images take {@link ImageSet#grey}.
     *
     * @param folder where they are; {@link PictureFolder} says what is read
     * @param side of an image in pixels
     * @param count how many at most
     * @return images of side×side×3, with labels if there are classes
     * @throws IllegalArgumentException if there are none, a picture is damaged, or they would not fit into memory
     * @throws java.io.UncheckedIOException if the folder or a file cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static ImageSet folder(Path folder, int side, int count) {
        return folder(folder).take(count).read(side);
    }

    /**
     * Fetches a set from where it is published into {@link #cache()}, unless it is there already: {@code mnist} (12 MB),
     * {@code fashion-mnist} (31 MB) or {@code cifar10} (170 MB). Sizes and SHA-256 checksums are verified; a download that broke
     * off resumes, by itself after a pause up to five times, and when this is called again; a server that is silent or all but
     * silent for half a minute counts as broken off. A file appears whole or not at all. If two threads fetch the same file, one
     * waits for the other.
     *
     * @param set its name
     * @return the folder in which its files are now
     * @throws IllegalArgumentException if no set has this name
     * @throws IllegalStateException if the server cannot be reached, breaks off again and again, or gives something else, or
     *     another process is fetching the same file
     * @throws java.io.UncheckedIOException if the folder cannot be written, or the disk has no room for the file
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Path download(String set) {
        return KnownSet.named(set).download(cache());
    }

    /**
     * The folder into which data sets are downloaded and where what was made from them is kept. It need not exist.
     *
     * @return {@code rieszflow} in {@code XDG_CACHE_HOME} or else in {@code .cache} of the home folder
     */
    public static Path cache() {
        return DataFolder.ofThisProcess().cache();
    }

    /**
     * Digits drawn by the toolkit itself, much like MNIST: 28×28 grey, white on black, centred by their mass. Each is one of
     * the forms of the stroke font of the toolkit, bent, slanted, turned and stretched at random and drawn with
     * a pen of random width. Images 0 to 9, 10 to 19 and so on hold each digit once, in random order; the first n images of
     * a larger set are the set of n with the same seed.
     *
     * @param count N
     * @param seed the seed
     * @return N images with the labels 0 to 9
     * @throws IllegalArgumentException if the count is not positive or the images do not fit into memory
     */
    public static ImageSet drawnDigits(int count, Seed seed) {
        return DrawnDigits.draw(count, seed);
    }

    /**
     * Drawn digits from {@link Seed#DEFAULT}: the same in every run.
     *
     * @param count N
     * @return as {@link #drawnDigits(int, Seed)}
     */
    public static ImageSet drawnDigits(int count) {
        return drawnDigits(count, Seed.DEFAULT);
    }
}
