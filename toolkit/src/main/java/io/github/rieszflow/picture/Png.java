package io.github.rieszflow.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG bytes as small as the JDK's writer can. */
final class Png {
    /** Length of the signature and the first chunk of every PNG. */
    private static final int HEAD = 33;
    /** Length of the chunk that says how large pixels are. */
    private static final int CHUNK = 21;

    private Png() {}

    static byte[] encode(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException("A picture could not be written as PNG", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The same file, with so many pixels to an inch written into it. */
    static byte[] resolution(byte[] png, int dpi) {
        int metre = (int) Math.rint(dpi / 0.0254);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        chunk.putInt(9).put("pHYs".getBytes(StandardCharsets.US_ASCII));
        chunk.putInt(metre).putInt(metre).put((byte) 1);
        CRC32 check = new CRC32();
        check.update(chunk.array(), 4, 13);
        chunk.putInt((int) check.getValue());
        return ByteBuffer.allocate(png.length + CHUNK)
                .put(png, 0, HEAD)
                .put(chunk.array())
                .put(png, HEAD, png.length - HEAD)
                .array();
    }
}
