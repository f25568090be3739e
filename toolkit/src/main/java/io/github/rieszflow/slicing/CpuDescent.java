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

    CpuDescent(CpuEngine engine, CpuSession session, Measure particles, Measure targets) {
        session.aim(targets.points());
        session.load(particles.points(), null);
        this.engine = engine;
        this.session = session;
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

    @Override
    public void load(Points particles, @Nullable Points momentum) {
        session().load(particles, momentum);
    }

    @Override
    public void aim(Points targets) {
        session().aim(targets);
    }

    @Override
    public void gradient(Seed seed, float[] gradient) {
        CpuSession own = session();
        Require.length(gradient.length, own.x.size, own.x.dimension);
        own.accumulate(seed);
        own.g.unpack(own.team, own.gradientScale(), gradient);
    }

    @Override
    public double step(Seed seed, double stepSize, double momentum) {
        CpuSession own = session();
        own.accumulate(seed);
        Panels x = own.x;
        Panels v = own.momentum();
        float scale = (float) own.gradientScale();
        own.team.run(
                x.count,
                8,
                (i, worker) -> own.largest[i] = own.lanes.descend(
                        x.data, v.data, own.g.data, x.start(i), x.length(), scale, (float) momentum, (float) stepSize));
        float most = 0;
        for (float l : own.largest) {
            most = Math.max(most, l);
        }
        return most;
    }

    @Override
    public SliceValues values(Seed seed) {
        return session().values(seed);
    }

    @Override
    public Points particles() {
        CpuSession own = session();
        return Points.adopt(own.x.unpack(own.team), own.x.size, own.x.dimension);
    }

    @Override
    public Points momentum() {
        CpuSession own = session();
        return Points.adopt(own.momentum().unpack(own.team), own.x.size, own.x.dimension);
    }

    @Override
    public void close() {
        CpuSession own = session;
        if (own != null) {
            session = null;
            OPEN.decrementAndGet();
            engine.giveBack(own);
        }
    }
}
