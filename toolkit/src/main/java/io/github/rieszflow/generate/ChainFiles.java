package io.github.rieszflow.generate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.CheckpointFolder;
import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.internal.Release;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.ImageArchitecture;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A chain in a folder: {@code checkpoint.json} with preset, data, seed and progress, and safetensors files beside it. */
final class ChainFiles {
    private static final String KIND = "mmd-generator";
    private static final int VERSION = 1;
    /** What momentum is called in files. */
    private static final String VELOCITY = "velocity";

    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(
                    Size.class, (JsonDeserializer<Size>) (json, type, context) -> Size.named(json.getAsString()))
            .create();
    private static final TypeToken<Map<String, Object>> MAP = new TypeToken<>() {};

    /**
     * What a chain was trained with; the data by size and a hash over all their bytes, and where labels are observed how many
     * images each has; the identity of its networks if they are not those of the preset.
     */
    record Origin(
            MmdPreset preset,
            Seed seed,
            ImageFlow.Shape shape,
            String data,
            List<Integer> classes,
            @Nullable String network) {
        Origin {
            classes = List.copyOf(classes);
        }

        /** Of the images at one of the preset's resolutions. */
        ImageFlow.Shape shape(int level) {
            return shape.pooled(preset.resolutions().get(level).pooling());
        }

        /** Its networks; those of a user cannot be kept in a file and come from there again. */
        LinkNetworks networks(@Nullable ImageArchitecture own) {
            int planes = Given.planes(preset.given(), shape.channels(), classes.size());
            LinkNetworks networks = new LinkNetworks(preset, shape, planes, own);
            if (!Objects.equals(network, networks.identity())) {
                throw new IllegalArgumentException("the model was trained with "
                        + (network == null ? "the network of its preset" : "networks of its user's own (" + network + ")")
                        + ", received " + (own == null ? "none" : networks.identity())
                        + (network == null ? ": leave them out" : ": hand over the same"));
            }
            return networks;
        }
    }

    private final CheckpointFolder folder;
    /** A part that is the same object as before is not written again. */
    private final IdentityHashMap<Object, NamedTensors> parts = new IdentityHashMap<>();

    ChainFiles(Path path) {
        this.folder = CheckpointFolder.at(path, KIND, VERSION);
    }

    boolean exists() {
        return folder.exists();
    }

    Path path() {
        return folder.path();
    }

    /** Writes all that is needed to go on, or without particles all that is needed to sample. */
    void write(Origin origin, ChainState state, boolean whole) {
        // An interrupt, which is often why this is called, would break the writing off.
        boolean interrupted = Thread.interrupted();
        try {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("rieszflow", Release.version());
            header.put("java", Runtime.version().toString());
            header.put("preset", GSON.fromJson(GSON.toJsonTree(origin.preset()), MAP));
            header.put("seed", origin.seed().value());
            header.put("channels", origin.shape().channels());
            header.put("height", origin.shape().height());
            header.put("width", origin.shape().width());
            header.put("data", origin.data());
            if (!origin.classes().isEmpty()) {
                header.put("classes", origin.classes());
            }
            if (origin.network() != null) {
                header.put("network", origin.network());
            }
            header.put("networks", state.networks().size());
            header.put("losses", state.losses());
            header.put("flow-steps", state.flowSteps());
            header.put("loss-sum", state.lossSum());
            Map<String, NamedTensors> all = new LinkedHashMap<>();
            for (int l = 0; l < state.networks().size(); l++) {
                Weights weights = state.networks().get(l);
                all.put(String.format("network-%03d", l), part(weights, weights::tensors));
            }
            if (whole) {
                add(all, "start", state.start());
                if (!state.moved().equals(state.start())) {
                    add(all, "moved", state.moved());
                }
                if (state.momentum() != null) {
                    add(all, VELOCITY, state.momentum());
                }
                TrainingState training = state.training();
                if (training != null) {
                    all.put("training", part(training, training::tensors));
                }
            }
            folder.write(header, all);
            parts.values().retainAll(all.values());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private NamedTensors part(Object key, java.util.function.Supplier<NamedTensors> make) {
        return parts.computeIfAbsent(key, k -> make.get());
    }

    private void add(Map<String, NamedTensors> all, String name, Points points) {
        all.put(name, part(points, () -> NamedTensors.of(name, points.toArray(), points.size(), points.dimension())));
    }

    Checkpoint read() {
        return folder.read();
    }

    static Origin origin(Checkpoint checkpoint) {
        MmdPreset preset;
        try {
            preset = GSON.fromJson(GSON.toJsonTree(checkpoint.header().get("preset")), MmdPreset.class);
        } catch (JsonParseException | IllegalArgumentException e) {
            throw damaged(checkpoint, e);
        }
        if (preset == null) {
            throw damaged(checkpoint, null);
        }
        ImageFlow.Shape shape = new ImageFlow.Shape(
                (int) checkpoint.whole("channels"), (int) checkpoint.whole("height"), (int) checkpoint.whole("width"));
        List<Integer> classes = preset.given() instanceof Observation.Labels
                ? checkpoint.numbers("classes").stream().map(Double::intValue).toList()
                : List.of();
        String network = checkpoint.header().containsKey("network") ? checkpoint.text("network") : null;
        return new Origin(preset, new Seed(checkpoint.whole("seed")), shape, checkpoint.text("data"), classes, network);
    }

    private static IllegalArgumentException damaged(Checkpoint checkpoint, @Nullable Exception e) {
        return new IllegalArgumentException(
                "the checkpoint in " + checkpoint.path() + " does not say a preset that this version understands: "
                        + checkpoint.header().get("preset"),
                e);
    }

    static List<Weights> networks(Checkpoint checkpoint, LinkNetworks links) {
        List<Weights> networks = new ArrayList<>();
        for (int l = 0; l < checkpoint.whole("networks"); l++) {
            networks.add(Weights.of(links.at(l), checkpoint.part(String.format("network-%03d", l))));
        }
        return networks;
    }

    static ChainState state(Checkpoint checkpoint, LinkNetworks links) {
        if (!checkpoint.parts().contains("start")) {
            throw new IllegalArgumentException(checkpoint.path()
                    + " holds a model without its particles, which can be sampled but not trained on");
        }
        Points start = points(checkpoint, "start");
        Points moved = checkpoint.parts().contains("moved") ? points(checkpoint, "moved") : start;
        Points momentum = checkpoint.parts().contains(VELOCITY) ? points(checkpoint, VELOCITY) : null;
        List<Weights> networks = networks(checkpoint, links);
        TrainingState training = checkpoint.parts().contains("training")
                ? TrainingState.of(links.at(networks.size()), checkpoint.part("training"))
                : null;
        return new ChainState(
                networks,
                checkpoint.numbers("losses"),
                start,
                moved,
                momentum,
                (int) checkpoint.whole("flow-steps"),
                training,
                checkpoint.number("loss-sum"));
    }

    private static Points points(Checkpoint checkpoint, String name) {
        NamedTensors tensors = checkpoint.part(name);
        List<Integer> shape = tensors.shape(name);
        return Points.adopt(tensors.get(name), shape.get(0), shape.get(1));
    }
}
