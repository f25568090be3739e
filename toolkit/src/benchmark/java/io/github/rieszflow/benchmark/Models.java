package io.github.rieszflow.benchmark;

import static io.github.rieszflow.measure.Seed.seed;

import com.sun.management.OperatingSystemMXBean;
import io.github.rieszflow.diffusion.Denoiser;
import io.github.rieszflow.diffusion.DiffusionSamples;
import io.github.rieszflow.diffusion.RieszDiffusion;
import io.github.rieszflow.diffusion.RieszPreset;
import io.github.rieszflow.diffusion.RieszSampler;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Split;
import io.github.rieszflow.network.ConditionalUNet;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.quality.ImageClassifier;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes the models that notebooks open: trains each with its laptop preset, or goes on with what is in the work folder, keeps its
 * weights in half precision if none are kept yet, and measures what it samples.
 */
public final class Models {
    private static final int SAMPLES = 2000;
    private static final String DRAWS = "-draws";
    private static final String QUICK = "-quick";
    /** Of samples that a quick model learns from. */
    private static final int PAIRS = 6000;
    /** How much the class is strengthened in them: what is best in sixteen calls. */
    private static final Map<String, Double> GUIDANCE = Map.of("mnist", 1.2, "fashion-mnist", 1.0, "cifar10", 1.2);

    private static final int[] CALLS = {1, 2, 4, 8, 16};

    private Models() {}

    /** Arguments: where models go, the work folder, and names of presets. */
    public static void main(String[] args) {
        Path models = Path.of(args[0]);
        Path work = Path.of(args[1]);
        for (String name : List.of(args).subList(2, args.length)) {
            ImageSet training = images(name, Split.TRAIN);
            double before = seconds();
            RieszDiffusion made = name.endsWith(QUICK)
                    ? quick(RieszDiffusion.load(models.resolve(data(name))), work.resolve(name))
                    : RieszDiffusion.of(preset(name)).in(work.resolve(name)).train(training);
            System.out.printf(Locale.ROOT, "%s: %.0f s of processor time now%n%n", made, seconds() - before);
            RieszDiffusion model = made.half();
            if (!Files.exists(models.resolve(name))) {
                model.save(models.resolve(name));
            }
            measure(
                    model,
                    training,
                    images(name, Split.TEST),
                    classifier(models.resolve(data(name) + "-classifier"), training));
        }
    }

    /** What a model is named after, without how it was made. */
    private static String data(String name) {
        return name.replace(DRAWS, "").replace(QUICK, "");
    }

    /** One that learns from samples of another to make them in one call. */
    private static RieszDiffusion quick(RieszDiffusion from, Path folder) {
        double guidance = GUIDANCE.get(from.preset().name());
        DiffusionSamples pairs =
                from.with(RieszSampler.calls(8).guidance(guidance)).sampleGiven(labels(PAIRS), seed(5));
        return from.distilled().in(folder).train(pairs);
    }

    /** Equally many of each class. */
    private static int[] labels(int count) {
        return IntStream.range(0, count).map(i -> i % 10).toArray();
    }

    /** The preset that its name says; a network that draws has fewer channels and more steps in as much time. */
    private static RieszPreset preset(String name) {
        RieszPreset preset = RieszPreset.of(data(name));
        return name.endsWith(DRAWS)
                ? preset.energyScore()
                        .denoiser(Denoiser.unet(
                                ImageShape.grey(28, 28),
                                ConditionalUNet.of(UNet.small(24, 1, 2)).latents(8)))
                        .training(preset.training().steps(5000))
                : preset;
    }

    /** The one that is published, which numbers are taken with; made if there is none. */
    static ImageClassifier classifier(Path folder, ImageSet training) {
        if (Files.exists(folder)) {
            return ImageClassifier.load(folder, training);
        }
        double before = seconds();
        ImageClassifier made = ImageClassifier.of(training);
        made.save(folder);
        System.out.printf(Locale.ROOT, "%s: %.0f s of processor time%n%n", made, seconds() - before);
        return made;
    }

    private static ImageSet images(String name, Split split) {
        return switch (data(name)) {
            case "mnist" -> Images.mnist(split);
            case "fashion-mnist" -> Images.fashionMnist(split);
            case "cifar10" -> Images.cifar10(split);
            default -> throw new IllegalArgumentException("models are made of mnist, fashion-mnist and cifar10: " + name);
        };
    }

    /** As a table in Markdown; equally many samples of each class. */
    private static void measure(
            RieszDiffusion model, ImageSet training, ImageSet held, ImageClassifier classifier) {
        SampleTable table = new SampleTable(training, held, classifier);
        for (int calls : CALLS) {
            table.add(
                    Integer.toString(calls),
                    model.with(RieszSampler.calls(calls))
                            .sampleGiven(labels(SAMPLES), seed(1))
                            .images());
        }
        table.print("network calls");
    }

    private static double seconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
