package io.github.rieszflow.quality;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is computed of the held-out images once and used for every generator. */
final class RealImages {
    private record Looked(ImageFeatures by, int images) {}

    private final ImageSet heldOut;
    private final Map<Looked, Points> features = new HashMap<>();
    private @Nullable Neighbours neighbours;

    RealImages(ImageSet heldOut) {
        this.heldOut = heldOut;
    }

    /** The features of the first held-out images. */
    synchronized Points features(ImageFeatures by, ImageSet first) {
        return features.computeIfAbsent(new Looked(by, first.size()), key -> by.features(first));
    }

    /** The training images near to some of the held-out ones. */
    synchronized Neighbours neighbours(ImageSet training, int count) {
        Neighbours known = neighbours;
        if (known == null) {
            known = Neighbours.of(heldOut.take(Math.min(count, heldOut.size())), training);
            neighbours = known;
        }
        return known;
    }
}
