package io.github.rieszflow;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Picture files made byte by byte or by Java's writers, as cameras, scanners and other programs make them. */
public final class TestPictures {
    private TestPictures() {}

    /** A chunk of a PNG file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Chunk(String name, byte[] content) {}

    /** Colours at random, the same from the same seed. */
    public static BufferedImage noise(int width, int height, int type, long seed) {
        BufferedImage picture = new BufferedImage(width, height, type);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, 0xFF000000 | random.nextInt(1 << 24));
            }
        }
        return picture;
    }

    /** One colour everywhere. */
    public static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, rgb);
            }
        }
        return picture;
    }

    /** A picture that shows how it lies: upper left green, lower left red, right half blue. */
    public static BufferedImage corners(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, 2 * x >= width ? 0x0000FF : 2 * y < height ? 0x00FF00 : 0xFF0000);
            }
        }
        return picture;
    }

    /** A file as Java writes it. */
    public static byte[] write(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(picture, format, out)) {
                throw new IOException("no writer for " + format);
            }
        }
        return bytes.toByteArray();
    }

    /** A JPEG file of high quality. */
    public static byte[] jpeg(BufferedImage picture, boolean progressive) throws IOException {
        return jpeg(new IIOImage(picture, null, null), progressive);
    }

    /** A JPEG file of four components with these numbers, as they are stored. */
    public static byte[] fourComponents(int width, int height, int... numbers) throws IOException {
        return components(width, height, numbers);
    }

    /** A JPEG file of three components with these numbers, as they are stored. */
    public static byte[] threeComponents(int width, int height, int... numbers) throws IOException {
        return components(width, height, numbers);
    }

    private static byte[] components(int width, int height, int[] numbers) throws IOException {
        WritableRaster raster =
                Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, numbers.length, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, numbers);
            }
        }
        return jpeg(new IIOImage(raster, null, null), false);
    }

    private static byte[] jpeg(IIOImage image, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.98f);
            if (progressive) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.write(null, image, param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A JPEG file with one more segment at its beginning. */
    public static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        ByteBuffer all = ByteBuffer.allocate(jpeg.length + 4 + content.length);
        all.put(jpeg, 0, 2).put((byte) 0xFF).put((byte) marker).putShort((short) (2 + content.length));
        return all.put(content).put(jpeg, 2, jpeg.length - 2).array();
    }

    /** The segment by which Adobe's programs say how colours are stored: 0 as they are, 1 YCbCr, 2 YCCK. */
    public static byte[] adobe(int transform) {
        return new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    }

    /** A block of EXIF that says nothing but the orientation, after a tag of another kind. */
    public static byte[] exif(ByteOrder order, int orientation) {
        ByteBuffer block = ByteBuffer.allocate(38).order(order);
        block.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        block.putShort((short) 42).putInt(8).putShort((short) 2);
        block.putShort((short) 0x010F).putShort((short) 2).putInt(4).putInt(0x41424300);
        block.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        return block.putInt(0).array();
    }

    /** The same as a segment of a JPEG file. */
    public static byte[] exifSegment(byte[] block) {
        byte[] start = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + block.length);
        System.arraycopy(block, 0, all, start.length, block.length);
        return all;
    }

    /**
     * A PNG file.
     *
     * @param type 0 grey, 2 colour, 3 palette, 4 grey with opacity, 6 colour with opacity
     * @param raw the rows, each behind a zero
     * @param before chunks between head and pixels
     */
    public static byte[] png(int width, int height, int bits, int type, byte[] raw, Chunk... before)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteBuffer head = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) type);
        chunk(out, new Chunk("IHDR", head.array()));
        for (Chunk more : before) {
            chunk(out, more);
        }
        chunk(out, new Chunk("IDAT", deflated(raw)));
        chunk(out, new Chunk("IEND", new byte[0]));
        return bytes.toByteArray();
    }

    /** Bytes packed as in a PNG file. */
    public static byte[] deflated(byte[] raw) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream zip = new DeflaterOutputStream(packed)) {
            zip.write(raw);
        }
        return packed.toByteArray();
    }

    /** A PNG file with one more chunk behind its head. */
    public static byte[] withChunk(byte[] png, Chunk chunk) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(png, 0, 33);
        chunk(new DataOutputStream(bytes), chunk);
        bytes.write(png, 33, png.length - 33);
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, Chunk chunk) throws IOException {
        byte[] name = chunk.name().getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(chunk.content());
        out.writeInt(chunk.content().length);
        out.write(name);
        out.write(chunk.content());
        out.writeInt((int) sum.getValue());
    }

    /** A GIF file whose only image lies at a place of a canvas. */
    public static byte[] gif(BufferedImage image, int width, int height, int left, int top) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(write(image, "gif")).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(6, (short) width).putShort(8, (short) height);
        int at = 13 + ((bytes.get(10) & 0x80) != 0 ? 3 << ((bytes.get(10) & 7) + 1) : 0);
        while (bytes.get(at) == 0x21) {
            at += 2;
            while (bytes.get(at) != 0) {
                at += 1 + (bytes.get(at) & 255);
            }
            at++;
        }
        return bytes.putShort(at + 1, (short) left)
                .putShort(at + 3, (short) top)
                .array();
    }

    /** A TIFF file of 8 bits a sample in one strip; the photometric number is 0 white is zero, 1 grey, 2 colour, 5 inks. */
    public static byte[] tiff(
            int width, int height, int samples, int photometric, int orientation, byte @Nullable [] pixels) {
        byte[] strip = pixels == null ? new byte[width * height * samples] : pixels;
        int[][] tags = {
            {256, 4, width},
            {257, 4, height},
            {258, 3, 8},
            {259, 3, 1},
            {262, 3, photometric},
            {273, 4, 0},
            {274, 3, orientation},
            {277, 3, samples},
            {278, 4, height},
            {279, 4, strip.length}
        };
        int bits = 8 + 2 + 12 * tags.length + 4;
        int data = bits + 2 * samples;
        ByteBuffer file = ByteBuffer.allocate(data + strip.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            boolean many = tag[0] == 258 && samples > 2;
            file.putShort((short) tag[0]).putShort((short) tag[1]).putInt(tag[0] == 258 ? samples : 1);
            file.putInt(tag[0] == 273 ? data : many ? bits : tag[0] == 258 && samples == 2 ? 0x00080008 : tag[2]);
        }
        file.putInt(0);
        for (int i = 0; i < samples; i++) {
            file.putShort((short) 8);
        }
        return file.put(strip).array();
    }
}
