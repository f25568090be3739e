package io.github.rieszflow.internal;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Reads picture files: whatever formats this Java reads, PNG, JPEG, GIF and BMP among them. */
public final class PictureFile {
    private PictureFile() {}

    /**
     * Reads a picture.
     *
     * @param file where it is
     * @return the picture as it is in the file
     * @throws IllegalArgumentException if it holds no picture or is damaged, with the formats that are read
     * @throws UncheckedIOException if the file cannot be read
     */
    public static BufferedImage read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the picture " + file + " (" + e + ")", e);
        }
    }

    /**
     * Reads a picture from a stream.
     *
     * @param in the bytes; left open
     * @param name what it is, as the user calls it
     * @return the picture as it is there
     * @throws IOException if the stream cannot be read
     * @throws IllegalArgumentException if it holds no picture or is damaged, with the formats that are read
     */
    public static BufferedImage read(InputStream in, String name) throws IOException {
        BufferedImage picture;
        try {
            // The plain ImageIO.read(InputStream) would write a cache file.
            picture = ImageIO.read(new MemoryCacheImageInputStream(in));
        } catch (IIOException | EOFException | IndexOutOfBoundsException | IllegalArgumentException broken) {
            throw unreadable(name, " (" + broken.getMessage() + ")", broken);
        }
        if (picture == null) {
            throw unreadable(name, "", null);
        }
        return picture;
    }

    private static IllegalArgumentException unreadable(String name, String why, @Nullable Exception cause) {
        TreeSet<String> formats = new TreeSet<>();
        for (String format : ImageIO.getReaderFormatNames()) {
            formats.add(format.toLowerCase(Locale.ROOT));
        }
        return new IllegalArgumentException(
                name + " holds no picture that can be read" + why + ": expected one of the formats "
                        + String.join(", ", formats),
                cause);
    }
}
