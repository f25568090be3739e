package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Cumulative;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.PictureFile;
import io.github.rieszflow.internal.PictureRows;
import java.nio.file.Path;

/** Draws points from the dark parts of a picture. */
final class PictureSampler {
    private final int width;
    private final int height;
    /** Pixels by their ink, row by row from the top. */
    private final Cumulative pixels;

    PictureSampler(PictureRows picture, String name) {
        width = picture.width();
        height = picture.height();
        requireSmall(width, height, name);
        double[] ink = new double[width * height];
        int[][] row = new int[4][width];
        double sum = 0;
        for (int y = 0; y < height; y++) {
            picture.row(y, 0, row);
            for (int x = 0; x < width; x++) {
                long light = 2126L * row[0][x] + 7152L * row[1][x] + 722L * row[2][x];
                double here = (1 - light / (10_000.0 * picture.most())) * (row[3][x] / (double) picture.opaque());
                sum += here;
                ink[y * width + x] = here;
            }
        }
        if (sum == 0) {
            throw new IllegalArgumentException(name + " has no mass, all of its " + width + "×" + height
                    + " pixels are white or transparent: mass is where it is dark and opaque; invert it if it is"
                    + " light on white");
        }
        pixels = Cumulative.adopt(ink);
    }

    /** The picture of a file; its size is looked at before it is decoded. */
    static PictureSampler of(Path file) {
        String name = file.toString();
        return new PictureSampler(PictureFile.read(file, (width, height) -> requireSmall(width, height, name)), name);
    }

    private static void requireSmall(int width, int height, String name) {
        Memory.require(8.0 * width * height, "sampling " + name, "scale the picture down");
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
