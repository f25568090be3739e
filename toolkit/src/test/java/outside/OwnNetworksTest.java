package outside;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.conformance.ArchitectureConformance;
import io.github.rieszflow.diffusion.BaseKernel;
import io.github.rieszflow.diffusion.DiffusionMmd;
import io.github.rieszflow.diffusion.DiffusionPreset;
import io.github.rieszflow.diffusion.FeatureNetwork;
import io.github.rieszflow.generate.MmdGenerator;
import io.github.rieszflow.generate.MmdModel;
import io.github.rieszflow.generate.MmdPreset;
import io.github.rieszflow.generate.Resolution;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.ClassifierArchitecture;
import io.github.rieszflow.network.ImageArchitecture;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.quality.ClassifierTraining;
import io.github.rieszflow.quality.ImageClassifier;
import io.github.rieszflow.scheme.BackwardScheme;
import io.github.rieszflow.scheme.Interaction;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of one's own in schemes, generators, diffusion and classifiers. */
final class OwnNetworksTest {
    private static final ImageSet DIGITS = Images.drawnDigits(60, seed(1));
    private static final ImageArchitecture CONVOLUTIONS =
            (images, planes) -> new OwnNetworks.Convolutions(images.channels() + planes, images.channels(), 4);

    private static MmdPreset tiny() {
        return MmdPreset.of("drawn-digits", Size.SMOKE)
                .particles(24)
                .resolutions(Resolution.pooled(2), Resolution.pooled(1))
                .iterations(2)
                .slices(8)
                .flowSteps(2, 1, 2);
    }

    private static BackwardScheme scheme() {
        return BackwardScheme.of(Interaction.riesz(1)).iterations(3).batch(20);
    }

    @Test
    void inASchemeAlsoThroughAFolder(@TempDir Path folder) {
        BackwardScheme own = scheme().network(new OwnNetworks.Residual(2, 4, 8));
        Points start = Points.gaussian(40, 2, seed(3));
        var run = own.from(start).run(2);
        var whole = own.from(start).run(3);
        run.save(folder);
        assertThat(own.load(folder).run(1).last()).isEqualTo(whole.last());
        assertThatThrownBy(() ->
                        scheme().network(new OwnNetworks.Residual(2, 4, 9)).load(folder))
                .hasMessageContaining("residual 2 4 8");
        assertThatThrownBy(() -> scheme().load(folder)).hasMessageContaining("residual 2 4 8");
    }

