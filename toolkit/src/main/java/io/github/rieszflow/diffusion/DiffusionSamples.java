package io.github.rieszflow.diffusion;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Animation;
import io.github.rieszflow.picture.Clouds;
import io.github.rieszflow.picture.ImageGrid;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Samples and their path from noise. Immutable. */
public final class DiffusionSamples implements Visible {
    private static final int COLUMNS = 10;
    private static final int PANELS = 6;

    private final SamplePath result;
    private final DiffusionSampler sampler;
    private final Unit unit;
    private final @Nullable ImageShape shape;
    private final int @Nullable [] labels;

    DiffusionSamples(SamplePath result, DiffusionSampler sampler, Unit unit, @Nullable ImageShape shape) {
        this(result, sampler, unit, shape, null);
    }

    /** Samples of classes. */
    DiffusionSamples(
            SamplePath result,
            DiffusionSampler sampler,
            Unit unit,
            @Nullable ImageShape shape,
            int @Nullable [] labels) {
        this.labels = labels;
        this.result = result;
        this.sampler = sampler;
        this.unit = unit;
        this.shape = shape;
    }

    /**
     * The samples in the units of the data.
     *
     * @return N×d points
     */
    public Points points() {
        return unit.out(result.particles());
    }

    /**
     * What the samples began with, in the same order.
     *
     * @return N×d points, standard normal as a rule
     */
    public Points noise() {
        return result.start();
    }

    /** Noise and what became of it, to learn from. */
    TrainingRows pairs(Observation given) {
        if (interrupted()) {
            throw new IllegalArgumentException(
                    "these samples were interrupted on their way, and are not what the noise becomes: sample again");
        }
        TrainingRows rows = shape == null ? TrainingRows.of(points(), unit) : TrainingRows.of(images(), given);
        return TrainingRows.paired(rows, noise());
    }

    /** The shape of images, or null. */
    @Nullable
    ImageShape shape() {
        return shape;
    }

    /**
     * The samples as images; values beyond black and white are clipped.
     *
     * @return N images, with labels if the model was given labels
     * @throws IllegalStateException if the model was not trained on images
     */
    public ImageSet images() {
        ImageShape s = requireImages();
        ImageSet images = ImageSet.of(points(), s);
        return labels == null ? images : images.labelled(labels);
    }

    private ImageShape requireImages() {
        if (shape == null) {
            throw new IllegalStateException(
                    "these samples are " + result.particles().shape() + " points, not images: look at points()");
        }
        return shape;
    }

    /**
     * The samples as a grid of images.
     *
     * @return the grid
     * @throws IllegalStateException if the model was not trained on images
     */
    public ImageGrid grid() {
        ImageSet images = images();
        int columns = (int) Math.ceil(Math.sqrt(images.size()));
        return images.grid(images.size()).columns(columns);
    }

    /**
     * The work: how often the network was differentiated, or evaluated, for each sample.
     *
     * @return the number of function evaluations, NFE
     */
    public int evaluations() {
        return result.evaluations();
    }

    /**
     * Whether an interrupt stopped the flow early.
     *
     * @return true if fewer steps were done than asked for
     */
    public boolean interrupted() {
        return result.interrupted();
    }

    /**
     * How they were made.
     *
     * @return the sampler
     */
    public DiffusionSampler sampler() {
        return sampler;
    }

    /**
     * The path from noise to data at all levels: of all points, or of the first few images.
     *
     * @return an animation
     */
    public Animation animation() {
        if (shape == null) {
            return Clouds.strip(panels(result.frames())).animation();
        }
        List<SamplePath.AtLevel> frames = result.frames();
        ImageShape images = shape;
        return Animation.of(frames.size(), i -> grid(frames.get(i), images).image())
                .alternative("samples from noise to data");
    }

    /**
     * The path from noise to data at some levels, side by side.
     *
     * @return a strip of pictures
     */
    public Picture path() {
        List<SamplePath.AtLevel> frames = result.frames();
        List<SamplePath.AtLevel> some = new ArrayList<>();
        int count = Math.min(PANELS, frames.size());
        for (int i = 0; i < count; i++) {
            some.add(frames.get(count == 1 ? 0 : (int) Math.round(i * (frames.size() - 1.0) / (count - 1))));
        }
        if (shape == null) {
            return Clouds.strip(panels(some)).picture();
        }
        List<ImageGrid> grids = new ArrayList<>();
        for (SamplePath.AtLevel frame : some) {
            grids.add(grid(frame, shape).scale(2));
        }
        return ImageGrid.strip(grids);
    }

    private List<Clouds.Panel> panels(List<SamplePath.AtLevel> frames) {
        List<Clouds.Panel> panels = new ArrayList<>();
        for (SamplePath.AtLevel frame : frames) {
            Points x = unit.out(frame.particles());
            panels.add(Clouds.panel(title(frame), x.toArray(), x.size(), x.dimension()));
        }
        return panels;
    }

    private ImageGrid grid(SamplePath.AtLevel frame, ImageShape s) {
        Points x = unit.out(frame.particles());
        float[] pixels = x.toArray();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Math.min(1, Math.max(0, pixels[i]));
        }
        int columns = (int) Math.ceil(Math.sqrt(x.size()));
        return ImageGrid.of(pixels, x.size(), s).columns(columns).title(title(frame));
    }

    private static String title(SamplePath.AtLevel frame) {
        return String.format(Locale.ROOT, "t = %.3g", frame.t());
    }

    /**
     * What this looks like: images, or points in the plane.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        if (shape == null) {
            return points().picture();
        }
        ImageSet images = images();
        int shown = Math.min(images.size(), COLUMNS * COLUMNS);
        return images.grid(shown).columns(Math.min(COLUMNS, shown)).picture();
    }

    @Override
    public String toString() {
        return "DiffusionSamples[" + result.particles().size() + " of "
                + (shape == null ? "dimension " + result.particles().dimension() : shape) + ", "
                + evaluations() + " evaluations each" + (interrupted() ? " (interrupted)" : "") + ", " + sampler + "]";
    }
}
