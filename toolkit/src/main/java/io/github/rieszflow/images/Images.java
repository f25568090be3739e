package io.github.rieszflow.images;

import io.github.rieszflow.measure.Seed;
import java.util.Optional;

/**
 * Image sets by name. Data sets are looked for in the folder named by the system property {@code rieszflow.data} or, where
 * that is not set, by the environment variable {@code RIESZFLOW_DATA}, then in the user's cache, {@code rieszflow} in
 * {@code XDG_CACHE_HOME} or else in {@code .cache} of the home folder; nothing is downloaded by itself. Drawn digits need
 * no files.
 */
public final class Images {
    private Images() {}

    /**
     * The 60,000 training images of MNIST (LeCun, Cortes and Burges), 28×28 grey handwritten digits, in their own order, from
     * {@code mnist/train-images-idx3-ubyte} and {@code mnist/train-labels-idx1-ubyte}, each plain or with {@code .gz}.
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
        return DataFolder.ofThisProcess().idx("mnist", "MNIST", split);
    }

    /**
     * The training images of MNIST where they are at hand.
     *
     * @return as {@link #mnist()}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged
     */
    public static Optional<ImageSet> mnistIfPresent() {
        return mnistIfPresent(Split.TRAIN);
    }

    /**
     * One part of MNIST where it is at hand.
     *
     * @param split which part
     * @return as {@link #mnist(Split)}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged
     */
    public static Optional<ImageSet> mnistIfPresent(Split split) {
        return DataFolder.ofThisProcess().idxIfPresent("mnist", split);
    }

    /**
     * The 60,000 training images of Fashion-MNIST (Xiao, Rasul and Vollgraf 2017), 28×28 grey pictures of clothes, from
     * {@code fashion-mnist/} with the same file names as MNIST.
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
        return DataFolder.ofThisProcess().idx("fashion-mnist", "Fashion-MNIST", split);
    }

    /**
     * The training images of Fashion-MNIST where they are at hand.
     *
     * @return as {@link #fashionMnist()}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged
     */
    public static Optional<ImageSet> fashionMnistIfPresent() {
        return fashionMnistIfPresent(Split.TRAIN);
    }

    /**
     * One part of Fashion-MNIST where it is at hand.
     *
     * @param split which part
     * @return as {@link #fashionMnist(Split)}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged
     */
    public static Optional<ImageSet> fashionMnistIfPresent(Split split) {
        return DataFolder.ofThisProcess().idxIfPresent("fashion-mnist", split);
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
     * The training images of CIFAR-10 where they are at hand.
     *
     * @return as {@link #cifar10()}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged, or missing between others
     */
    public static Optional<ImageSet> cifar10IfPresent() {
        return cifar10IfPresent(Split.TRAIN);
    }

    /**
     * One part of CIFAR-10 where it is at hand.
     *
     * @param split which part
     * @return as {@link #cifar10(Split)}, or empty if the files are not there
     * @throws IllegalArgumentException if a file is damaged, or missing between others
     */
    public static Optional<ImageSet> cifar10IfPresent(Split split) {
        return DataFolder.ofThisProcess().cifar10IfPresent(split);
    }

    /**
     * Digits drawn by the toolkit itself, much like MNIST: 28×28 grey, white on black, centred by their mass. Each is one of
     * the forms of {@link io.github.rieszflow.glyph.StrokeFont}, bent, slanted, turned and stretched at random and drawn with
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
