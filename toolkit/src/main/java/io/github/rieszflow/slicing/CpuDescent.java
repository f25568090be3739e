package io.github.rieszflow.slicing;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A descent on the processor: it has the use of a {@link CpuSession} until it is closed. */
final class CpuDescent implements SlicedDescent {
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final CpuEngine engine;
    private @Nullable CpuSession session;
    /** The clouds as they came, until they are put in place. */
    private @Nullable Points particles;

    private @Nullable Points targets;
    /** Whether a gradient was asked for before that: with a second one clouds are worth keeping. */
    private boolean passed;

    CpuDescent(CpuEngine engine, CpuSession session, Measure particles, Measure targets) {
        this.engine = engine;
        this.session = session;
        this.particles = particles.points();
        this.targets = targets.points();
        OPEN.incrementAndGet();
    }

    /** How many descents of all engines are open. */
    static int open() {
        return OPEN.get();
    }

    private CpuSession session() {
        CpuSession own = session;
        if (own == null) {
            throw new IllegalStateException("this descent is closed: open another one to go on");
        }
        return own;
    }

    /** The session with the clouds in place. */
    private CpuSession placed() {
        CpuSession own = session();
        Points x = particles;
        Points y = targets;
        if (x != null && y != null) {
            own.aim(y);
            own.load(x, null);
            particles = null;
            targets = null;
        }
        return own;
    }

    @Override
    public void load(Points particles, @Nullable Points momentum) {
        Panels.requireNumbers(particles);
        placed().load(particles, momentum);
    }

    @Override
    public void aim(Points targets) {
        Panels.requireNumbers(targets);
        placed().aim(targets);
    }

    @Override
    public void gradient(Seed seed, float[] gradient) {
        CpuSession own = session();
        Points x = particles;
        Points y = targets;
        if (x != null && y != null && !passed && own.passes()) {
            passed = true;
            Require.length(gradient.length, x.size(), x.dimension());
            own.pass(x, y, seed, gradient);
            return;
        }
        Panels g = placed().kept().g();
        Require.length(gradient.length, g.size, g.dimension);
        own.accumulate(seed);
        g.unpack(own.team, own.gradientScale(), gradient);
    }

    @Override
    public double step(Seed seed, double stepSize, double momentum) {
        CpuSession own = placed();
        own.accumulate(seed);
        Panels x = own.kept().x();
        Panels g = own.kept().g();
        float[] largest = own.kept().largest();
        Panels v = own.momentum();
        float scale = (float) own.gradientScale();
        own.team.run(
                x.count,
                8,
                (i, worker) -> largest[i] = own.lanes.descend(
                        x.data, v.data, g.data, x.start(i), x.length(), scale, (float) momentum, (float) stepSize));
        float most = 0;
        for (float l : largest) {
            most = Math.max(most, l);
        }
        return most;
    }

    @Override
    public SliceValues values(Seed seed) {
        return placed().values(seed);
    }

    @Override
    public Points particles() {
        CpuSession own = placed();
        Panels x = own.kept().x();
        return Points.adopt(x.unpack(own.team), x.size, x.dimension);
    }

    @Override
    public Points momentum() {
        CpuSession own = placed();
        Panels v = own.momentum();
        return Points.adopt(v.unpack(own.team), v.size, v.dimension);
    }

    @Override
    public void close() {
        CpuSession own = session;
        if (own != null) {
            session = null;
            particles = null;
            targets = null;
            OPEN.decrementAndGet();
            engine.giveBack(own);
        }
    }
}
