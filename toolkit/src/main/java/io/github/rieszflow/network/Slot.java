package io.github.rieszflow.network;

import io.github.rieszflow.internal.Require;
import java.util.List;

/**
 * One tensor among the weights of a network.
 *
 * @param name unique in the network
 * @param shape its sides, outermost first
 * @param centre what its entries lie around at first: 0 for most, 1 for factors that do nothing yet
 * @param spread at first its entries are uniform in [centre−spread, centre+spread]; 0 for all equal
 */
public record Slot(String name, List<Integer> shape, double centre, double spread) {
    /**
     * Checks and copies.
     *
     * @param name unique in the network
     * @param shape its sides, outermost first
     * @param centre around what its entries lie at first
     * @param spread at first its entries are uniform in [centre−spread, centre+spread]
     * @throws IllegalArgumentException if a side is not positive, the centre not finite, or the spread negative or not finite
     */
    public Slot {
        shape = List.copyOf(shape);
        shape.forEach(side -> Require.positive(side, "each side of " + name));
        Require.between(centre, -Double.MAX_VALUE, Double.MAX_VALUE, "the centre of " + name);
        Require.between(spread, 0, Double.MAX_VALUE, "the spread of " + name);
    }

    /**
     * A tensor whose entries lie around 0 at first.
     *
     * @param name unique in the network
     * @param shape its sides, outermost first
     * @param spread at first its entries are uniform in [−spread, spread]; 0 for zeros
     * @throws IllegalArgumentException if a side is not positive or the spread is negative or not finite
     */
    public Slot(String name, List<Integer> shape, double spread) {
        this(name, shape, 0, spread);
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
