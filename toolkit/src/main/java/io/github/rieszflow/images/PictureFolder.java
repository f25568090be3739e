package io.github.rieszflow.images;

import io.github.rieszflow.internal.PictureFile;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of picture files that is to be read into images, as it was when {@link Images#folder(Path)} looked at it:
 *
 * <pre>{@code
 * var pets = Images.folder(Path.of("pets"));     // pets/cats/001.jpg …, pets/dogs/001.jpg …
 * pets.classes();                                // {0=cats, 1=dogs}
 * var images = pets.read(64);                    // 64×64×3, labelled
 * }</pre>
 *
 * <p><b>Order and labels.</b> Pictures come in the order of their names. A folder that holds no pictures but folders of
 * pictures has one class in each: its images are labelled 0, 1, … in the order of the classes' names, or by the names where
 * all of them are whole numbers from 0 on, and come class after class.
 *
 * <p><b>What is read.</b> Files whose names end as pictures do and that are not hidden. Files that turn out to be something
 * else (empty, a web page, a pointer of Git LFS, a format that this Java does not read) are left out, as are hidden files,
 * files with other endings and, beside pictures, folders; one line on the error stream reports them when the folder is read. A
 * picture that is damaged or cut off is refused with its name, unless {@link #skipDamaged} leaves it out too; {@link #strict}
 * refuses whatever else would be left out.
 *
 * <p><b>Pixels.</b> Pictures are turned upright as their EXIF orientation says. Transparent pixels let white through. Levels
 * of up to 16 bits are scaled by the largest number of their bits, as PNG defines them: a 12-bit picture that was put into 16
 * bits without stretching is nearly black, as its file says. Inks (CMYK, YCCK) become (1 − ink)(1 − black). Of an animation
 * the first image is read in its place on the canvas. Grey becomes red = green = blue, from which {@link ImageSet#grey} makes
 * the same grey.
 */
public final class PictureFolder {
    /** Number of names in a message. */
    private static final int NAMED = 3;

    private static final Pattern NUMBER = Pattern.compile("0*[0-9]{1,9}");

    private final Path folder;
    private final List<Path> files;
    /** One for each file; empty without classes. */
    private final int[] labels;

    private final Map<Integer, String> classes;
    private final Map<Path, String> others;
    private final int count;
    private final boolean skipDamaged;
    private final boolean strict;

    private PictureFolder(
            Path folder,
            List<Path> files,
            int[] labels,
            Map<Integer, String> classes,
            Map<Path, String> others,
            int count,
            boolean skipDamaged,
            boolean strict) {
        this.folder = folder;
        this.files = files;
        this.labels = labels;
        this.classes = classes;
        this.others = others;
        this.count = count;
        this.skipDamaged = skipDamaged;
        this.strict = strict;
    }

    static PictureFolder of(Path folder) {
        Map<Path, String> others = new LinkedHashMap<>();
        List<Path> inside = list(folder);
        List<Path> files = pictures(inside, others);
        if (!files.isEmpty()) {
            inside.stream().filter(Files::isDirectory).forEach(other -> others.put(other, "a folder beside pictures"));
            return new PictureFolder(folder, files, new int[0], Map.of(), others, Integer.MAX_VALUE, false, false);
        }
        Map<String, List<Path>> named = new LinkedHashMap<>();
        for (Path other : inside) {
            if (Files.isDirectory(other)) {
                List<Path> some = hidden(other) ? List.of() : pictures(list(other), others);
                if (some.isEmpty()) {
                    others.put(other, "a folder without pictures");
                } else {
                    named.put(name(other), some);
                }
            }
        }
        return labelled(folder, named, others);
    }

    private static PictureFolder labelled(Path folder, Map<String, List<Path>> named, Map<Path, String> others) {
        boolean numbers =
                named.keySet().stream().allMatch(name -> NUMBER.matcher(name).matches());
        Map<Integer, String> classes = new TreeMap<>();
        for (String name : named.keySet()) {
            int label = numbers ? Integer.parseInt(name) : classes.size();
            String other = classes.put(label, name);
            if (other != null) {
                throw new IllegalArgumentException("the folders " + other + " and " + name + " in " + folder
                        + " name the same label: rename one of them");
            }
        }
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        classes.forEach((label, name) -> {
            for (Path file : named.getOrDefault(name, List.of())) {
                files.add(file);
                labels.add(label);
            }
        });
        return new PictureFolder(
                folder,
                List.copyOf(files),
                labels.stream().mapToInt(label -> label).toArray(),
                Collections.unmodifiableMap(classes),
                others,
                Integer.MAX_VALUE,
                false,
                false);
    }

    private static List<Path> list(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    folder + " is a file: expected a folder of pictures; if it is an archive," + " unpack it");
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted(Comparator.comparing(PictureFolder::name)).toList();
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no folder " + folder, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the folder " + folder + ": " + WholeFile.reason(e), e);
        }
    }

    /** The files that look like pictures; of the others it says why they do not. */
    private static List<Path> pictures(List<Path> files, Map<Path, String> others) {
        List<Path> pictures = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                continue;
            }
            String name = name(file);
            String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (hidden(file)) {
                others.put(file, "hidden");
            } else if (!PictureFile.endings().contains(ending)) {
                others.put(file, "no name of a picture that this Java reads");
            } else if (!Files.isRegularFile(file)) {
                others.put(file, "no regular file");
            } else {
                pictures.add(file);
            }
        }
        return pictures;
    }

    private static boolean hidden(Path file) {
        try {
            return name(file).startsWith(".") || Files.isHidden(file);
        } catch (IOException e) {
            return false;
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private PictureFolder with(int count, boolean skipDamaged, boolean strict) {
        return new PictureFolder(folder, files, labels, classes, others, count, skipDamaged, strict);
    }

    /**
     * The same, reading only the first pictures.
     *
     * @param count how many at most; files that are left out do not count
     * @return the shorter reading
     * @throws IllegalArgumentException if the count is not positive
     */
    public PictureFolder take(int count) {
        return with(Require.positive(count, "the number of images"), skipDamaged, strict);
    }

    /**
     * The same, leaving out damaged pictures too, and those that would not fit into memory; a notice says which.
     *
     * @return the more lenient reading
     */
    public PictureFolder skipDamaged() {
        return with(count, true, false);
    }

    /**
     * The same, refusing if anything would be left out.
     *
     * @return the strict reading
     */
    public PictureFolder strict() {
        return with(count, false, true);
    }

    /**
     * How many files look like pictures.
     *
     * @return as many images as are read, unless files are left out
     */
    public int size() {
        return Math.min(count, files.size());
    }

    /**
     * The classes.
     *
     * @return the name of each label's folder, in the order of the labels; empty if the pictures lie in the folder itself
     */
    public Map<Integer, String> classes() {
        return classes;
    }

    /**
     * Reads the pictures as they are, which requires pictures of one size.
     *
     * @return N images of height×width×3, with labels if there are classes
     * @throws IllegalArgumentException if there are none, the sizes differ, a picture is damaged, or they would not fit into
     *     memory
     * @throws UncheckedIOException if a file cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public ImageSet read() {
        return read(Fit.whole());
    }

    /**
     * Reads the square in the middle of each picture, resized, bicubic over all pixels that a new one covers (a = −1/2).
     *
     * @param side of an image in pixels
     * @return N images of side×side×3, with labels if there are classes
     * @throws IllegalArgumentException if the side is not positive, there are no pictures, one is damaged, or they would not
     *     fit into memory
     * @throws UncheckedIOException if a file cannot be read
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public ImageSet read(int side) {
        return read(Fit.square(Require.positive(side, "the side of an image")));
    }

    ImageSet read(Fit fit) {
        if (files.isEmpty()) {
            String found = others.isEmpty() ? "" : "; found " + told(others);
            throw new IllegalArgumentException(folder + " holds no pictures: expected files that end in "
                    + String.join(", ", PictureFile.endings()) + found);
        }
        if (strict && !others.isEmpty()) {
            throw refused(others);
        }
        PictureFiles reading = new PictureFiles(fit, skipDamaged);
        ImageSet images = reading.read(files, classes.isEmpty() ? null : labels, count);
        Map<Path, String> all = new LinkedHashMap<>(others);
        all.putAll(reading.leftOut());
        if (strict && !all.isEmpty()) {
            throw refused(all);
        }
        if (!all.isEmpty()) {
            System.err.println(folder + ": read " + images.size() + (images.size() == 1 ? " picture" : " pictures")
                    + " and left out " + told(all));
        }
        return images;
    }

    private IllegalArgumentException refused(Map<Path, String> all) {
        return new IllegalArgumentException("strict() leaves nothing out, and " + folder + " holds " + told(all)
                + "; move them elsewhere, or read without strict()");
    }

    /** How many files, and the first of them. */
    private String told(Map<Path, String> all) {
        String names = all.entrySet().stream()
                .limit(NAMED)
                .map(other -> folder.relativize(other.getKey()) + " (" + other.getValue() + ")")
                .collect(Collectors.joining(", "));
        int more = all.size() - NAMED;
        return all.size()
                + (all.size() == 1 ? " file: " : " files: ")
                + names
                + (more > 0 ? " and " + more + " more" : "");
    }

    @Override
    public String toString() {
        return "PictureFolder[" + folder + ": " + files.size() + " pictures"
                + (classes.isEmpty() ? "" : " in " + classes.size() + " classes")
                + (others.isEmpty() ? "" : ", " + others.size() + " other files") + "]";
    }
}
