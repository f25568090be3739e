package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.ConditionalUNet;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class DiffusionPromisesTest extends Promises {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Device MISSING = Device.gpu(63);
    private static final Seed SEED = seed(3);
    private static final Points DATA = Shapes.spirals(60, seed(1));
    private static final Points SPACE = Points.gaussian(60, 3, seed(1));
    private static final Architecture OWN = Mlp.hidden(4).between(3, 2);
    private static final ImageShape ODD = new ImageShape(7, 8, 1);
    private static final UNet HALVING = UNet.small(2, 1, 1).withNoise();

    DiffusionPromisesTest() {
        super("diffusion");
    }

    @Override
    protected void table() throws Exception {
        networks();
        kernels();
        presets();
        plans();
        rieszPlans();
        rules();
        samplers();
        moments();
        riesz();
    }

    private void networks() {
        argument("Denoiser.perceptron(int...)", () -> Denoiser.perceptron(0), () -> Denoiser.perceptron(3, -1));
        argument(
                "Denoiser.unet(ImageShape, ConditionalUNet)",
                () -> Denoiser.unet(ODD, new ConditionalUNet(HALVING, 1, 1, 1, true)));
        argument("Denoiser.of(Architecture, int, int)", () -> Denoiser.of(OWN, 0, 1), () -> Denoiser.of(OWN, 2, -1));
        argument("Denoiser.of(Architecture, ImageShape, int)", () -> Denoiser.of(OWN, ODD, -1));
        argument(
                "Denoiser.network(int, int, boolean)",
                () -> Denoiser.of(OWN, 2, 1).network(3, 0, false));
        argument(
                "Denoiser.latents(int)",
                () -> Denoiser.perceptron(3).latents(-1),
                () -> Denoiser.of(OWN, 2, 1).latents(3));
        argument(
                "FeatureNetwork.of(Architecture, int, int)",
                () -> FeatureNetwork.of(OWN, 0, 2),
                () -> FeatureNetwork.of(OWN, 2, 0));
        argument(
                "FeatureNetwork.perceptron(int, int...)",
                () -> FeatureNetwork.perceptron(0, 3),
                () -> FeatureNetwork.perceptron(2, 0));
        argument(
                "FeatureNetwork.encoder(ImageShape, int, UNet)",
                () -> FeatureNetwork.encoder(ODD, 2, HALVING),
                () -> FeatureNetwork.encoder(new ImageShape(8, 8, 1), 0, HALVING));
        argument("FeatureNetwork.slots(int)", () -> FeatureNetwork.of(OWN, 2, 2).slots(3));
    }

    private void kernels() {
        argument(
                "BaseKernel.new",
                () -> new BaseKernel(BaseKernel.rbf(1).kind(), 0),
                () -> new BaseKernel(BaseKernel.rbf(1).kind(), INFINITY));
        argument("BaseKernel.rbf(double)", () -> BaseKernel.rbf(-1), () -> BaseKernel.rbf(NAN));
        argument("BaseKernel.rationalQuadratic(double)", () -> BaseKernel.rationalQuadratic(0));
        argument(
                "GaussianShift.new",
                () -> new GaussianShift(0, 1, 1),
                () -> new GaussianShift(1, -1, 1),
                () -> new GaussianShift(1, 1, NAN));
        GaussianShift shift = new GaussianShift(2, 1, 1);
        argument("GaussianShift.squared(double)", () -> shift.squared(0), () -> shift.squared(INFINITY));
        argument("GaussianShift.slope(double)", () -> shift.slope(-1), () -> shift.slope(NAN));
        FeatureNetwork features = FeatureNetwork.perceptron(2, 4);
        argument(
                "NoiseKernel.untrained(FeatureNetwork, BaseKernel, int, Seed)",
                () -> NoiseKernel.untrained(features, BaseKernel.linear(), 0, SEED),
                () -> NoiseKernel.untrained(FeatureNetwork.coordinates(), BaseKernel.linear(), 2, SEED));
        NoiseKernel kernel = NoiseKernel.untrained(features, BaseKernel.rbf(1), 2, SEED);
        argument(
                "NoiseKernel.squared(Points, Points, double)",
                () -> kernel.squared(DATA, DATA, 2),
                () -> kernel.squared(DATA, SPACE, 0.5),
                () -> kernel.squared(DATA.take(1), DATA, 0.5));
        argument(
                "NoiseKernel.witness(Points, Points, Points, double)",
                () -> kernel.witness(DATA, DATA, DATA, -1),
                () -> kernel.witness(SPACE, DATA, DATA, 0.5));
        argument(
                "NoiseKernel.gradient(Points, Points, Points, double)",
                () -> kernel.gradient(DATA, DATA, DATA, NAN),
                () -> kernel.gradient(DATA, DATA, SPACE, 0.5));
        argument(
                "NoiseKernel.features(Points, double)",
                () -> kernel.features(DATA, 1.5),
                () -> kernel.features(SPACE, 0.5));
        argument("NoiseKernel.width(double)", () -> kernel.width(-0.1));
        state(
                "NoiseKernel.width(double)",
                () -> NoiseKernel.untrained(features, BaseKernel.linear(), 2, SEED)
                        .width(0.5));
        withoutPyTorch(
                "NoiseKernel.squared(Points, Points, double)",
                "NoiseKernel.witness(Points, Points, Points, double)",
                "NoiseKernel.gradient(Points, Points, Points, double)",
                "NoiseKernel.features(Points, double)");
        NoiseSchedule cosine = NoiseSchedule.cosine();
        argument("NoiseSchedule.alpha(double)", () -> cosine.alpha(-1), () -> cosine.alpha(NAN));
        argument("NoiseSchedule.beta(double)", () -> cosine.beta(1.1));
        argument("NoiseSchedule.noisy(Points, double, Seed)", () -> cosine.noisy(DATA, 2, SEED));
    }

    private void presets() {
        DiffusionPreset linear =
                DiffusionPreset.of("spirals", Size.SMOKE).kernel(FeatureNetwork.perceptron(8, 16), BaseKernel.linear());
        WitnessSampler kale = WitnessSampler.dmmd().kale(1);
        argument("DiffusionPreset.new", () -> linear.sampler(kale).base(BaseKernel.rbf(1)), () -> linear.clean(1));
        argument("DiffusionPreset.of(String)", () -> DiffusionPreset.of("none"));
        argument("DiffusionPreset.of(String, Size)", () -> DiffusionPreset.of("none", Size.PAPER));
        argument("DiffusionPreset.features(FeatureNetwork)", () -> linear.features(FeatureNetwork.coordinates()));
        argument(
                "DiffusionPreset.base(BaseKernel)",
                () -> linear.sampler(kale).base(BaseKernel.rbf(1)),
                () -> linear.kernel(FeatureNetwork.coordinates(), BaseKernel.rbf(1))
                        .base(BaseKernel.linear()));
        argument(
                "DiffusionPreset.kernel(FeatureNetwork, BaseKernel)",
                () -> linear.kernel(FeatureNetwork.coordinates(), BaseKernel.linear()),
                () -> linear.sampler(kale).kernel(FeatureNetwork.perceptron(8), BaseKernel.rbf(1)));
        argument(
                "DiffusionPreset.sampler(WitnessSampler)",
                () -> linear.base(BaseKernel.rbf(1)).sampler(kale));
        argument("DiffusionPreset.clean(int)", () -> linear.clean(1));
    }

    private void plans() {
        TrainingPlan plan = TrainingPlan.standard();
        argument(
                "Penalties.new",
                () -> new Penalties(-1, 0, 0),
                () -> new Penalties(0, NAN, 0),
                () -> new Penalties(0, 0, INFINITY));
        argument("TrainingPlan.new", () -> plan.steps(0), () -> plan.batch(1, 1));
        argument("TrainingPlan.steps(int)", () -> plan.steps(-1));
        argument("TrainingPlan.batch(int, int)", () -> plan.batch(1, 1), () -> plan.batch(2, 0));
        argument("TrainingPlan.learningRate(double)", () -> plan.learningRate(0), () -> plan.learningRate(INFINITY));
        argument("TrainingPlan.decay(double)", () -> plan.decay(1.5), () -> plan.decay(-1));
        argument("TrainingPlan.noise(double, double)", () -> plan.noise(-1, 1), () -> plan.noise(0.1, NAN));
    }

    private void rieszPlans() {
        RieszPlan plan = RieszPlan.standard();
        argument("RieszPlan.new", () -> plan.steps(0), () -> plan.clip(NAN));
        argument("RieszPlan.steps(int)", () -> plan.steps(0));
        argument("RieszPlan.batch(int)", () -> plan.batch(0));
        argument("RieszPlan.learningRate(double)", () -> plan.learningRate(-1));
        argument("RieszPlan.decay(double)", () -> plan.decay(1.5));
        argument("RieszPlan.clip(double)", () -> plan.clip(0), () -> plan.clip(INFINITY));
        argument("RieszPlan.times(double, double)", () -> plan.times(0, 0), () -> plan.times(NAN, 1));
        argument("RieszPlan.unknown(double)", () -> plan.unknown(-0.1), () -> plan.unknown(1.5));
        argument("Coupling.new", () -> new Coupling.Flow(1, 1, 1, 1), () -> new Coupling.Flow(2, 1, 1, 0));
    }

    private void rules() {
        argument("Ramp.new", () -> new Ramp(NAN, 1), () -> new Ramp(1, INFINITY));
        argument("Ramp.flat(double)", () -> Ramp.flat(NAN));
        argument(
                "ScoreSlices.new",
                () -> new ScoreSlices.Squares(4, 3, List.of()),
                () -> new ScoreSlices.Ruled(0, Directions.iid()));
        argument(
                "ScoreSlices.squares(int, int, Integer...)",
                () -> ScoreSlices.squares(4, 3),
                () -> ScoreSlices.squares(0, 3, 0),
                () -> ScoreSlices.squares(4, 0, 0));
        argument("ScoreSlices.directions(int, Directions)", () -> ScoreSlices.directions(0, Directions.iid()));
        ScoringRule energy = ScoringRule.energy();
        argument(
                "ScoringRule.new",
                () -> new ScoringRule(Ramp.flat(3), Ramp.flat(0), Ramp.flat(1), 4, ScoreSlices.whole()),
                () -> new ScoringRule(Ramp.flat(1), Ramp.flat(1), Ramp.flat(1), 1, ScoreSlices.whole()));
        argument("ScoringRule.exponent(double)", () -> energy.exponent(0), () -> energy.exponent(2.5));
        argument("ScoringRule.exponent(double, double)", () -> energy.exponent(1, 0));
        argument(
                "ScoringRule.repulsion(double)",
                () -> energy.repulsion(1.1),
                () -> energy.repulsion(0).particles(1).repulsion(0.5));
        argument(
                "ScoringRule.repulsion(double, double)",
                () -> energy.repulsion(0, -1),
                () -> energy.repulsion(0).particles(1).repulsion(0, 1));
        argument("ScoringRule.share(double, double)", () -> energy.share(0, 2));
        argument("ScoringRule.particles(int)", () -> energy.particles(0), () -> energy.particles(1));
    }

    private void samplers() {
        WitnessSampler sampler = WitnessSampler.dmmd();
        argument("WitnessSampler.kale(double)", () -> sampler.kale(0), () -> sampler.kale(INFINITY));
        argument("WitnessSampler.levels(int)", () -> sampler.levels(0));
        argument("WitnessSampler.steps(int)", () -> sampler.steps(0));
        argument(
                "WitnessSampler.between(double, double)",
                () -> sampler.between(1.2, 0),
                () -> sampler.between(0.1, 0.2));
        argument("WitnessSampler.stepSize(double)", () -> sampler.stepSize(0));
        argument("WitnessSampler.stepByNoise(double)", () -> sampler.stepByNoise(NAN));
        argument("WitnessSampler.extraSteps(int)", () -> sampler.extraSteps(-1));
        argument("WitnessSampler.denoise(int)", () -> sampler.denoise(-1));
        RieszSampler calls = RieszSampler.calls(3);
        argument(
                "RieszSampler.new",
                () -> new RieszSampler(0, 0, 1, 1),
                () -> new RieszSampler(1, 2, 1, 1),
                () -> new RieszSampler(1, 0.5, 1, 3));
        argument("RieszSampler.calls(int)", () -> RieszSampler.calls(0));
        argument("RieszSampler.stir(double)", () -> calls.stir(-0.1), () -> calls.stir(1.1));
        argument("RieszSampler.order(int)", () -> calls.order(0), () -> calls.order(3));
        argument("RieszSampler.guidance(double)", () -> calls.guidance(-1), () -> calls.guidance(NAN));
        RieszPreset spirals = RieszPreset.of("spirals", Size.SMOKE);
        RieszPreset digits = RieszPreset.of("drawn-digits", Size.SMOKE);
        Denoiser still = Denoiser.perceptron(4).latents(0);
        argument("RieszPreset.new", () -> spirals.given(Observation.labels()), () -> spirals.denoiser(still));
        argument("RieszPreset.of(String)", () -> RieszPreset.of("none"));
        argument("RieszPreset.of(String, Size)", () -> RieszPreset.of("none", Size.PAPER));
        argument("RieszPreset.score(ScoringRule)", () -> spirals.flowMatching().score(ScoringRule.energy()));
        argument(
                "RieszPreset.denoiser(Denoiser)",
                () -> spirals.denoiser(still),
                () -> digits.denoiser(Denoiser.perceptron(4)));
        argument(
                "RieszPreset.training(RieszPlan)",
                () -> spirals.training(RieszPlan.standard().mirrored(true)));
        argument("RieszPreset.sampler(RieszSampler)", () -> spirals.sampler(calls.guidance(2)));
        argument("RieszPreset.given(Observation)", () -> spirals.given(Observation.hidden(0, 0, 1, 1)));
        argument(
                "RieszPreset.flowMatching()",
                () -> spirals.denoiser(Denoiser.of(Mlp.hidden(4).between(4, 2), 2, 1))
                        .flowMatching());
        argument(
                "RieszPreset.energyScore()",
                () -> spirals.flowMatching()
                        .denoiser(Denoiser.of(Mlp.hidden(4).between(3, 2), 2, 0))
                        .energyScore());
    }

    private void moments() throws IOException {
        DiffusionPreset smoke =
                DiffusionPreset.of("spirals", Size.SMOKE).kernel(FeatureNetwork.perceptron(8, 16), BaseKernel.linear());
        DiffusionPreset preset = smoke.training(smoke.training().steps(8));
        DiffusionMmd model = DiffusionMmd.of(preset);
        DiffusionMmd trained = model.train(DATA);
        argument("DiffusionMmd.preset(String)", () -> DiffusionMmd.preset("none"));
        argument("DiffusionMmd.preset(String, Size)", () -> DiffusionMmd.preset("none", Size.SMOKE));
        state("DiffusionMmd.on(Device)", () -> model.on(MISSING));
        state("DiffusionMmd.seed(Seed)", () -> trained.seed(SEED));
        argument("DiffusionMmd.saveEvery(Duration)", () -> model.saveEvery(Duration.ofSeconds(-1)));
        argument("DiffusionMmd.atMost(Duration)", () -> model.atMost(Duration.ZERO));
        argument(
                "DiffusionMmd.with(WitnessSampler)",
                () -> DiffusionMmd.of(smoke.base(BaseKernel.rbf(1)))
                        .with(WitnessSampler.dmmd().kale(1)));
        argument(
                "DiffusionMmd.untrained(Points)",
                () -> model.untrained(DATA.take(1)),
                () -> DiffusionMmd.preset("mnist").untrained(DATA));
        state("DiffusionMmd.untrained(Points)", () -> trained.untrained(DATA));
        Path kept = folder.resolve("moments");
        model.in(kept).train(DATA);
        Path busy = folder.resolve("busy");
        Path file = written("file", "mine");
        argument(
                "DiffusionMmd.train(Points)",
                () -> DiffusionMmd.preset("mnist").train(DATA),
                () -> trained.train(Shapes.spirals(60, seed(2))),
                () -> model.seed(SEED).in(kept).train(DATA),
                () -> DiffusionMmd.of(preset.training(smoke.training().steps(9)))
                        .in(kept)
                        .train(DATA));
        state("DiffusionMmd.train(Points)", whileKept(busy, () -> model.in(busy).train(DATA)));
        file(
                "DiffusionMmd.train(Points)",
                () -> model.in(file).train(DATA),
                () -> model.in(unreadableFolder()).train(DATA));
        DiffusionMmd wild =
                DiffusionMmd.of(preset.training(smoke.training().steps(200).learningRate(1e30)));
        breaks(ArithmeticException.class, "DiffusionMmd.train(Points)", () -> wild.train(DATA));
        argument(
                "DiffusionMmd.train(Points, int)",
                () -> model.train(DATA, 0),
                () -> trained.train(SPACE, 3),
                () -> model.seed(SEED).in(kept).train(DATA, 3));
        withoutPyTorch("DiffusionMmd.train(Points, int)", "DiffusionMmd.train(ImageSet)");
        breaks(ArithmeticException.class, "DiffusionMmd.train(Points, int)", () -> wild.train(DATA, 150));
        ImageSet digits = Images.drawnDigits(12, seed(1));
        argument(
                "DiffusionMmd.train(ImageSet)",
                () -> model.train(digits),
                () -> DiffusionMmd.preset("mnist").train(digits.pooled(2)));
        DiffusionPreset pictures = DiffusionPreset.of("mnist", Size.SMOKE);
        breaks(
                ArithmeticException.class,
                "DiffusionMmd.train(ImageSet)",
                () -> DiffusionMmd.of(
                                pictures.training(pictures.training().steps(30).learningRate(1e30)))
                        .train(digits));
        argument("DiffusionMmd.sample(int, Seed)", () -> trained.sample(0, SEED));
        state("DiffusionMmd.sample(int, Seed)", () -> model.sample(3, SEED));
        DiffusionMmd far = trained.with(WitnessSampler.dmmd().stepSize(1e30));
        breaks(ArithmeticException.class, "DiffusionMmd.sample(int, Seed)", () -> far.sample(10, SEED));
        argument("DiffusionMmd.sampleFrom(Points)", () -> trained.sampleFrom(SPACE));
        state("DiffusionMmd.sampleFrom(Points)", () -> model.sampleFrom(DATA));
        breaks(ArithmeticException.class, "DiffusionMmd.sampleFrom(Points)", () -> far.sampleFrom(DATA));
        argument("DiffusionMmd.clean(Points)", () -> trained.clean(DATA.take(1)), () -> trained.clean(SPACE));
        state("DiffusionMmd.clean(Points)", () -> model.clean(DATA));
        state("DiffusionMmd.kernel()", model::kernel);
        argument("DiffusionMmd.standardised(Points)", () -> trained.standardised(SPACE));
        state("DiffusionMmd.standardised(Points)", () -> model.standardised(DATA));
        Path held = folder.resolve("held");
        state("DiffusionMmd.save(Path)", () -> model.save(held), whileKept(held, () -> trained.save(held)));
        file("DiffusionMmd.save(Path)", () -> trained.save(file));
        argument(
                "DiffusionMmd.load(Path)",
                () -> DiffusionMmd.load(other()),
                () -> DiffusionMmd.load(ownFeatures(preset)));
        file("DiffusionMmd.load(Path)", () -> DiffusionMmd.load(unreadableFolder()));
        argument(
                "DiffusionMmd.load(DiffusionPreset, Path)",
                () -> DiffusionMmd.load(preset, other()),
                () -> DiffusionMmd.load(preset.clean(7), kept));
        file("DiffusionMmd.load(DiffusionPreset, Path)", () -> DiffusionMmd.load(preset, unreadableFolder()));
        state("DiffusionSamples.images()", () -> trained.sample(3, SEED).images());
        state("DiffusionSamples.grid()", () -> trained.sample(3, SEED).grid());
    }

    /** A training with features that no folder can know. */
    private Path ownFeatures(DiffusionPreset preset) {
        Path at = folder.resolve("own-features");
        DiffusionMmd.of(preset.features(FeatureNetwork.of(Mlp.hidden(4).between(2 + FeatureNetwork.LEVEL, 3), 2, 3)))
                .train(DATA)
                .save(at);
        return at;
    }

    private Path other() {
        Path other = folder.resolve("other");
        RunFolder.at(other, "test", 2).save(Snapshot.of(Settings.none(), Settings.none()));
        return other;
    }

    private Path unreadableFolder() throws IOException {
        Path at = folder.resolve("unreadable");
        Files.createDirectories(at.resolve("checkpoint.json"));
        return at;
    }

    private void riesz() throws IOException {
        RieszPreset smoke = RieszPreset.of("spirals", Size.SMOKE);
        RieszPreset preset =
                smoke.denoiser(Denoiser.perceptron(8)).training(smoke.training().steps(8));
        RieszDiffusion model = RieszDiffusion.of(preset);
        RieszDiffusion trained = model.train(DATA);
        argument("RieszDiffusion.preset(String)", () -> RieszDiffusion.preset("none"));
        argument("RieszDiffusion.preset(String, Size)", () -> RieszDiffusion.preset("none", Size.SMOKE));
        state("RieszDiffusion.on(Device)", () -> model.on(MISSING));
        state("RieszDiffusion.seed(Seed)", () -> trained.seed(SEED));
        argument("RieszDiffusion.saveEvery(Duration)", () -> model.saveEvery(Duration.ofSeconds(-1)));
        argument("RieszDiffusion.atMost(Duration)", () -> model.atMost(Duration.ZERO));
        argument(
                "RieszDiffusion.with(RieszSampler)",
                () -> model.with(RieszSampler.calls(2).guidance(2)));
        Path kept = folder.resolve("riesz");
        model.in(kept).train(DATA);
        Path busy = folder.resolve("busy");
        Path file = folder.resolve("file");
        argument(
                "RieszDiffusion.train(Points)",
                () -> RieszDiffusion.preset("mnist").train(DATA),
                () -> trained.train(Shapes.spirals(60, seed(2))),
                () -> model.seed(SEED).in(kept).train(DATA),
                () -> RieszDiffusion.of(preset.training(smoke.training().steps(9)))
                        .in(kept)
                        .train(DATA));
        state(
                "RieszDiffusion.train(Points)",
                whileKept(busy, () -> model.in(busy).train(DATA)));
        file(
                "RieszDiffusion.train(Points)",
                () -> model.in(file).train(DATA),
                () -> model.in(unreadableFolder()).train(DATA));
        RieszPlan wildly = smoke.training().steps(200).learningRate(1e30).clip(1e30);
        breaks(
                ArithmeticException.class,
                "RieszDiffusion.train(Points)",
                () -> RieszDiffusion.of(preset.training(wildly)).train(DATA));
        state("RieszDiffusion.half()", model::half, () -> model.train(DATA, 1).half());
        argument("RieszDiffusion.train(Points, int)", () -> model.train(DATA, 0), () -> trained.train(SPACE, 3));
        RieszPreset small = RieszPreset.of("drawn-digits", Size.SMOKE);
        RieszPreset tiny = small.training(small.training().steps(2));
        ImageSet digits = Images.drawnDigits(12, seed(1));
        RieszDiffusion byLabels = RieszDiffusion.of(tiny).train(digits);
        RieszDiffusion byPixels =
                RieszDiffusion.of(tiny.given(Observation.hidden(0, 0, 14, 28))).train(digits);
        argument(
                "RieszDiffusion.train(ImageSet)",
                () -> model.train(digits),
                () -> RieszDiffusion.of(tiny).train(digits.pooled(2)),
                () -> RieszDiffusion.of(tiny).train(ImageSet.of(new byte[784 * 3], 28, 28, 1)));
        state(
                "RieszDiffusion.train(ImageSet)",
                whileKept(busy, () -> RieszDiffusion.of(tiny).in(busy).train(digits)));
        breaks(
                ArithmeticException.class,
                "RieszDiffusion.train(ImageSet)",
                () -> RieszDiffusion.of(tiny.training(
                                small.training().steps(30).learningRate(1e30).clip(1e30)))
                        .train(digits));
        argument(
                "RieszDiffusion.train(ImageSet, int)",
                () -> RieszDiffusion.of(tiny).train(digits, 0));
        state("RieszDiffusion.distilled()", model::distilled);
        argument(
                "RieszDiffusion.fineTuned(RieszPlan)",
                () -> trained.fineTuned(smoke.training().mirrored(true)));
        state("RieszDiffusion.fineTuned(RieszPlan)", () -> model.fineTuned(smoke.training()));
        DiffusionSamples pairs = trained.sample(20, SEED);
        argument(
                "RieszDiffusion.train(DiffusionSamples)",
                () -> RieszDiffusion.of(tiny).train(pairs),
                () -> trained.fineTuned(smoke.training().coupling(Coupling.flow()))
                        .train(pairs));
        state(
                "RieszDiffusion.train(DiffusionSamples)",
                whileKept(busy, () -> trained.distilled().in(busy).train(pairs)));
        breaks(
                ArithmeticException.class,
                "RieszDiffusion.train(DiffusionSamples)",
                () -> trained.fineTuned(wildly).train(pairs));
        argument(
                "RieszDiffusion.train(DiffusionSamples, int)",
                () -> trained.distilled().train(pairs, 0));
        argument("RieszDiffusion.sample(int, Seed)", () -> trained.sample(0, SEED));
        state("RieszDiffusion.sample(int, Seed)", () -> model.sample(1, SEED), () -> byPixels.sample(1, SEED));
        argument(
                "RieszDiffusion.sample(int, Seed, int)",
                () -> trained.sample(0, SEED, 1),
                () -> trained.sample(1, SEED, 0));
        state("RieszDiffusion.sample(int, Seed, int)", () -> model.sample(1, SEED, 1));
        argument("RieszDiffusion.sampleFrom(Points, Seed)", () -> trained.sampleFrom(SPACE, SEED));
        state("RieszDiffusion.sampleFrom(Points, Seed)", () -> model.sampleFrom(DATA, SEED));
        argument(
                "RieszDiffusion.sampleGiven(int, int, Seed)",
                () -> byLabels.sampleGiven(10, 1, SEED),
                () -> byLabels.sampleGiven(1, 0, SEED),
                () -> byLabels.sampleGiven(1, Integer.MAX_VALUE, SEED));
        state(
                "RieszDiffusion.sampleGiven(int, int, Seed)",
                () -> RieszDiffusion.of(tiny).sampleGiven(1, 1, SEED),
                () -> trained.sampleGiven(1, 1, SEED));
        argument(
                "RieszDiffusion.sampleGiven(int[], Seed)",
                () -> byLabels.sampleGiven(new int[] {1, -1}, SEED),
                () -> byLabels.sampleGiven(new int[0], SEED));
        state("RieszDiffusion.sampleGiven(int[], Seed)", () -> trained.sampleGiven(new int[] {1}, SEED));
        argument(
                "RieszDiffusion.sampleGiven(ImageSet, int, Seed)",
                () -> byPixels.sampleGiven(digits.pooled(2), 1, SEED),
                () -> byPixels.sampleGiven(digits, 0, SEED));
        state(
                "RieszDiffusion.sampleGiven(ImageSet, int, Seed)",
                () -> RieszDiffusion.of(byPixels.preset()).sampleGiven(digits, 1, SEED),
                () -> byLabels.sampleGiven(digits, 1, SEED));
        argument(
                "RieszDiffusion.posterior(Points, double, int, Seed)",
                () -> trained.posterior(SPACE, 0.5, 3, SEED),
                () -> trained.posterior(DATA, 1.5, 3, SEED),
                () -> trained.posterior(DATA, 0.5, 0, SEED));
        state(
                "RieszDiffusion.posterior(Points, double, int, Seed)",
                () -> model.posterior(DATA, 0.5, 3, SEED),
                () -> byPixels.posterior(digits.points(), 0.5, 3, SEED));
        argument("RieszDiffusion.standardised(Points)", () -> trained.standardised(SPACE));
        state("RieszDiffusion.standardised(Points)", () -> model.standardised(DATA));
        Path held = folder.resolve("held");
        state("RieszDiffusion.save(Path)", () -> model.save(held), whileKept(held, () -> trained.save(held)));
        file("RieszDiffusion.save(Path)", () -> trained.save(file));
        Path own = folder.resolve("own");
        RieszDiffusion.of(preset.denoiser(Denoiser.of(Mlp.hidden(4).between(2 + 1 + 1, 2), 2, 1)))
                .train(DATA)
                .save(own);
        argument("RieszDiffusion.load(Path)", () -> RieszDiffusion.load(other()), () -> RieszDiffusion.load(own));
        file("RieszDiffusion.load(Path)", () -> RieszDiffusion.load(unreadableFolder()));
        argument(
                "RieszDiffusion.load(RieszPreset, Path)",
                () -> RieszDiffusion.load(preset, other()),
                () -> RieszDiffusion.load(smoke, kept));
        file("RieszDiffusion.load(RieszPreset, Path)", () -> RieszDiffusion.load(preset, unreadableFolder()));
    }
}
