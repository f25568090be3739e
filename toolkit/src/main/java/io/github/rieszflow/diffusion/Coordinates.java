package io.github.rieszflow.diffusion;

import io.github.rieszflow.network.Slot;
import java.util.List;

/** φ(x,t) = x. */
record Coordinates() implements FeatureNetwork {
    @Override
    public List<Slot> slots(int dimension) {
        return List.of();
    }

    @Override
    public int features(int dimension) {
        return dimension;
    }

    @Override
    public String source(int dimension) {
        return "def features(self, w: List[Tensor], x: Tensor, e: Tensor) -> Tensor:\n  return x\n";
    }

    @Override
    public String toString() {
        return "coordinates";
    }
}
