package io.github.rieszflow.diffusion;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Require;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a score looks at: along which directions ξ the particles x̂_j and the image x are compared, by |⟨ξ, x − x̂_j⟩|^r. The
 * choices belong to one family; each is scaled so that a difference of 1 in every coordinate counts about 1, whatever the
 * dimension.
 *
 * <table>
 * <caption>Ways to look</caption>
 * <tr><th>slices</th><th>is</th><th>sees</th></tr>
 * <tr><td>{@link #axes}</td><td>the CRPS of each pixel</td><td>distributions of single pixels</td></tr>
 * <tr><td>{@link #squares}</td><td>energy scores of random patches</td><td>patches at several scales</td></tr>
 * <tr><td>{@link #whole}</td><td>the energy score</td><td>the image</td></tr>
 * <tr><td>{@link #directions}</td><td>the sliced energy score</td><td>what the rule looks at</td></tr>
 * </table>
 *
 * <p>The distributions of single pixels may all be right while the pixels do not fit together. The other three see that too.
 */
public sealed interface ScoreSlices {
    /** Each coordinate by itself. */
    record Axes() implements ScoreSlices {
        @Override
        public String toString() {
            return "along axes";
        }
    }

    /** The norm of all coordinates. */
    record Whole() implements ScoreSlices {
        @Override
        public String toString() {
            return "of whole samples";
        }
    }

    /**
     * Directions on random squares of pixels.
     *
     * @param count how many directions, each on a square of its own, in a training step
     * @param side of a square in cells
     * @param scales s: cells of (s+1)×(s+1) pixels, one scale after the other
     */
    record Squares(int count, int side, List<Integer> scales) implements ScoreSlices {
        /**
         * Checks and copies.
         *
         * @param count how many directions
         * @param side of a square in cells
         * @param scales the scales
         * @throws IllegalArgumentException if there is no scale or a number is out of range
         */
        public Squares {
            scales = List.copyOf(scales);
            Require.positive(count, "the number of slices of a score");
            Require.positive(side, "the side of a square");
            Require.positive(scales.size(), "the number of scales of squares");
            scales.forEach(s -> Require.between(s, 0, 1000, "a scale of squares"));
        }

        /** The widest square, in pixels. */
        int widest() {
            return side * (1 + scales.stream().max(Integer::compare).orElseThrow());
        }

        @Override
        public String toString() {
            return "by " + count + " slices of squares of " + side + " cells at scales "
                    + scales.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    /**
     * Directions of all coordinates by a rule.
     *
     * @param count how many in a training step
     * @param rule how they are drawn
     */
    record Ruled(int count, Directions rule) implements ScoreSlices {
        /**
         * Checks the number.
         *
         * @param count how many
         * @param rule how they are drawn
         * @throws IllegalArgumentException if it is not positive
         */
        public Ruled {
            Require.positive(count, "the number of slices of a score");
        }

        @Override
        public String toString() {
            return "by " + count + " slices, " + rule;
        }
    }

    /**
     * Each coordinate by itself: (1/d) Σ_i |x_i − x̂_i|^r.
     *
     * @return the slices
     */
    static ScoreSlices axes() {
        return new Axes();
    }

    /**
     * Whole samples: (‖x − x̂‖²/d)^{r/2}.
     *
     * @return the slices
     */
    static ScoreSlices whole() {
        return new Whole();
    }

    /**
     * Random squares of (s+1)·side pixels each way, wrapping around the border, whose pixels are added up over (s+1)×(s+1)
     * pixels and divided by s+1 to side×side cells with all channels, where a direction is drawn: c_{q,r} q^{−r/2} E|⟨ξ, cells⟩|^r with
     * q numbers in the cells of a square.
     *
     * @param count directions in a training step, each with its own square
     * @param side of a square in cells
     * @param scales s, taken in turn
     * @return the slices
     * @throws IllegalArgumentException if there is no scale or a number is out of range
     */
    static ScoreSlices squares(int count, int side, Integer... scales) {
        return new Squares(count, side, List.of(scales));
    }

    /**
     * Directions of all coordinates: c_{d,r} d^{−r/2} E|⟨ξ, x − x̂⟩|^r.
     *
     * @param count directions in a training step
     * @param rule how they are drawn
     * @return the slices
     * @throws IllegalArgumentException if the number is not positive
     */
    static ScoreSlices directions(int count, Directions rule) {
        return new Ruled(count, rule);
    }
}
