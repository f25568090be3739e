package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.NumPyHeader;
import io.github.rieszflow.picture.ImageShape;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads NumPy arrays of whole numbers, of any length and byte order, in C or Fortran order, as images or as labels. */
final class ImageArray {
    private static final Pattern WHOLE = Pattern.compile("([<>|=])([ui])([1248])");

    private final Path file;
    private final NumPyHeader header;
    private final int width;
    private final boolean signed;
    private final boolean little;
    private final byte[] body;

    private ImageArray(Path file, NumPyHeader header, Matcher type, byte[] body) {
        this.file = file;
        this.header = header;
        this.width = Integer.parseInt(type.group(3));
        this.signed = type.group(2).equals("i");
        this.little = !type.group(1).equals(">");
        this.body = body;
    }

    static ImageSet images(Path file) {
        return DataFile.open(file, in -> {
            NumPyHeader header = header(file, in);
            List<Long> axes = header.shape();
            Matcher type = WHOLE.matcher(header.type());
            if (!type.matches() || axes.size() < 3 || axes.size() > 4) {
                throw new IllegalArgumentException(file + " holds numbers of type "
                        + NumPyHeader.printable(header.type()) + " with "
                        + axes.size() + " axes: expected images as whole numbers from 0 to 255, N×height×width or"
                        + " N×height×width×3 (use array.astype('uint8'), after numpy.rint(255 * array) if they lie between 0"
                        + " and 1)");
            }
            long channels = axes.size() == 3 ? 1 : axes.get(3);
            if (channels != 1 && channels != 3) {
                throw new IllegalArgumentException(file + " holds arrays of " + axes.get(1) + "×" + axes.get(2) + "×"
                        + channels + ": expected height×width×3 or height×width×1"
                        + (axes.get(1) == 3 || axes.get(1) == 1
                                ? " (the channels come first: use numpy.moveaxis(array, 1, -1))"
                                : " (of red, green, blue and opacity use array[..., :3])"));
            }
            return read(file, in, header, type).images((int) channels);
        });
    }

    static int[] labels(Path file) {
        return DataFile.open(file, in -> {
            NumPyHeader header = header(file, in);
            Matcher type = WHOLE.matcher(header.type());
            if (!type.matches() || header.shape().size() != 1) {
                throw new IllegalArgumentException(
                        file + " holds numbers of type " + NumPyHeader.printable(header.type()) + " with "
                                + header.shape().size() + " axes: expected labels, whole numbers with one axis");
            }
            ImageArray array = read(file, in, header, type);
            int[] labels = new int[header.shape().get(0).intValue()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = array.number(i, Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
            return labels;
        });
    }

    private static NumPyHeader header(Path file, DataInputStream in) throws IOException {
        try {
            return NumPyHeader.read(in, file.toString());
        } catch (EOFException e) {
            throw new IllegalArgumentException(file + " ends in its header: write it again", e);
        }
    }

    private static ImageArray read(Path file, DataInputStream in, NumPyHeader header, Matcher type) throws IOException {
        double bytes = Integer.parseInt(type.group(3));
        for (long axis : header.shape()) {
            bytes *= axis;
        }
        String claim = file + " with " + header.shape().get(0) + " images";
        if (bytes < 1 || bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(claim + " would take " + Memory.text(bytes)
                    + ": one set holds at least one image and at most " + Memory.text(Integer.MAX_VALUE - 8.0));
        }
        // The numbers as they are, and the images.
        Memory.require(bytes + bytes / Integer.parseInt(type.group(3)), claim, "split the file");
        double expected = bytes;
        byte[] body = DataFile.body(
                file,
                in,
                header.bytes(),
                (int) bytes,
                found -> new IllegalArgumentException(claim + " should have " + (long) expected
                        + " bytes after its header: found " + (found < expected ? String.valueOf(found) : "more")
                        + "; write it again"));
        return new ImageArray(file, header, type, body);
    }

    private ImageSet images(int channels) {
        int size = header.shape().get(0).intValue();
        ImageShape shape = new ImageShape(
                header.shape().get(1).intValue(), header.shape().get(2).intValue(), channels);
        int plane = shape.height() * shape.width();
        int image = shape.dimension();
        byte[] first = new byte[size * image];
        for (int i = 0; i < first.length; i++) {
            int k = i % image;
            int pixel = k % plane;
            int channel = k / plane;
            int at = header.fortran()
                    ? i / image
                            + size
                                    * (pixel / shape.width()
                                            + shape.height() * (pixel % shape.width() + shape.width() * channel))
                    : i - k + pixel * channels + channel;
            first[i] = (byte) number(at, 0, 255);
        }
        return ImageSet.adopt(first, shape);
    }

    private int number(int at, int low, int high) {
        long value = 0;
        for (int b = 0; b < width; b++) {
            value = (value << 8) | (body[at * width + (little ? width - 1 - b : b)] & 255);
        }
        if (signed) {
            int unused = 64 - 8 * width;
            value = value << unused >> unused;
        }
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    file + " holds " + value + ": expected whole numbers from " + low + " to " + high);
        }
        return (int) value;
    }
}
