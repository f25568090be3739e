package io.github.rieszflow.quality;

import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Versions;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Weights;
import java.nio.file.Path;

/** Old format: a classifier of version 0.1 in one file, with the fingerprint of the images it learned from. */
final class FirstClassifierFormat {
    private FirstClassifierFormat() {}

    static ImageClassifier read(Path file, ImageSet images, Object network, Sees sees, Device device) {
        NamedTensors tensors = NamedTensors.load(file);
        String format = tensors.notes().get("rieszflow_classifier");
        if (format == null) {
            throw new IllegalArgumentException(file + " is no classifier of Rieszflow: it holds " + tensors.names());
        }
        Versions.require(file, "rieszflow_classifier", format.equals("1") ? 1 : 2, 1);
        String fingerprint = ImageClassifier.fingerprint(images);
        if (!fingerprint.equals(tensors.notes().get("data"))) {
            throw new IllegalArgumentException(file + " belongs to other images: it learned from a set with the"
                    + " fingerprint " + tensors.notes().get("data") + ", " + images + " has " + fingerprint
                    + "; train one with ImageClassifier.train(…)");
        }
        Settings settings = ClassifierFiles.settings(network, sees, Seed.DEFAULT, images);
        return new ImageClassifier(Weights.of(sees.net(), tensors), sees, settings, 1, 1, device);
    }
}
