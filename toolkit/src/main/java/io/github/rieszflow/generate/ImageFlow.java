package io.github.rieszflow.generate;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.LineSolver;

/** The particle flow toward images at one resolution of a preset. */
final class ImageFlow {
    private ImageFlow() {}

    /** What flows descend at a resolution where nothing but whole images counts. */
    static SlicedMmd sliced(MmdPreset preset, Resolution resolution, Engine engine) {
        SlicedMmd sliced = Mmd.riesz(1).sliced(resolution.slices()).on(engine);
        return preset.fast() ? sliced.with(LineSolver.binned(14)) : sliced.with(Directions.iid());
    }

    /** The flow at a resolution; particle i and target i are given the same. */
    static ParticleFlow toward(
            Points targets, ImageShape shape, MmdPreset preset, Resolution resolution, Given given, Engine engine) {
        return ParticleFlow.of(discrepancy(shape, preset, resolution, given, engine))
                .toward(targets);
    }

    /** What the flow at a resolution descends. */
    static Discrepancy discrepancy(
            ImageShape shape, MmdPreset preset, Resolution resolution, Given given, Engine engine) {
        SlicedMmd sliced = sliced(preset, resolution, engine);
        Patches patches = resolution.patches();
        return patches != null || given != Given.NOTHING ? new PatchDiscrepancy(sliced, patches, shape, given) : sliced;
    }
}
