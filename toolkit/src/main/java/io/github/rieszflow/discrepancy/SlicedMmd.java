package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Require;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Directions;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.SlicedSession;
import java.util.function.ToDoubleFunction;

/**
 * The maximum mean discrepancy with a Riesz kernel by slicing: MMD² = c_{d,r} E_ξ MMD² of the projections on ξ, estimated
 * with P directions. Unbiased; the error of the gradient is O(√(d/P)) in root mean square, with a smaller constant or
 * a faster rate for better {@link Directions}.
 *
 * <p>A value: each method that changes one choice returns a new one. Without {@link #seed} the seed is
 * {@link Seed#DEFAULT}, so that equal calls give equal results, also in another run.
 *
 * <p>Source: Hertrich, Wald, Altekrüger, Hagemann (ICLR 2024), Theorems 1, 3 and 4.
 */
public final class SlicedMmd implements Discrepancy {
    private final SlicedProblem problem;
    private final Seed seed;
    private final Engine engine;

    private SlicedMmd(SlicedProblem problem, Seed seed, Engine engine) {
        this.problem = problem;
        this.seed = seed;
        this.engine = engine;
    }

    static SlicedMmd of(double exponent, int slices) {
        return new SlicedMmd(
                new SlicedProblem(exponent, Directions.automatic(), slices, LineSolver.exact()),
                Seed.DEFAULT,
                Engine.cpu());
    }

    /**
     * The same with another number of slices.
     *
     * @param slices P
     * @return the discrepancy
     * @throws IllegalArgumentException if P is not positive
     */
    public SlicedMmd slices(int slices) {
        return with(new SlicedProblem(problem.exponent(), problem.directions(), slices, problem.solver()));
    }

    /**
     * The same with other directions.
     *
     * @param directions the rule that draws them
     * @return the discrepancy
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
     * MMD²(μ,ν), un-halved, with its standard error. The error is taken over independent blocks of directions;
     * directions that depend on each other as a whole (equispaced, Fibonacci) are drawn as eight independent sets for this. Where
     * there are fewer than two whole blocks, slices are counted as if independent, which errs on the large side. One slice
     * alone has no standard error (NaN), but on the line it is exact.
     *
     * @param x N×d points
     * @param y M×d points
     * @return MMD² ± its standard error
     * @throws IllegalArgumentException if the dimensions differ or the memory is not there
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

    private Descent.Reading read(Measure x, Measure y) {
        Require.sameDimension(x, y);
        return descent(x, y).read(seed);
    }

    @Override
    public Points gradient(Measure x, Measure y) {
        return velocity(x, y).scale(-1.0 / x.size());
    }

    @Override
    public Points velocity(Measure x, Measure y) {
        Require.sameDimension(x, y);
        return Points.adopt(open(x, y).gradient(seed), x.size(), x.dimension()).scale(-1);
    }

    private SlicedSession open(Measure particles, Measure targets) {
        // On the line one slice says it all.
        int slices = targets.dimension() == 1 ? 1 : problem.slices();
        return engine.open(
                new SlicedProblem(problem.exponent(), problem.directions(), slices, problem.solver()),
                particles,
                targets);
    }

    @Override
    public Descent descent(Measure particles, Measure targets) {
        Require.sameDimension(particles, targets);
        return new SlicedDescent(open(particles, targets), seed, targets.dimension() == 1);
    }

    /** The mean over slices and its standard error over independent blocks; on the line one slice is exact. */
    static Estimate mean(SliceValues values, ToDoubleFunction<Integer> slice, boolean line) {
        int slices = values.slices();
        double mean = 0;
        for (int p = 0; p < slices; p++) {
            mean += slice.applyAsDouble(p) / slices;
        }
        int block = 2 * values.block() <= slices ? values.block() : 1;
        int blocks = (slices + block - 1) / block;
        double variance = 0;
        for (int from = 0; from < slices; from += block) {
            double sum = 0;
            for (int p = from; p < Math.min(slices, from + block); p++) {
                sum += (slice.applyAsDouble(p) - mean) / slices;
            }
            variance += sum * sum;
        }
        if (blocks == 1) {
            return new Estimate(mean, line ? 0 : Double.NaN, slices);
        }
        return new Estimate(mean, Math.sqrt(variance * blocks / (blocks - 1)), slices);
    }

    @Override
    public String toString() {
        return "sliced MMD, r = " + Numbers.text(problem.exponent()) + ", " + problem.slices() + " slices, "
                + problem.directions() + " directions";
    }
}
