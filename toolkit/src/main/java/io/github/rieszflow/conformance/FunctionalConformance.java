package io.github.rieszflow.conformance;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.scheme.Functional;
import io.github.rieszflow.scheme.FunctionalScript;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a functional must do to descend. */
public final class FunctionalConformance {
    private static final int PARTICLES = 12;
    private static final Architecture NET = Mlp.hidden().between(1, 1);

    private final Functional functional;
    private final Points particles;
    private final double[] x;
    private final int size;
    private final int dimension;

    private FunctionalConformance(Functional functional, Points particles) {
        this.functional = functional;
        this.particles = particles;
        this.size = particles.size();
        this.dimension = particles.dimension();
        this.x = new double[size * dimension];
        for (int i = 0; i < x.length; i++) {
            x[i] = particles.get(i / dimension, i % dimension);
        }
    }

    /**
     * Checks a functional at normal particles.
     *
     * @param functional F
     * @param dimension d
     * @return what was found
     * @throws IllegalArgumentException if d is not positive
     */
    public static Conformance of(Functional functional, int dimension) {
        Require.positive(dimension, "dimension");
        return of(functional, Points.gaussian(PARTICLES, dimension, Seed.seed(1)));
    }

    /**
     * Checks a functional at particles: value and gradient are finite, the same at each call and on any number of threads, and leave
     * the particles as they are; the gradient is that of the value; both depend on the measure alone, so neither on the order of
     * particles nor on how often all of them are repeated; the derivative along a plan is the limit it should be; and where there is
     * a script, it says the same in single precision.
     *
     * @param functional F
     * @param particles N×d places, at which F must be differentiable: distinct ones, for a functional of pairs
     * @return what was found
     */
    public static Conformance of(Functional functional, Points particles) {
        FunctionalConformance check = new FunctionalConformance(functional, particles);
        Conformance found = Conformance.of(functional.toString())
                .and("it is made for these particles, and refuses those of another dimension", check::dimensions)
                .and(
                        "value and gradient leave the particles as they are, and all of the gradient is written",
                        check::untouched)
                .and(
                        "value and gradient are finite and the same at each call, on any number of threads",
                        check::repeatable)
                .and("the gradient is N times the derivative of the value", check::gradient)
                .and("another order of the particles has the same value and gradients in that order", check::permuted)
                .and("all particles twice have the same value and gradients", check::repeated)
                .and("the derivative along a plan is the limit of differences", check::plan);
        FunctionalScript script = functional.script();
        return script == null
                ? found.and(
                        "a script, where there is one, says the same", () -> "there is none: for ParticleScheme only")
                : found.and("the script's energy is the value", () -> check.energy(script))
                        .and("the script's slope is the derivative along a plan", () -> check.slope(script));
    }

    private double value(double[] at) {
        return functional.value(at, at.length / dimension, dimension);
    }

    private double[] gradient(double[] at) {
        double[] gradient = new double[at.length];
        Arrays.fill(gradient, Double.NaN);
        functional.gradient(at, at.length / dimension, dimension, gradient);
        return gradient;
    }

    private String dimensions() {
        int own = functional.dimension();
        require(own == 0 || own == dimension, "dimension() is " + own + ", the particles have " + dimension);
        Measure target = functional.target();
        require(target == null || target.dimension() == own, "dimension() is " + own + ", the target has another");
        if (own != 0) {
            try {
                functional.value(Points.dirac(2, own + 1));
            } catch (IllegalArgumentException e) {
                return "d = " + own;
            }
            throw new AssertionError("particles of dimension " + (own + 1) + " were not refused");
        }
        return "any d";
    }

    private String untouched() {
        double[] given = x.clone();
        value(given);
        double[] gradient = gradient(given);
        require(Arrays.equals(given, x), "the particles were changed");
        for (int i = 0; i < gradient.length; i++) {
            require(!Double.isNaN(gradient[i]), "number " + i + " of the gradient was not written, or is NaN");
        }
        return gradient.length + " numbers";
    }

    private String repeatable() {
        double value = value(x);
        double[] gradient = gradient(x);
        require(
                Double.isFinite(value) && Arrays.stream(gradient).allMatch(Double::isFinite),
                "the value is " + value + ", the gradient " + Arrays.toString(gradient));
        boolean same = IntStream.range(0, 32)
                .parallel()
                .allMatch(k -> value(x.clone()) == value && Arrays.equals(gradient(x.clone()), gradient));
        require(same, "32 calls on several threads did not give the same bits");
        return "32 calls on several threads gave the same bits";
    }

    /** How far particles are from each other, about. */
    private double spread() {
        double square = 0;
        double[] mean = particles.mean();
        for (int i = 0; i < x.length; i++) {
            square += (x[i] - mean[i % dimension]) * (x[i] - mean[i % dimension]);
        }
        return square == 0 ? 1 : Math.sqrt(square / x.length);
    }

