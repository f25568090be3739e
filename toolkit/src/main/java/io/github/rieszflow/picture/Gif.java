package io.github.rieszflow.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes animated GIFs with the JDK's writer. */
final class Gif {
    private Gif() {}

    /** Frames as palette indices; times in hundredths of a second, {@code hold} is added to the last one. */
    static byte[] encode(List<byte[]> frames, int width, int height, Palette palette, int delay, int hold) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        IndexColorModel model = palette.model(true);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DISABLED); // interlaced rows compress badly
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames.size(); i++) {
                Part part = i == 0
                        ? new Part(frames.get(0), 0, 0, width, height)
                        : changed(frames.get(i - 1), frames.get(i), width, height, palette.size());
                BufferedImage image = Palette.image(part.indices, part.width, part.height, model);
                IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
                describe(metadata, part, i == frames.size() - 1 ? delay + hold : delay, palette.size(), i == 0);
                writer.writeToSequence(new IIOImage(image, null, metadata), param);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException("An animation could not be written as GIF", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("ArrayRecordComponent") // never leaves this class, never compared
    private record Part(byte[] indices, int x, int y, int width, int height) {}

    /** The smallest rectangle that holds every change, transparent where nothing changed. */
    private static Part changed(byte[] before, byte[] after, int width, int height, int transparent) {
        int left = width;
        int right = -1;
        int top = height;
        int bottom = -1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (before[y * width + x] != after[y * width + x]) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = y;
                }
            }
        }
        if (right < 0) {
            return new Part(new byte[] {(byte) transparent}, 0, 0, 1, 1);
        }
        int w = right - left + 1;
        int h = bottom - top + 1;
        byte[] part = new byte[w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int at = (top + y) * width + left + x;
                part[y * w + x] = before[at] == after[at] ? (byte) transparent : after[at];
            }
        }
        return new Part(part, left, top, w, h);
    }

    private static void describe(IIOMetadata metadata, Part part, int delay, int transparent, boolean first)
            throws IOException {
        String format = metadata.getNativeMetadataFormatName();
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
        IIOMetadataNode place = child(root, "ImageDescriptor");
        place.setAttribute("imageLeftPosition", Integer.toString(part.x));
        place.setAttribute("imageTopPosition", Integer.toString(part.y));
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "TRUE");
        control.setAttribute("transparentColorIndex", Integer.toString(transparent));
        control.setAttribute("delayTime", Integer.toString(delay));
        if (first) {
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(new byte[] {1, 0, 0}); // zero rounds means for ever
            child(root, "ApplicationExtensions").appendChild(loop);
        }
        metadata.setFromTree(format, root);
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        for (int i = 0; i < root.getLength(); i++) {
            if (root.item(i).getNodeName().equals(name)) {
                return (IIOMetadataNode) root.item(i);
            }
        }
        IIOMetadataNode node = new IIOMetadataNode(name);
        root.appendChild(node);
        return node;
    }
}
