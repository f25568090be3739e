package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.ScriptText;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Slot;
import java.util.List;
import java.util.Locale;

/**
 * Features by a network of the user's own.
 *
 * @param network maps points N×d and noise levels N×13 to features N×F
 * @param identity of the network, which tells it from others where only its class is known
 * @param dimension d
 * @param features F
 */
record OwnFeatures(Architecture network, String identity, int dimension, int features) implements FeatureNetwork {
    private static final String PREFIX = "own_";

    OwnFeatures {
        Require.positive(dimension, "the dimension of points");
        Require.positive(features, "the number of features");
    }

    @Override
    public List<Slot> slots(int dimension) {
        if (dimension != this.dimension) {
            throw new IllegalArgumentException("these features are of points of dimension " + this.dimension
                    + ": received points of dimension " + dimension);
        }
        return network.slots().stream()
                .map(slot -> new Slot("features." + slot.name(), slot.shape(), slot.centre(), slot.spread()))
                .toList();
    }

    @Override
    public int features(int dimension) {
        return features;
    }

    @Override
    public String source(int dimension) {
        // Without the weights of the kernel, which come behind.
        return ScriptText.prefixed(network.source(), PREFIX)
                + String.format(Locale.ROOT, """
                def features(self, w: List[Tensor], x: Tensor, e: Tensor) -> Tensor:
                  return (self).%snet(torch.slice(w, 0, %d), [x, e], )
                """, PREFIX, network.slots().size());
    }

    @Override
    public String toString() {
        return features + " features of dimension " + dimension + " by a " + identity;
    }
}
