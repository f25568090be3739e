package io.github.rieszflow.generate;

import io.github.rieszflow.generate.MmdPreset.Momentum;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.network.Optimizer;
import java.util.stream.Collectors;

/** A preset in words. */
final class PresetText {
    private PresetText() {}

    static String of(MmdPreset preset) {
        String levels = preset.resolutions().stream().map(PresetText::of).collect(Collectors.joining("\n  "));
        Momentum momentum = preset.momentum();
        Training training = preset.training();
        return preset.name() + ", " + preset.size() + " size: " + preset.particles() + " particles"
                + (preset.given().equals(Observation.none()) ? "" : ", given " + preset.given()) + "\n  " + levels
                + "\n  flow steps " + preset.schedule() + (momentum.most() == 0 ? "" : of(momentum))
                + (preset.fast() ? "" : ", exact ranks, independent directions")
                + "\n  " + preset.network() + "; L" + training.norm() + " loss, " + training.iterations()
                + " iterations of " + training.batch() + " images, learning rate " + training.learningRate()
                + (training.lastRate() < training.learningRate() ? " to " + training.lastRate() : "")
                + (training.optimizer() == Optimizer.ADAM ? "" : ", " + training.optimizer());
    }

    private static String of(Momentum momentum) {
        return ", momentum " + momentum.first()
                + (momentum.growth() > 0 ? " + " + momentum.growth() + " l up to " + momentum.most() : "")
                + (momentum.kept() ? " kept" : " begun anew");
    }

    private static String of(Resolution r) {
        return (r.pooling() == 1 ? "full size" : "1/" + r.pooling()) + ": " + r.networks() + " networks, step size "
                + r.stepSize() + (r.lastStepSize() == r.stepSize() ? "" : " to " + r.lastStepSize()) + ", " + r.slices()
                + " slices"
                + (r.patches() == null
                        ? ""
                        : " for patches of " + r.patches().side() + " pixels at scales "
                                + r.patches().scales())
                + (r.momentum() ? "" : ", no momentum")
                + (r.noise() > 0 ? ", noise " + r.noise() : "")
                + (r.replaced() ? "" : ", particles not replaced");
    }
}
