package outside;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.diffusion.DiffusionMmd;
import io.github.rieszflow.generate.MmdGenerator;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.network.Program;
import io.github.rieszflow.network.ScriptedNetwork;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.quality.ClassifierTraining;
import io.github.rieszflow.quality.ScriptedFeatures;
import io.github.rieszflow.scheme.BackwardScheme;
import io.github.rieszflow.scheme.ForwardScheme;
import io.github.rieszflow.scheme.Interaction;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A device that is not there is refused where it is given, before any work. */
class MissingDeviceTest {
    private static final Device MISSING = Device.gpu(63);

    private static void refused(ThrowingCallable given) {
        assertThatThrownBy(given)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("GPU 63 was asked for, PyTorch sees \\d+ GPUs: take Device.cpu\\(\\), or point"
                        + " PYTORCH_LIBRARY_PATH to a libtorch with CUDA");
    }

    @Test
    void inEveryRoom() {
        refused(MISSING::require);
        refused(() -> BackwardScheme.of(Interaction.riesz(1)).on(MISSING));
        refused(() -> ForwardScheme.of(Interaction.riesz(1)).on(MISSING));
        refused(() -> MmdGenerator.preset("mnist").on(MISSING));
        refused(() -> DiffusionMmd.preset("spirals").on(MISSING));
        refused(() -> ClassifierTraining.usual().on(MISSING));
        refused(() -> ScriptedFeatures.of(Path.of("none.pt")).on(MISSING));
        refused(() -> ScriptedNetwork.load(Path.of("none.pt"), MISSING));
        Architecture net = Mlp.hidden(2).between(1, 1);
        TrainingState state = TrainingState.start(net, seed(1));
        refused(() -> Network.open(net, state.weights(), MISSING));
        refused(() -> Trainer.open(net, Loss.squared(), state, MISSING));
        refused(() -> Program.load("", MISSING));
    }

    @Test
    void theProcessorIsAlwaysThere() {
        assertThat(Device.cpu().require()).isEqualTo(Device.cpu());
        assertThat(Device.best().require()).isEqualTo(Device.best());
        assertThat(Device.list())
                .startsWith(Device.cpu())
                .contains(Device.best())
                .doesNotContain(MISSING);
        assertThat(ClassifierTraining.usual()
                        .on(Device.cpu())
                        .train(Images.drawnDigits(20, seed(1)))
                        .on(Device.cpu())
                        .classes())
                .isEqualTo(10);
    }
}
