package io.github.rieszflow.images;

import io.github.rieszflow.exchange.NumPy;
import io.github.rieszflow.internal.NumPyHeader;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Progress;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Images in files that other programs read too. They are written block by block, so that any number goes in bounded memory:
 *
 * <pre>{@code
 * ImageFile.write(Path.of("samples.npy"), 60_000, done -> model.sample(1000, seed(done)));
 * ImageFile.read(Path.of("samples.npy"))
 * }</pre>
 *
 * <p>A name that ends in {@code .npy} makes a NumPy array of bytes, N×height×width for grey images and N×height×width×3 for
 * colour. A name whose ending holds {@code idx} or ends in {@code ubyte}, and one without a dot, makes an IDX file of grey images
 * like those of MNIST, compressed if {@code .gz} follows. Other names are refused. Labels go to a file beside it: of the same name
 * with {@code labels} and {@code idx1} in place of {@code images} and {@code idx3}, or else with {@code -labels} before the first
 * dot, as {@code train-labels-idx1-ubyte} and {@code samples-labels.npy}. Files appear whole or not at all.
 */
public final class ImageFile {
    /** NumPy's names for unsigned bytes and for long whole numbers. */
    private static final String BYTES = "|u1";

    private static final String LONGS = "<i8";

    /**
     * Writes images, and their labels if they have any.
     *
     * @param file where to write them; overwritten, with the labels beside it
     * @param count N
     * @param blocks gives images, again and again, when told how many are written already; of the last block only what is still
     *     missing is written
     * @throws IllegalArgumentException if N is not positive, the name is none of those above, the images are of different
     *     shapes, only some have labels, colour or labels outside 0 to 255 go to IDX, or images without labels would lie beside the
     *     labels of others
     * @throws java.io.UncheckedIOException if writing fails
     * @throws CancellationException if the thread is interrupted; the file is then as it was before
     */
    public static void write(Path file, int count, IntFunction<ImageSet> blocks) {
        Require.positive(count, "the number of images");
        ImageFileName name = ImageFileName.of(file);
        ImageFile writing = new ImageFile(name, count);
        whole(file, name.packed(), out -> writing.body(out, blocks));
        int[] labels = writing.labels;
        if (labels != null) {
            whole(ImageFileName.labels(file), name.packed(), out -> writing.labels(out, labels));
        }
    }

    /** A whole set; one image without a label may be a picture. */
    static void write(ImageSet images, Path file) {
        if (images.size() == 1
                && !images.hasLabels()
                && file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            WholeFile.write(file, out -> out.write(PngFolder.png(images, 0)));
        } else {
            write(file, images.size(), done -> images);
        }
    }

    private static void whole(Path file, boolean packed, WholeFile.Body body) {
        WholeFile.write(file, out -> {
            if (packed) {
                GZIPOutputStream zip = new GZIPOutputStream(out, 1 << 16);
                body.write(zip);
                zip.finish();
            } else {
                body.write(out);
            }
        });
    }

