package io.github.rieszflow.benchmark;

import io.github.rieszflow.images.Idx;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Split;
import java.nio.file.Path;

/** Says how good the digits are that a training elsewhere left as files, measured as {@link Models} measures its own. */
public final class DigitSamples {
    private DigitSamples() {}

    /** Arguments: the folder of the samples, and that of the classifier. */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        ImageSet samples =
                Idx.read(folder.resolve("mnist-samples-idx3-ubyte"), folder.resolve("mnist-sample-labels-idx1-ubyte"));
        ImageSet training = Images.mnist();
        SampleTable table =
                new SampleTable(training, Images.mnist(Split.TEST), Models.classifier(Path.of(args[1]), training));
        table.add(samples.size() + " samples", samples);
        table.print("mnist");
    }
}
