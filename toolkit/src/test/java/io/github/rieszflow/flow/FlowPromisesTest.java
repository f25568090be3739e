package io.github.rieszflow.flow;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Progress;
import io.github.rieszflow.slicing.LineSolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class FlowPromisesTest extends Promises {
    private static final Points X = Points.gaussian(20, 2, seed(1));
    private static final Points Y = Points.gaussian(30, 2, seed(2));
    private static final Points SPACE = Points.dirac(5, 3);
    private static final ParticleFlow AIMLESS = ParticleFlow.of(Mmd.riesz(1).sliced(10));
    private static final ParticleFlow FLOW = AIMLESS.toward(Y);
    private static final ParticleFlow WILD = FLOW.stepSize(1e30);

    FlowPromisesTest() {
        super("flow");
    }

    private static FlowRun closed() {
        FlowRun run = FLOW.open(X);
        run.close();
        return run;
    }

    private static void step(ParticleFlow flow, Points start) {
        try (FlowRun run = flow.open(start)) {
            while (run.steps() < 5) {
                run.step();
            }
        }
    }

    @Override
    protected void table() throws Exception {
        exact();
        flows();
        folders();
        ShardedFlow sharded = ShardedFlow.of(Mmd.riesz(1).sliced(10).with(LineSolver.binned(8)));
        ShardedFlow aimed = sharded.toward(List.of(Y));
        argument("ShardedFlow.stepSize(double)", () -> sharded.stepSize(0));
        argument("ShardedFlow.momentum(double)", () -> sharded.momentum(1));
        state("ShardedFlow.run(List, int)", () -> sharded.run(List.of(X), 1));
        argument(
                "ShardedFlow.run(List, int)",
                () -> aimed.run(List.of(X), 0),
                () -> aimed.run(List.of(), 1),
                () -> aimed.run(List.of(SPACE), 1),
                () -> sharded.toward(List.of(Y, Y)).run(List.of(X), 1),
                () -> ShardedFlow.of(Mmd.riesz(1).sliced(10)).toward(List.of(Y)).run(List.of(X), 1));
        breaks(
                FlowDivergedException.class,
                "ShardedFlow.run(List, int)",
                () -> aimed.stepSize(1e30).run(List.of(X), 5));
        argument("Keep.every(int)", () -> Keep.every(0), () -> Keep.every(-3));
        argument("Keep.geometric(double)", () -> Keep.geometric(1), () -> Keep.geometric(Double.NaN));
        argument("Keep.readEvery(int)", () -> Keep.statistics().readEvery(0));
        argument("Schedule.linear(double, double, int)", () -> Schedule.linear(1, 0, 0));
        argument("Schedule.cosine(double, double, int)", () -> Schedule.cosine(1, 0, -1));
        argument(
                "Schedule.geometric(double, double, int)",
                () -> Schedule.geometric(0, 1, 5),
                () -> Schedule.geometric(1, -1, 5),
                () -> Schedule.geometric(1, 2, 0));
    }

    /** Flows that are known exactly. */
    private void exact() {
        argument(
                "DiracFlow.of(int, double)",
                () -> DiracFlow.of(0, 1),
                () -> DiracFlow.of(2, 0),
                () -> DiracFlow.of(2, 2),
                () -> DiracFlow.of(2, Double.NaN));
        DiracFlow dirac = DiracFlow.of(2, 1);
        argument(
                "DiracFlow.at(double)",
                () -> dirac.at(-1),
                () -> dirac.at(Double.NaN),
                () -> dirac.at(Double.POSITIVE_INFINITY));
        argument("DiracFlow.backward(double, int)", () -> dirac.backward(0, 3), () -> dirac.backward(1, 0));
        argument(
                "DiracFlow.backward(double...)",
                dirac::backward,
                () -> dirac.backward(1, -1),
                () -> dirac.backward(1, Double.NaN));
        argument("DiracFlow.forward(double, int)", () -> dirac.forward(0, 3), () -> dirac.forward(1, 0));
        state(
                "DiracFlow.forward(double, int)",
                () -> DiracFlow.of(2, 0.5).forward(1, 1),
                () -> DiracFlow.of(2, 1.5).forward(1, 1));
        argument("QuantileFlow.toward(Measure)", () -> QuantileFlow.toward(X));
        argument(
                "QuantileFlow.towardUniform(double, double)",
                () -> QuantileFlow.towardUniform(1, 1),
                () -> QuantileFlow.towardUniform(2, 1),
                () -> QuantileFlow.towardUniform(0, Double.POSITIVE_INFINITY));
        QuantileFlow line = QuantileFlow.towardUniform(0, 1);
        double[] right = {0, 1};
        double[] falling = {1, 0};
        double[] infinite = {0, Double.POSITIVE_INFINITY};
        argument(
                "QuantileFlow.quantile(double)",
                () -> line.quantile(-0.1),
                () -> line.quantile(1.1),
                () -> line.quantile(Double.NaN));
        argument(
                "QuantileFlow.exact(double[], double)",
                () -> line.exact(falling, 1),
                () -> line.exact(infinite, 1),
                () -> line.exact(right, -1));
        argument(
                "QuantileFlow.explicitEuler(double[], double)",
                () -> line.explicitEuler(falling, 1),
                () -> line.explicitEuler(infinite, 1),
                () -> line.explicitEuler(right, 0));
        argument(
                "QuantileFlow.implicitEuler(double[], double)",
                () -> line.implicitEuler(falling, 1),
                () -> line.implicitEuler(infinite, 1),
                () -> line.implicitEuler(right, -1));
        argument(
                "QuantileFlow.wasserstein2(double[])",
                () -> line.wasserstein2(falling),
                () -> line.wasserstein2(infinite));
        radial();
    }

    private void radial() {
        RadialMeasure disc = RadialMeasure.equilibrium(2, 1);
        RadialMeasure sphere = RadialMeasure.equilibrium(3, 1);
        argument(
                "RadialMeasure.equilibrium(int, double)",
                () -> RadialMeasure.equilibrium(0, 1),
                () -> RadialMeasure.equilibrium(2, 0),
                () -> RadialMeasure.equilibrium(2, 2));
        argument("RadialMeasure.scale(double)", () -> disc.scale(-1), () -> disc.scale(Double.POSITIVE_INFINITY));
        argument(
                "RadialMeasure.wasserstein2(RadialMeasure)",
                () -> disc.wasserstein2(sphere),
                () -> disc.wasserstein2(RadialMeasure.equilibrium(2, 0.5)));
        state(
                "RadialMeasure.density(double)",
                () -> sphere.density(0.5),
                () -> disc.scale(0).density(0.5));
        argument("RadialMeasure.density(double)", () -> disc.density(-1), () -> disc.density(Double.NaN));
        argument(
                "RadialMeasure.radialQuantile(double)",
                () -> disc.radialQuantile(-0.1),
                () -> disc.radialQuantile(1.1),
                () -> disc.radialQuantile(Double.NaN));
        argument("RadialMeasure.radialCdfDistance(Points)", () -> disc.radialCdfDistance(SPACE));
        argument("RadialMeasure.radialWasserstein2(Points)", () -> disc.radialWasserstein2(SPACE));
        argument(
                "RadialMeasure.sample(int, Seed)",
                () -> disc.sample(0, seed(1)),
                () -> disc.sample(Integer.MAX_VALUE, seed(1)),
                () -> RadialMeasure.equilibrium(1000, 1).sample(Integer.MAX_VALUE, seed(1)));
    }

    private void flows() {
        argument(
                "ParticleFlow.stepSize(double)",
                () -> FLOW.stepSize(0),
                () -> FLOW.stepSize(-1),
                () -> FLOW.stepSize(Double.NaN),
                () -> FLOW.stepSize(Double.POSITIVE_INFINITY));
        argument(
                "ParticleFlow.momentum(double)",
                () -> FLOW.momentum(-0.1),
                () -> FLOW.momentum(1),
                () -> FLOW.momentum(Double.NaN));
        argument("ParticleFlow.saveEvery(Duration)", () -> FLOW.saveEvery(Duration.ofNanos(-1)));
        argument(
                "ParticleFlow.atMost(Duration)",
                () -> FLOW.atMost(Duration.ZERO),
                () -> FLOW.atMost(Duration.ofNanos(-1)));
        FlowState state = FLOW.start(X);
        state("ParticleFlow.from(Measure)", () -> AIMLESS.from(X));
        argument("ParticleFlow.from(Measure)", () -> FLOW.from(SPACE), () -> FLOW.from(SPACE.weighted(1, 2, 3, 4, 5)));
        state("ParticleFlow.from(FlowState)", () -> AIMLESS.from(state));
        argument("ParticleFlow.from(FlowState)", () -> FLOW.from(FlowState.of(0, 0, SPACE, null)));
        state("ParticleFlow.start(Measure)", () -> AIMLESS.start(X));
        argument("ParticleFlow.start(Measure)", () -> FLOW.start(SPACE));
        state("ParticleFlow.open(Measure)", () -> AIMLESS.open(X));
        argument("ParticleFlow.open(Measure)", () -> FLOW.open(SPACE));
        state("ParticleFlow.open(FlowState)", () -> AIMLESS.open(state));
        argument("ParticleFlow.open(FlowState)", () -> FLOW.open(FlowState.of(0, 0, SPACE, null)));
        breaks(FlowDivergedException.class, "ParticleFlow.step(FlowState)", () -> WILD.step(WILD.step(state)));
        breaks(FlowDivergedException.class, "FlowRun.step()", () -> step(WILD, X));
        breaks(
                FlowDivergedException.class,
                "FlowDivergedException.require(String, int, double, double, double)",
                () -> FlowDivergedException.require("the flow", 1, Double.NaN, 10, 1),
                () -> FlowDivergedException.require("the flow", 1, 11, 10, 1));
        interrupted(
                "FlowRun.step()",
                () -> step(ParticleFlow.of(Mmd.riesz(1)).toward(Points.gaussian(3000, 20)), Points.gaussian(3000, 20)));
        argument(
                "FlowRun.step()",
                () -> step(FLOW.stepSize(k -> k == 2 ? 0 : 1), X),
                () -> step(FLOW.stepSize(k -> k == 2 ? Double.NaN : 1), X),
                () -> step(FLOW.momentum(k -> k == 2 ? 1 : 0), X));
        state("FlowRun.step()", () -> closed().step());
        state("FlowRun.read()", () -> closed().read());
        state("FlowRun.state()", () -> closed().state());
        state("FlowRun.particles()", () -> closed().particles());
        state("Trajectory.chart()", () -> FLOW.from(X).chart());
        argument(
                "Trajectory.run(int)",
                () -> FLOW.from(X).run(0),
                () -> FLOW.from(X).run(-1),
                () -> FLOW.stepSize(k -> k == 2 ? 0 : 1).from(X).run(5),
                () -> FLOW.momentum(k -> k == 2 ? -1 : 0).from(X).run(5),
                () -> FLOW.keep(Keep.every(1)).from(X).run(Integer.MAX_VALUE));
        breaks(
                FlowDivergedException.class,
                "Trajectory.run(int)",
                () -> WILD.from(X).run(5));
        argument(
                "FlowState.of(int, double, Measure, Points)",
                () -> FlowState.of(-1, 0, X, null),
                () -> FlowState.of(0, -1, X, null),
                () -> FlowState.of(0, Double.NaN, X, null),
                () -> FlowState.of(1, 1, X, Points.dirac(19, 2)),
                () -> FlowState.of(1, 1, X, Points.dirac(20, 3)));
    }

    private void folders() throws Exception {
        Path other = written("other.txt", "no state");
        FLOW.start(X).save(folder.resolve("state.npz"));
        byte[] whole = Files.readAllBytes(folder.resolve("state.npz"));
        Path cut = folder.resolve("cut.npz");
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        argument("FlowState.load(Path)", () -> FlowState.load(other), () -> FlowState.load(cut));
        file("FlowState.load(Path)", () -> FlowState.load(folder.resolve("none.npz")));
        ParticleFlow kept = FLOW.in(folder.resolve("kept"));
        kept.from(X).run(2);
        argument(
                "ParticleFlow.from(Measure)",
                () -> kept.stepSize(0.5).from(X),
                () -> kept.seed(seed(9)).from(X),
                () -> kept.from(X.translate(1, 0)));
        argument("Trajectory.run(int)", () -> kept.from(X).run(1));
        Path blocked = folder.resolve("blocked");
        Files.createDirectories(blocked.resolve("checkpoint.json"));
        file("ParticleFlow.from(Measure)", () -> FLOW.in(blocked).from(X));
        file("ParticleFlow.load(Path)", () -> FLOW.load(blocked));
        state("ParticleFlow.load(Path)", () -> AIMLESS.load(folder.resolve("kept")));
        argument(
                "ParticleFlow.load(Path)",
                () -> FLOW.load(folder.resolve("nothing")),
                () -> FLOW.toward(X).load(folder.resolve("kept")),
                () -> FLOW.seed(seed(9)).load(folder.resolve("kept")),
                () -> FLOW.stepSize(0.5).load(folder.resolve("kept")));
        file(
                "Trajectory.run(int)",
                () -> FLOW.in(other.resolve("folder")).from(X).run(2));
        state("Trajectory.run(int)", () -> {
            ParticleFlow twice = FLOW.in(folder.resolve("twice"));
            Progress.Listening listening = Progress.listen(
                    (name, total) -> (done, value, note) -> twice.from(X).run(9));
            try {
                twice.from(X).run(5);
            } finally {
                listening.close();
            }
        });
    }
}
