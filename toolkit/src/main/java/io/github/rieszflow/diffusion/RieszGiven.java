package io.github.rieszflow.diffusion;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What samples are given.
 *
 * @param labels one of them for each sample, or null
 * @param known the known numbers of each sample with zeros elsewhere, or null
 * @param hidden which numbers of a sample are not known
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
record RieszGiven(int @Nullable [] labels, float @Nullable [] known, boolean[] hidden) {
    private static final long LABEL = 3;

    static RieszGiven nothing() {
        return new RieszGiven(null, null, new boolean[0]);
    }

    private static RieszGiven labels(int[] labels) {
        return new RieszGiven(labels, null, new boolean[0]);
    }

    static void requireNoPixels(RieszPreset preset) {
        if (preset.given() instanceof Observation.Hidden) {
            throw new IllegalStateException("this model was trained given " + preset.given()
                    + ", and completes images: use sampleGiven(images, each, seed)");
        }
    }

    /** What samples are given when the user says nothing: labels as often as in training, if there were labels. */
    static RieszGiven drawn(RieszPreset preset, RieszTrained trained, int count, Seed noise) {
        requireNoPixels(preset);
        List<Integer> classes = trained.classes();
        return classes.isEmpty() ? nothing() : labels(Observation.Labels.drawn(classes, 0, count, noise.split(LABEL)));
    }

    static RieszGiven asked(RieszPreset preset, RieszTrained trained, int[] labels) {
        if (!(preset.given() instanceof Observation.Labels)) {
            throw new IllegalStateException("this model was trained given " + preset.given()
                    + " and cannot be asked for labels: train with preset.given(Observation.labels())");
        }
        Require.positive(labels.length, "the number of samples");
        Observation.Labels.require(trained.classes(), labels);
        return labels(labels.clone());
    }

    /** Each of the images several times. */
    static RieszGiven observed(
            RieszPreset preset, RieszTrained trained, ImageSet observed, ImageShape shape, int each) {
        if (!(preset.given() instanceof Observation.Hidden area)) {
            throw new IllegalStateException("this model was trained given " + preset.given()
                    + " and cannot complete images: train with preset.given(Observation.hidden(top, left, height,"
                    + " width))");
        }
        int count =
                Math.multiplyExact(Require.positive(each, "the number of completions of each image"), observed.size());
        int[] images = IntStream.range(0, count).map(i -> i / each).toArray();
        float[] rows = trained.unit().in(observed.select(images).points()).toArray();
        boolean[] hidden = hidden(area, shape);
        return new RieszGiven(null, known(rows, hidden), hidden);
    }

    /** Which numbers of an image are not known. */
    static boolean[] hidden(Observation.Hidden area, ImageShape shape) {
        boolean[] hidden = new boolean[shape.dimension()];
        for (int k = 0; k < hidden.length; k++) {
            hidden[k] = area.hides(k / shape.width() % shape.height(), k % shape.width());
        }
        return hidden;
    }

    /** Known numbers, and zeros where they are hidden. */
    static float[] known(float[] rows, boolean[] hidden) {
        float[] known = rows.clone();
        for (int k = 0; k < known.length; k++) {
            known[k] = hidden[k % hidden.length] ? 0 : known[k];
        }
        return known;
    }
}
