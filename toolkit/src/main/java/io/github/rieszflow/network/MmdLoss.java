package io.github.rieszflow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.loss.Loss;
import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.directions.DrawnDirections;
import io.github.rieszflow.directions.SlicingConstant;
import io.github.rieszflow.internal.Numbers;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Seed;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * MMD² with a Riesz kernel as a loss for networks that you train with DJL yourself: between a batch that a network makes,
 * x, N×d, and a batch of data, y, M×d,
 *
 * <pre>  MMD² = 2 mean ‖x_i−y_j‖^r − mean ‖x_i−x_k‖^r − mean ‖y_j−y_l‖^r,</pre>
 *
 * <p>un-halved, over all pairs: the V-statistic, the square of a distance between the two batches. {@link #unbiased} leaves out
 * pairs of a sample with itself: the expectation is then MMD² of the distributions, which is 0 where they agree. Both losses have
 * the same minimisers only for large batches; to train a generator take the unbiased one.
 *
 * <pre>{@code
 * var config = new DefaultTrainingConfig(MmdLoss.riesz(1).unbiased());
 * var trainer = model.newTrainer(config);
 * try (GradientCollector collector = trainer.newGradientCollector()) {
 *     NDArray made = trainer.forward(new NDList(noise)).singletonOrThrow();
 *     collector.backward(trainer.getLoss().evaluate(new NDList(data), new NDList(made)));
 * }
 * trainer.step();
 * }</pre>
 *
 * <p>Samples of more than one axis, such as images, are flattened to rows of numbers. Single or double precision, on any device of
 * PyTorch; the result is on the device of the samples. It can be differentiated once, with respect to both batches; derivatives are the
 * closed forms, in which coincident samples exert no force, so there is no infinite gradient at distance 0 (when sliced, where
 * rounding makes their projections coincide). Pairs are processed in parts, in about 50 MB of memory besides the samples.
 */
public final class MmdLoss extends Loss {
    private static final String SOURCE = """
            def cross(self, x: Tensor, y: Tensor, r: Tensor) -> List[Tensor]:
              n = torch.size(x, 0)
              b = torch.floordiv(2000000, torch.numel(y)) + 1
              s = torch.mul(torch.sum(x), 0.)
              gx = annotate(List[Tensor], [])
              gy = torch.zeros_like(y)
              for k in range(torch.floordiv(n - 1, b) + 1):
                e = torch.unsqueeze(torch.slice(x, 0, k * b, (k + 1) * b), 1) - y
                q = torch.sum(e * e, [2])
                apart = torch.gt(q, 0)
                safe = torch.where(apart, q, torch.ones_like(q))
                p = torch.pow(safe, torch.mul(r, 0.5)) * torch.type_as(apart, q)
                s = torch.add(s, torch.sum(p))
                f = torch.unsqueeze(torch.mul(torch.div(p, safe), r), 2) * e
                _0 = torch.append(gx, torch.sum(f, [1]))
                gy = torch.sub(gy, torch.sum(f, [0]))
              return [s, torch.cat(gx, 0), gy]
            def riesz(self, x: Tensor, y: Tensor, r: Tensor, c: Tensor) -> Tensor:
              u = torch.detach(x)
              v = torch.detach(y)
              m = (self).cross(u, v, r, )
              a = (self).cross(u, u, r, )
              b = (self).cross(v, v, r, )
              s = m[0] * torch.select(c, 0, 0) - a[0] * torch.select(c, 0, 1) - b[0] * torch.select(c, 0, 2)
              gx = m[1] * torch.select(c, 0, 0) - torch.mul(a[1], 2.) * torch.select(c, 0, 1)
              gy = m[2] * torch.select(c, 0, 0) - torch.mul(b[1], 2.) * torch.select(c, 0, 2)
              return (self).carried(s, x, u, gx, y, v, gy, )
            def carried(self, s: Tensor, x: Tensor, u: Tensor, gx: Tensor, y: Tensor, v: Tensor, gy: Tensor) -> Tensor:
              return s + torch.sum((x - u) * gx) + torch.sum((y - v) * gy)
            def signs(self, t: Tensor, sorted: Tensor) -> Tensor:
              below = torch.searchsorted(sorted, t, out_int32=False, right=False)
              most = torch.searchsorted(sorted, t, out_int32=False, right=True)
              return torch.type_as(torch.sub(torch.add(below, most), torch.size(sorted, 1)), t)
            def sliced(self, x: Tensor, y: Tensor, d: Tensor, w: Tensor, c: Tensor) -> Tensor:
              u = torch.detach(x)
              v = torch.detach(y)
              o = torch.mean(v, [0], True)
              p = torch.contiguous(torch.matmul(d, torch.t(u - o)))
              q = torch.contiguous(torch.matmul(d, torch.t(v - o)))
              a, _0 = torch.sort(p, 1, False)
              b, _1 = torch.sort(q, 1, False)
              g = (self).signs(p, b, ) * torch.select(c, 0, 0) - torch.mul((self).signs(p, a, ), 2.) * torch.select(c, 0, 1)
              h = (self).signs(q, a, ) * torch.select(c, 0, 0) - torch.mul((self).signs(q, b, ), 2.) * torch.select(c, 0, 2)
              g = g * torch.unsqueeze(w, 1)
              h = h * torch.unsqueeze(w, 1)
              s = torch.sum(p * g) + torch.sum(q * h)
              return (self).carried(s, x, u, torch.matmul(torch.t(g), d), y, v, torch.matmul(torch.t(h), d), )
            """;

    /** Without weights of its own, so one for all devices; it stays for as long as the JVM. */
    private static final class Compiled {
        static final NDManager MANAGER = PyTorch.manager(Device.cpu());
        static final Script SCRIPT = Script.load(MANAGER, SOURCE);

        private Compiled() {}
    }

    private final double exponent;
    private final int slices;
    private final @Nullable Directions directions;
    private final Seed seed;
    private final boolean unbiased;
    private final AtomicLong calls = new AtomicLong();

    private MmdLoss(double exponent, int slices, @Nullable Directions directions, Seed seed, boolean unbiased) {
        super("MMD², r = " + Numbers.text(exponent) + (directions == null ? "" : ", " + slices + " slices")
                + (unbiased ? ", unbiased" : ""));
        this.exponent = exponent;
        this.slices = slices;
        this.directions = directions;
        this.seed = seed;
        this.unbiased = unbiased;
    }

    /**
     * The exact loss, by all pairs, in O((N+M)² d).
     *
     * @param exponent r in (0,2); 1 for the energy distance
     * @return the loss, the V-statistic
     * @throws IllegalArgumentException if r is out of range
     */
    public static MmdLoss riesz(double exponent) {
        return new MmdLoss(SlicingConstant.requireExponent(exponent), 0, null, Seed.DEFAULT, false);
    }

    /**
     * The loss for r = 1 by slicing, in O(P (N+M) (d + log(N+M))): c_{d,1} times the mean of MMD² of the projections on P
     * directions, which are drawn afresh at each call. It estimates {@link #riesz riesz(1)} without bias, and so does its gradient.
     *
     * @param slices P
     * @return the loss with {@link Directions#automatic} directions, the V-statistic
     * @throws IllegalArgumentException if P is not positive
     */
    public static MmdLoss sliced(int slices) {
        Require.positive(slices, "the number of slices");
        return new MmdLoss(1, slices, Directions.automatic(), Seed.DEFAULT, false);
    }

    /**
     * The same without pairs of a sample with itself: means over i ≠ k and j ≠ l, the U-statistic. May be negative.
     *
     * @return the loss; its batches must have at least two samples
     */
    public MmdLoss unbiased() {
        return new MmdLoss(exponent, slices, directions, seed, true);
    }

    /**
     * The same with directions by another rule.
     *
     * @param rule draws them
     * @return the loss
     * @throws IllegalStateException if this is the exact loss, which has none
     * @throws IllegalArgumentException if the rule has another number of directions
     */
    public MmdLoss directions(Directions rule) {
        requireSliced();
        DirectionSource.requireSlices(rule, slices);
        return new MmdLoss(exponent, slices, rule, seed, unbiased);
    }

    /**
     * The same with directions from another seed: call k of the loss, from 0, draws from part k of it.
     *
     * @param other the seed
     * @return the loss, with no call made yet
     * @throws IllegalStateException if this is the exact loss, which draws nothing
     */
    public MmdLoss seed(Seed other) {
        requireSliced();
        return new MmdLoss(exponent, slices, directions, other, unbiased);
    }

    private void requireSliced() {
        if (directions == null) {
            throw new IllegalStateException("the exact loss has no directions: take MmdLoss.sliced(slices)");
        }
    }

    /**
     * The loss of a batch, as DJL asks for it.
     *
     * @param labels one tensor, M×d data
     * @param predictions one tensor, N×d samples
     * @return MMD², one number
     * @throws IllegalArgumentException if the samples have different dimensions or precisions, are too few, or are not PyTorch's
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        return squared(predictions.singletonOrThrow(), labels.singletonOrThrow());
    }

    /**
     * MMD² between two batches.
     *
     * @param x N×d samples; not modified
     * @param y M×d samples; not modified
     * @return one number, which belongs to the manager of x
     * @throws IllegalArgumentException if the samples have different dimensions or precisions, are too few, or are not PyTorch's
     */
    public NDArray squared(NDArray x, NDArray y) {
        require(x, y);
        int n = Math.toIntExact(x.getShape().get(0));
        int m = Math.toIntExact(y.getShape().get(0));
        int d = Math.toIntExact(x.getShape().size() / n);
        return PyTorch.recording(JniUtils.isGradMode(), () -> {
            // The result outlives the scope, as the result of any other operation does.
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDManager manager = x.getManager();
                NDList inputs = new NDList(x.reshape(n, d), y.reshape(m, d));
                NDArray result = directions == null
                        ? exact(manager, inputs, n, m)
                        : sliced(manager, inputs, n, m, d, directions);
                NDScope.unregister(result);
                result.attach(manager);
                return result;
            }
        });
    }

    private NDArray exact(NDManager manager, NDList inputs, int n, int m) {
        DataType type = inputs.get(0).getDataType();
        inputs.add(numbers(manager, type, exponent));
        inputs.add(coefficients(manager, type, n, m));
        return Compiled.SCRIPT.call(manager, "riesz", inputs).get(0);
    }

    private NDArray sliced(NDManager manager, NDList inputs, int n, int m, int d, Directions rule) {
        DataType type = inputs.get(0).getDataType();
        // On the line one direction says it all.
        int count = d == 1 && rule.slices() == 0 ? 1 : slices;
        Directions at = rule.within(d, count);
        DrawnDirections drawn = at.draw(count, d, seed.split(calls.getAndIncrement()));
        double constant = SlicingConstant.of(drawn.space(), 1);
        double[] weights = new double[count];
        for (int p = 0; p < count; p++) {
            weights[p] = constant * drawn.weight(p);
        }
        // Points are padded with zeros where a rule draws in a larger space.
        NDArray rows = manager.create(drawn.points().values(), new Shape(count, drawn.space()), DataType.FLOAT32)
                .get(":, :" + d)
                .toType(type, false);
        inputs.add(rows);
        inputs.add(numbers(manager, type, weights));
        inputs.add(coefficients(manager, type, n, m));
        return Compiled.SCRIPT.call(manager, "sliced", inputs).get(0);
    }

    /** What sums over pairs are multiplied with: x with y, x with x, y with y. */
    private NDArray coefficients(NDManager manager, DataType type, int n, int m) {
        int less = unbiased ? 1 : 0;
        return numbers(
                manager, type, 2.0 / ((double) n * m), 1 / ((double) n * (n - less)), 1 / ((double) m * (m - less)));
    }

    private static NDArray numbers(NDManager manager, DataType type, double... values) {
        return manager.create(values).toType(type, false);
    }

    private void require(NDArray x, NDArray y) {
        if (!(x instanceof PtNDArray) || !(y instanceof PtNDArray)) {
            throw new IllegalArgumentException(
                    "the loss is computed by PyTorch: make the samples with a manager of Engine.getEngine(\"PyTorch\")");
        }
        DataType type = x.getDataType();
        if (type != y.getDataType() || (type != DataType.FLOAT32 && type != DataType.FLOAT64)) {
            throw new IllegalArgumentException(
                    "both batches must be of the same precision, float32 or float64: received " + type + " and "
                            + y.getDataType());
        }
        Shape a = x.getShape();
        Shape b = y.getShape();
        int least = unbiased ? 2 : 1;
        if (a.dimension() < 2
                || b.dimension() < 2
                || a.get(0) < least
                || b.get(0) < least
                || !a.slice(1).equals(b.slice(1))
                || a.size() == 0) {
            throw new IllegalArgumentException("expected batches N×d and M×d of one dimension, N and M at least "
                    + least + ": received the shapes " + a + " and " + b);
        }
        if (!x.getDevice().equals(y.getDevice())) {
            throw new IllegalArgumentException(
                    "both batches must be on one device: received " + x.getDevice() + " and " + y.getDevice());
        }
    }

    @Override
    public String toString() {
        return "MmdLoss[" + getName()
                + (directions == null ? "" : ", " + directions + " directions, seed " + seed.value()) + "]";
    }
}
