package io.github.rieszflow.images;

import io.github.rieszflow.internal.Contents;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.picture.ImageShape;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the IDX files in which MNIST and its relatives come: a magic number (two zero bytes, 08 for unsigned bytes, the
 * number of sizes), the sizes as 32-bit big-endian numbers, then the bytes. Plain or gzip, told apart by the first bytes
 * and not by the name.
 */
public final class Idx {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;

    private Idx() {}

    /**
     * Grey images.
     *
     * @param file an IDX3 file of unsigned bytes: images × rows × columns
     * @return the images, without labels
     * @throws IllegalArgumentException if the file is not such a file, is too short or too long, or does not fit into memory
     * @throws UncheckedIOException if the file cannot be read
     */
    public static ImageSet images(Path file) {
        return DataFile.open(file, in -> {
            long[] sizes = sizes(file, in, IMAGES, 3, "images");
            if (sizes[0] == 0 || sizes[1] == 0 || sizes[2] == 0) {
                throw new IllegalArgumentException(file + " holds no images: its header says " + sizes[0]
                        + " images of " + sizes[1] + "×" + sizes[2]);
            }
            double bytes = (double) sizes[0] * sizes[1] * sizes[2];
            String what = sizes[0] + " images of " + sizes[1] + "×" + sizes[2];
            return ImageSet.adopt(body(file, in, 16, bytes, what), ImageShape.grey((int) sizes[1], (int) sizes[2]));
        });
    }

    /**
     * Labels.
     *
     * @param file an IDX1 file of unsigned bytes
     * @return one number for each image, 0 to 255
     * @throws IllegalArgumentException if the file is not such a file, is too short or too long, or does not fit into memory
     * @throws UncheckedIOException if the file cannot be read
     */
    public static int[] labels(Path file) {
        byte[] bytes = DataFile.open(file, in -> {
            long count = sizes(file, in, LABELS, 1, "labels")[0];
            return body(file, in, 8, (double) count, count + " labels");
        });
        int[] labels = new int[bytes.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = bytes[i] & 255;
        }
        return labels;
    }

    /**
     * Grey images with their labels.
     *
     * @param images as in {@link #images}
     * @param labels as in {@link #labels}
     * @return the labelled images
     * @throws IllegalArgumentException as for each file, or if there are not as many labels as images
     * @throws UncheckedIOException if a file cannot be read
     */
    public static ImageSet read(Path images, Path labels) {
        int[] known = labels(labels);
        ImageSet set = images(images);
        if (known.length != set.size()) {
            throw new IllegalArgumentException("expected as many labels as images: " + images + " holds " + set.size()
                    + " images, " + labels + " holds " + known.length
                    + " labels; take both files from the same part of the same set");
        }
        return set.labelled(known);
    }

    private static long[] sizes(Path file, DataInputStream in, int magic, int count, String what) throws IOException {
        int length = 4 + 4 * count;
        byte[] start = DataFile.start(in);
        Optional<String> other = start.length == 0 || begins(start) ? Optional.empty() : Contents.name(start);
        if (other.isPresent()) {
            throw new IllegalArgumentException(file + " is no IDX file of " + what + ": it is " + other.get());
        }
        byte[] header = DataFile.readUpTo(in, new byte[length]);
        if (header.length < length) {
            throw new IllegalArgumentException(
                    file + " is too short for an IDX file of " + what + ": expected a header of " + length
                            + " bytes, found " + header.length + " bytes in all" + DataFile.AGAIN);
        }
        long[] numbers = new long[count + 1];
        for (int i = 0; i < length; i++) {
            numbers[i / 4] = (numbers[i / 4] << 8) | (header[i] & 255);
        }
        if (numbers[0] != magic) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s is no IDX file of %s: expected the magic number %08x, found %08x; %s",
                    file,
                    what,
                    magic,
                    numbers[0],
                    advice(numbers[0])));
        }
        return Arrays.copyOfRange(numbers, 1, count + 1);
    }

    /** Two zeros and the number of a type. */
    private static boolean begins(byte[] start) {
        return start.length > 1 && start[0] == 0 && start[1] == 0;
    }

    private static String advice(long magic) {
        if (magic == IMAGES) {
            return "this one holds images: are the two files swapped?";
        }
        if (magic == LABELS) {
            return "this one holds labels: are the two files swapped?";
        }
        return "give an unsigned-byte IDX file, plain or gzip";
    }

    private static byte[] body(Path file, DataInputStream in, int header, double bytes, String what)
            throws IOException {
        String claim = file + " with " + what;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(claim + " would take " + Memory.text(bytes) + ", one set holds at most "
                    + Memory.text(Integer.MAX_VALUE - 8.0) + ": if the file is smaller its header is damaged"
                    + DataFile.AGAIN);
        }
        Memory.require(bytes, claim, "split the file");
        return DataFile.body(
                file,
                in,
                header,
                (int) bytes,
                found -> new IllegalArgumentException(file + " is too " + (found < bytes ? "short" : "long")
                        + ": its header says " + what + ", so expected " + (long) bytes
                        + " bytes after the header, found " + found + DataFile.AGAIN));
    }
}
