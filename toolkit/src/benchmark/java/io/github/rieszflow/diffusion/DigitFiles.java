package io.github.rieszflow.diffusion;

import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.ConditionalUNet;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Optimizer;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.StepFiles;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Trainings of a Riesz diffusion on digits as files, for a machine with PyTorch and without Java: one to be compared in all it does, and
 * two, of paper size and small, whose batches are drawn there.
 */
final class DigitFiles {
    private static final int ROWS = 12;
    /** Three times the average looks at the weights. */
    private static final int STEPS = 3 * AveragedTraining.STRIDE;

    private static final int CLASSES = 10;
    private static final int CALLS = 8;
    private static final int SAMPLES = 2000;

    private DigitFiles() {}

    static void write(Path folder) throws IOException {
        StepFiles files = new StepFiles(folder, "digits");
        // By squared error, which needs neither directions nor noise of the network.
        RieszPreset paper = RieszPreset.of("mnist", Size.PAPER).flowMatching();
        RieszPreset laptop = RieszPreset.of("mnist");
        // There are minutes and not days: so by Muon, with steps that are as large a share of the weights as those of
        // the laptop's network, which has a quarter of the channels.
        paper = paper.training(paper.training()
                .optimizer(Optimizer.MUON)
                .learningRate(laptop.training().learningRate() / 2));
        RieszPreset small = laptop.denoiser(Denoiser.unet(shape(laptop), ConditionalUNet.of(UNet.small(8, 1, 2))))
                .training(laptop.training().steps(1000));
        compared(files, small.training(small.training().steps(STEPS).unknown(0.3)));
        files.drawn("full", TrainingFiles.riesz(paper, "mnist, paper size"), plan(paper));
        files.drawn("small", TrainingFiles.riesz(small, "mnist, small"), plan(small));
        files.close();
    }

    private static void compared(StepFiles files, RieszPreset preset) throws IOException {
        ImageSet images = TrainingFiles.images(shape(preset));
        Points noise = Points.gaussian(ROWS, images.shape().dimension(), new Seed(6));
        Batch batch = batch(preset, images.take(ROWS), noise);
        StepFiles.Step step = TrainingFiles.riesz(preset, "digits, small").with(batch);
        Weights first = TrainingState.start(step.network(), new Seed(3)).weights();
        RieszPlan plan = preset.training();
        AveragedTraining training =
                new AveragedTraining(STEPS, plan.decay(), RieszTraining.LATEST, plan::rate, k -> batch, false);
        Weights mean;
        double loss;
        try (Trainer trainer = Trainer.open(
                        step.network(),
                        step.loss(),
                        TrainingState.start(first),
                        Device.cpu(),
                        plan.optimizer(),
                        plan.clip());
                Keeper nowhere = Keeper.open(Keeping.nowhere(), "digits", 1)) {
            mean = training.run(
                            new AveragedTraining.Reached(TrainingState.start(first), first),
                            STEPS,
                            trainer,
                            nowhere,
                            reached -> {
                                throw new IllegalStateException("this training is kept nowhere");
                            })
                    .average();
            loss = trainer.loss(batch);
        }
        Map<String, float[]> more = new LinkedHashMap<>();
        more.put("pixels", StepFiles.pixels(images.take(ROWS)));
        more.put("noise", noise.toArray());
        int[] labels = images.take(ROWS).labels();
        more.put("classes", numbers(labels));
        RieszTrained trained = new RieszTrained(
                mean,
                STEPS,
                null,
                Unit.image(noise.dimension()),
                TrainingRows.of(images, preset.given()).classes(),
                "",
                "");
        more.put(
                "samples",
                new RieszPath(
                                preset.sampler(RieszSampler.calls(CALLS)),
                                trained,
                                Device.cpu(),
                                RieszGiven.asked(preset, trained, labels))
                        .run(noise, new Seed(8))
                        .particles()
                        .toArray());
        files.compared(step, plan(preset), List.of(loss), Map.of("w", first, "mean", mean), more);
    }

    /** Of these images in their order, each with its noise. */
    private static Batch batch(RieszPreset preset, ImageSet images, Points noise) {
        ScoreLoss loss = new ScoreLoss(preset.score(), noise.dimension(), shape(preset));
        RieszPreset one = preset.training(preset.training().batch(1));
        List<Batch> rows = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            TrainingRows row = TrainingRows.paired(
                    TrainingRows.of(images.select(i), preset.given()), Points.of(noise.row(i), 1, noise.dimension()));
            rows.add(new RieszBatches(row, CLASSES, one, loss, new Seed(7)).of(i));
        }
        return StepFiles.joined(rows);
    }

    private static ImageShape shape(RieszPreset preset) {
        return Objects.requireNonNull(preset.denoiser().shape());
    }

    private static float[] numbers(int[] labels) {
        float[] numbers = new float[labels.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = labels[i];
        }
        return numbers;
    }

    /** All that is needed to do there what is done here. */
    private static String plan(RieszPreset preset) {
        RieszPlan plan = preset.training();
        ImageShape shape = shape(preset);
        float[] coefficients = new float[ScoreLoss.COEFFICIENTS];
        new ScoreLoss(preset.score(), shape.dimension(), shape).coefficients(0.5, shape.dimension(), coefficients, 0);
        return String.format(
                Locale.ROOT,
                "{\"steps\": %d, \"batch\": %d, \"decay\": %s, \"latest\": %d, \"stride\": %d, \"mean\": %s, \"deviation\": %s,"
                        + " \"unknown\": %s, \"classes\": %d, \"sides\": [%d, %d, %d], \"least\": %s, \"coefficients\": %s,"
                        + " \"calls\": %d, \"samples\": %d, \"seed\": 1}",
                plan.steps(),
                plan.batch(),
                plan.decay(),
                RieszTraining.LATEST,
                AveragedTraining.STRIDE,
                plan.timeMean(),
                plan.timeDeviation(),
                plan.unknown(),
                CLASSES,
                shape.channels(),
                shape.height(),
                shape.width(),
                ScoreLoss.LEAST,
                Arrays.toString(coefficients),
                CALLS,
                SAMPLES);
    }
}
