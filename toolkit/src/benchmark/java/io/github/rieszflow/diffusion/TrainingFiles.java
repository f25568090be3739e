package io.github.rieszflow.diffusion;

import io.github.rieszflow.generate.LinkFiles;
import io.github.rieszflow.generate.MmdPreset;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Optimizer;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.StepFiles;
import io.github.rieszflow.picture.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Training steps of each kind of generator as files: those of small presets to be compared, those of paper size to be timed. */
public final class TrainingFiles {
    private static final int ROWS = LinkFiles.ROWS;
    private static final ImageShape GREY = ImageShape.grey(28, 28);

    private TrainingFiles() {}

    /** Writes them into a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        StepFiles files = new StepFiles(folder, "networks");
        for (Optimizer optimizer : Optimizer.values()) {
            RieszPreset smoke = RieszPreset.of("mnist", Size.SMOKE);
            files.compared(riesz(smoke.training(smoke.training().optimizer(optimizer)), "Riesz diffusion, small"));
        }
        files.compared(riesz(RieszPreset.of("mnist", Size.SMOKE).flowMatching(), "flow matching, small"));
        files.compared(witness("mnist", Size.SMOKE, "DMMD, small"));
        files.compared(LinkFiles.step(MmdPreset.of("mnist", Size.SMOKE), GREY, "chain, small"));
        for (String data : List.of("mnist", "cifar10")) {
            RieszPreset paper = RieszPreset.of(data, Size.PAPER);
            files.timed("full", paper.training().batch() / ROWS, riesz(paper, data + ", Riesz diffusion, paper size"));
            files.timed(
                    "full", 1, witness(data, Size.PAPER, data + ", DMMD, paper size"));
            MmdPreset chain = MmdPreset.of(data, Size.PAPER);
            ImageShape shape = data.equals("mnist") ? GREY : ImageShape.colour(32, 32);
            files.timed(
                    "full",
                    chain.training().batch() / ROWS,
                    LinkFiles.step(chain, shape, data + ", chain, paper size"));
        }
        RieszPreset laptop = RieszPreset.of("mnist");
        files.timed("full", laptop.training().batch() / ROWS, riesz(laptop, "mnist, Riesz diffusion, laptop size"));
        files.timed("small", 1, riesz(RieszPreset.of("mnist", Size.SMOKE), "mnist, Riesz diffusion, small"));
        files.timed("small", 1, witness("mnist", Size.SMOKE, "mnist, DMMD, small"));
        files.timed("small", 1, LinkFiles.step(MmdPreset.of("mnist", Size.SMOKE), GREY, "mnist, chain, small"));
        files.close();
        DigitFiles.write(folder);
        LinkFiles.write(folder, images(GREY));
    }

    static ImageSet images(ImageShape shape) {
        RandomStream stream = new Seed(5).stream();
        byte[] pixels = new byte[40 * shape.dimension()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) stream.nextInt(256);
        }
        int[] labels = new int[40];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 10;
        }
        return ImageSet.of(pixels, shape).labelled(labels);
    }

    static StepFiles.Step riesz(RieszPreset preset, String setting) {
        ImageShape shape = Objects.requireNonNull(preset.denoiser().shape());
        TrainingRows data = TrainingRows.of(images(shape), preset.given());
        RieszPlan plan = preset.training();
        ScoreLoss loss = new ScoreLoss(preset.score(), data.dimension(), shape);
        Batch[] batches = new Batch[2];
        for (int k = 0; k < 2; k++) {
            RieszPreset few = preset.training(plan.batch((k + 1) * ROWS));
            batches[k] = new RieszBatches(data, data.classes().size(), few, loss, new Seed(7)).of(0);
        }
        int inputs = 2 + (data.classes().isEmpty() ? 0 : 1) + (preset.denoiser().noise().isEmpty() ? 0 : 1);
        return new StepFiles.Step(
                setting,
                preset.network(data.dimension(), data.classes().size()),
                loss.loss(inputs - 2, false),
                plan.optimizer(),
                plan.clip(),
                plan.learningRate(),
                batches[0],
                batches[1]);
    }

    private static StepFiles.Step witness(String name, Size size, String setting) {
        DiffusionPreset preset = DiffusionPreset.of(name, size);
        ImageShape shape = Objects.requireNonNull(preset.shape());
        Points data = Unit.image(shape.dimension()).in(images(shape).points());
        TrainingPlan plan = preset.training();
        Batch batch = new NoisyBatches(
                        data,
                        preset.schedule(),
                        plan.batch(),
                        plan.levels(),
                        plan.lowest(),
                        plan.emphasis(),
                        new Seed(7))
                .of(0);
        return new StepFiles.Step(
                setting,
                DiffusionMmd.of(preset).network(shape.dimension()),
                new Loss(plan.penalties().source()),
                Optimizer.ADAM,
                Double.POSITIVE_INFINITY,
                plan.learningRate(),
                batch,
                batch);
    }
}
