package io.github.rieszflow.scheme;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Size;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
    private static final List<Experiment> ALL = List.of(
            Experiments.interaction(2, 1),
            Experiments.twoDiracs(),
            Experiments.smiley(),
            Experiments.twoFaces(),
            Experiments.digits(),
            Experiments.implosion());

    @Test
    void allRunInSmokeSize() {
        for (Experiment experiment : ALL) {
            Experiment smoke = experiment.size(Size.SMOKE);
            for (SchemeRun start : List.of(smoke.particles(), smoke.backward(), smoke.forward())) {
                SchemeRun run = start.run(1);
                assertThat(run.steps()).as("%s", run).isEqualTo(1);
                assertThat(run.last().size()).isEqualTo(60);
            }
        }
    }

    /** The settings of the paper where they are known; the long run ends at t = 48204. */
    @Test
    void paperSizes() {
        assertThat(Experiments.interaction(2, 1).size(Size.PAPER).steps() * 0.05)
                .isCloseTo(1.2, within(1e-12));
        assertThat(Experiments.smiley().size(Size.PAPER).steps()).isEqualTo(500);
        assertThat(Experiments.twoFaces().size(Size.PAPER).steps()).isEqualTo(200);
        assertThat(Experiments.twoFaces().size(Size.PAPER).start().size()).isEqualTo(6000);
        Experiment digits = Experiments.digits(Points.dirac(3, 4)).size(Size.PAPER);
        double time = 0;
        for (int step = 0; step < digits.steps(); step++) {
            time += digits.backward().scheme().stepSizeAt(step);
        }
        assertThat(time).isEqualTo(48_204);
    }

    @Test
    void startsAreHalfAndHalf() {
        Points start = Experiments.twoDiracs().start();
        assertThat(start.mean()).containsExactly(0, 0);
        assertThat(start.row(0)).containsExactly(-1, 1);
        assertThat(start.row(start.size() - 1)).containsExactly(1, -1);
        MmdFunctional f = (MmdFunctional) Experiments.twoDiracs().functional();
        assertThat(f.discrepancy(start)).isCloseTo(2 - Math.sqrt(2), within(1e-12));
    }

    /** One dark pixel, blurred: the mean is its place, and the spread that of the Gaussian and the three wide ones. */
    @Test
    void picturesAreBlurredAndSampled(@TempDir Path folder) throws IOException {
        BufferedImage image = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 2500; i++) {
            image.setRGB(i % 50, i / 50, 0xffffff);
        }
        image.setRGB(30, 10, 0);
        Path file = folder.resolve("dot.png");
        ImageIO.write(image, "png", file.toFile());
        Points drawn = Drawing.read(file).sample(20_000, 0.1, seed(1));
        int near = 0;
        for (int i = 0; i < drawn.size(); i++) {
            // The pixel covers [60,62]×[20,22] of 100, from the top.
            boolean in = drawn.get(i, 0) >= 0.10f
                    && drawn.get(i, 0) <= 0.12f
                    && drawn.get(i, 1) >= 0.28f
                    && drawn.get(i, 1) <= 0.30f;
            near += in ? 1 : 0;
        }
        // The sharp part is 1 of 1.03; a little of the wide parts falls there too.
        assertThat(near / 20_000.0).isCloseTo(1 / 1.03, within(0.006));
        assertThat(Drawing.read(file).sample(10, 0.1, seed(1))).isEqualTo(drawn.take(10));
    }

    @Test
    void refusesPicturesWithoutMass(@TempDir Path folder) throws IOException {
        BufferedImage image = new BufferedImage(5, 5, BufferedImage.TYPE_INT_ARGB);
        Path white = folder.resolve("clear.png");
        ImageIO.write(image, "png", white.toFile());
        assertThatThrownBy(() -> Experiments.picture(white)).hasMessageContaining("has no dark pixel");
        Path text = folder.resolve("text.png");
        Files.writeString(text, "no picture");
        assertThatThrownBy(() -> Experiments.picture(text)).hasMessageContaining("holds no picture that can be read");
        assertThatThrownBy(() -> Experiments.interaction(2, 2)).hasMessageContaining("strictly between 0 and 2");
    }
}
