package io.github.rieszflow.directions;

import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Seed;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an engine draws directions from: a rule at work in R^d with P slices. Whoever computes flows only needs {@link
 * Directions}; this is for whoever writes an {@code Engine}. Drawing allocates nothing after {@link #reserve()} for the
 * rules of this package, except Sobol points. One drawing at a time.
 */
public final class DirectionSource {
    /** Rounds of signs and transforms in a rotation. */
    public static final int ROUNDS = HadamardDirections.ROUNDS;

    private final Directions rule;
    /** The same rule, if it fills memory it is given. */
    private final @Nullable Rule filling;

    private final int dimension;
    private final int slices;
    private final int space;
    private final boolean weighted;
    private final ValueSets sets;
    private final boolean around;
    private final Team team;
    private final double @Nullable [] weights;
    /** Where the units of a gradient and of a value end, for rules of this package. */
    private int @Nullable [] unitEnds;

    private int @Nullable [] setEnds;
    /** The size of a block in the first drawing, and in the last. */
    private final int opened;

    private int block;
    private double @Nullable [][][] spare;
    /** Directions of a padded space, before they are cut to d coordinates. */
    private float @Nullable [] padded;

    private DirectionSource(
            Directions rule, int dimension, int slices, int space, int block, boolean weighted, Team team) {
        this.rule = rule;
        this.filling = rule instanceof Rule own ? own : null;
        this.dimension = dimension;
        this.slices = slices;
        this.space = space;
        this.block = block;
        this.opened = block;
        this.around = rule instanceof EquispacedDirections && EquispacedDirections.around(slices);
        this.sets = around ? ValueSets.around(slices) : ValueSets.of(block, slices);
        this.weighted = weighted;
        this.team = team;
        this.weights = weighted ? new double[slices] : null;
    }

    /**
     * Opens a rule for one dimension and number of slices. A rule of the user's draws once for this, to see what it draws.
     *
     * @param rule draws the directions
     * @param dimension d of the points
     * @param slices P
     * @param threads how many threads may share the work; directions do not depend on it
     * @return the source
     * @throws IllegalArgumentException if the rule is not for this dimension or number, or draws something else
     */
    public static DirectionSource open(Directions rule, int dimension, int slices, int threads) {
        Directions chosen = rule.within(dimension, slices);
        Directions at = chosen instanceof Rule own ? own.within(dimension, slices) : chosen;
        Team team = Team.of(threads);
        if (at instanceof Rule own) {
            return new DirectionSource(
                    at, dimension, slices, own.space(dimension), own.block(dimension), own.weighted(), team);
        }
        DrawnDirections first = at.draw(slices, dimension, Seed.DEFAULT);
        requireShape(at, first, slices, Math.max(dimension, first.space()));
        return new DirectionSource(at, dimension, slices, first.space(), first.block(), first.weighted(), team);
    }

    /**
     * Makes sure that there are P directions, if their number is fixed.
     *
     * @param rule draws the directions
     * @param slices P
     * @throws IllegalArgumentException if there are fewer
     */
    public static void requireSlices(Directions rule, int slices) {
        if (rule.slices() != 0 && slices != rule.slices()) {
            throw new IllegalArgumentException("there are " + rule.slices() + " given directions: received " + slices
                    + " slices; sliced(directions) takes all of them");
        }
    }

    /**
     * The rule that is at work.
     *
     * @return what {@link Directions#within} says
     */
    public Directions rule() {
        return rule;
    }

    /**
     * How many directions are drawn.
     *
     * @return P
     */
    public int slices() {
        return slices;
    }

    /**
     * The dimension of the points.
     *
     * @return d
     */
    public int dimension() {
        return dimension;
    }

    /**
     * The dimension of the space directions are drawn in, whose slicing constant c_{D,r} counts: points are padded with
     * zeros, so that only the first d coordinates of a direction matter.
     *
     * @return D ≥ d
     */
    public int space() {
        return space;
    }

    /**
     * Whether directions have different weights.
     *
     * @return false if all are 1/P
     */
    public boolean weighted() {
        return weighted;
    }

    /**
     * The weight of a direction in means over all, in the set that was drawn last.
     *
     * @param slice 0, …, P−1
     * @return at least 0, all together 1
     */
    public double weight(int slice) {
        return weights == null ? 1.0 / slices : weights[slice];
    }

    /**
     * The independent blocks of the directions that {@link #drawSets} drew last, over which standard errors are taken: sets
     * that were drawn apart, whole blocks, or directions one by one, where that errs on the large side.
     *
     * @return how many directions, one after the other, each block has; all together P
     */
    public int[] blocks() {
        return sets.apart() || block == opened ? sets.blocks() : ValueSets.cut(block, slices);
    }

    /**
     * Whether {@link #drawSets} draws one direction in each of P equal parts of the half-circle, in their order: then the error is told by
     * what neighbours differ by, the last one and the first one being neighbours too, and not by blocks.
     *
     * @return true for 9 to 63 equispaced directions
     */
    public boolean around() {
        return around;
    }

    /**
     * Whether directions are rows of random rotations H S₃ H S₂ H S₁ with H the Walsh–Hadamard matrix of size D divided by √D:
     * directions p = qD, …, qD+D−1 are the rows of rotation q, the last rotation is cut short. An engine can then take {@link
     * #drawSigns} and fast transforms instead of rows.
     *
     * @return true for {@link Directions#hadamard()} where it rotates
     */
    public boolean rotations() {
        return filling instanceof HadamardDirections;
    }

    /**
     * Draws the signs of all rotations of a gradient, those that {@link #draw} uses for the same seed. The bits of rotation q
     * are those of the stream of {@code seed.split(q)}, 64 at a time from the lowest on; 1 is minus.
     *
     * @param seed decides everything that is random
     * @param signs ⌈P/D⌉ times S₁, S₂ and S₃, of D numbers ±1 each; modified
     * @throws IllegalStateException if there are no rotations
     */
    public void drawSigns(Seed seed, float[] signs) {
        signs((slices + space - 1) / space, seed, signs);
    }

    /**
     * Draws the signs of all rotations of a value, in the same way: set q of {@link #sets} has the first rows of rotation q,
     * those that {@link #drawSets} draws for the same seed.
     *
     * @param seed decides everything that is random
     * @param signs for each set S₁, S₂ and S₃, of D numbers ±1 each; modified
     * @throws IllegalStateException if there are no rotations
     */
    public void drawSetSigns(Seed seed, float[] signs) {
        signs(sets.sizes().length, seed, signs);
    }

    private void signs(int rotations, Seed seed, float[] signs) {
        if (!rotations()) {
            throw new IllegalStateException(rule + " directions are no rotations: draw() gives their rows");
        }
        for (int q = 0; q < rotations; q++) {
            HadamardDirections.signs(signs, q * ROUNDS * space, space, seed.split(q));
        }
    }

    /**
     * The sets that {@link #drawSets} draws, one after the other.
     *
     * @return how many directions each has; all together P
     */
    public int[] sets() {
        return sets.sizes();
    }

    /**
     * How much memory drawing takes, beside the rows.
     *
     * @return bytes; an estimate for rules of the user's
     */
    public double bytes() {
        double rows = 4.0 * slices * space;
        if (filling == null) {
            return 2 * rows;
        }
        return (space == dimension ? 0 : rows) + 8.0 * team.threads() * filling.spare(dimension, slices) * dimension;
    }

    /** Allocates what drawing takes, which else the first drawing does. */
    public void reserve() {
        if (filling != null && spare == null) {
            spare = filling.spare(dimension, slices, team.threads());
            padded = space == dimension ? null : new float[Math.multiplyExact(slices, space)];
            unitEnds = ValueSets.ends(ValueSets.cut(filling.unit(dimension, slices), slices));
            setEnds = sets.apart() ? ValueSets.ends(sets.sizes()) : unitEnds;
        }
    }

    /**
     * Draws the directions of a gradient.
     *
     * @param seed decides everything that is random
     * @param rows the first d coordinates of each direction, P×d from the start of the array; modified
     * @throws IllegalArgumentException if the rule draws something else than P unit vectors in R^D
     */
    public void draw(Seed seed, float[] rows) {
        if (filling == null) {
            take(rule.draw(slices, dimension, seed), 0, slices, rows);
        } else {
            reserve();
            fill(seed, Objects.requireNonNull(unitEnds), rows);
        }
    }

    /**
     * Draws directions for values with a standard error: the same as {@link #draw} where these have three whole blocks
     * or are as good as independent, else {@link #sets} from seeds of their own, {@code seed.split(0)} and so on.
     *
     * @param seed decides everything that is random
     * @param rows the first d coordinates of each direction, P×d from the start of the array; modified
     * @throws IllegalArgumentException if the rule draws something else than unit vectors in R^D
     */
    public void drawSets(Seed seed, float[] rows) {
        if (around) {
            EquispacedDirections.fillAround(rows, slices, seed);
        } else if (!sets.apart()) {
            draw(seed, rows);
        } else if (filling != null) {
            reserve();
            fill(seed, Objects.requireNonNull(setEnds), rows);
        } else {
            int from = 0;
            int[] sizes = sets.sizes();
            for (int set = 0; set < sizes.length; set++) {
                int count = sizes[set];
                take(rule.draw(count, dimension, seed.split(set)), from, count, rows);
                from += count;
            }
        }
    }

    private void fill(Seed seed, int[] ends, float[] rows) {
        Rule own = Objects.requireNonNull(filling);
        double[][][] scratch = Objects.requireNonNull(spare);
        float[] all = padded == null ? rows : padded;
        own.fill(all, ends, dimension, seed, team, scratch);
        if (all != rows) {
            for (int p = 0; p < slices; p++) {
                System.arraycopy(all, p * space, rows, p * dimension, dimension);
            }
        }
        if (weights != null) {
            for (int p = 0; p < slices; p++) {
                weights[p] = own.weight(p, slices);
            }
        }
    }

    /** Copies what a rule of the user's drew to its place among all rows. */
    private void take(DrawnDirections drawn, int from, int count, float[] rows) {
        requireShape(rule, drawn, count, space);
        if (drawn.weighted() != weighted) {
            throw new IllegalArgumentException(rule + " directions have weights in one drawing and none in another:"
                    + " draw always the one or the other");
        }
        FloatBuffer points = drawn.points().values();
        for (int p = 0; p < count; p++) {
            points.position(p * space).get(rows, (from + p) * dimension, dimension);
            if (weights != null) {
                weights[from + p] = drawn.weight(p) * count / slices;
            }
        }
        block = drawn.block();
    }

    private static void requireShape(Directions rule, DrawnDirections drawn, int slices, int space) {
        if (drawn.slices() != slices || drawn.space() != space) {
            throw new IllegalArgumentException(rule + " directions must be " + slices + " in R^" + space
                    + " here: received " + drawn.slices() + " in R^" + drawn.space() + "; see Directions.draw");
        }
    }
}
