package outside;

import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Another engine, which counts what it is asked for. */
final class CountingEngine implements Engine {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    /** Gradients, those of steps included. */
    final AtomicInteger gradients = new AtomicInteger();

    final AtomicInteger values = new AtomicInteger();

    private final Engine engine;

    CountingEngine(Engine engine) {
        this.engine = engine;
    }

    @Override
    public SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets) {
        SlicedDescent descent = engine.open(problem, particles, targets);
        opened.incrementAndGet();
        return new SlicedDescent() {
            private boolean open = true;

            @Override
            public void load(Points other, @Nullable Points momentum) {
                descent.load(other, momentum);
            }

            @Override
            public void aim(Points other) {
                descent.aim(other);
            }

            @Override
            public void gradient(Seed seed, float[] gradient) {
                gradients.incrementAndGet();
                descent.gradient(seed, gradient);
            }

            @Override
            public double step(Seed seed, double stepSize, double momentum) {
                gradients.incrementAndGet();
                return descent.step(seed, stepSize, momentum);
            }

            @Override
            public SliceValues values(Seed seed) {
                values.incrementAndGet();
                return descent.values(seed);
            }

            @Override
            public Points particles() {
                return descent.particles();
            }

            @Override
            public Points momentum() {
                return descent.momentum();
            }

            @Override
            public void close() {
                if (open) {
                    open = false;
                    closed.incrementAndGet();
                }
                descent.close();
            }
        };
    }

    @Override
    public boolean supports(SlicedProblem problem, Measure particles, Measure targets) {
        return engine.supports(problem, particles, targets);
    }

    @Override
    public String toString() {
        return "counting " + engine;
    }
}
