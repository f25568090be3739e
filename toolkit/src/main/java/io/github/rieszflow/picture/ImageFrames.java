package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Require;
import java.util.ArrayList;
import java.util.List;

/** The particles of a flow as images over time. */
public final class ImageFrames implements Drawable {
    private static final int COLUMNS = 4;
    /** At most this many grids stand side by side. */
    private static final int GRIDS = 6;
    /** Small images in small grids, side by side, want to be seen. */
    private static final int SCALE = 2;

    private final List<Evolution.Moment> all;
    private final List<Evolution.Moment> some;
    private final ImageShape shape;
    private final int count;

    private ImageFrames(List<Evolution.Moment> all, List<Evolution.Moment> some, ImageShape shape, int count) {
        this.all = all;
        this.some = some;
        this.shape = shape;
        this.count = count;
    }

    static ImageFrames of(List<Evolution.Moment> all, List<Evolution.Moment> some, ImageShape shape) {
        Rows first = all.get(0).points();
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
     * @throws IllegalArgumentException if there are fewer
     */
    public ImageFrames count(int images) {
        Rows first = all.get(0).points();
        Require.between(images, 1, first.size(), "the number of images");
        return new ImageFrames(all, some, shape, images);
    }

    private static float[] images(Evolution.Moment moment, int from, int count) {
        int dimension = moment.points().dimension();
        float[] numbers = new float[Math.multiplyExact(count, dimension)];
        moment.points().values().get(Math.multiplyExact(from, dimension), numbers);
        return numbers;
    }

    private ImageGrid grid(Evolution.Moment moment, int columns) {
        return ImageGrid.of(images(moment, 0, count), count, shape).columns(Math.min(columns, count));
    }

    /**
     * The first images at up to six of the kept steps side by side, from noise to pictures.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        List<ImageGrid> grids = new ArrayList<>();
        for (Evolution.Moment moment : Evolution.thinned(some, GRIDS)) {
            String step = moment.title();
            grids.add(grid(moment, COLUMNS)
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
     * @throws IndexOutOfBoundsException if there is no such image
     */
    public Picture trajectory(int image) {
        int count = all.get(0).points().size();
        if (image < 0 || image >= count) {
            throw new IndexOutOfBoundsException(
                    "there is no particle " + image + ": there are " + count + ", counted from 0");
        }
        List<ImageGrid> grids = new ArrayList<>();
        for (Evolution.Moment moment : some) {
            String step = moment.title();
            grids.add(ImageGrid.of(images(moment, image, 1), 1, shape)
                    .title(step)
                    .alternative(grids.isEmpty() ? "Particle " + image + " as an image, at " + step : step));
        }
        return ImageGrid.strip(grids);
    }

    /**
     * The first images at all kept steps as an animation.
     *
     * @return an animation of image grids
     * @throws IllegalArgumentException if it does not fit into memory
     */
    public Animation animation() {
        return Animation.of(
                        all.size(),
                        i -> grid(all.get(i), count).title(all.get(i).title()).image())
                .alternative(count + " images over " + all.size() + " steps of a flow");
    }

    @Override
    public String toString() {
        return "ImageFrames[" + count + " images " + shape + ", " + all.size() + " steps]";
    }
}
