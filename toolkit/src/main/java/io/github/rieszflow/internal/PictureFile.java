package io.github.rieszflow.internal;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.MultiPixelPackedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads picture files in whatever formats this Java reads, PNG, JPEG, GIF, BMP and TIFF among them, told apart by their
 * content and not by their name. A file that breaks off or is damaged is refused and never half read; the sizes are looked at
 * before the pixels. The orientation of EXIF is heeded, inks are turned into light, of an animation the first image is read
 * in its place on the canvas.
 */
public final class PictureFile {
    /** More bytes of pixels than one byte of a file stands for in any format; a blank progressive JPEG comes near. */
    private static final int MOST_PACKED = 8192;
    /** Pictures that take less are not suspected. */
    private static final int LEAST_LIMIT = 16 << 20;

    /** Java reads anything that begins with two zeros as such a picture, an IDX file too. */
    private static final String WIRELESS = "wbmp";

    private static final String FIX = "scale the picture down";

    /** Is told the size of a picture before it is decoded, and may refuse it. */
    @FunctionalInterface
    public interface Look {
        /**
         * Looks at the size.
         *
         * @param width of the picture; a PNG file may turn it after its pixels
         * @param height of the picture
         */
        void at(int width, int height);
    }

    private PictureFile() {}

    /**
     * Reads a picture.
     *
     * @param file where it is
     * @param look is told the size before the pixels are read
     * @return the picture
     * @throws IllegalArgumentException if it holds no picture, is damaged, breaks off, or would not fit into memory
     * @throws UncheckedIOException if the file cannot be read
     * @throws CancellationException if the thread is interrupted while a large picture is decoded
     */
    public static PictureRows read(Path file, Look look) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.mark(Contents.START);
            byte[] start = in.readNBytes(Contents.START);
            in.reset();
            String name = file.toString();
            Optional<String> other = other(start);
            if (other.isPresent()) {
                throw unreadable(name, "it is " + other.get(), null);
            }
            return read(in, Files.size(file), start, name, look);
        } catch (IOException e) {
            throw unopened(file, e);
        }
    }

    /**
     * Whether a file is something else than a picture, by its first bytes.
     *
     * @param file where it is
     * @return what it is, for the place after "is"; empty if it begins as a picture does
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Optional<String> other(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return other(in.readNBytes(Contents.START));
        } catch (IOException e) {
            throw unopened(file, e);
        }
    }

    private static UncheckedIOException unopened(Path file, IOException e) {
        return new UncheckedIOException(
                e instanceof NoSuchFileException
                        ? "there is no file " + file
                        : "cannot read the picture " + file + ": " + WholeFile.reason(e),
                e);
    }

    private static Optional<String> other(byte[] start) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(start))) {
            return reader(in) == null
                    ? Optional.of(Contents.name(start).orElse("no picture that this Java reads"))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable ImageReader reader(ImageInputStream in) throws IOException {
        Iterator<ImageReader> all = ImageIO.getImageReaders(in);
        while (all.hasNext()) {
            ImageReader reader = all.next();
            if (!format(reader).equals(WIRELESS)) {
                return reader;
            }
        }
        return null;
    }

    private static String format(ImageReader reader) throws IOException {
        return reader.getFormatName().toLowerCase(Locale.ROOT);
    }

    /**
     * How the names of pictures end.
     *
     * @return the endings in small letters, without the dot
     */
    public static SortedSet<String> endings() {
        SortedSet<String> endings = new TreeSet<>();
        for (String ending : ImageIO.getReaderFileSuffixes()) {
            endings.add(ending.toLowerCase(Locale.ROOT));
        }
        endings.remove(WIRELESS);
        endings.remove("");
        return endings;
    }

    private static IllegalArgumentException unreadable(String name, String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                name + " holds no picture that can be read (" + why + "): expected one of the formats "
                        + String.join(", ", endings()),
                cause);
    }

    private static PictureRows read(InputStream in, long length, byte[] start, String name, Look look)
            throws IOException {
        PngStream png = start[0] == PngStream.SIGNATURE[0] ? new PngStream(in) : null;
        // The plain ImageIO.read(InputStream) would write a cache file.
        try (ImageInputStream bytes = new MemoryCacheImageInputStream(png == null ? in : png)) {
            ImageReader reader = guarded(name, "picture", () -> reader(bytes));
            if (reader == null) {
                throw unreadable(name, "it breaks off in its header", null);
            }
            try {
                return decode(reader, bytes, length, png, start, name, look);
            } finally {
                reader.dispose();
            }
        }
    }

    private static PictureRows decode(
            ImageReader reader,
            ImageInputStream bytes,
            long length,
            @Nullable PngStream png,
            byte[] start,
            String name,
            Look look)
            throws IOException {
        String format = format(reader).toUpperCase(Locale.ROOT);
        JpegHeader jpeg = start[0] == (byte) 0xFF ? guarded(name, format, () -> JpegHeader.read(bytes)) : null;
        boolean gif = start[0] == 'G';
        boolean tiff = format.equals("TIF") || format.equals("TIFF");
        int turned = tiff ? guarded(name, format, () -> TiffDirectory.orientation(bytes, length)) : Orientation.UPRIGHT;
        reader.setInput(bytes, !tiff, !gif);
        int width = guarded(name, format, () -> reader.getWidth(0));
        int height = guarded(name, format, () -> reader.getHeight(0));
        double pixel = guarded(name, format, () -> bytesOfPixel(reader, jpeg));
        requireSmall(width, height, pixel, length, name);
        boolean lying = turned > 4 || (jpeg != null && jpeg.orientation() > 4);
        if (gif) {
            Canvas canvas = guarded(name, format, () -> Canvas.of(reader, start));
            requireSmall(canvas.width(), canvas.height(), pixel + 4, length, name);
            look.at(canvas.width(), canvas.height());
            BufferedImage frame = guarded(name, format, () -> whole(reader));
            return new PictureRows(canvas.with(frame), Orientation.UPRIGHT, name);
        }
        if (png == null) {
            look.at(lying ? height : width, lying ? width : height);
        } else {
            // What turns it may come after its pixels.
            look.at(width, height);
        }
        BufferedImage picture = guarded(
                name,
                format,
                () -> jpeg != null && jpeg.components() == 4 ? light(reader, jpeg.lumaChroma()) : whole(reader));
        if (png != null) {
            guarded(name, format, () -> {
                png.finish();
                return true;
            });
        }
        int orientation = png != null ? png.orientation() : jpeg != null ? jpeg.orientation() : turned;
        return new PictureRows(picture, orientation, name);
    }

    /** Whatever goes wrong in a reader of Java, which throws what comes to its mind, is a fault of the file. */
    private static <T> T guarded(String name, String format, Callable<T> step) throws IOException {
        try {
            return step.call();
        } catch (CancellationException interrupted) {
            throw interrupted;
        } catch (Exception broken) {
            String why = broken.getMessage() == null ? broken.toString() : broken.getMessage();
            throw unreadable(name, "the " + format + " file is damaged: " + why.strip(), broken);
        }
    }

    private static void requireSmall(int width, int height, double pixel, long length, String name) {
        String what = name + " with " + width + "×" + height + " pixels";
        if ((double) width * height > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(what + " has more than the " + Integer.MAX_VALUE
                    + " pixels that Java holds in one picture: " + FIX);
        }
        double bytes = pixel * width * height;
        Memory.require(bytes, what, FIX);
        if (bytes > LEAST_LIMIT + (double) MOST_PACKED * length) {
            throw new IllegalArgumentException(
                    what + " is more than its " + length + " bytes can hold: the file is damaged");
        }
    }

    private static double bytesOfPixel(ImageReader reader, @Nullable JpegHeader jpeg) throws IOException {
        if (jpeg != null) {
            // Progressive files keep all their coefficients until the end.
            return (jpeg.progressive() ? 2 : 0) * jpeg.components() + (jpeg.components() == 4 ? 8 : 4);
        }
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        if (!types.hasNext()) {
            return 4;
        }
        SampleModel samples = types.next().getSampleModel();
        return samples instanceof MultiPixelPackedSampleModel packed
                ? packed.getPixelBitStride() / 8.0
                : samples.getNumDataElements() * DataBuffer.getDataTypeSize(samples.getDataType()) / 8.0;
    }

    private static BufferedImage whole(ImageReader reader) throws IOException {
        Complaint complaint = Complaint.of(reader);
        BufferedImage picture = reader.read(0);
        complaint.raise();
        return picture;
    }

    /** Inks as Adobe's programs and those after them store them, 255 for none, or the same as luma, chroma and black. */
    private static BufferedImage light(ImageReader reader, boolean lumaChroma) throws IOException {
        Complaint complaint = Complaint.of(reader);
        Raster inks = reader.readRaster(0, null);
        complaint.raise();
        BufferedImage picture = new BufferedImage(inks.getWidth(), inks.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[4 * inks.getWidth()];
        int[] light = new int[inks.getWidth()];
        for (int y = 0; y < inks.getHeight(); y++) {
            inks.getPixels(inks.getMinX(), inks.getMinY() + y, inks.getWidth(), 1, row);
            for (int x = 0; x < light.length; x++) {
                int c = row[4 * x];
                int m = row[4 * x + 1];
                int yellow = row[4 * x + 2];
                if (lumaChroma) {
                    // JFIF: the three are luma and chroma of the inks.
                    double blue = m - 128;
                    double red = yellow - 128;
                    yellow = 255 - level(c + 1.772 * blue);
                    m = 255 - level(c - 0.344136 * blue - 0.714136 * red);
                    c = 255 - level(c + 1.402 * red);
                }
                int paper = row[4 * x + 3];
                light[x] = lit(c, paper) << 16 | lit(m, paper) << 8 | lit(yellow, paper);
            }
            picture.setRGB(0, y, light.length, 1, light, 0, light.length);
        }
        return picture;
    }

    private static int level(double value) {
        return (int) Math.min(255, Math.max(0, Math.rint(value)));
    }

    private static int lit(int ink, int paper) {
        return (ink * paper + 127) / 255;
    }

    /** The canvas of a GIF file, of which an image may cover a part; what it leaves free is transparent. */
    private record Canvas(int width, int height, int left, int top) {
        static Canvas of(ImageReader reader, byte[] start) throws IOException {
            IIOMetadataNode root =
                    (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
            IIOMetadataNode place = (IIOMetadataNode)
                    root.getElementsByTagName("ImageDescriptor").item(0);
            int left = Integer.parseInt(place.getAttribute("imageLeftPosition"));
            int top = Integer.parseInt(place.getAttribute("imageTopPosition"));
            // An image that leaves the canvas makes it larger.
            return new Canvas(
                    Math.max(size(start, 6), left + reader.getWidth(0)),
                    Math.max(size(start, 8), top + reader.getHeight(0)),
                    left,
                    top);
        }

        private static int size(byte[] start, int at) {
            return start.length < at + 2 ? 0 : (start[at] & 255) | ((start[at + 1] & 255) << 8);
        }

        BufferedImage with(BufferedImage image) {
            if (image.getWidth() == width && image.getHeight() == height) {
                return image;
            }
            BufferedImage all = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
            int[] row = new int[image.getWidth()];
            for (int y = 0; y < image.getHeight(); y++) {
                image.getRGB(0, y, row.length, 1, row, 0, row.length);
                all.setRGB(left, top + y, row.length, 1, row, 0, row.length);
            }
            return all;
        }
    }
}
