package io.github.rieszflow.generate;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.ImageArchitecture;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A chain in a folder: preset, seed and data as settings, and networks, particles and training as parts. */
final class ChainFiles {
    static final String KIND = "mmd-generator";
    static final int VERSION = 2;
    private static final String START = "start";
    private static final String MOVED = "moved";
    private static final String MOMENTUM = "momentum";
    private static final String TRAINING = "training";

    private ChainFiles() {}

    /**
     * What a chain was trained with; the data by size and a hash over all their bytes, and where labels are observed how many
     * images each has; the identity of its networks if they are not those of the preset.
     */
    record Origin(
            MmdPreset preset,
            Seed seed,
            ImageShape shape,
            String data,
            List<Integer> classes,
            @Nullable String network) {
        Origin {
            classes = List.copyOf(classes);
        }

        /** Of the images at one of the preset's resolutions. */
        ImageShape shape(int level) {
            return shape.pooled(preset.resolutions().get(level).pooling());
        }

        /** Its networks; those of a user cannot be kept in a file and come from there again. */
        LinkNetworks networks(@Nullable ImageArchitecture own) {
            int planes = Given.planes(preset.given(), shape.channels(), classes.size());
            LinkNetworks networks = new LinkNetworks(preset, shape, planes, own);
            if (!Objects.equals(network, networks.identity())) {
                throw new IllegalArgumentException("the model was trained with "
                        + (network == null
                                ? "the network of its preset"
                                : "networks of its user's own (" + network + ")")
                        + ", received " + (own == null ? "none" : networks.identity())
                        + (network == null ? ": leave them out" : ": hand over the same"));
            }
            return networks;
        }

        Settings settings() {
            return Settings.none()
                    .with("preset", preset)
                    .with("seed", seed.value())
                    .with("channels", shape.channels())
                    .with("height", shape.height())
                    .with("width", shape.width())
                    .with("data", data)
                    .with("classes", classes)
                    .with("network", network);
        }

        static Origin of(Settings settings) {
            settings.exactly("preset", "seed", "channels", "height", "width", "data", "classes", "network");
            return new Origin(
                    settings.as("preset", MmdPreset.class),
                    new Seed(settings.whole("seed")),
                    new ImageShape(settings.count("height"), settings.count("width"), settings.count("channels")),
                    settings.text("data"),
                    settings.counts("classes"),
                    settings.isNull("network") ? null : settings.text("network"));
        }
    }

    static RunFolder at(Path path) {
        return RunFolder.at(path, KIND, VERSION);
    }

    /** All that is needed to go on, or without particles all that is needed to sample. */
    static Snapshot snapshot(Origin origin, ChainState state, boolean whole) {
        Settings progress = Settings.none()
                .with("networks", state.networks().size())
                .with("losses", state.losses())
                .with("flow-steps", state.flowSteps())
                .with("loss-sum", state.lossSum());
        Snapshot all = Snapshot.of(origin.settings(), progress);
        for (int l = 0; l < state.networks().size(); l++) {
            Weights weights = state.networks().get(l);
            all = all.with(network(l), weights, weights::tensors);
        }
        if (!whole) {
            return all;
        }
        all = all.with(START, state.start());
        if (!state.moved().equals(state.start())) {
            all = all.with(MOVED, state.moved());
        }
        if (state.momentum() != null) {
            all = all.with(MOMENTUM, state.momentum());
        }
        TrainingState training = state.training();
        return training == null ? all : all.with(TRAINING, training, training::tensors);
    }

    private static String network(int number) {
        return String.format(Locale.ROOT, "network-%03d", number);
    }

    static Origin origin(Checkpoint checkpoint) {
        return checkpoint.version() == 1
                ? FirstChainFormat.origin(checkpoint.progress(), checkpoint.path())
                : Origin.of(checkpoint.settings());
    }

    static List<Weights> networks(Checkpoint checkpoint, LinkNetworks links) {
        List<Weights> networks = new ArrayList<>();
        for (int l = 0; l < checkpoint.progress().count("networks"); l++) {
            Architecture link = links.at(l);
            networks.add(checkpoint.part(network(l), tensors -> Weights.of(link, tensors)));
        }
        return networks;
    }

    /** Whether there is what is needed to go on. */
    static boolean isWhole(Checkpoint checkpoint) {
        return checkpoint.parts().contains(START);
    }

    static ChainState state(Checkpoint checkpoint, LinkNetworks links) {
        if (!isWhole(checkpoint)) {
            throw new IllegalArgumentException(checkpoint.path()
                    + " holds a model without its particles, which can be sampled but not trained on");
        }
        boolean first = checkpoint.version() == 1;
        Settings progress = checkpoint.progress();
        if (!first) {
            progress.exactly("networks", "losses", "flow-steps", "loss-sum");
        }
        Points start = checkpoint.points(START);
        String momentum = first ? FirstChainFormat.MOMENTUM : MOMENTUM;
        List<Weights> networks = networks(checkpoint, links);
        return new ChainState(
                networks,
                progress.numbers("losses"),
                start,
                checkpoint.parts().contains(MOVED) ? checkpoint.points(MOVED) : start,
                checkpoint.parts().contains(momentum) ? checkpoint.points(momentum) : null,
                progress.count("flow-steps"),
                checkpoint.parts().contains(TRAINING)
                        ? checkpoint.part(TRAINING, tensors -> TrainingState.of(links.at(networks.size()), tensors))
                        : null,
                progress.number("loss-sum"));
    }
}
