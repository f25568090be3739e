package io.github.rieszflow.generate;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.picture.Animation;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.ImageGrid;
import io.github.rieszflow.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/** The same samples before the first network and after each one: from noise to images. */
public final class SampleTrajectory implements Drawable {
    private static final int COLUMNS = 4;
    private static final int GRIDS = 6;
    /** Pixels of a grid each way in an animation. */
    private static final int WIDE = 300;

    private final List<ImageSet> steps;

    SampleTrajectory(List<ImageSet> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * The images at each step, the noise first.
     *
     * @return one more than there are networks; in a pyramid the first ones are smaller
     */
    public List<ImageSet> steps() {
        return steps;
    }

    private ImageGrid grid(int step, int pixels) {
        ImageSet images = steps.get(step);
        int shown = Math.min(images.size(), COLUMNS * COLUMNS);
        int scale = Math.max(1, Math.round((float) pixels / images.width()));
        String title = step == 0 ? "noise" : "network " + step;
        return images.grid(shown)
                .columns(Math.min(COLUMNS, shown))
                .scale(scale)
                .title(title)
                .alternative(title + ": " + shown + " samples");
    }

    /**
     * Up to 16 samples at up to six of the steps side by side.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        List<ImageGrid> grids = new ArrayList<>();
        int panels = Math.min(GRIDS, steps.size());
        int last = steps.size() - 1;
        int widest = steps.get(last).width();
        for (int i = 0; i < panels; i++) {
            grids.add(grid(panels == 1 ? last : Math.round((float) i * last / (panels - 1)), Math.max(widest, 48)));
        }
        return ImageGrid.strip(grids);
    }

    /**
     * Up to 16 samples at all steps, to be saved as a GIF.
     *
     * @return an animation, one frame for each step
     */
    public Animation animation() {
        // A multiple of the largest width is one of the smaller ones too, so that all frames have one size.
        int widest = steps.get(steps.size() - 1).width();
        int pixels = (WIDE / COLUMNS + widest - 1) / widest * widest;
        return Animation.of(steps.size(), step -> grid(step, pixels).image())
                .alternative("Samples from noise to images, through " + (steps.size() - 1) + " networks");
    }

    @Override
    public String toString() {
        return "SampleTrajectory[" + steps.get(0).size() + " samples, " + (steps.size() - 1) + " networks]";
    }
}
