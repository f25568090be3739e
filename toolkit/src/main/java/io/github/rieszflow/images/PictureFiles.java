package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.PictureFile;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Progress;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/** Reads folders of picture files, one after the other, into images of one size in colour. */
final class PictureFiles {
    static final String CELEBA =
            "CelebA may not be passed on: its makers give img_align_celeba.zip to those who agree to"
                    + " their terms; unpack it to celeba/img_align_celeba/ in the folder for data";

    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");
    /** Size of an aligned picture of CelebA, and what is cut off above and below, left and right. */
    private static final int CELEBA_WIDTH = 178;

    private static final int CELEBA_HEIGHT = 218;
    private static final int CELEBA_ROWS = 39;
    private static final int CELEBA_COLUMNS = 19;
    private static final int CELEBA_SIDE = 64;

    private PictureFiles() {}

    /** A part of a picture. */
    private record Crop(int left, int top, int width, int height) {}

    private interface Cut {
        Crop of(BufferedImage picture, Path file);
    }

    private interface Resize {
        Resampling between(int from, int to);
    }

    static ImageSet squares(Path folder, int side, int count) {
        Require.positive(side, "the side of an image");
        List<Path> files = list(folder);
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    folder + " holds no pictures: expected files that end in " + String.join(", ", sorted()));
        }
        Cut square = (picture, file) -> {
            int least = Math.min(picture.getWidth(), picture.getHeight());
            return new Crop((picture.getWidth() - least) / 2, (picture.getHeight() - least) / 2, least, least);
        };
        return read(files, side, count, square, Resampling::smooth);
    }

    static Optional<ImageSet> celebA(Path folder, int count) {
        Path unpacked = folder.resolve("img_align_celeba");
        if (!Files.isDirectory(unpacked)) {
            return Optional.empty();
        }
        Cut face = (picture, file) -> {
            if (picture.getWidth() != CELEBA_WIDTH || picture.getHeight() != CELEBA_HEIGHT) {
                throw new IllegalArgumentException(file + " is no aligned picture of CelebA: expected " + CELEBA_WIDTH
                        + "×" + CELEBA_HEIGHT + " pixels, found " + picture.getWidth() + "×" + picture.getHeight());
            }
            int side = CELEBA_WIDTH - 2 * CELEBA_COLUMNS;
            return new Crop(CELEBA_COLUMNS, CELEBA_ROWS, side, CELEBA_HEIGHT - 2 * CELEBA_ROWS);
        };
        List<Path> files = list(unpacked);
        if (files.isEmpty()) {
            throw new IllegalArgumentException(unpacked + " is empty; " + CELEBA);
        }
        return Optional.of(read(files, CELEBA_SIDE, count, face, Resampling::sharp));
    }

    private static List<String> sorted() {
        return ENDINGS.stream().sorted().toList();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> ENDINGS.contains(ending(file)) && Files.isRegularFile(file))
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the folder " + folder + " (" + e + ")", e);
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static ImageSet read(List<Path> files, int side, int count, Cut cut, Resize resize) {
        Require.positive(count, "the number of images");
        int size = Math.min(count, files.size());
        double bytes = 3.0 * side * side * size;
        String what = size + " images of " + side + "×" + side + "×3";
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(what + " would take " + Memory.text(bytes) + ", one set holds at most "
                    + Memory.text(Integer.MAX_VALUE - 8.0) + ": read fewer by giving their number");
        }
        Memory.require(bytes, what, "read fewer by giving their number");
        byte[] pixels = new byte[3 * side * side * size];
        try (Progress progress = Progress.start("pictures", size)) {
            for (int i = 0; i < size; i++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("reading pictures was interrupted after " + i + " of " + size);
                }
                BufferedImage picture = PictureFile.read(files.get(i));
                Crop crop = cut.of(picture, files.get(i));
                double[][] planes = planes(picture, crop);
                Resampling across = resize.between(crop.width(), side);
                Resampling down = resize.between(crop.height(), side);
                for (int c = 0; c < 3; c++) {
                    Resampling.plane(planes[c], crop.width(), across, down, pixels, (3 * i + c) * side * side);
                }
                progress.step(i + 1);
            }
        }
        return ImageSet.adopt(pixels, ImageShape.colour(side, side));
    }

    /** Red, green and blue, 0 to 255; what is transparent lets white through. */
    private static double[][] planes(BufferedImage picture, Crop crop) {
        double[][] planes = new double[3][crop.width() * crop.height()];
        int[] line = new int[crop.width()];
        boolean grey = picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(picture.getColorModel() instanceof IndexColorModel);
        double most = (1 << picture.getSampleModel().getSampleSize(0)) - 1;
        for (int y = 0; y < crop.height(); y++) {
            if (grey) {
                // As they are: Java would take them for linear in light and brighten them.
                picture.getRaster().getSamples(crop.left(), crop.top() + y, crop.width(), 1, 0, line);
            } else {
                picture.getRGB(crop.left(), crop.top() + y, crop.width(), 1, line, 0, crop.width());
            }
            for (int x = 0; x < crop.width(); x++) {
                double cover = grey ? 1 : (line[x] >>> 24) / 255.0;
                for (int c = 0; c < 3; c++) {
                    double level = grey ? 255 * line[x] / most : line[x] >> (16 - 8 * c) & 255;
                    planes[c][y * crop.width() + x] = cover * level + (1 - cover) * 255;
                }
            }
        }
        return planes;
    }
}
