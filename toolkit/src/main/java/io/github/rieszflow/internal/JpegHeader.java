package io.github.rieszflow.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * What stands before the pixels of a JPEG file and Java's reader ignores (ITU-T T.81, Annex B).
 *
 * @param orientation 1 to 8, see {@link Orientation}
 * @param components numbers a pixel has; 0 where the file does not get so far
 * @param progressive whether it comes in several scans
 * @param lumaChroma whether Adobe's marker says that four components are YCCK and not CMYK
 */
record JpegHeader(int orientation, int components, boolean progressive, boolean lumaChroma) {
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END = 0xD9;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    /** Where Adobe's marker has the transform. */
    private static final int TRANSFORM = 11;

    private static final int YCCK = 2;

    /**
     * Reads the segments up to the first scan.
     *
     * @param in at the beginning of the file; put back there
     * @return what they say; where they are damaged, what was found before
     */
    static JpegHeader read(ImageInputStream in) throws IOException {
        JpegHeader found = new JpegHeader(Orientation.UPRIGHT, 0, false, false);
        try {
            in.seek(2);
            while (in.readUnsignedByte() == 0xFF) {
                int marker = in.readUnsignedByte();
                while (marker == 0xFF) {
                    marker = in.readUnsignedByte();
                }
                if (marker == START_OF_SCAN || marker == END) {
                    break;
                }
                if (marker == 1 || (marker >= 0xD0 && marker < 0xD9)) {
                    continue;
                }
                int length = in.readUnsignedShort() - 2;
                if (length < 0) {
                    break;
                }
                if (marker == APP1 || marker == APP14 || frame(marker)) {
                    byte[] segment = new byte[length];
                    in.readFully(segment);
                    found = found.with(marker, segment);
                } else {
                    in.seek(in.getStreamPosition() + length);
                }
            }
        } catch (EOFException cut) {
            // Java's reader says so.
        }
        in.seek(0);
        return found;
    }

    private static boolean frame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private JpegHeader with(int marker, byte[] segment) {
        if (marker == APP1) {
            boolean first = orientation == Orientation.UPRIGHT && begins(segment, EXIF);
            return first
                    ? new JpegHeader(
                            Orientation.of(Arrays.copyOfRange(segment, EXIF.length, segment.length)),
                            components,
                            progressive,
                            lumaChroma)
                    : this;
        }
        if (marker == APP14) {
            boolean adobe = segment.length > TRANSFORM && begins(segment, ADOBE);
            return new JpegHeader(
                    orientation, components, progressive, adobe ? segment[TRANSFORM] == YCCK : lumaChroma);
        }
        return segment.length < 6 ? this : new JpegHeader(orientation, segment[5] & 255, (marker & 3) == 2, lumaChroma);
    }

    private static boolean begins(byte[] segment, byte[] start) {
        return segment.length >= start.length && Arrays.equals(segment, 0, start.length, start, 0, start.length);
    }
}
