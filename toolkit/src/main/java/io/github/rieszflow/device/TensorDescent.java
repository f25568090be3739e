package io.github.rieszflow.device;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.DeviceArray;
import io.github.rieszflow.network.Program;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedDescent;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A descent in tensor operations. Particles, momentum and targets stay on the device from step to step. */
final class TensorDescent implements SlicedDescent {
    /** Points go to and from the device in portions of about this many numbers. */
    private static final int PORTION = 1 << 22;

    private static final int ROUNDS = DirectionSource.ROUNDS;

    private final TensorPlan plan;
    private final DirectionSource source;
    private final TensorScripts.Use script;
    private final Program program;
    /** Points as columns: particles and targets, momentum, the gradient; and a Hadamard matrix. */
    private final DeviceArray w;

    private final DeviceArray v;
    private final DeviceArray g;
    private final DeviceArray h;
    /** What is drawn for a gradient, in the array that is drawn into. */
    private final float[] drawn;

    private final Batch directions;
    private boolean closed;

    TensorDescent(TensorPlan plan, DirectionSource source, Points particles, Points targets, Device device) {
        this.plan = plan;
        this.source = source;
        String what = plan.slices() + " directions in dimension " + plan.dimension();
        double numbers = plan.rotations()
                ? (double) plan.rotationCount() * ROUNDS * plan.space()
                : (double) plan.slices() * plan.dimension();
        this.drawn = new float[Memory.length(numbers, Float.BYTES, what, "take fewer slices")];
        this.directions = plan.rotations()
                ? Batch.of(drawn, plan.rotationCount(), ROUNDS, plan.space())
                : Batch.of(drawn, plan.slices(), plan.dimension());
        source.reserve();
        this.script = TensorScripts.open(TensorScript.of(plan), device);
        this.program = script.program();
        try {
            List<DeviceArray> memory = program.call("begin", program.array(new float[] {1}, 1, 1));
            this.w = memory.get(0);
            this.v = memory.get(1);
            this.g = memory.get(2);
            this.h = memory.get(3);
            put(w, 0, particles);
            put(w, plan.particles(), targets);
        } catch (RuntimeException e) {
            script.close();
            throw e;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this descent is closed: open another one to go on");
        }
    }

    /** Calls a method for what it does to its arguments. */
    private void run(String method, Batch batch, DeviceArray... arguments) {
        program.call(method, batch, arguments).forEach(DeviceArray::close);
    }

    /** Where a portion begins and how many points it has. */
    private interface Portion {
        void move(DeviceArray at, int first, int count);
    }

    /** In portions of so many points, which are at these places of an array of points. */
    private void portions(int place, int size, Portion portion) {
        int most = Math.max(1, PORTION / plan.dimension());
        for (int first = 0; first < size; first += most) {
            int count = Math.min(most, size - first);
            try (DeviceArray at = program.array(new double[] {place + first, count}, 2)) {
                portion.move(at, first, count);
            }
        }
    }

    private void put(DeviceArray into, int place, Points points) {
        int d = plan.dimension();
        FloatBuffer values = points.values();
        portions(place, points.size(), (at, first, count) -> {
            float[] rows = new float[count * d];
            values.get(first * d, rows);
            run("put", Batch.of(rows, count, d), into, at);
        });
    }

    /** The particles' part of an array, one point after the other. */
    private void get(DeviceArray from, float[] rows) {
        portions(0, plan.particles(), (at, first, count) -> {
            try (DeviceArray part = program.call("get", from, at).get(0)) {
                part.read(rows, first * plan.dimension());
            }
        });
    }

    private Points fetch(DeviceArray from) {
        requireOpen();
        float[] rows = new float[plan.particles() * plan.dimension()];
        get(from, rows);
        return Points.adopt(rows, plan.particles(), plan.dimension());
    }

    @Override
    public void load(Points particles, @Nullable Points momentum) {
        requireOpen();
        Require.shape(particles, plan.particles(), plan.dimension(), "particles");
        if (momentum != null) {
            Require.shape(momentum, plan.particles(), plan.dimension(), "momentum");
            put(v, 0, momentum);
        } else {
            run("clear", Batch.none(), v);
        }
        put(w, 0, particles);
    }

    @Override
    public void aim(Points targets) {
        requireOpen();
        Require.shape(targets, plan.targets(), plan.dimension(), "targets");
        put(w, plan.particles(), targets);
    }

    /** The directions of a gradient. */
    private Batch draw(Seed seed) {
        if (plan.rotations()) {
            source.drawSigns(seed, drawn);
        } else {
            source.draw(seed, drawn);
        }
        return directions;
    }

    @Override
    public void gradient(Seed seed, float[] gradient) {
        requireOpen();
        Require.length(gradient.length, plan.particles(), plan.dimension());
        run("gradient", draw(seed), w, g, h);
        get(g, gradient);
    }

    @Override
    public double step(Seed seed, double stepSize, double momentum) {
        requireOpen();
        Batch batch = draw(seed).and(new float[] {(float) momentum, (float) stepSize}, 2);
        try (DeviceArray largest = program.call("step", batch, w, v, g, h).get(0)) {
            return largest.floats()[0];
        }
    }

    /** Drawn in sets that are independent of each other, and computed in double precision. */
    @Override
    public SliceValues values(Seed seed) {
        requireOpen();
        List<DeviceArray> found = program.call("values", drawSets(seed), w, h);
        double[] lines = found.get(0).doubles();
        double norm = Math.sqrt(found.get(1).doubles()[0] / plan.targets());
        found.forEach(DeviceArray::close);
        // What the rounding of projections leaves of points that coincide.
        double rounding = Math.ulp(norm) * Math.sqrt(plan.points());
        int slices = plan.slices();
        double[] squared = new double[slices];
        double[] wasserstein = new double[slices];
        double[] weights = new double[slices];
        double padding = SlicingConstant.of(plan.space(), 1) / SlicingConstant.of(plan.dimension(), 1);
        for (int p = 0; p < slices; p++) {
            double w1 = lines[slices + p] * plan.lineScale();
            boolean none = w1 <= rounding;
            squared[p] = none ? 0 : lines[p] * plan.lineScale();
            wasserstein[p] = none ? 0 : w1 * padding;
            weights[p] = source.weight(p);
        }
        return SliceValues.of(squared, wasserstein, weights, SlicingConstant.of(plan.space(), 1), source);
    }

    private Batch drawSets(Seed seed) {
        if (!plan.rotations()) {
            source.drawSets(seed, drawn);
            return directions;
        }
        int[] sets = source.sets();
        float[] signs = new float[Math.multiplyExact(sets.length, ROUNDS * plan.space())];
        source.drawSetSigns(seed, signs);
        float[] sizes = new float[sets.length];
        for (int q = 0; q < sets.length; q++) {
            sizes[q] = sets[q];
        }
        return Batch.of(signs, sets.length, ROUNDS, plan.space()).and(sizes, sets.length);
    }

    @Override
    public Points particles() {
        return fetch(w);
    }

    @Override
    public Points momentum() {
        return fetch(v);
    }

    /** How it is cut. */
    TensorPlan plan() {
        return plan;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            script.close();
        }
    }
}
