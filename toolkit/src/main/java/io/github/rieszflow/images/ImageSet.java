package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.ImageGrid;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * N images of the same height, width and number of channels, with or without labels, immutable. A pixel has one byte per channel, 0
 * (black) to 255. The bytes of one image follow each other channel by channel, row by row from the top.
 */
public final class ImageSet implements Visible {
    /** What an array holds. */
    private static final double MOST_BYTES = Integer.MAX_VALUE - 8.0;

    /** Groups are told apart by so many numbers of an image. */
    private static final int FEW = 256;

    /** A picture shows this many images. */
    private static final int SHOWN = 50;

    private final byte[] pixels;
    private final int @Nullable [] labels;
    private final int size;
    private final ImageShape shape;

    private ImageSet(byte[] pixels, int @Nullable [] labels, int size, ImageShape shape) {
        this.pixels = pixels;
        this.labels = labels;
        this.size = size;
        this.shape = shape;
    }

    /**
     * Images from bytes.
     *
     * @param pixels N·channels·height·width bytes in the order of this class, copied
     * @param height how many rows an image has
     * @param width how many columns an image has
     * @param channels 1 for grey, 3 for red, green and blue
     * @return the images, without labels
     * @throws IllegalArgumentException if a count is not positive or the bytes are not a whole number of images
     */
    public static ImageSet of(byte[] pixels, int height, int width, int channels) {
        return of(pixels, new ImageShape(height, width, channels));
    }

    /**
     * Images from bytes.
     *
     * @param pixels N·channels·height·width bytes in the order of this class, copied
     * @param shape of one image
     * @return the images, without labels
     * @throws IllegalArgumentException if the bytes are not a whole number of images
     */
    public static ImageSet of(byte[] pixels, ImageShape shape) {
        return adopt(pixels.clone(), shape);
    }

    /** The same around an array that is taken over and not copied. */
    static ImageSet adopt(byte[] pixels, ImageShape shape) {
        int image = lengthOf(shape);
        if (pixels.length == 0 || pixels.length % image != 0) {
            throw new IllegalArgumentException(
                    "images of " + shape + " need a multiple of " + image + " bytes: received " + pixels.length);
        }
        return new ImageSet(pixels, null, pixels.length / image, shape);
    }

    /**
     * Images from points, the inverse of {@link #points()}: a coordinate is multiplied by 255 and rounded, what lies outside
     * [0,1] is set to the nearer end.
     *
     * @param points N×(channels·height·width)
     * @param height how many rows an image has
     * @param width how many columns an image has
     * @param channels 1 for grey, 3 for red, green and blue
     * @return N images, without labels
     * @throws IllegalArgumentException if a count is not positive or the dimension does not fit
     */
    public static ImageSet of(Points points, int height, int width, int channels) {
        return of(points, new ImageShape(height, width, channels));
    }

