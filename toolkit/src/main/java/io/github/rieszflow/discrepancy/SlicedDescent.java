package io.github.rieszflow.discrepancy;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.SliceValues;
import io.github.rieszflow.slicing.SlicedSession;
import org.jspecify.annotations.Nullable;

/** Descent along the sliced gradient. */
final class SlicedDescent implements Descent {
    private final SlicedSession session;
    private final Seed own;
    private final boolean line;

    SlicedDescent(SlicedSession session, Seed own, boolean line) {
        this.session = session;
        this.own = own;
        this.line = line;
    }

    @Override
    public void load(Points particles, @Nullable Points velocity) {
        session.load(particles, velocity);
    }

    @Override
    public double step(Seed seed, double step, double momentum) {
        return session.descend(mixed(seed), step, momentum);
    }

    @Override
    public Reading read(Seed seed) {
        SliceValues values = session.values(mixed(seed));
        return new Reading(
                SlicedMmd.mean(values, values::squared, line), SlicedMmd.mean(values, values::wasserstein, line));
    }

    private Seed mixed(Seed seed) {
        return own.split(seed.value());
    }

    @Override
    public Points particles() {
        return session.particles();
    }

    @Override
    public Points velocity() {
        return session.velocity();
    }
}