    /**
     * Reads images: a NumPy array of whole numbers from 0 to 255, N×height×width or N×height×width×channels, or an IDX file of grey
     * images, plain or compressed. The first bytes decide which it is, not the name. Archives of arrays, such as those of Keras,
     * must be unpacked first.
     *
     * @param file as {@link #write} makes it
     * @return the images, with labels if their file lies beside this one
     * @throws IllegalArgumentException if the file is not such a file, is too short or too long, does not fit into memory, or
     *     there are more or fewer labels beside it
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static ImageSet read(Path file) {
        requireNoArchive(file);
        ImageSet images = isArray(file) ? ImageArray.images(file) : Idx.images(file);
        Path beside = ImageFileName.labels(file);
        if (!Files.isRegularFile(beside)) {
            return images;
        }
        int[] labels = isArray(beside) ? ImageArray.labels(beside) : Idx.labels(beside);
        if (labels.length != images.size()) {
            throw new IllegalArgumentException(file + " holds " + images.size() + " images, " + beside + " beside it "
                    + labels.length + " labels: move the labels away if they belong to others");
        }
        return images.labelled(labels);
    }

    private static void requireNoArchive(Path file) {
        byte[] start = DataFile.open(file, DataFile::start);
        if (start.length > 3 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4) {
            throw new IllegalArgumentException(
                    file + " is an archive of " + NumPy.names(file)
                            + ": unpack it and read one of them, such as x_train.npy, with its labels beside it as x_train-labels.npy");
        }
    }

    private static boolean isArray(Path file) {
        return DataFile.open(file, in -> NumPyHeader.begins(DataFile.start(in)));
    }

    private final ImageFileName name;
    private final int count;
    private int @Nullable [] labels;

    private ImageFile(ImageFileName name, int count) {
        this.name = name;
        this.count = count;
    }

    private void body(OutputStream out, IntFunction<ImageSet> blocks) throws IOException {
        ImageShape shape = null;
        try (Progress progress = Progress.start("images", count)) {
            for (int done = 0; done < count; ) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("writing images was interrupted after " + done + " of " + count);
                }
                ImageSet block = blocks.apply(done);
                if (done == 0) {
                    shape = block.shape();
                    requireNoOtherLabels(block);
                    labels = block.hasLabels() ? new int[count] : null;
                    header(out, block);
                } else if (!block.shape().equals(shape)) {
                    throw new IllegalArgumentException("all images of a file have the same shape: the first were "
                            + shape + ", after " + done + " came " + block.shape());
                }
                int some = Math.min(block.size(), count - done);
                pixels(out, block.take(some));
                keepLabels(block, done, some);
                done += some;
                progress.step(done);
            }
        }
    }

    private void requireNoOtherLabels(ImageSet block) {
        Path beside = ImageFileName.labels(name.file());
        if (!block.hasLabels() && Files.exists(beside)) {
            throw new IllegalArgumentException(
                    name.file() + " would hold images without labels, and beside it lie the labels " + beside
                            + " of others: move them away, or give another name");
        }
    }

    private void keepLabels(ImageSet block, int done, int some) {
        if (block.hasLabels() != (labels != null)) {
            throw new IllegalArgumentException("all images of a file have labels or none do: the first had "
                    + (labels == null ? "none" : "labels") + ", after " + done + " came " + block);
        }
        if (labels == null) {
            return;
        }
        int[] known = block.labels();
        for (int i = 0; i < some; i++) {
            if (name.kind() == ImageFileName.Kind.IDX && (known[i] < 0 || known[i] > 255)) {
                throw new IllegalArgumentException("IDX files hold labels from 0 to 255: received " + known[i]
                        + "; give the file a name that ends in .npy");
            }
            labels[done + i] = known[i];
        }
    }

    private void labels(OutputStream out, int[] known) throws IOException {
        DataOutputStream numbers = new DataOutputStream(out);
        if (name.kind() == ImageFileName.Kind.NUMPY) {
            NumPyHeader.write(out, LONGS, count);
            for (int label : known) {
                numbers.writeLong(Long.reverseBytes(label));
            }
        } else {
            numbers.writeInt(0x0801);
            numbers.writeInt(count);
            for (int label : known) {
                numbers.writeByte(label);
            }
        }
        numbers.flush();
    }

    private void header(OutputStream out, ImageSet first) throws IOException {
        if (name.kind() == ImageFileName.Kind.NUMPY) {
            int[] shape = {count, first.height(), first.width(), first.channels()};
            NumPyHeader.write(out, BYTES, first.channels() == 1 ? Arrays.copyOf(shape, 3) : shape);
            return;
        }
        if (first.channels() != 1) {
            throw new IllegalArgumentException("IDX files hold grey images: received images of " + first.shape()
                    + "; give the file a name that ends in .npy, or write images.grey()");
        }
        DataOutputStream numbers = new DataOutputStream(out);
        for (int number : new int[] {0x0803, count, first.height(), first.width()}) {
            numbers.writeInt(number);
        }
        numbers.flush();
    }

    /** Channels last, as other programs want them. */
    private static void pixels(OutputStream out, ImageSet block) throws IOException {
        ByteBuffer planes = block.pixels();
        int plane = block.height() * block.width();
        byte[] image = new byte[plane * block.channels()];
        for (int i = 0; i < block.size(); i++) {
            for (int k = 0; k < image.length; k++) {
                image[k % plane * block.channels() + k / plane] = planes.get();
            }
            out.write(image);
        }
    }
}
