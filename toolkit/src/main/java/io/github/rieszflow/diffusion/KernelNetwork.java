package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel of all noise levels as one network, k_t(x,y) = k(φ(x,t), φ(y,t)): features, then what compares them.
 *
 * @param features φ
 * @param base k
 * @param dimension of the points
 */
record KernelNetwork(FeatureNetwork features, BaseKernel base, int dimension) implements Architecture {
    @Override
    public List<Slot> slots() {
        List<Slot> slots = new ArrayList<>(features.slots(dimension));
        slots.addAll(base.slots());
        return slots;
    }

    int width() {
        return features.features(dimension);
    }

    /**
     * {@code net} are the features; {@code squared} and {@code push} take [points or features …, level]. Squared distances as
     * ‖x‖² + ‖y‖² − 2⟨x,y⟩ lose digits where a kernel is narrow, so {@code squared} takes them in double precision.
     */
    @Override
    public String source() {
        return features.source(dimension)
                + base.source(features.slots(dimension).size())
                + METHODS;
    }

    private static final String METHODS = """
            def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
              return (self).features(w, x[0], x[1], )
            def squared(self, v: Tensor, b: List[Tensor]) -> Tensor:
              w = (self).views(v, )
              x = torch.unsqueeze(torch.to(b[0], 7, False, False, None), 0)
              y = torch.unsqueeze(torch.to(b[1], 7, False, False, None), 0)
              return torch.to((self).mmd(w, x, y, b[2], ), 6, False, False, None)
            def widths(self, v: Tensor, b: List[Tensor]) -> Tensor:
              return (self).width((self).views(v, ), b[0], )
            def at(self, w: List[Tensor], z: Tensor, b: List[Tensor]) -> Tensor:
              f = (self).features(w, z, torch.expand(b[3], [torch.size(z, 0), -1]), )
              s = (self).witness(w, torch.unsqueeze(f, 0), torch.unsqueeze(b[1], 0), torch.unsqueeze(b[2], 0), b[3], )
              return torch.squeeze(s, 0)
            def witnesses(self, v: Tensor, b: List[Tensor]) -> Tensor:
              return (self).at((self).views(v, ), b[0], b, )
            def push(self, v: Tensor, b: List[Tensor]) -> Tensor:
              z = torch.requires_grad_(torch.detach(b[0]), True)
              f = torch.sum((self).at((self).views(v, ), z, b, ))
              g = torch.autograd.grad([f], [z], None, None, False, False)
              return unchecked_cast(Tensor, g[0])
            """;

    @Override
    public String toString() {
        return base + " of " + features;
    }
}
