package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Require;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The particles of a flow as images over time. */
public final class ImageFrames implements Visible {
    private static final int COLUMNS = 4;
    /** So many grids side by side can still be looked at. */
    private static final int GRIDS = 6;
    /** Small images in small grids, side by side, want to be seen. */
    private static final int SCALE = 2;

    private final List<Frames.Frame> all;
    private final List<Frames.Frame> some;
    private final ImageShape shape;
    private final int count;

    private ImageFrames(
            List<Frames.Frame> all, List<Frames.Frame> some, ImageShape shape, int count) {
        this.all = all;
        this.some = some;
        this.shape = shape;
        this.count = count;
    }

    static ImageFrames of(List<Frames.Frame> all, List<Frames.Frame> some, ImageShape shape) {
        Rows first = all.get(0).particles();
        if (first.dimension() != shape.dimension()) {
            throw new IllegalArgumentException("images of " + shape + " pixels have " + shape.dimension()
                    + " numbers: the particles have " + first.dimension());
        }
        return new ImageFrames(all, some, shape, Math.min(COLUMNS * COLUMNS, first.size()));
    }

    /**
     * The same with another number of images in each grid.
     *
     * @param images how many, the first ones; at most the number of particles
     * @return the frames
     * @throws IllegalArgumentException if there are not so many
     */
    public ImageFrames count(int images) {
        Rows first = all.get(0).particles();
        Require.between(images, 1, first.size(), "the number of images");
        return new ImageFrames(all, some, shape, images);
    }

    private static float[] images(Frames.Frame frame, int from, int count) {
        int dimension = frame.particles().dimension();
        float[] numbers = new float[Math.multiplyExact(count, dimension)];
        frame.particles().values().get(Math.multiplyExact(from, dimension), numbers);
        return numbers;
    }

    private ImageGrid grid(Frames.Frame frame, int columns) {
        return ImageGrid.of(images(frame, 0, count), count, shape)
                .columns(Math.min(columns, count));
    }

    /**
     * The first images at up to six of the kept steps side by side, from noise to pictures.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        List<ImageGrid> grids = new ArrayList<>();
        for (Frames.Frame frame : Frames.thinned(some, GRIDS)) {
            String step = frame.title();
            grids.add(grid(frame, COLUMNS)
                    .scale(SCALE)
                    .title(step)
                    .alternative(grids.isEmpty() ? "The first " + count + " particles as images, at " + step : step));
        }
        return ImageGrid.strip(grids);
    }

    /**
     * One image at some of the kept steps, from noise to a picture.
     *
     * @param image 0, …, N−1
     * @return one row of images, a step each
     */
    public Picture trajectory(int image) {
        List<ImageGrid> grids = new ArrayList<>();
        for (Frames.Frame frame : some) {
            String step = frame.title();
            grids.add(ImageGrid.of(images(frame, image, 1), 1, shape)
                    .title(step)
                    .alternative(grids.isEmpty() ? "Particle " + image + " as an image, at " + step : step));
        }
        return ImageGrid.strip(grids);
    }

    /**
     * The first images at all kept steps as an animation.
     *
     * @return a film of image grids
     */
    public Animation animation() {
        List<BufferedImage> frames = new ArrayList<>();
        for (Frames.Frame frame : all) {
            frames.add(grid(frame, count).title(frame.title()).image());
        }
        return Animation.of(frames).alternative(count + " images over " + all.size() + " steps of a flow");
    }

    @Override
    public String toString() {
        return "ImageFrames[" + count + " images " + shape + ", " + all.size()
                + " steps]";
    }
}
