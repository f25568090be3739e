package io.github.rieszflow.picture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Points as they move over time, whatever moves them: all that moves is shown, played and saved alike. */
public abstract class Evolution implements Visible {
    /** A path is drawn through at most this many kept steps. */
    private static final int CORNERS = 60;

    /** For those that move points. */
    protected Evolution() {}

    /**
     * The points at one moment.
     *
     * @param title what is written above them
     * @param points N×d points
     */
    public record Moment(String title, Rows points) {}

    /**
     * All moments that were kept, which an animation shows.
     *
     * @return at least one, in order
     */
    protected abstract List<Moment> moments();

    /**
     * Those that a still picture shows.
     *
     * @return at least one, in order
     */
    protected abstract List<Moment> shown();

    /**
     * Where the points are going.
     *
     * @return M×d points, shown beneath each moment, or null
     */
    protected abstract @Nullable Rows destination();

    /**
     * Whether there is enough for a chart.
     *
     * @return true if {@link #chart()} shows more than a point or two
     */
    protected abstract boolean charted();

    /**
     * At most this many of a list, evenly spread, the first and the last among them.
     *
     * @param <T> of what
     * @param list in order
     * @param most how many at most, at least 1
     * @return the chosen ones in order
     */
    protected static <T> List<T> thinned(List<T> list, int most) {
        List<T> few = new ArrayList<>();
        int count = Math.min(most, list.size());
        for (int i = 0; i < count; i++) {
            few.add(list.get(count == 1 ? 0 : (int) Math.round(i * (list.size() - 1.0) / (count - 1))));
        }
        return few;
    }

    private List<Clouds.Panel> panels(List<Moment> moments) {
        Rows target = destination();
        List<Clouds.Panel> panels = new ArrayList<>();
        for (Moment moment : moments) {
            Clouds.Panel panel = Clouds.panel(moment.title(), moment.points());
            panels.add(target == null ? panel : panel.over(target));
        }
        return panels;
    }

    /**
     * The points at some of the kept steps, over the target if there is one.
     *
     * @return a strip of point clouds of the first two coordinates
     */
    public Clouds clouds() {
        return Clouds.strip(panels(shown()));
    }

    /**
     * Who goes where: the points at the last kept step, coloured by where they began, and the paths of up to 300 of them
     * through all kept steps.
     *
     * @return one panel of the first two coordinates
     * @throws IllegalArgumentException if the points are on a line
     * @throws IllegalStateException if only one step was kept
     */
    public Clouds paths() {
        List<Moment> all = thinned(moments(), CORNERS);
        Moment first = all.get(0);
        Moment last = all.get(all.size() - 1);
        requireTwo(all);
        Moment between = new Moment(first.title() + " to " + last.title(), last.points());
        Clouds.Panel panel = panels(List.of(between)).get(0);
        return Clouds.strip(List.of(panel.byOrigin(first.points())
                .paths(all.subList(0, all.size() - 1).stream()
                        .map(Moment::points)
                        .toList())));
    }

    /**
     * The points at some of the kept steps, each with arrows to where up to 200 of them are at the next one of these.
     *
     * @return a strip of point clouds of the first two coordinates
     * @throws IllegalArgumentException if the points are on a line
     * @throws IllegalStateException if only one step was kept
     */
    public Clouds arrows() {
        List<Moment> some = shown();
        requireTwo(some);
        List<Clouds.Panel> plain = panels(some);
        List<Clouds.Panel> panels = new ArrayList<>();
        for (int i = 0; i + 1 < some.size(); i++) {
            panels.add(plain.get(i).arrows(some.get(i + 1).points()));
        }
        return Clouds.strip(panels);
    }

    private static void requireTwo(List<Moment> moments) {
        if (moments.size() < 2) {
            throw new IllegalStateException("who goes where is seen between two steps, and only \""
                    + moments.get(0).title() + "\" was kept: run it first");
        }
    }

    /**
     * All kept steps as an animation.
     *
     * @return point clouds of the first two coordinates, one after the other
     */
    public Animation animation() {
        return Clouds.strip(panels(moments())).animation();
    }

    /**
     * The kept steps to play and to zoom into, in three dimensions to turn; beyond that the chart to zoom into. Where nothing
     * can be played it is what {@link #picture} shows.
     *
     * @return the interactive picture
     */
    public Interactive interactive() {
        return clouded() ? Clouds.strip(panels(moments())).interactive(picture()) : chart().interactive();
    }

    /** Whether clouds say more than the chart. */
    private boolean clouded() {
        return moments().get(0).points().dimension() <= 3 || !charted();
    }

    /**
     * The kept steps as grey images, where each point is one.
     *
     * @param height rows of pixels
     * @param width columns of pixels
     * @return grids of images over time
     * @throws IllegalArgumentException if d is not height·width
     */
    public ImageFrames images(int height, int width) {
        return images(ImageShape.grey(height, width));
    }

    /**
     * The kept steps as images, where each point is one.
     *
     * @param shape of an image
     * @return grids of images over time
     * @throws IllegalArgumentException if d is not height·width·channels
     */
    public ImageFrames images(ImageShape shape) {
        return ImageFrames.of(moments(), shown(), shape);
    }

    /**
     * What falls as the points move.
     *
     * @return a chart of all readings
     * @throws IllegalStateException if there are too few readings for one
     */
    public abstract Chart chart();

    /**
     * What this looks like: point clouds in up to three dimensions, beyond that the chart.
     *
     * @return the picture
     */
    @Override
    public Picture picture() {
        return clouded() ? clouds().picture() : chart().picture();
    }
}
