package io.github.rieszflow.diffusion;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.internal.ScriptText;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Slot;
import io.github.rieszflow.picture.ImageShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network of the user's own, with as many rows in every input: for several particles all inputs are copied.
 *
 * @param own the network
 * @param identity of the network, which tells it from others where only its class is known
 * @param shape of images, or null
 * @param dimension d
 * @param latents L
 */
record OwnDenoiser(
        Architecture own, String identity, @Nullable ImageShape shape, int dimension, int latents) implements Denoiser {
    private static final String PREFIX = "own_";

    OwnDenoiser {
        Require.between(latents, 0, Integer.MAX_VALUE, "the number of noises");
    }

    @Override
    public Architecture network(int received, int classes, boolean planes) {
        if (received != dimension) {
            throw new IllegalArgumentException(
                    "this network is for dimension " + dimension + ": received points of dimension " + received);
        }
        if (shape == null && (classes > 0 || planes)) {
            throw new IllegalArgumentException("labels and pixels are observed of images: this network is for points");
        }
        return latents == 0 ? own : new Copied(own);
    }

    @Override
    public List<Integer> noise() {
        return latents == 0 ? List.of() : List.of(latents);
    }

    @Override
    public Denoiser latents(int count) {
        if (count != latents) {
            throw new IllegalArgumentException("a network of your own has the noise it is made for, " + latents
                    + " numbers: received " + count + "; give another one to Denoiser.of(…)");
        }
        return this;
    }

    private record Copied(Architecture own) implements Architecture {
        @Override
        public List<Slot> slots() {
            return own.slots();
        }

        @Override
        public String source() {
            return ScriptText.prefixed(own.source(), PREFIX) + """
                    def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
                      m = torch.floordiv(torch.size(x[-1], 0), torch.size(x[0], 0))
                      r = annotate(List[Tensor], [])
                      for t in torch.slice(x, 0, -1):
                        _0 = torch.append(r, torch.cat(torch.mul([t], m), 0))
                      _1 = torch.append(r, x[-1])
                      return (self).own_net(w, r, )
                    """;
        }

        @Override
        public String toString() {
            return own.toString();
        }
    }

    @Override
    public String toString() {
        return identity + " for " + (shape == null ? "dimension " + dimension : "images " + shape);
    }
}
