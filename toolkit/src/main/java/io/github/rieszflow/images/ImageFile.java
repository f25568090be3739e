package io.github.rieszflow.images;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Progress;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/**
 * Writes images to files that other programs read, block by block, so that any number goes in bounded memory:
 *
 * <pre>{@code
 * ImageFile.write(Path.of("samples.npy"), 60_000, done -> model.sample(1000, seed(done)));
 * }</pre>
 *
 * <p>A name that ends in {@code .npy} makes a NumPy array of bytes, N×height×width for grey images and N×height×width×3 for
 * colour. Any other name makes an IDX file of grey images as MNIST has them, packed if the name ends in {@code .gz}. Files
 * appear whole or not at all.
 */
public final class ImageFile {
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
            String colour = first.channels() == 1 ? "" : ", " + first.channels();
            String text = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ", " + first.height() + ", "
                    + first.width() + colour + "), }";
            int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
            out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, (byte) (length >> 8)});
            out.write((text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
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
