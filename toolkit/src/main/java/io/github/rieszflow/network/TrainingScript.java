package io.github.rieszflow.network;

import java.util.List;

/** What every training has: the gradient with respect to all weights, and a step of an optimizer, with a gradient that is clipped or not. */
final class TrainingScript {
    private static final String METHODS = """
            def losses(self, w: Tensor, b: List[Tensor]) -> List[Tensor]:
              p = (self).views(w, )
              loss = (self).loss(p, b, )
              gs = torch.autograd.grad([loss], p, None, None, False, False)
              flat = annotate(List[Tensor], [])
              for g in gs:
                _0 = torch.append(flat, torch.reshape(unchecked_cast(Tensor, g), [-1]))
              return [torch.detach(loss), torch.cat(flat, 0)]
            def gradient(self, w: Tensor, b: List[Tensor]) -> Tensor:
              return ((self).losses(w, b, ))[1]
            def step(self, w: Tensor, m: Tensor, v: Tensor, rates: Tensor, b: List[Tensor]) -> Tensor:
              r = (self).losses(w, b, )
              return (self).update(w, m, v, rates, r[0], r[1], )
            def clipped(self, w: Tensor, m: Tensor, v: Tensor, rates: Tensor, b: List[Tensor]) -> Tensor:
              r = (self).losses(w, b, )
              g = r[1]
              longest = torch.div(torch.select(rates, 0, 2), torch.sqrt(torch.sum(torch.mul(g, g)) + 1e-30))
              return (self).update(w, m, v, rates, r[0], torch.mul(g, torch.clamp_max(longest, 1.0)), )
            def value(self, w: Tensor, b: List[Tensor]) -> Tensor:
              return (self).loss((self).views(w, ), b, )
            """;

    private TrainingScript() {}

    static String of(List<Slot> slots, Optimizer optimizer) {
        return METHODS + optimizer.source(slots);
    }
}
