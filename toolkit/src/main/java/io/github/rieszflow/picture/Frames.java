package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Require;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The particles of a flow at some of its steps, and what they look like: whatever makes the steps, they are shown alike. */
public final class Frames {
    /**
     * The particles at one step.
     *
     * @param title what is written above them
     * @param particles N×d points
     */
    public record Frame(String title, Rows particles) {}

    private final List<Frame> all;
    private final List<Frame> some;
    private final @Nullable Rows target;

    private Frames(List<Frame> all, List<Frame> some, @Nullable Rows target) {
        this.all = List.copyOf(all);
        this.some = List.copyOf(some);
        this.target = target;
    }

    /**
     * Frames in order.
     *
     * @param all those a film shows, at least one
     * @param some those a still picture shows
     * @param target M×d points that are shown beneath each, or null
     * @return the frames
     */
    public static Frames of(List<Frame> all, List<Frame> some, @Nullable Rows target) {
        Require.positive(all.size(), "the number of frames");
        return new Frames(all, some, target);
    }

    /**
     * At most so many of a list, evenly spread, the first and the last among them.
     *
     * @param <T> of what
     * @param list in order
     * @param most how many at most, at least 1
     * @return the chosen ones in order
     */
    public static <T> List<T> thinned(List<T> list, int most) {
        List<T> few = new ArrayList<>();
        int count = Math.min(most, list.size());
        for (int i = 0; i < count; i++) {
            few.add(list.get(count == 1 ? 0 : (int) Math.round(i * (list.size() - 1.0) / (count - 1))));
        }
        return few;
    }

    private List<Clouds.Panel> panels(List<Frame> of) {
        List<Clouds.Panel> panels = new ArrayList<>();
        for (Frame frame : of) {
            Clouds.Panel panel = Clouds.panel(frame.title(), frame.particles());
            panels.add(target == null ? panel : panel.over(target));
        }
        return panels;
    }

    /**
     * Some frames side by side, over the target.
     *
     * @return a strip of clouds of the first two coordinates
     */
    public Clouds clouds() {
        return Clouds.strip(panels(some));
    }

    /**
     * All frames one after the other.
     *
     * @return a film of clouds of the first two coordinates
     */
    public Animation animation() {
        return Clouds.strip(panels(all)).animation();
    }

    /**
     * All frames to play and to zoom into, in three dimensions to turn.
     *
     * @param still what is shown where nothing can be played
     * @return the interactive picture
     */
    public Interactive interactive(Picture still) {
        return Clouds.strip(panels(all)).interactive(still);
    }

    /**
     * The particles as images.
     *
     * @param height pixels
     * @param width pixels
     * @param channels 1 for grey, 3 for colour; all pixels of one channel before the next
     * @return grids of images over time
     * @throws IllegalArgumentException if d is not channels·height·width
     */
    public ImageFrames images(int height, int width, int channels) {
        return ImageFrames.of(all, some, new ImageShape(height, width, channels));
    }
}
