package io.github.rieszflow.measure;

import io.github.rieszflow.internal.PictureRows;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * Independent points on well-known shapes in the plane. All shapes lie in or close to the unit square, so they overlap
 * with the noise of {@link Points#uniform}. Each has an overload without a seed, which uses {@link Seed#DEFAULT} and
 * gives the same points in every run. Every method refuses a size that is not positive with an
 * {@link IllegalArgumentException}.
 */
public final class Shapes {
    private Shapes() {}

    /**
     * A ring: uniform on the annulus 0.32 ≤ ‖x − (½,½)‖ ≤ 0.40.
     *
     * @param size N
     * @param seed the seed
     * @return N×2 points
     */
    public static Points ring(int size, Seed seed) {
        return sample(size, seed, (stream, xy) -> {
            double r = Math.sqrt(0.32 * 0.32 + stream.nextDouble() * (0.40 * 0.40 - 0.32 * 0.32));
            onCircle(xy, r, 2 * Math.PI * stream.nextDouble());
        });
    }

    /**
     * A ring from the default seed.
     *
     * @param size N
     * @return as {@link #ring(int, Seed)}
     */
    public static Points ring(int size) {
        return ring(size, Seed.DEFAULT);
    }

    /**
     * Two interleaved half circles, each with probability ½: (cos t, sin t) or (1 − cos t, ½ − sin t) with t uniform on
     * [0,π], moved by −(½, ¼), scaled by 0.29, moved by (½,½), plus N(0, 0.018² I).
     *
     * @param size N
     * @param seed the seed
     * @return N×2 points
     */
    public static Points moons(int size, Seed seed) {
        return sample(size, seed, (stream, xy) -> {
            boolean upper = stream.nextInt(2) == 0;
            double t = Math.PI * stream.nextDouble();
            double cos = StrictMath.cos(t);
            double sin = StrictMath.sin(t);
            xy[0] = 0.5 + 0.29 * ((upper ? cos : 1 - cos) - 0.5);
            xy[1] = 0.5 + 0.29 * ((upper ? sin : 0.5 - sin) - 0.25);
            blur(xy, 0.018, stream);
        });
    }

    /**
     * Two moons from the default seed.
     *
     * @param size N
     * @return as {@link #moons(int, Seed)}
     */
    public static Points moons(int size) {
        return moons(size, Seed.DEFAULT);
    }

    /**
     * Two spiral arms around (½,½), each with probability ½: radius 0.04 + 0.38 s at angle 3πs or 3πs + π with s = √u
     * and u uniform on [0,1], plus N(0, 0.009² I).
     *
     * @param size N
     * @param seed the seed
     * @return N×2 points
     */
    public static Points spirals(int size, Seed seed) {
        return sample(size, seed, (stream, xy) -> {
            double start = stream.nextInt(2) * Math.PI;
            double s = Math.sqrt(stream.nextDouble());
            onCircle(xy, 0.04 + 0.38 * s, start + 3 * Math.PI * s);
            blur(xy, 0.009, stream);
        });
    }

    /**
     * Two spirals from the default seed.
     *
     * @param size N
     * @return as {@link #spirals(int, Seed)}
     */
    public static Points spirals(int size) {
        return spirals(size, Seed.DEFAULT);
    }

    /**
     * Eight Gaussians with equal weights: means (½,½) + 0.36 (cos kπ/4, sin kπ/4), k = 0, …, 7, covariance 0.03² I.
     *
     * @param size N
     * @param seed the seed
     * @return N×2 points
     */
    public static Points eightGaussians(int size, Seed seed) {
        return sample(size, seed, (stream, xy) -> {
            onCircle(xy, 0.36, stream.nextInt(8) * Math.PI / 4);
            blur(xy, 0.03, stream);
        });
    }

    /**
     * Eight Gaussians from the default seed.
     *
     * @param size N
     * @return as {@link #eightGaussians(int, Seed)}
     */
    public static Points eightGaussians(int size) {
        return eightGaussians(size, Seed.DEFAULT);
    }

    /**
     * A checkerboard: uniform on those eight of the 4×4 squares of side ¼ of [0,1)² whose column and row have an even sum.
     *
     * @param size N
     * @param seed the seed
     * @return N×2 points
     */
    public static Points checkerboard(int size, Seed seed) {
        return sample(size, seed, (stream, xy) -> {
            int row = stream.nextInt(4);
            int column = 2 * stream.nextInt(2) + row % 2;
            xy[0] = (column + stream.nextFloat()) / 4;
            xy[1] = (row + stream.nextFloat()) / 4;
        });
    }

    /**
     * A checkerboard from the default seed.
     *
     * @param size N
     * @return as {@link #checkerboard(int, Seed)}
     */
    public static Points checkerboard(int size) {
        return checkerboard(size, Seed.DEFAULT);
    }

    /**
     * A text written with a thick pen, as large as fits into the unit square and centred there: a point uniform by arc length
     * on the strokes of the stroke font of the toolkit plus a vector uniform on the disc of radius 0.06
     * times the height of a capital. Characters stand 0.24 such heights apart; a space is 0.4 wide; a line break starts a new
     * line 1.5 below.
     *
     * @param text what is written, at least one visible character
     * @param size N
     * @param seed the seed
     * @return N×2 points
     * @throws IllegalArgumentException if nothing is visible or if the font has not every character
     */
    public static Points letters(String text, int size, Seed seed) {
        PenSampler pen = new PenSampler(text);
        return sample(size, seed, pen::next);
    }

    /**
     * A text from the default seed.
     *
     * @param text what is written
     * @param size N
     * @return as {@link #letters(String, int, Seed)}
     */
    public static Points letters(String text, int size) {
        return letters(text, size, Seed.DEFAULT);
    }

    /**
     * A picture as a density: a pixel is drawn with probability proportional to (1 − luminance) · opacity, where luminance
     * is 0.2126 R + 0.7152 G + 0.0722 B of the stored values in [0,1], and the point is uniform on that pixel. The longer
     * side of the picture has length 1, the aspect is kept, y points upwards, the picture is centred in the unit square.
     *
     * @param picture dark on light or on transparent ground
     * @param size N
     * @param seed the seed
     * @return N×2 points in [0,1]²
     * @throws IllegalArgumentException if every pixel is white or transparent, the picture does not fit into memory, or its
     *     samples are fractions, signed or of more than 16 bits
     */
    public static Points picture(BufferedImage picture, int size, Seed seed) {
        PictureSampler pixels = new PictureSampler(PictureRows.of(picture), "the picture");
        return sample(size, seed, pixels::next);
    }

    /**
     * A picture as a density, from the default seed.
     *
     * @param picture dark on light or on transparent ground
     * @param size N
     * @return as {@link #picture(BufferedImage, int, Seed)}
     */
    public static Points picture(BufferedImage picture, int size) {
        return picture(picture, size, Seed.DEFAULT);
    }

    /**
     * A picture file as a density, upright as its EXIF orientation says. Inks (CMYK) count as the light they leave, (1 −
     * ink)(1 − black); of an animation the first image is read. Its size is looked at before it is decoded.
     *
     * @param file a PNG, JPEG, GIF, BMP or any other file that {@link javax.imageio.ImageIO} reads, but a TIFF file of several
     *     pages
     * @param size N
     * @param seed the seed
     * @return as {@link #picture(BufferedImage, int, Seed)}
     * @throws IllegalArgumentException if the file holds no picture, is damaged or breaks off, or as for pictures in memory
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static Points picture(Path file, int size, Seed seed) {
        PictureSampler pixels = PictureSampler.of(file);
        return sample(size, seed, pixels::next);
    }

    /**
     * A picture file as a density, from the default seed.
     *
     * @param file as in {@link #picture(Path, int, Seed)}
     * @param size N
     * @return as {@link #picture(BufferedImage, int, Seed)}
     */
    public static Points picture(Path file, int size) {
        return picture(file, size, Seed.DEFAULT);
    }

    /** Draws one point. */
    private interface Draw {
        void draw(RandomStream stream, double[] xy);
    }

    private static Points sample(int size, Seed seed, Draw draw) {
        float[] data = CloudArrays.allocate(size, 2);
        RandomStream stream = seed.stream();
        double[] xy = new double[2];
        for (int i = 0; i < size; i++) {
            draw.draw(stream, xy);
            data[2 * i] = (float) xy[0];
            data[2 * i + 1] = (float) xy[1];
        }
        return Points.adopt(data, size, 2);
    }

    private static void onCircle(double[] xy, double radius, double angle) {
        xy[0] = 0.5 + radius * StrictMath.cos(angle);
        xy[1] = 0.5 + radius * StrictMath.sin(angle);
    }

    private static void blur(double[] xy, double deviation, RandomStream stream) {
        xy[0] += deviation * stream.nextGaussian();
        xy[1] += deviation * stream.nextGaussian();
    }
}
