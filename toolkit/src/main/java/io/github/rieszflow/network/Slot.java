package io.github.rieszflow.network;

import io.github.rieszflow.measure.Require;
import java.util.List;

/**
 * One tensor among the weights of a network.
 *
 * @param name unique in the network
 * @param shape its sides, outermost first
 * @param spread at first its entries are uniform in [−spread, spread]; 0 for zeros
 */
public record Slot(String name, List<Integer> shape, double spread) {
    /**
     * Checks and copies.
     *
     * @param name unique in the network
     * @param shape its sides, outermost first
     * @param spread at first its entries are uniform in [−spread, spread]
     * @throws IllegalArgumentException if a side is not positive or the spread is negative or not finite
     */
    public Slot {
        shape = List.copyOf(shape);
        shape.forEach(side -> Require.positive(side, "each side of " + name));
        Require.between(spread, 0, Double.MAX_VALUE, "the spread of " + name);
    }

    /**
     * How many numbers it holds.
     *
     * @return the product of the sides
     * @throws ArithmeticException if there are 2³¹ or more
     */
    public int size() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
