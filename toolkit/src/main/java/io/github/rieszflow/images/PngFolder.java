package io.github.rieszflow.images;

import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.picture.Progress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a folder of PNG files, one for each image. */
final class PngFolder {
    private PngFolder() {}

    static void write(ImageSet images, Path folder) {
        int[] labels = images.hasLabels() ? images.labels() : new int[0];
        int largest = 0;
        for (int label : labels) {
            if (label < 0) {
                throw new IllegalArgumentException("a folder for each label takes labels from 0 on: received " + label
                        + "; give others with" + " labelled(…)");
            }
            largest = Math.max(largest, label);
        }
        String digits = "%0" + String.valueOf(images.size() - 1).length() + "d.png";
        String classes = "%0" + String.valueOf(largest).length() + "d";
        Path part = null;
        try {
            requireEmpty(folder);
            Path whole = folder.toAbsolutePath();
            part = Files.createTempDirectory(Files.createDirectories(whole.getParent()), whole.getFileName() + ".part");
            try (Progress progress = Progress.start("pictures", images.size())) {
                for (int i = 0; i < images.size(); i++) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException(
                                "writing pictures was interrupted after " + i + " of " + images.size());
                    }
                    Path place = labels.length == 0
                            ? part
                            : Files.createDirectories(part.resolve(String.format(Locale.ROOT, classes, labels[i])));
                    Files.write(place.resolve(String.format(Locale.ROOT, digits, i)), png(images, i));
                    progress.step(i + 1);
                }
            }
            open(part);
            Files.deleteIfExists(whole);
            Files.move(part, whole);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the folder " + folder + ": " + WholeFile.reason(e), e);
        } finally {
            discard(part);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> some = List.of();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                some = all.limit(1).toList();
            }
            if (some.isEmpty()) {
                return;
            }
        }
        throw new IllegalArgumentException("pictures go to a new or empty folder, where no others are among them: "
                + folder
                + (some.isEmpty() ? " is a file" : " holds " + some.get(0).getFileName())
                + "; give another name");
    }

    /** A temporary folder is closed to others; this one should be as folders are made here. */
    private static void open(Path part) throws IOException {
        if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Path pattern = Files.createDirectory(part.resolveSibling(part.getFileName() + "s"));
            try {
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(pattern));
            } finally {
                Files.delete(pattern);
            }
        }
    }

    private static void discard(@Nullable Path part) {
        if (part == null || !Files.exists(part)) {
            return;
        }
        try (Stream<Path> all = Files.walk(part)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // Whatever made the writing fail is what is told.
        }
    }

    /** One image as a PNG file. */
    static byte[] png(ImageSet images, int index) throws IOException {
        int plane = images.height() * images.width();
        boolean grey = images.channels() == 1;
        byte[] bytes = new byte[plane * images.channels()];
        images.pixels().get(index * bytes.length, bytes);
        BufferedImage picture = new BufferedImage(
                images.width(), images.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int c = 0; c < images.channels(); c++) {
            int[] samples = new int[plane];
            for (int k = 0; k < plane; k++) {
                samples[k] = bytes[c * plane + k] & 255;
            }
            picture.getRaster().setSamples(0, 0, images.width(), images.height(), c, samples);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            ImageIO.write(picture, "png", out);
        }
        return file.toByteArray();
    }
}
