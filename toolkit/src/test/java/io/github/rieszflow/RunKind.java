package io.github.rieszflow;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.diffusion.BaseKernel;
import io.github.rieszflow.diffusion.Denoiser;
import io.github.rieszflow.diffusion.DiffusionMmd;
import io.github.rieszflow.diffusion.DiffusionPreset;
import io.github.rieszflow.diffusion.FeatureNetwork;
import io.github.rieszflow.diffusion.RieszDiffusion;
import io.github.rieszflow.diffusion.RieszPreset;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.flow.Trajectory;
import io.github.rieszflow.generate.MmdGenerator;
import io.github.rieszflow.generate.MmdModel;
import io.github.rieszflow.generate.MmdPreset;
import io.github.rieszflow.generate.Resolution;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.quality.ClassifierTraining;
import io.github.rieszflow.quality.ImageClassifier;
import io.github.rieszflow.scheme.BackwardScheme;
import io.github.rieszflow.scheme.Interaction;
import io.github.rieszflow.scheme.ParticleScheme;
import io.github.rieszflow.scheme.SchemeRun;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A run of each kind that is kept in folders, by the same verbs. */
enum RunKind {
    FLOW("particle-flow") {
        @Override
        Outcome run(@Nullable Path folder, Duration time, int effort) {
            ParticleFlow flow = ParticleFlow.of(Mmd.riesz(1).sliced(16))
                    .toward(SPIRALS.weighted(WEIGHTS))
                    .stepSize(0.05)
                    .momentum(0.5)
                    .atMost(time)
                    .saveEvery(Duration.ZERO);
            Trajectory path = (folder == null ? flow : flow.in(folder))
                    .from(Points.uniform(20 * effort, 2, seed(1)))
                    .run(20 * effort);
            return new Outcome(path.last(), path.complete(), path.interrupted());
        }
    },
    NEURAL_SCHEME("scheme-run") {
        @Override
        Outcome run(@Nullable Path folder, Duration time, int effort) {
            BackwardScheme scheme = BackwardScheme.of(Interaction.riesz(1).toward(SPIRALS))
                    .network(Mlp.hidden(16))
                    .batch(20)
                    .iterations(2 * effort)
                    .atMost(time)
                    .saveEvery(Duration.ZERO);
            SchemeRun run = (folder == null ? scheme : scheme.in(folder))
                    .from(Points.dirac(50, 2))
                    .run(6);
            return new Outcome(run.last(), run.complete(), run.interrupted());
        }
    },
    PARTICLE_SCHEME("scheme-run") {
        @Override
        Outcome run(@Nullable Path folder, Duration time, int effort) {
            ParticleScheme scheme = ParticleScheme.of(Interaction.riesz(1).toward(SPIRALS))
                    .stepSize(0.01)
                    .atMost(time)
                    .saveEvery(Duration.ZERO);
            SchemeRun run = (folder == null ? scheme : scheme.in(folder))
                    .from(Points.uniform(10 * effort, 2, seed(1)))
                    .run(20 + effort / 2);
            return new Outcome(run.last(), run.complete(), run.interrupted());
        }
    },
    CHAIN("mmd-generator") {
        @Override
        Outcome run(@Nullable Path folder, Duration time, int effort) {
            MmdGenerator generator = MmdGenerator.of(MmdPreset.of("drawn-digits", Size.SMOKE)
                            .resolutions(
                                    Resolution.pooled(2).networks(1).slices(8),
                                    Resolution.pooled(1).slices(8))
                            .particles(12)
                            .flowSteps(4, 4, 8)
                            .network(UNet.small(2, 1))
                            .iterations(4 * effort))
                    .atMost(time)
                    .saveEvery(Duration.ZERO);
            MmdModel model = (folder == null ? generator : generator.in(folder)).train(DIGITS);
            return new Outcome(model.particles().points(), model.complete(), model.interrupted());
        }
    },
    RIESZ_DIFFUSION("riesz-diffusion") {
        @Override
        Outcome run(@Nullable Path folder, Duration time, int effort) {
            RieszPreset smoke = RieszPreset.of("spirals", Size.SMOKE);
            RieszDiffusion model = RieszDiffusion.of(smoke.denoiser(Denoiser.perceptron(16))
                            .training(smoke.training().steps(12 * effort)))
                    .atMost(time)
                    .saveEvery(Duration.ZERO);
            RieszDiffusion trained = (folder == null ? model : model.in(folder)).train(SPIRALS);
            return new Outcome(trained.sample(20, seed(3)).points(), trained.complete(), trained.interrupted());
        }
    },
    DIFFUSION("diffusion-mmd") {
        @Override
        Outcome run(@Nullable Path folder, Duration time, int effort) {
            DiffusionPreset smoke = DiffusionPreset.of("spirals", Size.SMOKE);
            DiffusionPreset preset = smoke.kernel(FeatureNetwork.perceptron(8, 16), BaseKernel.linear())
                    .training(smoke.training().steps(12 * effort));
            DiffusionMmd model = DiffusionMmd.of(preset).atMost(time).saveEvery(Duration.ZERO);
            DiffusionMmd trained = (folder == null ? model : model.in(folder)).train(SPIRALS);
            return new Outcome(trained.sample(20, seed(3)).points(), trained.complete(), trained.interrupted());
        }
    },
    CLASSIFIER("image-classifier") {
        @Override
        Outcome run(@Nullable Path folder, Duration time, int effort) {
            ClassifierTraining training =
                    ClassifierTraining.usual().atMost(time).saveEvery(Duration.ZERO);
            ImageSet images = Images.drawnDigits(50 * effort, seed(2));
            ImageClassifier classifier = (folder == null ? training : training.in(folder)).train(images);
            return new Outcome(classifier.features(images.take(20)), classifier.complete(), classifier.interrupted());
        }
    };

    private static final Points SPIRALS = Shapes.spirals(100, seed(2));
    private static final double[] WEIGHTS = weights();
    private static final ImageSet DIGITS = Images.drawnDigits(12, seed(1)).pooled(2);

    private static double[] weights() {
        double[] weights = new double[100];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 + i % 3;
        }
        return weights;
    }

    /** As long as it takes. */
    static final Duration LONG = Duration.ofHours(1);

    /** What a run came to, and whether that is its end. */
    record Outcome(Points points, boolean complete, boolean interrupted) {}

    /** What its folders say they are. */
    final String kind;

    RunKind(String kind) {
        this.kind = kind;
    }

    /** A run that takes longer with more effort, in a folder or, if that is null, in memory. */
    abstract Outcome run(@Nullable Path folder, Duration time, int effort);
}
