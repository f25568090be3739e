package io.github.rieszflow.images;

import io.github.rieszflow.internal.Contents;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.PictureFile;
import io.github.rieszflow.picture.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads CIFAR-10 in the forms in which it comes. Binary: records of one label and 32×32 bytes of red, of green and of blue,
 * 10,000 in a file, unpacked or in their archive. Sheets: 100×100 images in one lossless picture, whose three samples are
 * red − green, green and blue − green modulo 256; the labels of five batches for training and one for testing lie beside.
 */
final class Cifar10 {
    static final String FILES = "cifar-10-binary.tar.gz, or unpacked cifar-10-batches-bin/ with data_batch_1.bin to"
            + " data_batch_5.bin and test_batch.bin, or data_batch_1.png …, test_batch.png and labels-idx1-ubyte";

    private static final String ARCHIVE = "cifar-10-binary.tar.gz";
    private static final String LABELS = "labels-idx1-ubyte";
    private static final int BATCHES = 5;
    private static final int COUNT = 10_000;
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int IMAGE = 3 * PLANE;
    private static final int SHEET = 100;
    /** How long the header and each block of a tar archive is. */
    private static final int BLOCK = 512;

    private final byte[] pixels;
    private final int[] labels;

    private Cifar10(int batches) {
        Memory.require((double) batches * COUNT * IMAGE, "CIFAR-10", "read the test part only");
        this.pixels = new byte[batches * COUNT * IMAGE];
        this.labels = new int[batches * COUNT];
    }

    private ImageSet set() {
        return ImageSet.adopt(pixels, ImageShape.colour(SIDE, SIDE)).labelled(labels);
    }

    static Optional<ImageSet> readIfPresent(Path folder, Split split) {
        for (Path place : List.of(folder.resolve("cifar-10-batches-bin"), folder)) {
            if (Files.isRegularFile(place.resolve(names(split, ".bin").get(0)))) {
                return Optional.of(unpacked(place, names(split, ".bin")));
            }
        }
        Path archive = folder.resolve(ARCHIVE);
        if (Files.isRegularFile(archive)) {
            return Optional.of(archive(archive, names(split, ".bin")));
        }
        List<Path> sheets = sheets(folder, names(split, ".png"));
        return sheets.isEmpty() ? Optional.empty() : Optional.of(sheets(sheets, folder.resolve(LABELS), split));
    }

    private static List<String> names(Split split, String ending) {
        List<String> names = new ArrayList<>();
        for (int batch = 1; batch <= BATCHES; batch++) {
            names.add("data_batch_" + batch + ending);
        }
        return split == Split.TRAIN ? names : List.of("test_batch" + ending);
    }

    private static ImageSet unpacked(Path folder, List<String> names) {
        Cifar10 reader = new Cifar10(names.size());
        for (int batch = 0; batch < names.size(); batch++) {
            Path file = folder.resolve(names.get(batch));
            int at = batch;
            DataFile.open(file, in -> {
                requireNoOther(file, DataFile.start(in));
                reader.records(in, file.toString(), at);
                if (in.read() >= 0) {
                    throw new IllegalArgumentException(file + " is too long: expected " + COUNT + " records of "
                            + (IMAGE + 1) + " bytes" + DataFile.AGAIN);
                }
                return at;
            });
        }
        return reader.set();
    }

