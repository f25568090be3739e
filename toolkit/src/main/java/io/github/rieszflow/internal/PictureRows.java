package io.github.rieszflow.internal;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The rows of a picture, upright and from the top, as whole numbers: red, green, blue and how opaque a pixel is. Grey levels
 * are the stored ones, where Java takes them for linear in light and would brighten 128 to 188. Inks (CMYK) are turned into
 * light by (1 − ink)(1 − black), as most programs do where no profile of the printer is used.
 */
public final class PictureRows {
    private enum Kind {
        GREY,
        INK,
        COLOUR
    }

    private final BufferedImage stored;
    private final int orientation;
    private final Kind kind;
    private final int most;
    private final int opaque;

    PictureRows(BufferedImage stored, int orientation, String name) {
        this.stored = stored;
        this.orientation = orientation;
        ColorModel model = stored.getColorModel();
        int space = model.getColorSpace().getType();
        this.kind = space == ColorSpace.TYPE_CMYK
                ? Kind.INK
                : space == ColorSpace.TYPE_GRAY && !(model instanceof IndexColorModel) ? Kind.GREY : Kind.COLOUR;
        int type = stored.getSampleModel().getDataType();
        int bits = kind == Kind.COLOUR ? 8 : model.getComponentSize(0);
        if (type == DataBuffer.TYPE_SHORT
                || type == DataBuffer.TYPE_FLOAT
                || type == DataBuffer.TYPE_DOUBLE
                || bits > 16) {
            throw new IllegalArgumentException(name + " has samples that are fractions, signed or of more than 16 bits:"
                    + " expected whole numbers of up to 16 bits; convert it to PNG");
        }
        this.most = (1 << bits) - 1;
        this.opaque = kind == Kind.GREY && model.hasAlpha() ? (1 << model.getComponentSize(1)) - 1 : 255;
    }

    /**
     * A picture in memory.
     *
     * @param picture the picture, upright
     * @return its rows
     * @throws IllegalArgumentException if its samples are fractions, signed or of more than 16 bits
     */
    public static PictureRows of(BufferedImage picture) {
        return new PictureRows(picture, Orientation.UPRIGHT, "the picture");
    }

    /**
     * The picture as it is stored.
     *
     * @return not turned, its numbers as they are in the file
     */
    public BufferedImage stored() {
        return stored;
    }

    private boolean lying() {
        return orientation > 4;
    }

    /**
     * How wide the upright picture is.
     *
     * @return pixels in a row
     */
    public int width() {
        return lying() ? stored.getHeight() : stored.getWidth();
    }

    /**
     * How high the upright picture is.
     *
     * @return its number of rows
     */
    public int height() {
        return lying() ? stored.getWidth() : stored.getHeight();
    }

    /**
     * The largest level.
     *
     * @return the level of white, 255 or what the bits of a grey sample hold
     */
    public int most() {
        return most;
    }

    /**
     * The opacity of a pixel that covers all.
     *
     * @return the largest opacity
     */
    public int opaque() {
        return opaque;
    }

    /**
     * A part of a row.
     *
     * @param y which row, from the top
     * @param left its first pixel
     * @param into four arrays of one length, for red, green, blue and opacity; overwritten
     */
    public void row(int y, int left, int[][] into) {
        int count = into[0].length;
        // Counted from one: 2, 3, 6 and 7 run against the stored direction, 3, 4, 7 and 8 begin at the far side.
        boolean backward = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean far = orientation == 3 || orientation == 4 || orientation >= 7;
        int from = backward ? width() - left - count : left;
        int line = far ? height() - 1 - y : y;
        if (lying()) {
            read(line, from, 1, count, into);
        } else {
            read(from, line, count, 1, into);
        }
        if (backward) {
            for (int[] channel : into) {
                for (int i = 0, k = count - 1; i < k; i++, k--) {
                    int other = channel[i];
                    channel[i] = channel[k];
                    channel[k] = other;
                }
            }
        }
    }

    private void read(int x, int y, int width, int height, int[][] into) {
        Raster raster = stored.getRaster();
        switch (kind) {
            case GREY -> {
                raster.getSamples(x, y, width, height, 0, into[0]);
                grey(x, y, width, height, into);
            }
            case INK -> {
                for (int band = 0; band < 4; band++) {
                    raster.getSamples(x, y, width, height, band, into[band]);
                }
                light(into);
            }
            case COLOUR -> {
                stored.getRGB(x, y, width, height, into[3], 0, width);
                for (int i = 0; i < into[3].length; i++) {
                    int argb = into[3][i];
                    into[0][i] = argb >> 16 & 255;
                    into[1][i] = argb >> 8 & 255;
                    into[2][i] = argb & 255;
                    into[3][i] = argb >>> 24;
                }
            }
        }
    }

    private void grey(int x, int y, int width, int height, int[][] into) {
        if (stored.getColorModel().hasAlpha()) {
            stored.getRaster().getSamples(x, y, width, height, 1, into[3]);
            if (stored.isAlphaPremultiplied()) {
                for (int i = 0; i < into[0].length; i++) {
                    int cover = Math.max(1, into[3][i]);
                    into[0][i] = (int) Math.min(most, ((long) into[0][i] * opaque + cover / 2) / cover);
                }
            }
        } else {
            Arrays.fill(into[3], opaque);
        }
        System.arraycopy(into[0], 0, into[1], 0, into[0].length);
        System.arraycopy(into[0], 0, into[2], 0, into[0].length);
    }

    private void light(int[][] into) {
        for (int i = 0; i < into[3].length; i++) {
            long paper = (long) most - into[3][i];
            for (int c = 0; c < 3; c++) {
                into[c][i] = (int) (((most - into[c][i]) * paper + most / 2) / most);
            }
            into[3][i] = opaque;
        }
    }
}
