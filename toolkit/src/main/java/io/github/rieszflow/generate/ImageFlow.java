package io.github.rieszflow.generate;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;

/** The particle flow toward images at one resolution of a preset. */
final class ImageFlow {
    private ImageFlow() {}

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

    /** What flows descend at a resolution where nothing but whole images counts. */
    static SlicedMmd sliced(MmdPreset preset, Resolution resolution, Engine engine) {
        SlicedMmd sliced = Mmd.riesz(1).sliced(resolution.slices()).on(engine);
        return preset.fast() ? sliced.with(LineSolver.binned(14)) : sliced.with(Directions.iid());
    }

    /** The flow at a resolution; particle i and target i are given the same. */
    static ParticleFlow toward(
            Points targets, Shape shape, MmdPreset preset, Resolution resolution, Given given, Engine engine) {
        SlicedMmd sliced = sliced(preset, resolution, engine);
        Patches patches = resolution.patches();
        Discrepancy discrepancy = patches != null || given != Given.NOTHING
                ? new PatchDiscrepancy(sliced, patches, shape, given)
                : sliced;
        return ParticleFlow.of(discrepancy).toward(targets);
    }
}
