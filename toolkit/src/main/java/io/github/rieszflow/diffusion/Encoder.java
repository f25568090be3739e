package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.ScriptText;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Slot;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import java.util.Locale;

/**
 * Features of images: the way down of a U-Net, conditioned on the noise level, and an affine map of all that is at its bottom.
 */
record Encoder(ImageShape shape, int features, UNet net) implements FeatureNetwork {
    private Architecture architecture() {
        return net.encoder(shape, features);
    }

    @Override
    public List<Slot> slots(int dimension) {
        if (dimension != shape.dimension()) {
            throw new IllegalArgumentException("these features are of images " + shape + ", that is dimension "
                    + shape.dimension() + ": received points of dimension " + dimension);
        }
        return architecture().slots();
    }

    @Override
    public int features(int dimension) {
        return features;
    }

    @Override
    public String source(int dimension) {
        return ScriptText.prefixed(architecture().source(), "encoder_")
                + String.format(Locale.ROOT, """
                def features(self, w: List[Tensor], x: Tensor, e: Tensor) -> Tensor:
                  t = 0.5 * (torch.narrow(e, 1, 0, 1) + 1.0)
                  return (self).encoder_net(w, [torch.reshape(x, [-1, %d, %d, %d]), t], )
                """, shape.channels(), shape.height(), shape.width());
    }

    @Override
    public String toString() {
        return "encoder with " + features + " features by " + net + " of images " + shape;
    }
}
