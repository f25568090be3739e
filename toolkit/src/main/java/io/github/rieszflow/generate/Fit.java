package io.github.rieszflow.generate;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import java.util.List;

/** Whether images fit a preset. */
final class Fit {
    private Fit() {}

    /** Refuses images on which the preset cannot work. */
    static void require(MmdPreset preset, int height, int width, int available) {
        require(preset, true, height, width, available);
    }

    /** The same for its own network, or for others, which say themselves which images fit them. */
    static void require(MmdPreset preset, boolean itsNetwork, int height, int width, int available) {
        int coarsest = preset.resolutions().get(0).pooling();
        int divisor = coarsest * (itsNetwork ? preset.network().divisor() : 1);
        if (height % divisor != 0 || width % divisor != 0) {
            throw new IllegalArgumentException("height and width of the images must be divisible by " + divisor + " ("
                    + (coarsest > 1 ? "coarsest resolution 1/" + coarsest + ", " : "")
                    + (itsNetwork
                            ? "network with " + preset.network().multipliers().size() + " levels"
                            : "networks of your own")
                    + "): received " + height + "×" + width);
        }
        for (Resolution r : preset.resolutions()) {
            Patches patches = r.patches();
            int most = patches == null
                    ? 0
                    : patches.side()
                            * (1
                                    + patches.scales().stream()
                                            .max(Integer::compare)
                                            .orElseThrow());
            if (most > Math.min(height, width) / r.pooling()) {
                throw new IllegalArgumentException("patches of " + most + " pixels each way do not fit into images of "
                        + height / r.pooling() + "×" + width / r.pooling() + ": take fewer scales or a smaller side");
            }
        }
        if (preset.given() instanceof Observation.Hidden hidden) {
            requireInside(hidden, height, width, coarsest);
        }
        if (available < preset.particles()) {
            throw new IllegalArgumentException(
                    "the preset wants " + preset.particles() + " images, one for each particle: received " + available
                            + "; take preset.particles(" + available + ")");
        }
    }

    private static void requireInside(Observation.Hidden hidden, int height, int width, int coarsest) {
        hidden.requireInside(height, width);
        for (int side : new int[] {hidden.top(), hidden.left(), hidden.height(), hidden.width()}) {
            if (side % coarsest != 0) {
                throw new IllegalArgumentException(
                        "top, left, height and width of the hidden rectangle must be divisible by " + coarsest
                                + ", as the coarsest resolution is 1/" + coarsest + ": received " + hidden);
            }
        }
    }

    /** How many images there are of each label 0, …, K−1 if labels are observed, else an empty list. */
    static List<Integer> classes(MmdPreset preset, ImageSet images) {
        return preset.given() instanceof Observation.Labels labels ? labels.counts(images) : List.of();
    }
}
