package io.github.rieszflow.device;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.PointerByReference;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;
import io.github.rieszflow.slicing.SlicedProblem;
import io.github.rieszflow.slicing.Ties;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.zip.GZIPInputStream;

/**
 * What the CUDA engine does on a machine with a GPU: whether it agrees with the processor, and how long a step takes. Arguments: a folder for
 * results, seconds it may take, {@code full} or {@code small} sizes, and MNIST's training images if they are there. Each
 * part that fails is reported and the next one begins.
 */
public final class GpuCheck {
    private static final Seed SEED = new Seed(1);

    private final List<String> results = new ArrayList<>();
    private final Path folder;
    private final long end;
    private final boolean full;
    private final String images;
    private int failures;

    private GpuCheck(Path folder, double seconds, boolean full, String images) {
        this.folder = folder;
        this.end = System.nanoTime() + (long) (seconds * 1e9);
        this.full = full;
        this.images = images;
    }

    /**
     * Runs all parts.
     *
     * @param arguments see above
     * @throws IOException if results cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        GpuCheck check = new GpuCheck(
                Path.of(arguments[0]),
                Double.parseDouble(arguments[1]),
                arguments[2].equals("full"),
                arguments.length > 3 ? arguments[3] : "");
        check.say("devices: " + CudaEngine.devices());
        if (!CudaEngine.available()) {
            check.say("no device: nothing to check");
            System.exit(1);
        }
        check.part("agreement", check::agreement);
        check.part("steps", check::steps);
        check.part("large agreement", check::largeAgreement);
        check.part("openings", check::openings);
        check.write();
        check.say(check.failures == 0 ? "all parts passed" : check.failures + " failures");
        System.exit(check.failures == 0 ? 0 : 1);
    }

    private void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private boolean late() {
        return System.nanoTime() > end;
    }

    private void part(String name, Runnable part) {
        long begin = System.nanoTime();
        try {
            part.run();
        } catch (RuntimeException | LinkageError e) {
            failures++;
            say("FAILED " + name + ": " + e);
        }
        say(String.format(Locale.ROOT, "-- %s: %.1f s", name, (System.nanoTime() - begin) / 1e9));
        write();
    }

    private void write() {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("engine.json"), "[\n" + String.join(",\n", results) + "\n]\n");
        } catch (IOException e) {
            say("results could not be written: " + e);
        }
    }

    private void record(Map<String, Object> values) {
        StringJoiner json = new StringJoiner(", ", "{", "}");
        values.forEach((key, value) -> json.add(
                "\"" + key + "\": " + (value instanceof Number || value instanceof Boolean ? value : "\"" + value + "\"")));
        results.add(json.toString());
        write();
    }

    // ---- agreement ----

    private void agreement() {
        int unit = full ? 1000 : 100;
        LineSolver exact = LineSolver.exact();
        List<LineSolver> solvers = List.of(LineSolver.binned(12), exact);
        for (LineSolver solver : solvers) {
            for (int d : new int[] {2, 3, 10, 100, 784, 1500, 3072}) {
                int n = Math.max(100, unit - d / 3);
                Points x = Points.uniform(n, d, new Seed(1));
                Points y = Points.gaussian(n - 37, d, new Seed(2)).scale(0.3);
                int slices = d < 100 ? 64 : full ? d + 100 : 130;
                compare(new SlicedProblem(1, Directions.hadamard(), slices, solver), x, y, 0);
                compare(new SlicedProblem(1, Directions.iid(), slices, solver), x, y, 0);
            }
        }
        Points x = Points.uniform(unit, 20, new Seed(3));
        Points y = Points.gaussian(unit - 50, 20, new Seed(4));
        compare(new SlicedProblem(1, Directions.hadamard(), 100, LineSolver.binned(14)), x, y, 0);
        compare(new SlicedProblem(1, Directions.iid(), 100, LineSolver.binned(8)), x, y, 0);
        compare(new SlicedProblem(1, Directions.iid(), 100, exact), x, y, 1_000_000L * (full ? 3 : 1));
        compare(new SlicedProblem(1, Directions.iid(), 20, LineSolver.exact(Ties.FREEZE)), x, y, 0);
        compare(new SlicedProblem(1, Directions.iid(), 20, exact), Points.dirac(unit, 20), y, 0);
        compare(new SlicedProblem(1, Directions.iid(), 20, exact), y, y, 0);
        compare(new SlicedProblem(1, Directions.iid(), 20, exact), x.take(50), y, 0);
        compare(new SlicedProblem(1, Directions.iid(), 20, exact), x, y.take(1), 0);
        compare(
                new SlicedProblem(1, Directions.iid(), 20, exact),
                x.concat(x.take(1).scale(1e6)),
                y,
                0);
        int many = full ? 200_000 : 70_000;
        for (LineSolver solver : List.of(LineSolver.binned(13), exact)) {
            compare(
                    new SlicedProblem(1, Directions.automatic(), full ? 64 : 2, solver),
                    Points.uniform(many, 2, new Seed(5)),
                    Points.gaussian(many - 1000, 2, new Seed(6)),
                    0);
        }
    }

    private void largeAgreement() {
        if (!full) {
            return;
        }
        Points x = Points.uniform(20_000, 784, new Seed(1));
        Points y = Points.gaussian(20_000, 784, new Seed(2)).scale(0.3);
        for (LineSolver solver : List.of(LineSolver.binned(14), LineSolver.exact())) {
            compare(new SlicedProblem(1, Directions.hadamard(), 1000, solver), x, y, 0);
        }
        compare(new SlicedProblem(1, Directions.iid(), 200, LineSolver.exact()), x, y, 0);
        compare(
                new SlicedProblem(1, Directions.automatic(), 64, LineSolver.exact()),
                Points.uniform(1_000_000, 2, new Seed(5)),
                Points.gaussian(1_000_000, 2, new Seed(6)),
                0);
    }

    /** A gradient and three steps on both. */
    private void compare(SlicedProblem problem, Points x, Points y, long atMost) {
        if (late()) {
            return;
        }
        String what = x.shape() + " to " + y.shape() + ", " + problem.slices() + " " + problem.directions() + ", "
                + problem.solver();
        try {
            CudaEngine engine = atMost > 0 ? CudaEngine.on(0).atMost(atMost) : CudaEngine.on(0);
            try (var gpu = engine.open(problem, x, y);
                    var cpu = Engine.cpu().open(problem, x, y)) {
                float[] ours = new float[x.size() * x.dimension()];
                Arrays.fill(ours, Float.NaN);
                gpu.gradient(SEED, ours);
                float[] theirs = new float[ours.length];
                cpu.gradient(SEED, theirs);
                double error = error(ours, theirs);
                int other = 0;
                for (int i = 0; i < ours.length; i++) {
                    other += ours[i] == theirs[i] ? 0 : 1;
                }
                for (int step = 0; step < 3; step++) {
                    gpu.step(SEED.split(step), 0.5, 0.7);
                    cpu.step(SEED.split(step), 0.5, 0.7);
                }
                double moved = error(
                        gpu.particles().toArray(), cpu.particles().toArray());
                boolean good = error < 1e-5 && !(moved > 1e-3);
                failures += good ? 0 : 1;
                say(String.format(
                        Locale.ROOT,
                        "%s %s: gradient %.1e (%d of %d numbers differ), after three steps %.1e",
                        good ? "ok    " : "FAILED",
                        what,
                        error,
                        other,
                        ours.length,
                        moved));
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("agreement", what);
                result.put("gradient", (float) error);
                result.put("different", other);
                result.put("moved", (float) moved);
                result.put("good", good);
                record(result);
            }
        } catch (RuntimeException e) {
            failures++;
            say("FAILED " + what + ": " + e);
        }
    }

