package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Cumulative;
import io.github.rieszflow.internal.Memory;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Draws points from the dark parts of a picture. */
final class PictureSampler {
    private final int width;
    private final int height;
    /** Pixels by their ink, row by row from the top. */
    private final Cumulative pixels;

    PictureSampler(BufferedImage picture, String name) {
        width = picture.getWidth();
        height = picture.getHeight();
        Memory.require(8.0 * width * height, "sampling " + name, "scale the picture down");
        double[] ink = new double[Math.multiplyExact(width, height)];
        double sum = 0;
        double[] row = new double[width];
        for (int y = 0; y < height; y++) {
            inkOfRow(picture, y, row);
            for (int x = 0; x < width; x++) {
                sum += row[x];
                ink[y * width + x] = row[x];
            }
        }
        if (sum == 0) {
            throw new IllegalArgumentException(name + " has no mass, all of its " + width + "×" + height
                    + " pixels are white or transparent: mass is where it is dark and opaque; invert it if it is"
                    + " light on white");
        }
        pixels = Cumulative.adopt(ink);
    }

    private static void inkOfRow(BufferedImage picture, int y, double[] ink) {
        ColorModel model = picture.getColorModel();
        // getRGB would brighten grey pictures: Java takes their values for linear light.
        boolean grey = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY && !(model instanceof IndexColorModel);
        Raster raster = picture.getRaster();
        for (int x = 0; x < ink.length; x++) {
            if (grey) {
                double opacity = model.hasAlpha() ? share(model, raster, x, y, 1) : 1;
                ink[x] = (1 - share(model, raster, x, y, 0)) * opacity;
            } else {
                int argb = picture.getRGB(x, y);
                int light = 2126 * (argb >> 16 & 255) + 7152 * (argb >> 8 & 255) + 722 * (argb & 255);
                ink[x] = (1 - light / 2_550_000.0) * ((argb >>> 24) / 255.0);
            }
        }
    }

    private static double share(ColorModel model, Raster raster, int x, int y, int band) {
        return raster.getSample(x, y, band) / (double) ((1L << model.getComponentSize(band)) - 1);
    }

    void next(RandomStream stream, double[] xy) {
        int pixel = pixels.at(stream.nextDouble());
        double side = Math.max(width, height);
        int column = pixel % width;
        int row = pixel / width;
        xy[0] = 0.5 + (column + stream.nextFloat() - width / 2.0) / side;
        xy[1] = 0.5 + (height - 1 - row + stream.nextFloat() - height / 2.0) / side;
    }
}
