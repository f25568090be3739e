package io.github.rieszflow.quality;

import io.github.rieszflow.checkpoint.Checkpoint;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.ConvNet;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import java.nio.file.Path;

/** Classifiers in a folder: while they are trained with the optimiser, then their weights alone. */
final class ClassifierFiles {
    static final String KIND = "image-classifier";
    static final int VERSION = 2;
    private static final String NETWORK = "network";
    private static final String TRAINING = "training";

    private ClassifierFiles() {}

    static RunFolder at(Path folder) {
        return RunFolder.at(folder, KIND, VERSION);
    }

    /** What makes it the same training; the network is data, or the identity of one of the user's own. */
    static Settings settings(Object network, Sees sees, Seed seed, ImageSet images) {
        return Settings.none()
                .with(NETWORK, network)
                .with("shape", sees.shape())
                .with("features", sees.features())
                .with("classes", sees.classes())
                .with("seed", seed.value())
                .with("data", ImageClassifier.fingerprint(images));
    }

    static Snapshot snapshot(Settings settings, TrainingState state, int count) {
        Snapshot all = Snapshot.of(
                settings, Settings.none().with("steps", state.steps()).with("of", count));
        Weights weights = state.weights();
        return state.steps() < count
                ? all.with(TRAINING, state, state::tensors)
                : all.with(NETWORK, weights, weights::tensors);
    }

    /** Weights alone, of a training that was complete or not. */
    static Snapshot snapshot(Settings settings, Weights weights, long steps, int count) {
        return Snapshot.of(settings, Settings.none().with("steps", steps).with("of", count))
                .with(NETWORK, weights, weights::tensors);
    }

    static TrainingState state(Checkpoint found, Sees sees) {
        if (!found.parts().contains(TRAINING)) {
            throw new IllegalArgumentException(
                    found.path() + " holds a classifier without its optimiser, which cannot be trained on");
        }
        return found.part(TRAINING, tensors -> TrainingState.of(sees.net(), tensors));
    }

    static ImageClassifier read(Checkpoint found, Sees sees, Device device) {
        Settings progress = found.progress().exactly("steps", "of");
        Weights weights = found.parts().contains(NETWORK)
                ? found.part(NETWORK, tensors -> Weights.of(sees.net(), tensors))
                : state(found, sees).weights();
        return new ImageClassifier(
                weights, sees, found.settings(), progress.whole("steps"), progress.count("of"), device);
    }

    /** A classifier whose network the folder knows. */
    static ImageClassifier read(Checkpoint found) {
        Settings settings = found.settings();
        if (!settings.isObject(NETWORK)) {
            throw new IllegalArgumentException(
                    "the classifier in " + found.path() + " has a network of its user's own (" + settings.text(NETWORK)
                            + "): load it with ClassifierTraining.usual().network(…).load(folder, images)");
        }
        ImageShape shape = settings.as("shape", ImageShape.class);
        int classes = settings.count("classes");
        Architecture net = settings.as(NETWORK, ConvNet.class).of(shape, classes);
        return read(found, new Sees(net, shape, settings.count("features"), classes), Device.cpu());
    }
}
