package io.github.rieszflow.generate;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Descent;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.LineSolver;
import org.jspecify.annotations.Nullable;

/** Moves particles step by step toward targets at one resolution. */
interface Mover {
    /** Puts particles in place, with their velocity or none. */
    void load(Points particles, @Nullable Points velocity);

    /** v ← ∇F·N + momentum·v, x ← x − step·v; returns the largest moved coordinate in absolute value, NaN if one is NaN. */
    double step(Seed seed, double step, double momentum);

    Points particles();

    Points velocity();

    /** How images lie in memory. */
    record Shape(int channels, int height, int width) {
        int size() {
            return channels * height * width;
        }

        Shape finer() {
            return new Shape(channels, 2 * height, 2 * width);
        }

        Shape pooled(int factor) {
            return new Shape(channels, height / factor, width / factor);
        }
    }

    static SlicedMmd discrepancy(MmdPreset preset, Resolution resolution) {
        SlicedMmd sliced = Mmd.riesz(1).sliced(resolution.slices());
        return preset.fast() ? sliced.with(LineSolver.binned(14)) : sliced.with(Directions.iid());
    }

    /** What moves this many particles at a resolution of a preset; particle i and target i are given the same. */
    static Mover of(
            MmdPreset preset, Resolution resolution, Points particles, Points targets, Shape shape, Given given) {
        SlicedMmd sliced = discrepancy(preset, resolution);
        Patches patches = resolution.patches();
        if (patches != null || given != Given.NOTHING) {
            return new PatchMover(sliced, patches, targets, shape, given);
        }
        Descent descent = sliced.descent(particles, targets);
        return new Mover() {
            @Override
            public void load(Points start, @Nullable Points velocity) {
                descent.load(start, velocity);
            }

            @Override
            public double step(Seed seed, double step, double momentum) {
                return descent.step(seed, step, momentum);
            }

            @Override
            public Points particles() {
                return descent.particles();
            }

            @Override
            public Points velocity() {
                return descent.velocity();
            }
        };
    }
}
