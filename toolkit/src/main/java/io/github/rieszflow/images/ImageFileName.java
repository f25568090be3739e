package io.github.rieszflow.images;

import java.nio.file.Path;
import java.util.Locale;

/** What the name of a file of images says about its content, and where its labels lie. */
record ImageFileName(Path file, Kind kind, boolean packed) {
    enum Kind {
        NUMPY,
        IDX
    }

    /** A name that can be honoured. */
    static ImageFileName of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean packed = name.endsWith(".gz");
        String plain = packed ? name.substring(0, name.length() - 3) : name;
        if (!packed && plain.endsWith(".npy")) {
            return new ImageFileName(file, Kind.NUMPY, false);
        }
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        if (!plain.contains(".") || ending.contains("idx") || ending.endsWith("ubyte")) {
            return new ImageFileName(file, Kind.IDX, packed);
        }
        throw new IllegalArgumentException(file + " is no name for a file of images: expected one that ends in .npy for"
                + " a NumPy array, or in .idx, -idx3-ubyte or .idx.gz for an IDX file; images.savePngs(folder) makes a PNG"
                + " file of each, images.picture().save(file) a picture of the first");
    }

    /** The file beside this one in which the labels of its images are. */
    static Path labels(Path file) {
        String name = file.getFileName().toString();
        String other = name.replace("images", "labels").replace("idx3", "idx1");
        if (other.equals(name)) {
            int end = name.indexOf('.', 1);
            other = end < 0 ? name + "-labels" : name.substring(0, end) + "-labels" + name.substring(end);
        }
        return file.resolveSibling(other);
    }
}
