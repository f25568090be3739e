package io.github.rieszflow.images;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.PictureFile;
import io.github.rieszflow.internal.PictureRows;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Reads picture files, one after the other, into images of one shape in colour; knows in the end what was left out. */
final class PictureFiles {
    static final String CELEBA =
            "CelebA may not be passed on: its makers give img_align_celeba.zip to those who agree to"
                    + " their terms; unpack it to celeba/img_align_celeba/ in the folder for data";

    private static final int CHANNELS = 3;

    private final Fit fit;
    private final boolean skipDamaged;
    /** Why each file was not read. */
    private final Map<Path, String> leftOut = new LinkedHashMap<>();

    private byte @Nullable [] pixels;
    private @Nullable ImageShape shape;
    private String first = "";
    private int done;

    PictureFiles(Fit fit, boolean skipDamaged) {
        this.fit = fit;
        this.skipDamaged = skipDamaged;
    }

    static Optional<ImageSet> celebA(Path folder, int count) {
        Path unpacked = folder.resolve("img_align_celeba");
        if (!Files.isDirectory(unpacked)) {
            return Optional.empty();
        }
        PictureFolder faces = PictureFolder.of(unpacked);
        if (faces.size() == 0 || !faces.classes().isEmpty()) {
            throw new IllegalArgumentException(unpacked + " is empty; " + CELEBA);
        }
        return Optional.of(faces.take(count).read(Fit.celebA()));
    }

    Map<Path, String> leftOut() {
        return leftOut;
    }

    /**
     * Reads as many as are wanted.
     *
     * @param labels one for each file, or none
     */
    ImageSet read(List<Path> files, int @Nullable [] labels, int count) {
        int most = Math.min(count, files.size());
        int[] known = new int[most];
        try (Progress progress = Progress.start("pictures", most)) {
            for (int i = 0; i < files.size() && done < most; i++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("reading pictures was interrupted after " + done + " of " + most);
                }
                PictureRows picture = picture(files.get(i));
                if (picture != null) {
                    take(picture, files.get(i).toString(), most);
                    known[done] = labels == null ? 0 : labels[i];
                    done++;
                }
                progress.step(done);
            }
        }
        byte[] all = pixels;
        if (all == null || shape == null) {
            throw nothing(files);
        }
        ImageSet images = ImageSet.adopt(all, shape).take(done);
        return labels == null ? images : images.labelled(Arrays.copyOf(known, done));
    }

    private @Nullable PictureRows picture(Path file) {
        Optional<String> other = PictureFile.other(file);
        if (other.isPresent()) {
            leftOut.put(file, "it is " + other.get());
            return null;
        }
        try {
            return PictureFile.read(file, (width, height) -> {});
        } catch (IllegalArgumentException damaged) {
            String said = String.valueOf(damaged.getMessage());
            if (!skipDamaged) {
                throw new IllegalArgumentException(
                        said + "; Images.folder(path).skipDamaged() leaves such files out", damaged);
            }
            leftOut.put(file, why(said));
            return null;
        }
    }

    /** What stands in brackets in a message, or all of it. */
    private static String why(String message) {
        int from = message.indexOf(" (");
        int to = message.lastIndexOf("): ");
        return from >= 0 && to > from ? message.substring(from + 2, to) : message;
    }

    private void take(PictureRows picture, String name, int most) {
        ImageShape here = fit.shape(picture.width(), picture.height());
        byte[] into = pixels;
        if (into == null) {
            into = allocate(here, most);
            pixels = into;
            shape = here;
            first = name;
        } else if (!here.equals(shape)) {
            throw new IllegalArgumentException("pictures that are read as they are have one size: " + first + " has "
                    + shape + ", " + name + " has " + here + "; give a side to resize them, as in read(64)");
        }
        Fit.Crop crop = fit.crop(picture.width(), picture.height(), name);
        int[][] line = new int[CHANNELS + 1][crop.width()];
        double top = picture.most();
        double opaque = picture.opaque();
        Resampling.resize(
                (y, row) -> {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("reading " + name + " was interrupted");
                    }
                    picture.row(crop.top() + y, crop.left(), line);
                    for (int x = 0; x < crop.width(); x++) {
                        double cover = line[CHANNELS][x] / opaque;
                        for (int c = 0; c < CHANNELS; c++) {
                            // What is transparent lets white through.
                            row[c][x] = cover * (255 * line[c][x] / top) + (1 - cover) * 255;
                        }
                    }
                },
                CHANNELS,
                fit.between(crop.width(), here.width()),
                fit.between(crop.height(), here.height()),
                into,
                done * here.dimension());
    }

    private static byte[] allocate(ImageShape shape, int count) {
        double bytes = (double) shape.height() * shape.width() * shape.channels() * count;
        String what = count + " images of " + shape;
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(what + " would take " + Memory.text(bytes) + ", one set holds at most "
                    + Memory.text(Integer.MAX_VALUE - 8.0) + ": read fewer by giving their number");
        }
        Memory.require(bytes, what, "read fewer by giving their number");
        return new byte[(int) bytes];
    }

    private IllegalArgumentException nothing(List<Path> files) {
        int others = files.size() - 1;
        String more = others == 0
                ? ""
                : "; nor is " + (others == 1 ? "the other file" : "any of the other " + others + " files")
                        + " beside it";
        Path one = files.get(0);
        return new IllegalArgumentException(one + " holds no picture that can be read (" + leftOut.get(one) + ")" + more
                + ": expected one of the formats " + String.join(", ", PictureFile.endings()));
    }
}
