package io.github.rieszflow.discrepancy;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * The maximum mean discrepancy with a Riesz kernel by slicing: MMD² = c_{d,r} E_ξ MMD² of the projections on ξ, estimated
 * with P directions. Unbiased; the error of the gradient is O(√(d/P)) in root mean square, with a smaller constant or
 * a faster rate for better {@link Directions}. That holds for r &gt; ½: below, the gradient of one slice has a mean but
 * no variance, as E|⟨ξ,x⟩|^{2(r−1)} is infinite, and pairs that a direction barely separates make it spread widely. The
 * value knows no such limit.
 *
 * <p>For r ≠ 1 coincident particles do not push each other, and stay together; r = 1 has {@link
 * io.github.rieszflow.slicing.Ties}. A slice then takes about twenty times as long as the ranks of r = 1 do,
 * whatever its length: 0.2 µs of processor time for each point at 2.5 GHz.
 *
 * <p>On the line one slice says it all, and values are exact. Gradients for r = 1 and uniform weights are those of ranks rounded to
 * 22 bits of the range of the line, as on every line (see {@link LineSolver.Exact}): points that lie nearer to each other may change
 * places, which {@link #exact()} does not let them.
 *
 * <p>Projections are kept in single precision, where the place of a cloud would cost digits of its shape. So a common origin is
 * first subtracted from both clouds, in double precision, where the targets lie further from 0 than eight times their root mean square
 * distance from their mean; elsewhere nothing is. What the coordinates themselves have lost by lying far from 0 does not come back.
 *
 * <p>A value: each method that changes one choice returns a new one. Without {@link #seed} the seed is
 * {@link Seed#DEFAULT}, so that equal calls give equal results, also in another run.
 *
 * <p>Source: Hertrich, Wald, Altekrüger, Hagemann (ICLR 2024), Theorems 1, 3 and 4.
 */
public final class SlicedMmd implements Discrepancy {
    /** From here on fast rotations are compared, and rules that take O(d³) for each draw are not. */
    private static final int HIGH = 128;

    private final SlicedProblem problem;
    private final Seed seed;
    private final Engine engine;

    private SlicedMmd(SlicedProblem problem, Seed seed, Engine engine) {
        this.problem = problem;
        this.seed = seed;
        this.engine = engine;
    }

    static SlicedMmd of(double exponent, Directions directions, int slices) {
        return new SlicedMmd(
                new SlicedProblem(exponent, directions, slices, LineSolver.exact()), Seed.DEFAULT, Engine.cpu());
    }

    /**
     * The same with another number of slices.
     *
     * @param slices P
     * @return the discrepancy
     * @throws IllegalArgumentException if P is not positive, or directions are given and are not P
     */
    public SlicedMmd slices(int slices) {
        return with(new SlicedProblem(problem.exponent(), problem.directions(), slices, problem.solver()));
    }

    /**
     * The same with other directions.
     *
     * @param directions the rule that draws them
     * @return the discrepancy
     * @throws IllegalArgumentException if directions are given and not as many as there are slices: see
     *     {@link Mmd#sliced(Directions)}
     */
    public SlicedMmd with(Directions directions) {
        return with(new SlicedProblem(problem.exponent(), directions, problem.slices(), problem.solver()));
    }

    /**
     * The same with another solver on lines, which only gradients use: values always come from sorted lines.
     *
     * @param solver exact or binned ranks
     * @return the discrepancy
     */
    public SlicedMmd with(LineSolver solver) {
        return with(new SlicedProblem(problem.exponent(), problem.directions(), problem.slices(), solver));
    }

    /**
     * What is computed on slices: exponent, directions, their number and the solver.
     *
     * @return the problem
     */
    public SlicedProblem problem() {
        return problem;
    }

    private SlicedMmd with(SlicedProblem changed) {
        return new SlicedMmd(changed, seed, engine);
    }

    /**
     * The same with directions from another seed.
     *
     * @param seed the seed
     * @return the discrepancy
     */
    public SlicedMmd seed(Seed seed) {
        return new SlicedMmd(problem, seed, engine);
    }

    /**
     * The same on another engine.
     *
     * @param engine where it is computed
     * @return the discrepancy
     */
    public SlicedMmd on(Engine engine) {
        return new SlicedMmd(problem, seed, engine);
    }

    /**
     * The same without slicing.
     *
     * @return the exact discrepancy
     */
    public Mmd exact() {
        return Mmd.riesz(problem.exponent());
    }

    /**
     * MMD²(μ,ν), un-halved, with its standard error, which is taken over independent blocks of directions. So that there are
     * enough of them, directions that depend on each other as a whole (equispaced, Fibonacci, Sobol, distance, designs), and
     * orthonormal ones where there are fewer than three blocks of D (d, for {@link Directions#hadamard()} a power of two), are
     * drawn as eight independent sets. Orthonormal sets of a third of D or less are taken as independent directions, which
     * makes the error up to 23 % too large. So from 3D slices on a value has all that orthonormal blocks can give. Of 9 to 63 equispaced
     * directions each is drawn in its own part of the half-circle, and fourth differences of neighbours tell the error, which is up to
     * 1.8 times too large.
     *
     * <p>With fewer than six degrees of freedom the error is said so much larger that two of it hold 90 % of the time, as seven or more
     * have it by themselves. {@link Estimate#interval} knows how many blocks there are and how skewed they are: in simulations with all rules from 2
     * to 784 dimensions and from 16 slices on, intervals of 95 % held the exact value 92 to 99 % of the time, and two
     * standard errors 87 % or more. Directions that were given are counted as independent: right if they were drawn so, else
     * no more than a hint. One slice alone has no standard error (NaN), but on the line it is exact.
     *
     * @param x N×d points
     * @param y M×d points
     * @return MMD² ± its standard error
     * @throws IllegalArgumentException if the dimensions differ, the memory is not there or projections leave single precision
     */
    public Estimate squared(Measure x, Measure y) {
        return read(x, y).squared();
    }

    /**
     * MMD(μ,ν), the root of {@link #squared}.
     *
     * @param x N×d points
     * @param y M×d points
     * @return MMD ± its standard error to first order
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    public Estimate value(Measure x, Measure y) {
        return squared(x, y).root();
    }

    /**
     * The sliced Wasserstein-1 distance E_ξ W1 of the projections; on the line W1 itself.
     *
     * @param x N×d points
     * @param y M×d points
     * @return the mean over the slices ± its standard error
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
     */
    public Estimate wasserstein(Measure x, Measure y) {
        return java.util.Objects.requireNonNull(read(x, y).wasserstein());
    }

    /**
     * {@link #squared} of each two of many groups. On the processor each group is projected once, and sorted once on each line,
     * however many pairs it is in, and every value is bit for bit that of its pair alone: O(P N (d + log N)) for N points in all,
     * and O(P (n+m)) for each pair of n and m points. Another engine is asked for one pair after the other. Where clouds lie so
     * far from 0, compared with their width, that an origin is subtracted, those with the same origin are done together.
     *
     * <pre>{@code
     * GroupDistances classes = mmd.sliced(64).between(Groups.byLabel(x, labels));
     * GroupDistances windows = mmd.sliced(64).between(Groups.windows(y, 200), x);
     * }</pre>
     *
     * @param groups two or more samples or measures in R^d by name, in the order of the table
     * @return MMD² of all pairs, of the earlier group to the later one
     * @throws IllegalArgumentException if there are fewer than two groups, dimensions differ, the memory is not there or
     *     projections leave single precision
     * @throws CancellationException if the thread is interrupted
     */
    public GroupDistances between(Map<String, ? extends Measure> groups) {
        return GroupPairs.all(groups).sliced(this);
    }

    /**
     * {@link #squared} of each of many groups with one reference, which is projected and sorted once: windows of a sequence
     * against what came before it, say. For r = 1 without weights, on the processor, it takes little longer than one call on the points
     * of all groups together, and values are those of pairs to 10⁻⁹ of themselves. Otherwise they are bit for bit those of pairs, at O(P
     * (n+m)) for each.
     *
     * @param groups one or more samples or measures in R^d by name, in the order of the table
     * @param reference what each is compared with
     * @return MMD² of each group to the reference
     * @throws IllegalArgumentException if there is no group, dimensions differ, the memory is not there or projections leave
     *     single precision
     * @throws CancellationException if the thread is interrupted
     */
    public GroupDistances between(Map<String, ? extends Measure> groups, Measure reference) {
        return GroupPairs.against(groups, reference).sliced(this);
    }

    /**
     * Values to a relative precision: with as many slices as it takes, beginning with the P of this discrepancy.
     *
     * <pre>{@code
     * mmd.sliced(64).toPrecision(0.01).squared(x, y)     // to 1 %
     * }</pre>
     *
     * @param relative the wanted standard error, as a part of the value: 0.01 is one per cent
     * @return a discrepancy whose values say whether they are as precise as wanted
     * @throws IllegalArgumentException if it is not positive, or directions are given and so their number
     */
    public AdaptiveMmd toPrecision(double relative) {
        return AdaptiveMmd.of(this, relative);
    }

    /**
     * Compares rules that draw directions on two clouds of yours: the error of the gradient over the number of slices, 8,
     * 16, … up to the P of this discrepancy, with 20 draws each, against the exact gradient. All rules that exist for this
     * dimension are compared; from 128 dimensions on {@link Directions#hadamard()}, but no longer {@link
     * Directions#distance()}: up to d directions those are orthonormal too, and turning them takes O(d³) for each draw.
     *
     * @param x N×d points
     * @param y M×d points
     * @return the errors, their slopes, and a picture of both
     * @throws IllegalArgumentException if the dimensions differ, the memory is not there, or P is below 16
     */
    public DirectionComparison compareDirections(Measure x, Measure y) {
        if (x.dimension() >= HIGH) {
            return compareDirections(
                    x, y, Directions.iid(), Directions.orthogonal(), Directions.hadamard(), Directions.sobol());
        }
        return compareDirections(
                x,
                y,
                Directions.iid(),
                Directions.orthogonal(),
                Directions.equispaced(),
                Directions.fibonacci(),
                Directions.sobol(),
                Directions.distance(),
                Directions.sphericalDesign());
    }

    /**
     * The same with rules of your choice. Those that are not for this dimension are left out.
     *
     * @param x N×d points
     * @param y M×d points
     * @param rules what to compare
     * @return the errors, their slopes, and a picture of both
     * @throws IllegalArgumentException if the dimensions differ, the memory is not there, P is below 16, or no rule is left
     */
    public DirectionComparison compareDirections(Measure x, Measure y, Directions... rules) {
        return DirectionComparison.of(this, x, y, List.of(rules));
    }

    /** r. */
    double exponent() {
        return problem.exponent();
    }

    /** The number of slices. */
    int slices() {
        return problem.slices();
    }

    /** The rule that draws directions. */
    Directions directions() {
        return problem.directions();
    }

    /** Where directions are drawn from. */
    Seed seed() {
        return seed;
    }

    /** Where it is computed. */
    Engine engine() {
        return engine;
    }

    private Descent.Distances read(Measure x, Measure y) {
        try (SlicedDescent descent = descent(x, y)) {
            return descent.read(drawing(seed));
        }
    }

    /**
     * MMD² as a discrepancy says it: {@link #squared}.
     *
     * @param x N×d points
     * @param y M×d points
     * @return MMD² ± its standard error
     */
    @Override
    public Estimate estimate(Measure x, Measure y) {
        return squared(x, y);
    }

    @Override
    public Points gradient(Measure x, Measure y) {
        return Gradients.gradient(this, seed, x, y);
    }

    @Override
    public Points velocity(Measure x, Measure y) {
        return Gradients.velocity(this, seed, x, y);
    }

    @Override
    public Seed drawing(Seed step) {
        return seed.split(step.value());
    }

    @Override
    public SlicedDescent descent(Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        return new CentredDescent(engine, in(targets.dimension()), particles, targets);
    }

    /** The problem for an engine: on the line one slice says it all. */
    SlicedProblem in(int dimension) {
        boolean one = dimension == 1 && problem.directions().slices() == 0;
        return one ? new SlicedProblem(problem.exponent(), problem.directions(), 1, problem.solver()) : problem;
    }

    @Override
    public String toString() {
        return "sliced MMD, r = " + Numbers.text(problem.exponent()) + ", " + problem.slices() + " slices, "
                + problem.directions() + " directions";
    }
}
