package io.github.rieszflow.benchmark;

import io.github.rieszflow.images.Idx;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says how good the digits are that trainings elsewhere left as files, measured as {@link Models} measures its own. */
public final class DigitSamples {
    private DigitSamples() {}

    /** Arguments: the folder of the samples, and that of the classifier. */
    public static void main(String[] args) {
        Map<String, ImageSet> made = made(Path.of(args[0]));
        ImageSet training = Images.mnist();
        SampleTable table =
                new SampleTable(training, Images.mnist(Split.TEST), Models.classifier(Path.of(args[1]), training));
        made.forEach((name, samples) -> table.add(name + ", " + samples.size() + " samples", samples));
        table.print("mnist");
    }

    /** Each generator has had its share of the time, which may have been none. */
    private static Map<String, ImageSet> made(Path folder) {
        Map<String, ImageSet> made = new LinkedHashMap<>();
        Path riesz = folder.resolve("mnist-samples-idx3-ubyte");
        if (Files.exists(riesz)) {
            made.put("Riesz diffusion", Idx.read(riesz, folder.resolve("mnist-sample-labels-idx1-ubyte")));
        }
        Path chain = folder.resolve("chain-samples-idx3-ubyte");
        if (Files.exists(chain)) {
            made.put("chain", Idx.images(chain));
        }
        if (made.isEmpty()) {
            throw new IllegalArgumentException("there are no samples in " + folder + ": neither " + riesz.getFileName()
                    + " nor " + chain.getFileName());
        }
        return made;
    }
}
