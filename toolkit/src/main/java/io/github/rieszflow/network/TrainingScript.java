package io.github.rieszflow.network;

/** What every training has: the gradient with respect to all weights, and a step of Adam, with a gradient that is clipped or not. */
final class TrainingScript {
    static final String METHODS = """
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
            def step(self, w: Tensor, m: Tensor, v: Tensor, adam: Tensor, b: List[Tensor]) -> Tensor:
              r = (self).losses(w, b, )
              return (self).adam(w, m, v, adam, r[0], r[1], )
            def clipped(self, w: Tensor, m: Tensor, v: Tensor, adam: Tensor, b: List[Tensor]) -> Tensor:
              r = (self).losses(w, b, )
              g = r[1]
              longest = torch.div(torch.select(adam, 0, 2), torch.sqrt(torch.sum(torch.mul(g, g)) + 1e-30))
              return (self).adam(w, m, v, adam, r[0], torch.mul(g, torch.clamp_max(longest, 1.0)), )
            def adam(self, w: Tensor, m: Tensor, v: Tensor, adam: Tensor, loss: Tensor, g: Tensor) -> Tensor:
              _0 = torch.add_(torch.mul_(m, 0.9), g, alpha=0.1)
              _1 = torch.addcmul_(torch.mul_(v, 0.999), g, g, value=0.001)
              d = torch.add_(torch.mul_(torch.sqrt(v), torch.select(adam, 0, 1)), 1e-8)
              _2 = torch.sub_(w, torch.mul_(torch.div(m, d), torch.select(adam, 0, 0)))
              return loss
            def value(self, w: Tensor, b: List[Tensor]) -> Tensor:
              return (self).loss((self).views(w, ), b, )
            """;

    private TrainingScript() {}
}