    @Test
    void whatDoesNotFitASchemeIsRefusedBeforeTheFirstStep() {
        Points start = Points.gaussian(40, 2, seed(3));
        assertThatThrownBy(() -> scheme().network(new OwnNetworks.Residual(2, 5, 8))
                        .from(start)
                        .run(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "the network of the backward scheme does not take inputs of the shapes N×2, N×2: ");
        assertThatThrownBy(() -> scheme().network(Mlp.hidden(4).between(4, 3))
                        .from(start)
                        .run(1))
                .hasMessage(
                        "the network of the backward scheme must map inputs of the shapes N×2, N×2 to N×2: MLP 4-4-3"
                                + " returns N×3");
    }

    @Test
    void inAGeneratorAlsoThroughAFolder(@TempDir Path folder) {
        MmdGenerator generator = MmdGenerator.of(tiny()).network(CONVOLUTIONS);
        MmdModel model = generator.in(folder).train(DIGITS);
        ImageSet some = model.sample(3, seed(2));
        assertThat(MmdModel.load(folder, CONVOLUTIONS).sample(3, seed(2))).isEqualTo(some);
        assertThat(generator.in(folder).train(DIGITS).sample(3, seed(2))).isEqualTo(some);
        assertThatThrownBy(() -> MmdModel.load(folder)).hasMessageContaining("networks of its user's own");
        assertThatThrownBy(() -> MmdGenerator.of(tiny()).in(folder).train(DIGITS))
                .hasMessageContaining("has network network, sha256 ");
        ImageArchitecture wider =
                (images, planes) -> new OwnNetworks.Convolutions(images.channels() + planes, images.channels(), 5);
        assertThatThrownBy(() -> MmdModel.load(folder, wider)).hasMessageContaining("hand over the same");
    }

    @Test
    void inAGeneratorGivenLabels() {
        MmdModel model = MmdGenerator.of(tiny().given(Observation.labels()))
                .network(CONVOLUTIONS)
                .train(DIGITS);
        assertThat(model.sampleGiven(DIGITS.labels()[0], 2, seed(1)).size()).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitAGeneratorIsRefusedBeforeTheFirstFlow() {
        ImageArchitecture two = (images, planes) -> new OwnNetworks.Convolutions(1, 2, 4);
        assertThatThrownBy(() -> MmdGenerator.of(tiny()).network(two).train(DIGITS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the network of the generator for images of ")
                .hasMessageContaining(" must map inputs of the shapes N×1×")
                .hasMessageContaining("returns N×2×");
    }

    @Test
    void asFeaturesForDiffusion(@TempDir Path folder) {
        var net = new OwnNetworks.Residual(2, 2 + FeatureNetwork.LEVEL, 8);
        ArchitectureConformance.of(net, List.of(2), List.of(FeatureNetwork.LEVEL))
                .require();
        DiffusionPreset preset = DiffusionPreset.of("spirals", Size.SMOKE)
                .features(FeatureNetwork.of(net, 2, 2))
                .base(BaseKernel.rbf(1));
        Points data = Points.gaussian(50, 2, seed(4));
        DiffusionMmd model = DiffusionMmd.of(preset).train(data, 3);
        Points samples = model.sample(5, seed(5)).points();
        model.save(folder);
        assertThat(DiffusionMmd.load(preset, folder).sample(5, seed(5)).points())
                .isEqualTo(samples);
        var other = new OwnNetworks.Residual(2, 2 + FeatureNetwork.LEVEL, 9);
        assertThatThrownBy(() -> DiffusionMmd.load(preset.features(FeatureNetwork.of(other, 2, 2)), folder))
                .hasMessageContaining("has features.network.width 8 and cannot go on with 9");
        assertThatThrownBy(() -> DiffusionMmd.load(folder)).hasMessageContaining("only the program that made it");
        assertThatThrownBy(() -> DiffusionMmd.of(preset.features(FeatureNetwork.of(net, 2, 3)))
                        .train(data, 3))
                .hasMessageStartingWith("the features must map inputs of the shapes N×2, N×13 to N×3");
        assertThatThrownBy(() -> DiffusionMmd.of(preset).train(Points.gaussian(50, 3, seed(4)), 3))
                .hasMessageContaining("these features are of points of dimension 2");
    }

    @Test
    void asAClassifier(@TempDir Path folder) {
        ClassifierArchitecture linear =
                (images, classes) -> new OwnNetworks.Linear(images.dimension(), 3 + classes, "h");
        ClassifierTraining training = ClassifierTraining.usual().network(linear).seed(seed(6));
        ImageClassifier classifier = training.train(DIGITS);
        assertThat(classifier.features(DIGITS).shape()).isEqualTo("60×3");
        classifier.save(folder);
        assertThat(training.load(folder, DIGITS).look(DIGITS)).isEqualTo(classifier.look(DIGITS));
        assertThatThrownBy(() -> ImageClassifier.load(folder)).hasMessageContaining("a network of its user's own");
        assertThatThrownBy(() -> ImageClassifier.load(folder, DIGITS)).hasMessageContaining("has network ");
        ClassifierArchitecture scores = (images, classes) -> new OwnNetworks.Linear(images.dimension(), classes, "h");
        assertThatThrownBy(() -> ClassifierTraining.usual().network(scores).train(DIGITS))
                .hasMessageContaining("must return at least one feature and the scores of 10 classes");
    }
}
