package io.github.rieszflow.benchmark;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One step of a flow with momentum: the particles and the targets stay in the layout of the engine, as in a run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class StepBenchmark {
    /** What is compared. */
    public enum Way {
        /** Independent directions, exact ranks: the published step, like for like. */
        IID,
        /** The defaults: directions by dimension, exact ranks. */
        DEFAULT,
        /** The defaults with binned ranks. */
        BINNED,
        /** The defaults without the Vector API. */
        PLAIN,
        /** The defaults with r = 0.5. */
        HALF,
        /** The defaults with r = 1.5. */
        THREE_HALVES,
        /** The defaults with r = 1.5 on a grid. */
        GRID,
        /** The defaults with particles that have weights. */
        WEIGHTS,
        /** The defaults with weights and binned ranks. */
        BINNED_WEIGHTS,
        /** One sort for each line and plain loops. */
        ONE_SORT,
        /** The exact gradient, pair by pair in double precision. */
        PAIRWISE
    }

    @Param
    public Setting setting;

    @Param
    public Way way;

    private Descent descent;
    private OneSort oneSort;
    private int step;

    @Setup
    public void open() {
        SlicedMmd sliced = Mmd.riesz(1).sliced(setting.slices);
        Discrepancy discrepancy =
                switch (way) {
                    case IID -> sliced.with(Directions.iid());
                    case DEFAULT -> sliced;
                    case BINNED -> sliced.with(LineSolver.binned(bits()));
                    case PLAIN -> sliced.on(Engine.cpu().plain());
                    case HALF -> Mmd.riesz(0.5).sliced(setting.slices);
                    case THREE_HALVES -> Mmd.riesz(1.5).sliced(setting.slices);
                    case GRID -> Mmd.riesz(1.5).sliced(setting.slices).with(LineSolver.gridded(12));
                    case WEIGHTS -> sliced;
                    case BINNED_WEIGHTS -> sliced.with(LineSolver.binned(bits()));
                    case ONE_SORT -> null;
                    case PAIRWISE -> Mmd.riesz(1);
                };
        if (discrepancy == null) {
            oneSort = new OneSort(setting.particles().toArray(), setting.targets().toArray(), setting);
        } else {
            descent = discrepancy.descent(particles(), setting.targets());
        }
    }

    private int bits() {
        return setting.size >= 4096 ? 14 : 12;
    }

    private Measure particles() {
        Points points = setting.particles();
        return way == Way.WEIGHTS || way == Way.BINNED_WEIGHTS
                ? points.weighted(
                        IntStream.range(0, points.size()).mapToDouble(i -> 1 + i % 3).toArray())
                : points;
    }

    @Benchmark
    public double step() {
        step++;
        // So small a step that the particles stay where they are: every step does the same work.
        return oneSort != null ? oneSort.step(Seed.seed(step)) : descent.step(Seed.seed(step), 1e-6, 0.7);
    }
}