    private String gradient() {
        double[] gradient = gradient(x);
        double h = spread() * 1e-4;
        double scale = Math.abs(value(x)) / spread()
                + Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            double found = size * (8 * (moved(i, h) - moved(i, -h)) - (moved(i, 2 * h) - moved(i, -2 * h))) / (12 * h);
            double error = Math.abs(gradient[i] - found) / scale;
            worst = Math.max(worst, error);
            require(
                    error < 1e-6,
                    "the gradient of particle " + i / dimension + ", coordinate " + i % dimension + " is " + gradient[i]
                            + ", where differences of the value give " + found);
        }
        return text("differences agree up to %.1e", worst);
    }

    private double moved(int i, double by) {
        double[] moved = x.clone();
        moved[i] += by;
        return value(moved);
    }

    private String permuted() {
        double[] y = new double[x.length];
        double[] expected = new double[x.length];
        double[] gradient = gradient(x);
        for (int i = 0; i < size; i++) {
            System.arraycopy(x, (size - 1 - i) * dimension, y, i * dimension, dimension);
            System.arraycopy(gradient, (size - 1 - i) * dimension, expected, i * dimension, dimension);
        }
        return same(y, expected);
    }

    private String repeated() {
        double[] twice = Arrays.copyOf(x, 2 * x.length);
        System.arraycopy(x, 0, twice, x.length, x.length);
        double[] gradient = gradient(x);
        double[] expected = Arrays.copyOf(gradient, 2 * x.length);
        System.arraycopy(gradient, 0, expected, x.length, x.length);
        return same(twice, expected);
    }

    /** The value of x and these gradients at other particles. */
    private String same(double[] at, double[] expected) {
        double value = value(x);
        double now = value(at);
        double scale = Math.abs(value) + spread();
        require(Math.abs(now - value) <= 1e-12 * scale, "the value is " + now + " instead of " + value);
        double[] gradient = gradient(at);
        double most = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        double worst = 0;
        for (int i = 0; i < at.length; i++) {
            worst = Math.max(worst, Math.abs(gradient[i] - expected[i]));
            require(
                    worst <= 1e-10 * most,
                    "the gradient of particle " + i / dimension + " is " + gradient[i] + " instead of " + expected[i]);
        }
        return text("up to %.1e", worst);
    }

    private Points directions() {
        float[] v = new float[x.length];
        RandomStream stream = Seed.seed(3).stream();
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) stream.nextGaussian();
        }
        return Points.adopt(v, size, dimension);
    }

    private String plan() {
        Points v = directions();
        double derivative = functional.derivative(particles, v);
        double h = 1e-5 * spread();
        double found = (8 * (along(v, h) - along(v, -h)) - (along(v, 2 * h) - along(v, -2 * h))) / (12 * h);
        double scale = Math.abs(found) + Math.abs(value(x)) / spread();
        require(
                Math.abs(derivative - found) <= 1e-6 * scale,
                "the derivative is " + derivative + ", where differences of the value give " + found);
        return text("%.6g", derivative);
    }

    private double along(Points v, double t) {
        double[] moved = x.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += t * v.get(i / dimension, i % dimension);
        }
        return value(moved);
    }

    private String energy(FunctionalScript script) {
        Points target = target();
        if (target == null && functional.target() != null) {
            return "not tried: the target has weights, and is drawn by them";
        }
        Batch batch = targeted(batch(particles), target);
        String y = target == null ? "annotate(List[Tensor], [])" : "[b[1]]";
        return agrees(
                evaluate(script, "(self).energy(b[0], b[0], " + y + ", )", batch), value(x), "energy(a, a, y)", "F(a)");
    }

    private String slope(FunctionalScript script) {
        if (!script.source(dimension).contains("def slope(")) {
            return "there is none: for BackwardScheme only";
        }
        Points target = target();
        if (target == null && functional.target() != null) {
            return "not tried: the target has weights, and is drawn by them";
        }
        Points v = directions();
        Batch batch = targeted(batch(particles).and(v.toArray(), size, dimension), target);
        String y = target == null ? "annotate(List[Tensor], [])" : "[b[2]]";
        return agrees(
                evaluate(script, "(self).slope(b[0], b[1], b[0], b[1], " + y + ", )", batch),
                functional.derivative(particles, v),
                "slope(x, v, x, v, y)",
                "the derivative along (x, v)");
    }

    private static Batch batch(Points points) {
        return Batch.of(points.toArray(), points.size(), points.dimension());
    }

    private static Batch targeted(Batch batch, @Nullable Points target) {
        return target == null ? batch : batch.and(target.toArray(), target.size(), target.dimension());
    }

    /** The target where all of it is seen at once. */
    private @Nullable Points target() {
        return functional.target() instanceof Points points ? points : null;
    }

    private double evaluate(FunctionalScript script, String call, Batch batch) {
        String loss = "def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:\n  return torch.sum(w[0]) * 0.0 + "
                + call + "\n";
        Loss all = new Loss(script.source(dimension) + loss);
        try (Trainer trainer = Trainer.open(NET, all, TrainingState.start(NET, Seed.seed(1)), Device.cpu())) {
            return trainer.loss(batch);
        }
    }

    private String agrees(double got, double expected, String what, String should) {
        require(
                Math.abs(got - expected) <= 2e-5 * (Math.abs(expected) + spread()),
                what + " is " + got + " where " + should + " is " + expected);
        return text("%.6g where %s is %.6g", got, should, expected);
    }

    private static void require(boolean met, String seen) {
        if (!met) {
            throw new AssertionError(seen);
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