    private static double error(float[] a, float[] b) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            difference += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
            size += (double) b[i] * b[i];
        }
        return difference == 0 ? 0 : Math.sqrt(difference / size);
    }

    // ---- steps ----

    private void steps() {
        int part = full ? 1 : 200;
        Points digits = digits(20_000 / part);
        Points noise = Points.uniform(20_000 / part, 784, new Seed(1));
        int slices = full ? 1000 : 10;
        time("MNIST", noise, digits, slices, Directions.hadamard(), LineSolver.binned(14));
        time("MNIST", noise, digits, slices, Directions.hadamard(), LineSolver.binned(13));
        time("MNIST", noise, digits, slices, Directions.hadamard(), LineSolver.binned(12));
        time("MNIST", noise, digits, slices, Directions.hadamard(), LineSolver.exact());
        time("MNIST", noise, digits, slices, Directions.iid(), LineSolver.exact());
        time("MNIST", noise, digits, slices, Directions.iid(), LineSolver.binned(14));
        Points x = Points.uniform(1_000_000 / part, 2, new Seed(1));
        Points y = Points.gaussian(1_000_000 / part, 2, new Seed(2)).scale(0.3);
        time("plane", x, y, 64, Directions.automatic(), LineSolver.exact());
        time("plane", x, y, 64, Directions.automatic(), LineSolver.binned(13));
        x = Points.uniform(5000 / part, 196, new Seed(1));
        y = Points.gaussian(5000 / part, 196, new Seed(2)).scale(0.3);
        time("small", x, y, 100, Directions.iid(), LineSolver.exact());
        time("small", x, y, 100, Directions.hadamard(), LineSolver.exact());
        time("small", x, y, 100, Directions.hadamard(), LineSolver.binned(13));
        x = Points.uniform(30_000 / part, 3072, new Seed(1));
        y = Points.gaussian(30_000 / part, 3072, new Seed(2)).scale(0.3);
        slices = full ? 3072 : 20;
        time("CIFAR", x, y, slices, Directions.hadamard(), LineSolver.binned(14));
        time("CIFAR", x, y, slices, Directions.hadamard(), LineSolver.exact());
        time("CIFAR", x, y, slices, Directions.iid(), LineSolver.exact());
    }

    /** MNIST's training images scaled to [0,1], or numbers that cost as much. */
    private Points digits(int count) {
        if (!images.isEmpty()) {
            try (InputStream file = Files.newInputStream(Path.of(images));
                    DataInputStream in = new DataInputStream(images.endsWith(".gz") ? new GZIPInputStream(file) : file)) {
                in.skipNBytes(16);
                byte[] pixels = in.readNBytes(count * 784);
                float[] data = new float[count * 784];
                for (int i = 0; i < data.length; i++) {
                    data[i] = (pixels[i] & 0xff) / 255f;
                }
                return Points.adopt(data, count, 784);
            } catch (IOException | RuntimeException e) {
                say("MNIST could not be read (" + e + "): normal numbers serve");
            }
        }
        return Points.gaussian(count, 784, new Seed(2)).scale(0.3);
    }

    private void time(String setting, Points x, Points y, int slices, Directions directions, LineSolver solver) {
        if (late()) {
            say("no time is left for " + setting + ", " + directions + ", " + solver);
            return;
        }
        try {
            SlicedProblem problem = new SlicedProblem(1, directions, slices, solver);
            try (var gpu = (CudaDescent) CudaEngine.on(0).open(problem, x, y)) {
                measure(setting, problem, x, y, gpu);
            }
        } catch (RuntimeException e) {
            failures++;
            say("FAILED " + setting + ", " + directions + ", " + solver + ": " + e);
        }
    }

    private void measure(String setting, SlicedProblem problem, Points x, Points y, CudaDescent gpu) {
        int steps = full ? 40 : 2;
        for (int i = 0; i < (full ? 5 : 1); i++) {
            gpu.step(SEED.split(i), 1, 0.7);
        }
        double[] wall = new double[steps];
        long limit = System.nanoTime() + 5_000_000_000L;
        int done = 0;
        while (done < steps && (done < 3 || System.nanoTime() < limit)) {
            long begin = System.nanoTime();
            gpu.step(SEED.split(100 + done), 1, 0.7);
            wall[done++] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(wall, 0, done);
        Map<String, Double> kernels = kernels(gpu);
        double sum = kernels.values().stream().mapToDouble(Double::doubleValue).sum();
        StringBuilder text = new StringBuilder();
        kernels.forEach((name, ms) -> text.append(String.format(Locale.ROOT, " %s %.3f", name, ms)));
        say(String.format(
                Locale.ROOT,
                "%-6s %s, %s: step %.3f ms (fastest %.3f), kernels %.3f ms:%s",
                setting,
                problem.directions().within(x.dimension(), problem.slices()),
                problem.solver(),
                wall[done / 2],
                wall[0],
                sum,
                text));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("setting", setting);
        result.put("n", x.size());
        result.put("m", y.size());
        result.put("d", x.dimension());
        result.put("slices", problem.slices());
        result.put("directions", problem.directions().within(x.dimension(), problem.slices()));
        result.put("solver", problem.solver());
        result.put("ms", (float) wall[done / 2]);
        result.put("fastest", (float) wall[0]);
        result.put("kernels", (float) sum);
        kernels.forEach((name, ms) -> result.put("kernel " + name, ms.floatValue()));
        result.put("bytes", gpu.bytes());
        record(result);
    }

    /** Milliseconds of each kernel of a step, medians of a few steps, by events. */
    private static Map<String, Double> kernels(CudaDescent gpu) {
        CudaDriver driver = gpu.runtime.driver;
        int steps = 5;
        Map<String, double[]> sums = new LinkedHashMap<>();
        gpu.runtime.enter();
        Pointer begin = event(driver);
        Pointer end = event(driver);
        gpu.runtime.leave();
        for (int s = 0; s < steps; s++) {
            int step = s;
            gpu.runtime.watch = (name, launch) -> {
                driver.call("record an event", "cuEventRecord", begin, Pointer.NULL);
                launch.run();
                driver.call("record an event", "cuEventRecord", end, Pointer.NULL);
                driver.call("run the kernel " + name, "cuEventSynchronize", end);
                FloatByReference ms = new FloatByReference();
                driver.call("time a kernel", "cuEventElapsedTime", ms, begin, end);
                sums.computeIfAbsent(name, key -> new double[steps])[step] += ms.getValue();
            };
            gpu.step(SEED.split(1000 + s), 1, 0.7);
        }
        gpu.runtime.watch = null;
        gpu.runtime.enter();
        driver.tell("cuEventDestroy_v2", begin);
        driver.tell("cuEventDestroy_v2", end);
        gpu.runtime.leave();
        Map<String, Double> medians = new LinkedHashMap<>();
        sums.forEach((name, all) -> {
            Arrays.sort(all);
            medians.put(name, all[steps / 2]);
        });
        return medians;
    }

    private static Pointer event(CudaDriver driver) {
        PointerByReference event = new PointerByReference();
        driver.call("create an event", "cuEventCreate", event, 0);
        return event.getValue();
    }

    // ---- openings ----

    private void openings() {
        Points x = Points.uniform(500, 20, new Seed(1));
        SlicedProblem problem = new SlicedProblem(1, Directions.iid(), 10, LineSolver.exact());
        if (late()) {
            say("no time is left for a thousand openings");
            return;
        }
        long before = 0;
        long after = 0;
        int opened = 0;
        for (; opened <= 1000 && !late(); opened++) {
            try (var gpu = CudaEngine.on(0).open(problem, x, x)) {
                gpu.step(SEED, 1, 0.5);
            }
            after = free();
            before = opened == 0 ? after : before;
        }
        boolean good = after >= before;
        failures += good ? 0 : 1;
        say((good ? "ok    " : "FAILED") + " " + opened + " openings: " + before + " bytes free before, " + after + " after");
        record(new LinkedHashMap<>(Map.<String, Object>of("openings", opened, "before", before, "after", after, "good", good)));
    }

    private static long free() {
        CudaDriver driver = CudaDriver.get();
        if (driver == null) {
            return 0;
        }
        CudaRuntime runtime = CudaRuntime.of(driver, 0);
        runtime.enter();
        try {
            return runtime.driver.free();
        } finally {
            runtime.leave();
        }
    }
}
