package io.github.rieszflow.device;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.ScriptFile;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The scripts of the tensor engine as files, for a machine with PyTorch and a GPU and without Java: some with points, directions and what
 * this processor computes from them, the others to be timed. Argument: a folder.
 */
public final class TensorFiles {
    private static final Seed SEED = new Seed(3);
    /** Bytes on the device that a script may take. */
    private static final double ROOM = 16e9;

    private static final float STEP = 0.5f;
    private static final float MOMENTUM = 0.75f;

    private final Path folder;
    private final List<String> cases = new ArrayList<>();

    private TensorFiles(Path folder) {
        this.folder = folder;
    }

    /** Writes them. */
    public static void main(String[] arguments) throws IOException {
        TensorFiles files = new TensorFiles(Files.createDirectories(Path.of(arguments[0])));
        files.compared();
        files.timed("full", 1, 1);
        files.timed("small", 200, 100);
        Files.writeString(
                files.folder.resolve("scripts.json"), "[\n" + String.join(",\n", files.cases) + "\n]\n");
    }

    private void compared() throws IOException {
        LineSolver exact = LineSolver.exact();
        Points x = Points.uniform(150, 784, new Seed(1));
        Points y = Points.gaussian(120, 784, new Seed(2)).scale(0.3);
        compare(x, y, Directions.hadamard(), 1000, exact);
        compare(x, y, Directions.hadamard(), 1100, LineSolver.binned(14));
        compare(x, y, Directions.iid(), 100, exact);
        x = Points.uniform(1000, 20, new Seed(1));
        y = Points.gaussian(900, 20, new Seed(2)).scale(0.3);
        compare(x, y, Directions.iid(), 64, exact);
        compare(x, y, Directions.iid(), 64, LineSolver.binned(10));
        compare(Points.dirac(1000, 20), y, Directions.iid(), 64, exact);
        // Coordinates as projections: which points coincide is then up to no product.
        Directions axes = Directions.of(Points.of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}));
        for (Ties ties : Ties.values()) {
            compare(grid(500, 1), grid(300, 2), axes, 3, LineSolver.exact(ties));
        }
        y = grid(300, 2);
        compare(y.concat(y), y, axes, 3, exact);
    }

    private static Points grid(int size, long seed) {
        RandomStream stream = new Seed(seed).stream();
        double[][] rows = new double[size][3];
        for (double[] row : rows) {
            Arrays.setAll(row, k -> stream.nextInt(20) - 10);
        }
        return Points.of(rows);
    }

    /** A gradient and the particles after a step. */
    private void compare(Points x, Points y, Directions directions, int slices, LineSolver solver) throws IOException {
        SlicedProblem problem = new SlicedProblem(1, directions, slices, solver);
        DirectionSource source = DirectionSource.open(directions, x.dimension(), slices, 1);
        TensorPlan plan = TensorPlan.of(problem, source, x.size(), y.size(), true).within(ROOM);
        String name = script(plan);
        float[] drawn;
        if (plan.rotations()) {
            drawn = new float[plan.rotationCount() * DirectionSource.ROUNDS * plan.space()];
            source.drawSigns(SEED, drawn);
        } else {
            drawn = new float[slices * x.dimension()];
            source.draw(SEED, drawn);
        }
        float[] gradient = new float[x.size() * x.dimension()];
        try (SlicedDescent descent = TensorEngine.on(Device.cpu()).open(problem, x, y)) {
            descent.gradient(SEED, gradient);
            descent.step(SEED, STEP, MOMENTUM);
            numbers(name + ".x", x.toArray());
            numbers(name + ".y", y.toArray());
            numbers(name + ".b", drawn);
            numbers(name + ".gradient", gradient);
            numbers(name + ".moved", descent.particles().toArray());
        }
        describe(name, "compared", "", plan, problem);
    }

    private void numbers(String name, float[] values) throws IOException {
        ScriptFile.numbers(folder.resolve(name), values);
    }

    private void timed(String size, int fewerPoints, int fewerSlices) throws IOException {
        for (int bits : new int[] {0, 14, 12}) {
            time(size, "MNIST", 20_000 / fewerPoints, 784, 1000 / fewerSlices, Directions.hadamard(), bits);
        }
        time(size, "MNIST", 20_000 / fewerPoints, 784, 1000 / fewerSlices, Directions.iid(), 0);
        time(size, "MNIST", 20_000 / fewerPoints, 784, 1000 / fewerSlices, Directions.iid(), 14);
        time(size, "plane", 1_000_000 / fewerPoints, 2, Math.max(5, 64 / fewerSlices), Directions.iid(), 0);
        time(size, "plane", 1_000_000 / fewerPoints, 2, Math.max(5, 64 / fewerSlices), Directions.iid(), 13);
        time(size, "small", Math.max(100, 5000 / fewerPoints), 196, Math.max(5, 100 / fewerSlices), Directions.iid(), 0);
        time(
                size,
                "small",
                Math.max(100, 5000 / fewerPoints),
                196,
                Math.max(5, 100 / fewerSlices),
                Directions.hadamard(),
                13);
        for (int bits : new int[] {0, 14}) {
            time(size, "CIFAR", 30_000 / fewerPoints, 3072, 3072 / fewerSlices, Directions.hadamard(), bits);
        }
        time(size, "CIFAR", 30_000 / fewerPoints, 3072, 3072 / fewerSlices, Directions.iid(), 0);
    }

    private void time(String size, String setting, int n, int d, int slices, Directions directions, int bits)
            throws IOException {
        SlicedProblem problem = new SlicedProblem(
                1, directions, slices, bits > 0 ? LineSolver.binned(bits) : LineSolver.exact());
        DirectionSource source = DirectionSource.open(directions, d, slices, 1);
        TensorPlan plan = TensorPlan.of(problem, source, n, n, true).within(ROOM);
        describe(script(plan), size, setting, plan, problem);
    }

    /** The script of a problem, for particles and as many targets. */
    public static String script(SlicedProblem problem, DirectionSource source, int count) {
        return TensorScript.of(TensorPlan.of(problem, source, count, count, true).within(ROOM));
    }

    private String script(TensorPlan plan) throws IOException {
        String name = "script" + cases.size();
        ScriptFile.write(folder.resolve(name + ".pt"), TensorScript.of(plan));
        return name;
    }

    private void describe(String name, String kind, String setting, TensorPlan plan, SlicedProblem problem) {
        cases.add(String.format(
                Locale.ROOT,
                "{\"script\": \"%s\", \"kind\": \"%s\", \"setting\": \"%s\", \"n\": %d, \"m\": %d, \"d\": %d, \"slices\": %d,"
                        + " \"rotations\": %d, \"space\": %d, \"rows\": %d, \"directions\": \"%s\", \"solver\": \"%s\","
                        + " \"step\": %s, \"momentum\": %s}",
                name,
                kind,
                setting,
                plan.particles(),
                plan.targets(),
                plan.dimension(),
                plan.slices(),
                plan.rotations() ? plan.rotationCount() : 0,
                plan.space(),
                plan.rows(),
                problem.directions(),
                problem.solver(),
                STEP,
                MOMENTUM));
    }
}
