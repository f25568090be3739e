package io.github.rieszflow.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/**
 * The directory of a TIFF file (TIFF 6.0, §2), looked at before Java's reader, which follows directories in circles and takes
 * as much memory as they ask for.
 */
final class TiffDirectory {
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int ORIENTATION = 274;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_BYTES = 325;
    /** How long a number of each type is; a type that is not known counts as one byte. */
    private static final int[] BYTES = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private static final int MOST_SAMPLES = 5;
    /** A tile may stand out over the edge. */
    private static final int MOST_TILE = 1 << 12;

    private TiffDirectory() {}

    /**
     * Looks whether what it tells lies within the file.
     *
     * @param in the file; put back to its beginning
     * @param length of the file
     * @return the orientation, 1 to 8
     * @throws IIOException if it has several pages, or tells what cannot be
     */
    static int orientation(ImageInputStream in, long length) throws IOException {
        int orientation = Orientation.UPRIGHT;
        try {
            in.seek(0);
            in.setByteOrder(in.readUnsignedByte() == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            in.seek(4);
            in.seek(in.readUnsignedInt());
            int entries = in.readUnsignedShort();
            for (int i = 0; i < entries; i++) {
                int tag = in.readUnsignedShort();
                int type = in.readUnsignedShort();
                long count = in.readUnsignedInt();
                long value = in.readUnsignedInt();
                // A short number lies in the first two of the four bytes.
                if (type == 3 && in.getByteOrder() == ByteOrder.BIG_ENDIAN) {
                    value >>= 16;
                } else if (type == 3) {
                    value &= 0xFFFF;
                }
                requireWithin(tag, count * (type < BYTES.length ? BYTES[type] : 1), value, length);
                if (tag == STRIP_BYTES || tag == TILE_BYTES) {
                    requireParts(in, type == 3 ? 2 : 4, count, value, length);
                }
                if (tag == ORIENTATION && count == 1 && value >= 1 && value <= 8) {
                    orientation = (int) value;
                }
            }
            if (in.readUnsignedInt() != 0) {
                throw new IIOException("it has several pages: save each as a picture of its own");
            }
        } catch (EOFException e) {
            throw new IIOException("it breaks off in its directory", e);
        }
        in.setByteOrder(ByteOrder.BIG_ENDIAN);
        in.seek(0);
        return orientation;
    }

    /** No part of the pixels is longer than the file. */
    private static void requireParts(ImageInputStream in, int width, long count, long value, long length)
            throws IOException {
        if (count == 1 && value > length) {
            throw impossible(STRIP_BYTES);
        }
        if (count * width > 4) {
            in.mark();
            in.seek(value);
            for (long i = 0; i < count; i++) {
                if ((width == 2 ? in.readUnsignedShort() : in.readUnsignedInt()) > length) {
                    throw impossible(STRIP_BYTES);
                }
            }
            in.reset();
        }
    }

    private static IIOException impossible(int tag) {
        return new IIOException("its directory tells of what cannot be (tag " + tag + ")");
    }

    private static void requireWithin(int tag, long bytes, long value, long length) throws IIOException {
        boolean outside = bytes > 4 && value + bytes > length;
        boolean large = ((tag == TILE_WIDTH || tag == TILE_HEIGHT) && value > MOST_TILE)
                || (tag == SAMPLES && value > MOST_SAMPLES)
                || (tag == ROWS_PER_STRIP && value == 0);
        if (outside || large) {
            throw impossible(tag);
        }
    }
}
