package io.github.rieszflow.network;

import java.util.List;

/**
 * What a network computes, without its weights: which tensors it has and a TorchScript method that uses them.
 *
 * <p>The method is called {@code net} and reads {@code def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:}, where w
 * are the weights in the order of the slots and x the inputs, each with one row for each sample.
 */
public interface Architecture {
    /**
     * The weights.
     *
     * @return at least one, in the order in which {@code net} receives them
     */
    List<Slot> slots();

    /**
     * The method {@code net}, and others that it calls.
     *
     * @return TorchScript in its resolved form, as in {@code torch.relu(x)}
     */
    String source();
}
