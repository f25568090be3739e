package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.NumPyHeader;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Progress;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/**
 * Images in files that other programs read too. They are written block by block, so that any number goes in bounded memory:
 *
 * <pre>{@code
 * ImageFile.write(Path.of("samples.npy"), 60_000, done -> model.sample(1000, seed(done)));
 * ImageFile.read(Path.of("samples.npy"))
 * }</pre>
 *
 * <p>A name that ends in {@code .npy} makes a NumPy array of bytes, N×height×width for grey images and N×height×width×3 for
 * colour. Any other name makes an IDX file of grey images as MNIST has them, packed if the name ends in {@code .gz}. Files
 * appear whole or not at all.
 */
public final class ImageFile {
    /** NumPy's name for unsigned bytes. */
    private static final String BYTES = "|u1";

    private ImageFile() {}

    /**
     * Writes images.
     *
     * @param file where to; overwritten
     * @param count N
     * @param blocks gives images, again and again, when it is told how many are written already; of the last block only what
     *     is still missing is written
     * @throws IllegalArgumentException if N is not positive, the images are of different shapes, or colour goes to IDX
     * @throws java.io.UncheckedIOException if writing fails
     * @throws CancellationException if the thread is interrupted; the file is then as it was before
     */
    public static void write(Path file, int count, IntFunction<ImageSet> blocks) {
        Require.positive(count, "the number of images");
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        WholeFile.write(file, out -> {
            if (name.endsWith(".gz")) {
                GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
                body(packed, count, blocks, false);
                packed.finish();
            } else {
                body(out, count, blocks, name.endsWith(".npy"));
            }
        });
    }

    /**
     * Reads images: a NumPy array of bytes, N×height×width or N×height×width×channels, or an IDX file of grey images, plain or
     * packed. Which it is the first bytes say, not the name.
     *
     * @param file as {@link #write} makes it
     * @return the images, without labels
     * @throws IllegalArgumentException if the file is not such a file, is too short or too long, or does not fit into memory
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static ImageSet read(Path file) {
        boolean array = DataFile.open(file, in -> NumPyHeader.begins(DataFile.readUpTo(in, new byte[8])));
        return array ? DataFile.open(file, in -> readArray(file, in)) : Idx.images(file);
    }

    private static ImageSet readArray(Path file, DataInputStream in) throws IOException {
        NumPyHeader header;
        try {
            header = NumPyHeader.read(in, file.toString());
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " ends in its header: write it again", e);
        }
        List<Long> axes = header.shape();
        if (!header.type().equals(BYTES) || header.fortran() || axes.size() < 3 || axes.size() > 4) {
            throw new IllegalArgumentException(file + " holds numbers of type " + header.type() + " with "
                    + axes.size() + " axes" + (header.fortran() ? " in Fortran order" : "")
                    + ": expected images as bytes, N×height×width or N×height×width×3 (use"
                    + " numpy.ascontiguousarray(array, 'uint8'))");
        }
        double bytes = 1;
        for (long axis : axes) {
            bytes *= axis;
        }
        String claim = file + " with " + axes.get(0) + " images";
        if (bytes < 1 || bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(claim + " would take " + Memory.text(bytes)
                    + ": one set holds at least one image and at most " + Memory.text(Integer.MAX_VALUE - 8.0));
        }
        Memory.require(2 * bytes, claim, "split the file");
        ImageShape shape = new ImageShape(
                axes.get(1).intValue(),
                axes.get(2).intValue(),
                axes.size() == 3 ? 1 : axes.get(3).intValue());
        byte[] last = new byte[(int) bytes];
        int found = DataFile.readUpTo(in, last).length;
        if (found < last.length || in.read() >= 0) {
            throw new IllegalArgumentException(claim + " should have " + last.length + " bytes after its header: found "
                    + (found < last.length ? String.valueOf(found) : "more") + "; write it again");
        }
        byte[] first = new byte[last.length];
        int plane = shape.height() * shape.width();
        int image = plane * shape.channels();
        for (int i = 0; i < first.length; i++) {
            int k = i % image;
            first[i] = last[i - k + k % plane * shape.channels() + k / plane];
        }
        return ImageSet.adopt(first, shape);
    }

    private static void body(OutputStream out, int count, IntFunction<ImageSet> blocks, boolean array)
            throws IOException {
        ImageShape shape = null;
        try (Progress progress = Progress.start("images", count)) {
            for (int done = 0; done < count; ) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("writing images was interrupted after " + done + " of " + count);
                }
                ImageSet block = blocks.apply(done);
                if (done == 0) {
                    shape = block.shape();
                    header(out, count, block, array);
                } else if (!block.shape().equals(shape)) {
                    throw new IllegalArgumentException("all images of a file have the same shape: the first were "
                            + shape + ", after " + done + " came " + block.shape());
                }
                int some = Math.min(block.size(), count - done);
                pixels(out, block.take(some));
                done += some;
                progress.step(done);
            }
        }
    }

    private static void header(OutputStream out, int count, ImageSet first, boolean array) throws IOException {
        if (array) {
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