    /** Reads the files in the order in which the archive has them. */
    private static ImageSet archive(Path archive, List<String> names) {
        Cifar10 reader = new Cifar10(names.size());
        List<String> missing = new ArrayList<>(names);
        DataFile.open(archive, in -> {
            byte[] header = new byte[BLOCK];
            requireNoOther(archive, DataFile.start(in));
            while (!missing.isEmpty() && DataFile.readUpTo(in, header).length == BLOCK && header[0] != 0) {
                String path = text(header, 0, 100);
                String name = path.substring(path.lastIndexOf('/') + 1);
                long size = octal(archive, text(header, 124, 12));
                long used = 0;
                if (missing.remove(name)) {
                    reader.records(in, archive + ", " + name, names.indexOf(name));
                    used = (long) COUNT * (IMAGE + 1);
                }
                in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK - used);
            }
            return missing;
        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    archive + " breaks off before " + String.join(", ", missing) + DataFile.AGAIN);
        }
        return reader.set();
    }

    /** A web page, an archive or a pointer in place of the data; a record begins with a label, at most 9. */
    private static void requireNoOther(Path file, byte[] start) {
        boolean record = start.length == 0 || (start[0] >= 0 && start[0] <= 9);
        Optional<String> other = record ? Optional.empty() : Contents.name(start);
        if (other.isPresent()) {
            throw new IllegalArgumentException(file + " is no file of CIFAR-10: it is " + other.get());
        }
    }

    private static String text(byte[] header, int from, int length) {
        String all = new String(header, from, length, StandardCharsets.US_ASCII);
        int end = all.indexOf(0);
        return end < 0 ? all : all.substring(0, end);
    }

    private static long octal(Path archive, String digits) {
        try {
            return Long.parseLong(digits.strip(), 8);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    archive + " is no tar archive: expected a size, found '" + digits + "'" + DataFile.AGAIN, e);
        }
    }

    private void records(InputStream in, String file, int batch) throws IOException {
        byte[] record = new byte[IMAGE + 1];
        for (int i = batch * COUNT; i < (batch + 1) * COUNT; i++) {
            int found = DataFile.readUpTo(in, record).length;
            if (found < record.length) {
                throw new IllegalArgumentException(file + " is too short: expected " + COUNT + " records of "
                        + record.length + " bytes, found " + (i - batch * COUNT) + " and " + found + " bytes"
                        + DataFile.AGAIN);
            }
            labels[i] = label(record[0], file, i - batch * COUNT);
            System.arraycopy(record, 1, pixels, i * IMAGE, IMAGE);
        }
    }

    private static int label(int label, String file, int image) {
        if (label < 0 || label > 9) {
            throw new IllegalArgumentException(file + " is damaged: image " + image
                    + " (counted from 0) must have a label from 0 to 9, it has " + (label & 255) + DataFile.AGAIN);
        }
        return label;
    }

    /** The sheets up to the first that is not there; one that is there after it is an error. */
    private static List<Path> sheets(Path folder, List<String> names) {
        Predicate<String> there = name -> Files.isRegularFile(folder.resolve(name));
        List<String> first = names.stream().takeWhile(there).toList();
        if (first.size() < names.stream().filter(there).count()) {
            throw new IllegalArgumentException("a batch of CIFAR-10 is missing: "
                    + folder.resolve(names.get(first.size())) + " is not there, but later ones are; copy it there");
        }
        return first.stream().map(folder::resolve).toList();
    }

    private static ImageSet sheets(List<Path> sheets, Path labels, Split split) {
        int[] all = Idx.labels(labels);
        if (all.length != (BATCHES + 1) * COUNT) {
            throw new IllegalArgumentException(labels + " must hold " + (BATCHES + 1) * COUNT
                    + " labels, of five batches and the test batch: it holds " + all.length);
        }
        Cifar10 reader = new Cifar10(sheets.size());
        int from = split == Split.TRAIN ? 0 : BATCHES * COUNT;
        for (int i = 0; i < reader.labels.length; i++) {
            reader.labels[i] = label(all[from + i], labels.toString(), from + i);
        }
        for (int batch = 0; batch < sheets.size(); batch++) {
            reader.sheet(sheets.get(batch), batch);
        }
        return reader.set();
    }

    private void sheet(Path file, int batch) {
        Raster raster = samples(file);
        int[] line = new int[3 * SIDE * SHEET];
        for (int y = 0; y < SIDE * SHEET; y++) {
            raster.getPixels(0, y, SIDE * SHEET, 1, line);
            for (int x = 0; x < SIDE * SHEET; x++) {
                int image = batch * COUNT + y / SIDE * SHEET + x / SIDE;
                int at = image * IMAGE + y % SIDE * SIDE + x % SIDE;
                int green = line[3 * x + 1];
                pixels[at] = (byte) (line[3 * x] + green);
                pixels[at + PLANE] = (byte) green;
                pixels[at + 2 * PLANE] = (byte) (line[3 * x + 2] + green);
            }
        }
    }

    /** The numbers of the file as they are, without management of colours. */
    private static Raster samples(Path file) {
        BufferedImage picture = PictureFile.read(file, (width, height) -> requireSheet(file, width, height))
                .stored();
        if (picture.getRaster().getNumBands() != 3 || picture.getSampleModel().getSampleSize(0) != 8) {
            throw noSheet(file);
        }
        return picture.getRaster();
    }

    private static void requireSheet(Path file, int width, int height) {
        if (width != SIDE * SHEET || height != SIDE * SHEET) {
            throw noSheet(file);
        }
    }

    private static IllegalArgumentException noSheet(Path file) {
        int side = SIDE * SHEET;
        return new IllegalArgumentException(file + " is no sheet of CIFAR-10: expected a PNG of " + side + "×" + side
                + " pixels with three samples of 8 bits" + DataFile.AGAIN);
    }
}
