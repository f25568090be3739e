package io.github.rieszflow.generate;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Optimizer;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class GeneratePromisesTest extends Promises {
    private static final int MOST = Integer.MAX_VALUE;
    private static final double NAN = Double.NaN;
    private static final Seed SEED = seed(3);
    private static final ImageSet DIGITS = Images.drawnDigits(12, seed(1)).pooled(2);
    private static final ImageSet OTHERS = Images.drawnDigits(12, seed(2)).pooled(2);
    private static final ImageSet LARGE = Images.drawnDigits(12, seed(1));
    private static final MmdPreset TINY = MmdPreset.of("drawn-digits", Size.SMOKE)
            .resolutions(Resolution.pooled(1).networks(1).slices(8))
            .particles(12)
            .flowSteps(4, 4, 8)
            .network(UNet.small(2, 1))
            .iterations(4);
    private static final MmdGenerator GENERATOR = MmdGenerator.of(TINY);
    private static final MmdModel MODEL = GENERATOR.train(DIGITS);
    private static final MmdModel BY_LABELS =
            MmdGenerator.of(TINY.given(Observation.labels())).train(DIGITS);
    private static final MmdModel BY_PIXELS =
            MmdGenerator.of(TINY.given(Observation.hidden(0, 0, 7, 14))).train(DIGITS);

    GeneratePromisesTest() {
        super("generate");
    }

    /** Of which no network is done. */
    private static MmdModel begun() {
        return GENERATOR.atMost(Duration.ofNanos(1)).train(DIGITS);
    }

    @Override
    protected void table() throws Exception {
        generators();
        models();
        folders();
        presets();
        argument(
                "Patches.new",
                () -> new Patches(0, List.of(0), true, true),
                () -> new Patches(3, List.of(), true, true));
        argument("Patches.of(int, Integer...)", () -> Patches.of(3), () -> Patches.of(3, -1), () -> Patches.of(0, 1));
        Resolution whole = Resolution.pooled(1);
        argument(
                "Resolution.new",
                () -> new Resolution(0, 1, 0, 1, 1, 8, true, 0, false, null),
                () -> new Resolution(1, 1, 0, NAN, 1, 8, true, 0, false, null));
        argument("Resolution.pooled(int)", () -> Resolution.pooled(0));
        argument("Resolution.networks(int)", () -> whole.networks(0));
        argument("Resolution.firstSteps(int)", () -> whole.firstSteps(-1));
        argument("Resolution.stepSize(double)", () -> whole.stepSize(0), () -> whole.stepSize(NAN));
        argument("Resolution.stepSizes(double, double)", () -> whole.stepSizes(1, 0), () -> whole.stepSizes(-1, 1));
        argument("Resolution.slices(int)", () -> whole.slices(0));
        argument("Resolution.noise(double)", () -> whole.noise(-1), () -> whole.noise(NAN));
        Training usual = Training.standard();
        argument(
                "Training.Training(int, int, int, double, double)",
                () -> new Training(3, 1, 1, 1, 1),
                () -> new Training(1, 0, 1, 1, 1),
                () -> new Training(1, 1, 0, 1, 1),
                () -> new Training(1, 1, 1, NAN, 1));
        argument(
                "Training.new",
                () -> new Training(3, 1, 1, 1, 1, Optimizer.MUON),
                () -> new Training(1, 1, 1, 1, 0, Optimizer.MUON));
        argument("Training.norm(int)", () -> usual.norm(0), () -> usual.norm(3));
        argument("Training.iterations(int)", () -> usual.iterations(0));
        argument("Training.batch(int)", () -> usual.batch(-1));
        argument(
                "Training.learningRate(double, double)",
                () -> usual.learningRate(0, 1),
                () -> usual.learningRate(1, Double.POSITIVE_INFINITY));
    }

    private void generators() throws Exception {
        argument("MmdGenerator.preset(String)", () -> MmdGenerator.preset("none"));
        argument("MmdGenerator.preset(String, Size)", () -> MmdGenerator.preset("none", Size.SMOKE));
        state("MmdGenerator.on(Device)", () -> GENERATOR.on(Device.gpu(63)));
        argument("MmdGenerator.saveEvery(Duration)", () -> GENERATOR.saveEvery(Duration.ofSeconds(-1)));
        argument("MmdGenerator.atMost(Duration)", () -> GENERATOR.atMost(Duration.ZERO));
        Path kept = folder.resolve("kept");
        GENERATOR.in(kept).train(DIGITS);
        Path busy = folder.resolve("busy");
        Path file = written("file", "mine");
        String train = "MmdGenerator.train(ImageSet)";
        argument(
                train,
                () -> GENERATOR.train(DIGITS.take(11)),
                () -> GENERATOR.in(kept).train(OTHERS),
                () -> GENERATOR.in(kept).seed(seed(9)).train(DIGITS),
                () -> GENERATOR.change(p -> p.iterations(5)).in(kept).train(DIGITS),
                () -> MmdGenerator.of(TINY.given(Observation.hidden(0, 0, 40, 4)))
                        .train(DIGITS));
        state(train, whileKept(busy, () -> GENERATOR.in(busy).train(DIGITS)));
        file(
                train,
                () -> GENERATOR.in(file).train(DIGITS),
                () -> GENERATOR.in(unreadableFolder()).train(DIGITS));
        MmdGenerator wild = MmdGenerator.of(TINY.training(new Training(1, 200, 8, 1e30, 1e30)));
        breaks(ArithmeticException.class, train, () -> wild.train(DIGITS));
        String resume = "MmdGenerator.resume(MmdModel, ImageSet)";
        MODEL.save(folder.resolve("saved"));
        argument(
                resume,
                () -> GENERATOR.resume(MODEL, OTHERS),
                () -> GENERATOR.seed(seed(9)).resume(MODEL, DIGITS),
                () -> GENERATOR.change(p -> p.iterations(5)).resume(MODEL, DIGITS),
                () -> GENERATOR.resume(MmdModel.load(folder.resolve("saved")), DIGITS));
        state(resume, whileKept(busy, () -> GENERATOR.in(busy).resume(begun(), DIGITS)));
        breaks(
                ArithmeticException.class,
                resume,
                () -> wild.resume(wild.atMost(Duration.ofNanos(1)).train(DIGITS), DIGITS));
    }

    private Path unreadableFolder() throws java.io.IOException {
        Path at = folder.resolve("unreadable");
        Files.createDirectories(at.resolve("checkpoint.json"));
        return at;
    }

    private void models() throws Exception {
        MODEL.save(folder.resolve("saved"));
        argument(
                "MmdModel.particles()",
                () -> MmdModel.load(folder.resolve("saved")).particles());
        state("MmdModel.on(Device)", () -> MODEL.on(Device.gpu(63)));
        argument("MmdModel.sample(int, Seed)", () -> MODEL.sample(0, SEED), () -> MODEL.sample(MOST, SEED));
        state("MmdModel.sample(int, Seed)", () -> begun().sample(1, SEED), () -> BY_PIXELS.sample(1, SEED));
        argument("MmdModel.stream(int, Seed)", () -> MODEL.stream(0, SEED));
        state("MmdModel.stream(int, Seed)", () -> begun().stream(1, SEED), () -> BY_PIXELS.stream(1, SEED));
        argument("MmdModel.trajectory(int, Seed)", () -> MODEL.trajectory(0, SEED), () -> MODEL.trajectory(MOST, SEED));
        state("MmdModel.trajectory(int, Seed)", () -> begun().trajectory(1, SEED), () -> BY_PIXELS.trajectory(1, SEED));
        argument(
                "MmdModel.sampleGiven(int, int, Seed)",
                () -> BY_LABELS.sampleGiven(10, 1, SEED),
                () -> BY_LABELS.sampleGiven(-1, 1, SEED),
                () -> BY_LABELS.sampleGiven(1, 0, SEED),
                () -> BY_LABELS.sampleGiven(1, MOST, SEED));
        state("MmdModel.sampleGiven(int, int, Seed)", () -> MODEL.sampleGiven(1, 1, SEED));
        argument(
                "MmdModel.sampleGiven(int[], Seed)",
                () -> BY_LABELS.sampleGiven(new int[] {1, 17}, SEED),
                () -> BY_LABELS.sampleGiven(new int[0], SEED));
        state("MmdModel.sampleGiven(int[], Seed)", () -> MODEL.sampleGiven(new int[] {1}, SEED));
        argument("MmdModel.sampleGiven(ImageSet, Seed)", () -> BY_PIXELS.sampleGiven(LARGE, SEED));
        state("MmdModel.sampleGiven(ImageSet, Seed)", () -> MODEL.sampleGiven(DIGITS, SEED));
        argument(
                "MmdModel.sampleGiven(ImageSet, int, Seed)",
                () -> BY_PIXELS.sampleGiven(LARGE, 1, SEED),
                () -> BY_PIXELS.sampleGiven(DIGITS, 0, SEED),
                () -> BY_PIXELS.sampleGiven(DIGITS, MOST, SEED));
        state("MmdModel.sampleGiven(ImageSet, int, Seed)", () -> BY_LABELS.sampleGiven(DIGITS, 1, SEED));
    }

    private void folders() throws Exception {
        Path other = folder.resolve("other");
        RunFolder.at(other, "test", 2).save(Snapshot.of(Settings.none(), Settings.none()));
        Path held = folder.resolve("held");
        argument("MmdModel.save(Path)", () -> MODEL.save(other));
        state("MmdModel.save(Path)", whileKept(held, () -> MODEL.save(held)));
        file("MmdModel.save(Path)", () -> MODEL.save(written("in-the-way", "mine")));
        Path none = folder.resolve("none");
        argument("MmdModel.load(Path)", () -> MmdModel.load(none), () -> MmdModel.load(other));
        file("MmdModel.load(Path)", () -> MmdModel.load(unreadableFolder()));
        argument(
                "MmdModel.load(Path, ImageArchitecture)",
                () -> MmdModel.load(none, UNet.small(2, 1)),
                () -> MmdModel.load(folder.resolve("saved"), UNet.small(4, 1)));
        file("MmdModel.load(Path, ImageArchitecture)", () -> MmdModel.load(unreadableFolder(), UNet.small(2, 1)));
    }

    private void presets() {
        argument(
                "MmdPreset.new",
                () -> new MmdPreset.FlowSteps(0, 1, 1),
                () -> new MmdPreset.Momentum(1, 0, 0.5, true),
                () -> TINY.particles(0),
                () -> TINY.resolutions(Resolution.pooled(1), Resolution.pooled(2)));
        argument(
                "MmdPreset.constant(double)",
                () -> MmdPreset.Momentum.constant(1),
                () -> MmdPreset.Momentum.constant(-1));
        argument(
                "MmdPreset.growing(double, double)",
                () -> MmdPreset.Momentum.growing(-1, 0.5),
                () -> MmdPreset.Momentum.growing(0.1, 1));
        argument("MmdPreset.of(String)", () -> MmdPreset.of("none"));
        argument("MmdPreset.of(String, Size)", () -> MmdPreset.of("none", Size.PAPER));
        argument("MmdPreset.networks(int...)", () -> TINY.networks(1, 2), () -> TINY.networks(0));
        argument("MmdPreset.stepSizes(double)", () -> TINY.stepSizes(0), () -> TINY.stepSizes(NAN));
    }
}
