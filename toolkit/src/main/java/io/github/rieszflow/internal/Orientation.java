package io.github.rieszflow.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a camera was held, as its pictures say: a number from 1 (upright) to 8, tag 0x0112 of EXIF 2.3 (CIPA DC-008), §4.6.4. */
final class Orientation {
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY = 12;

    private Orientation() {}

    /**
     * Looks the orientation up in a block of EXIF, which is a small TIFF file.
     *
     * @param block what may be such a block; where it is not, or is damaged, a picture is taken as upright
     * @return 1 to 8
     */
    static int of(byte[] block) {
        if (block.length < 8) {
            return UPRIGHT;
        }
        ByteBuffer bytes = ByteBuffer.wrap(block);
        int order = bytes.getShort(0);
        if (order != 0x4949 && order != 0x4D4D) {
            return UPRIGHT;
        }
        bytes.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = bytes.getInt(4) & 0xFFFFFFFFL;
        if (bytes.getShort(2) != 42 || directory > block.length - 2) {
            return UPRIGHT;
        }
        int at = (int) directory;
        int entries = bytes.getShort(at) & 0xFFFF;
        for (int i = 0; i < entries && at + 2 + (i + 1) * ENTRY <= block.length; i++) {
            int entry = at + 2 + i * ENTRY;
            if ((bytes.getShort(entry) & 0xFFFF) == TAG) {
                int type = bytes.getShort(entry + 2);
                boolean one = bytes.getInt(entry + 4) == 1;
                long value = type == SHORT ? bytes.getShort(entry + 8) : type == LONG ? bytes.getInt(entry + 8) : 0;
                return one && value >= 1 && value <= 8 ? (int) value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
