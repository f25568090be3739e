package io.github.rieszflow.generate;

import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.generate.MmdPreset.FlowSteps;
import io.github.rieszflow.generate.MmdPreset.Momentum;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Optimizer;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Old format: what version 0.1 wrote about a chain, with every number as a double, and what was not chosen left out. */
final class FirstChainFormat {
    static final String MOMENTUM = "velocity";

    private FirstChainFormat() {}

    static ChainFiles.Origin origin(Settings header, Path path) {
        MmdPreset preset;
        try {
            preset = preset(header.settings("preset"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the checkpoint in " + path + " does not say a preset that this version understands ("
                            + e.getMessage() + ")",
                    e);
        }
        return new ChainFiles.Origin(
                preset,
                new Seed(header.whole("seed")),
                new ImageShape(header.count("height"), header.count("width"), header.count("channels")),
                header.text("data"),
                header.has("classes") ? header.counts("classes") : List.of(),
                null);
    }

    private static MmdPreset preset(Settings from) {
        Settings steps = from.settings("flowSteps");
        Settings momentum = from.settings("momentum");
        Settings network = from.settings("network");
        Settings training = from.settings("training");
        List<Resolution> resolutions = new ArrayList<>();
        for (Settings resolution : from.list("resolutions")) {
            resolutions.add(resolution(resolution));
        }
        return new MmdPreset(
                from.text("name"),
                Size.named(from.text("size")),
                whole(from, "particles"),
                resolutions,
                new FlowSteps(whole(steps, "first"), whole(steps, "growth"), whole(steps, "most")),
                new Momentum(
                        momentum.number("first"),
                        momentum.number("growth"),
                        momentum.number("most"),
                        momentum.truth("kept")),
                from.truth("fast"),
                new UNet(
                        whole(network, "channels"),
                        wholes(network, "multipliers"),
                        whole(network, "blocks"),
                        whole(network, "groups"),
                        network.truth("attention"),
                        network.truth("noise")),
                new Training(
                        whole(training, "norm"),
                        whole(training, "iterations"),
                        whole(training, "batch"),
                        training.number("learningRate"),
                        training.number("lastRate"),
                        Optimizer.ADAM),
                from.has("given") ? given(from.settings("given")) : Observation.none());
    }

    private static Resolution resolution(Settings from) {
        return new Resolution(
                whole(from, "pooling"),
                whole(from, "networks"),
                whole(from, "firstSteps"),
                from.number("stepSize"),
                from.has("lastStepSize") ? from.number("lastStepSize") : from.number("stepSize"),
                whole(from, "slices"),
                from.truth("momentum"),
                from.number("noise"),
                from.truth("replaced"),
                from.has("patches") ? patches(from.settings("patches")) : null);
    }

    private static @Nullable Patches patches(Settings from) {
        return new Patches(whole(from, "side"), wholes(from, "scales"), from.truth("mean"), from.truth("amplified"));
    }

    private static Observation given(Settings from) {
        if (from.has("labels")) {
            return Observation.labels(from.settings("labels").number("weight"));
        }
        Settings hidden = from.settings("hidden");
        return Observation.hidden(
                whole(hidden, "top"), whole(hidden, "left"), whole(hidden, "height"), whole(hidden, "width"));
    }

    private static int whole(Settings from, String key) {
        return whole(from.number(key), key);
    }

    private static int whole(double number, String key) {
        if (number != (int) number) {
            throw new IllegalArgumentException(key + " must be a whole number: it is " + number);
        }
        return (int) number;
    }

    private static List<Integer> wholes(Settings from, String key) {
        return from.numbers(key).stream().map(number -> whole(number, key)).toList();
    }
}