    /**
     * Images from points, as {@link #of(Points, int, int, int)}.
     *
     * @param points N×(channels·height·width)
     * @param shape of one image
     * @return N images, without labels
     * @throws IllegalArgumentException if the dimension does not fit
     */
    public static ImageSet of(Points points, ImageShape shape) {
        int image = lengthOf(shape);
        if (points.dimension() != image) {
            throw new IllegalArgumentException(
                    "images of " + shape + " need points in dimension " + image + ": received " + points.shape());
        }
        byte[] pixels = new byte[points.size() * image];
        var values = points.values();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, values.get(i))));
        }
        return new ImageSet(pixels, null, points.size(), shape);
    }

    /**
     * The same images with labels.
     *
     * @param labels N labels, copied
     * @return the labelled images
     * @throws IllegalArgumentException if there are not N labels
     */
    public ImageSet labelled(int... labels) {
        if (labels.length != size) {
            throw new IllegalArgumentException(size + " images need " + size + " labels: received " + labels.length);
        }
        return new ImageSet(pixels, labels.clone(), size, shape);
    }

    /**
     * The same images with labels that nobody gave them: groups of images that look alike. By k-means (Lloyd): each image belongs to
     * the group whose mean is nearest in the L2 distance of pixels, averaged over squares if an image has many. Label 0 is that of the most
     * images, and so on.
     *
     * <p>With such labels a generator can be trained as with any others, and guided: {@code sample(n)} draws them as often as they are
     * there. Take ten times as many groups as there are kinds of images, so that few groups hold two kinds.
     *
     * @param groups how many, at most N; groups stay empty if there are fewer different images
     * @param seed of the first means, which are images far from each other (k-means++)
     * @return the labelled images
     * @throws IllegalArgumentException if the number is not positive or greater than N
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public ImageSet clustered(int groups, Seed seed) {
        Require.between(groups, 1, size, "the number of groups");
        return new ImageSet(pixels, Clusters.of(pooledPoints(coarse()), groups, seed), size, shape);
    }

    /** The smallest squares that leave few numbers of an image, of those that fit. */
    private int coarse() {
        int sides = Math.min(shape.height(), shape.width());
        return IntStream.rangeClosed(1, sides)
                .filter(f -> shape.height() % f == 0 && shape.width() % f == 0)
                .filter(f -> imageLength() / (f * f) <= FEW)
                .findFirst()
                .orElse(1);
    }

    /**
     * How many images there are.
     *
     * @return N
     */
    public int size() {
        return size;
    }

    /**
     * How high an image is.
     *
     * @return its number of rows
     */
    public int height() {
        return shape.height();
    }

    /**
     * How wide an image is.
     *
     * @return its number of columns
     */
    public int width() {
        return shape.width();
    }

    /**
     * How many numbers a pixel has.
     *
     * @return 1 for grey, 3 for red, green and blue
     */
    public int channels() {
        return shape.channels();
    }

    /**
     * Whether the images have labels.
     *
     * @return true if {@link #labels()} gives them
     */
    public boolean hasLabels() {
        return labels != null;
    }

    /**
     * The labels.
     *
     * @return N labels, a copy
     * @throws IllegalStateException if there are none
     */
    public int[] labels() {
        return knownLabels().clone();
    }

    /**
     * One pixel of one image.
     *
     * @param image 0, …, N−1
     * @param channel 0, …, channels−1
     * @param row from the top, 0, …, height−1
     * @param column from the left, 0, …, width−1
     * @return 0, …, 255
     * @throws IndexOutOfBoundsException if there is no such pixel
     */
    public int level(int image, int channel, int row, int column) {
        int plane = Objects.checkIndex(image, size) * shape.channels() + Objects.checkIndex(channel, shape.channels());
        int line = plane * shape.height() + Objects.checkIndex(row, shape.height());
        return pixels[line * shape.width() + Objects.checkIndex(column, shape.width())] & 255;
    }

    /**
     * All bytes, one image after the other, as a read-only view, without a copy.
     *
     * @return N·channels·height·width bytes from position 0
     */
    public ByteBuffer pixels() {
        return ByteBuffer.wrap(pixels, 0, size * imageLength()).slice().asReadOnlyBuffer();
    }

    /**
     * One image.
     *
     * @param index 0, …, N−1
     * @return a set of this image only, with its label if there are labels
     * @throws IndexOutOfBoundsException if there is no such image
     */
    public ImageSet image(int index) {
        return select(Objects.checkIndex(index, size));
    }

    /**
     * The first images; no byte is copied.
     *
     * @param count at least 1 and at most N
     * @return as many images, with their labels if there are labels
     * @throws IllegalArgumentException if there are fewer
     */
    public ImageSet take(int count) {
        Require.between(count, 1, size, "the number of images to take");
        return new ImageSet(pixels, labels == null ? null : Arrays.copyOf(labels, count), count, shape);
    }

    /**
     * Some of the images in a chosen order.
     *
     * @param images numbers of images, each 0, …, N−1
     * @return the chosen images, with their labels if there are labels
     * @throws IllegalArgumentException if none is chosen, or they do not fit into memory
     * @throws IndexOutOfBoundsException if there is no such image
     */
    public ImageSet select(int... images) {
        Require.positive(images.length, "the number of chosen images");
        int image = imageLength();
        byte[] chosen =
                new byte[Memory.length((double) images.length * image, 1, images.length + " images", "choose fewer")];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(pixels, Objects.checkIndex(images[i], size) * image, chosen, i * image, image);
        }
        int[] all = labels;
        int[] some = all == null ? null : Arrays.stream(images).map(i -> all[i]).toArray();
        return new ImageSet(chosen, some, images.length, shape);
    }

    /**
     * These images and then others, as in {@code samples.and(real).select(…)}.
     *
     * @param others images of the same height, width and channels
     * @return all of them, with their labels if both have labels
     * @throws IllegalArgumentException if the others have another shape or all together do not fit into memory
     */
    public ImageSet and(ImageSet others) {
        if (!others.shape.equals(shape)) {
            throw new IllegalArgumentException("images of " + shape + " cannot stand in one set with images of "
                    + others.shape + ": bring them to one size with resized(side)");
        }
        int image = imageLength();
        double length = (double) image * size + (double) image * others.size;
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException(this + " and " + others + " would take " + Memory.text(length)
                    + ", a set holds at most " + Memory.text(MOST_BYTES) + ": take fewer images with take(n)");
        }
        Memory.require(length, this + " and " + others, "take fewer images with take(n)");
        byte[] all = Arrays.copyOf(pixels, (int) length);
        System.arraycopy(others.pixels, 0, all, size * image, others.size * image);
        int[] here = labels;
        int[] there = others.labels;
        int[] both = here == null || there == null
                ? null
                : IntStream.concat(Arrays.stream(here), Arrays.stream(there)).toArray();
        return new ImageSet(all, both, size + others.size, shape);
    }

    /**
     * The images of one class.
     *
     * @param label their label
     * @return the images with this label, in their order
     * @throws IllegalArgumentException if no image has this label
     * @throws IllegalStateException if there are no labels
     */
    public ImageSet only(int label) {
        int[] all = knownLabels();
        int[] found = IntStream.range(0, size).filter(i -> all[i] == label).toArray();
        if (found.length == 0) {
            String known = new TreeSet<>(Arrays.stream(all).boxed().toList())
                    .stream().limit(20).map(String::valueOf).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("expected one of the labels " + known + ": received " + label);
        }
        return select(found);
    }

    /**
     * The images as points, one point per image, each byte divided by 255. Made anew on every call.
     *
     * @return N×(channels·height·width) points in [0,1]
     * @throws IllegalArgumentException if they do not fit into memory
     */
    public Points points() {
        int dimension = imageLength();
        Memory.require(4.0 * size * dimension, this + " as points", "take fewer images with take(n)");
        // At most as many numbers as there are bytes, so an array can hold them.
        float[] values = new float[size * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i] & 255) / 255f;
        }
        return Points.adopt(values, size, dimension);
    }

    /**
     * The images in grey: 0.299 red + 0.587 green + 0.114 blue (the luma of television, ITU-R BT.601), rounded.
     *
     * @return images of one channel with their labels if there are labels; these images if they are grey
     */
    public ImageSet grey() {
        if (shape.channels() == 1) {
            return this;
        }
        byte[] grey = Resampling.luma(pixels, size, shape.height() * shape.width());
        return new ImageSet(grey, labels, size, ImageShape.grey(shape.height(), shape.width()));
    }

    /**
     * Saves the images to a file that other programs read, NumPy or IDX as its name says, labels in a file beside it. One image
     * may also go to a name that ends in {@code .png}.
     *
     * @param file as in {@link ImageFile#write}; overwritten
     * @return these images
     * @throws IllegalArgumentException if the name says something else, images in colour go to IDX, or as for {@link
     *     ImageFile#write}
     */
    public ImageSet save(Path file) {
        ImageFile.write(this, file);
        return this;
    }

    /**
     * Saves each image as a PNG file, 000.png and so on by its number; with labels, in one folder for each label, named by its
     * number. {@link Images#folder(Path)} reads them back.
     *
     * @param folder new or empty; appears whole or not at all
     * @return these images
     * @throws IllegalArgumentException if the folder holds something, or a label is negative
     * @throws java.io.UncheckedIOException if writing fails
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public ImageSet savePngs(Path folder) {
        PngFolder.write(this, folder);
        return this;
    }

    /**
     * The images in another size, bicubic over all pixels that a new one covers (a = −1/2), rounded.
     *
     * @param side height and width of the new images
     * @return images of side×side with their labels if there are labels
     * @throws IllegalArgumentException if the side is not positive or the images would not fit into one set
     */
    public ImageSet resized(int side) {
        ImageShape square = new ImageShape(side, side, shape.channels());
        return new ImageSet(Resampling.resized(this, square), labels, size, square);
    }

    /**
     * Smaller images by averages over squares of pixels, rounded to bytes: the levels of a pyramid.
     *
     * @param factor side of a square; divides height and width
     * @return images of height/factor × width/factor, with their labels if there are labels
     * @throws IllegalArgumentException if the factor is not positive or does not divide both sides
     */
    public ImageSet pooled(int factor) {
        SquareSums sums = squares(factor);
        byte[] means = new byte[sums.size()];
        int area = factor * factor;
        sums.each((i, sum) -> means[i] = (byte) ((2 * sum + area) / (2 * area)));
        return new ImageSet(
                means, labels, size, new ImageShape(shape.height() / factor, shape.width() / factor, shape.channels()));
    }

    /**
     * Averages over squares of pixels without rounding, as points: the targets of a pyramid's levels.
     *
     * @param factor side of a square; divides height and width, 1 gives {@link #points()}
     * @return N×(channels·height·width/factor²) points in [0,1]
     * @throws IllegalArgumentException if the factor is not positive or does not divide both sides, or the points do not fit
     *     into memory
     */
    public Points pooledPoints(int factor) {
        SquareSums sums = squares(factor);
        Memory.require(4.0 * sums.size(), this + " as points", "take fewer images with take(n)");
        float[] means = new float[sums.size()];
        float area = 255f * factor * factor;
        sums.each((i, sum) -> means[i] = sum / area);
        return Points.adopt(means, size, sums.size() / size);
    }

    private SquareSums squares(int factor) {
        Require.positive(factor, "the pooling factor");
        if (shape.height() % factor != 0 || shape.width() % factor != 0) {
            throw new IllegalArgumentException(
                    "the pooling factor must divide the height and width of the images: received " + factor
                            + " for images of " + shape);
        }
        return new SquareSums(pixels, size * shape.channels() * shape.height(), shape.width(), factor);
    }

    /**
     * The shape of one image.
     *
     * @return height × width × channels, in words for example {@code 28×28×1}
     */
    public ImageShape shape() {
        return shape;
    }

    /**
     * What this looks like: the first fifty images.
     *
     * @return a grid of images
     */
    @Override
    public Picture picture() {
        return grid(Math.min(size, SHOWN)).columns(10).picture();
    }

    /**
     * The first images as a grid.
     *
     * @param count how many, at least 1 and at most N
     * @return the grid
     * @throws IllegalArgumentException if there are fewer
     */
    public ImageGrid grid(int count) {
        return ImageGrid.of(take(count).points().toArray(), count, shape);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageSet s
                && s.size == size
                && s.shape.equals(shape)
                && Arrays.equals(s.labels, labels)
                && s.pixels().equals(pixels());
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, shape, Arrays.hashCode(labels), pixels());
    }

    @Override
    public String toString() {
        String text = "ImageSet[" + size + (size == 1 ? " image " : " images ") + shape;
        if (labels != null) {
            int low = Arrays.stream(labels).min().orElseThrow();
            int high = Arrays.stream(labels).max().orElseThrow();
            text += low == high ? ", label " + low : ", labels " + low + "…" + high;
        }
        return text + "]";
    }

    private int[] knownLabels() {
        int[] known = labels;
        if (known == null) {
            throw new IllegalStateException(this + " has no labels: give them with labelled(…)");
        }
        return known;
    }

    private int imageLength() {
        return shape.dimension();
    }

    private static int lengthOf(ImageShape shape) {
        double length = (double) shape.height() * shape.width() * shape.channels();
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException("one image of " + shape + " would take " + Memory.text(length)
                    + ", a set holds at most " + Memory.text(MOST_BYTES));
        }
        return shape.dimension();
    }
}
