package io.github.rieszflow.network;

/**
 * What training minimises: a TorchScript method {@code def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:} of the
 * weights and a {@linkplain Batch batch}, which calls {@code (self).net(w, [x], )}.
 *
 * @param source the method, and others that it calls, in TorchScript's resolved form
 */
public record Loss(String source) {
    /**
     * The mean over rows of the squared distance between the network at the first tensor and the second tensor.
     *
     * @return the loss ‖net(b₀) − b₁‖², averaged over rows and summed within them
     */
    public static Loss squared() {
        return new Loss("""
                def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
                  e = (self).net(w, [b[0]], ) - b[1]
                  return torch.div(torch.sum(e * e), torch.len(e))
                """);
    }

    /**
     * The mean over rows of the sum of absolute differences between the network at the first tensor and the second tensor.
     *
     * @return the loss ‖net(b₀) − b₁‖₁, averaged over rows and summed within them
     */
    public static Loss absolute() {
        return new Loss("""
                def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
                  e = (self).net(w, [b[0]], ) - b[1]
                  return torch.div(torch.sum(torch.abs(e)), torch.len(e))
                """);
    }

    /**
     * The mean over rows of the cross-entropy, in nats, between the rows of the second tensor, which are probabilities of
     * C classes (1 for the right one, say), and the softmax of the last C outputs of the network at the first tensor.
     *
     * @return the loss −Σ_c b₁c log softmax(net(b₀))_c, averaged over rows
     */
    public static Loss crossEntropy() {
        return new Loss("""
                def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
                  y = b[1]
                  h = (self).net(w, [b[0]], )
                  s = torch.slice(h, 1, torch.neg(torch.size(y, 1)))
                  return torch.neg(torch.div(torch.sum(torch.mul(torch.log_softmax(s, 1, None), y)), torch.len(y)))
                """);
    }
}
