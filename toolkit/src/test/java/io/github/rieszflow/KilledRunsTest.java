package io.github.rieszflow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.diffusion.BaseKernel;
import io.github.rieszflow.diffusion.DiffusionMmd;
import io.github.rieszflow.diffusion.DiffusionPreset;
import io.github.rieszflow.diffusion.FeatureNetwork;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.scheme.BackwardScheme;
import io.github.rieszflow.scheme.Interaction;
import io.github.rieszflow.scheme.ParticleScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills runs of every kind at random moments: what is left can be read and gone on with, to the same end bit for bit. */
@Tag("slow")
final class KilledRunsTest {
    private static final int KILLS = 4;
    private static final Duration ALWAYS = Duration.ZERO;
    private static final Points SPIRALS = Shapes.spirals(200, seed(2));

    /** A run that takes some seconds, in a folder or, if that is null, in memory. */
    enum Kind {
        NEURAL_SCHEME {
            @Override
            Points run(Path folder) {
                BackwardScheme scheme = BackwardScheme.of(Interaction.riesz(1).toward(SPIRALS))
                        .network(Mlp.hidden(16))
                        .batch(50)
                        .iterations(150);
                return (folder == null ? scheme : scheme.in(folder).saveEvery(ALWAYS))
                        .from(Points.dirac(100, 2))
                        .run(12)
                        .last();
            }
        },
        PARTICLE_SCHEME {
            @Override
            Points run(Path folder) {
                ParticleScheme scheme =
                        ParticleScheme.of(Interaction.riesz(1).toward(SPIRALS)).stepSize(0.01);
                return (folder == null ? scheme : scheme.in(folder).saveEvery(ALWAYS))
                        .from(Points.uniform(1500, 2, seed(1)))
                        .run(60)
                        .last();
            }
        },
        DIFFUSION {
            @Override
            Points run(Path folder) {
                DiffusionPreset smoke = DiffusionPreset.of("spirals", Size.SMOKE);
                DiffusionPreset preset = smoke.kernel(FeatureNetwork.perceptron(16, 32), BaseKernel.linear())
                        .training(smoke.training().steps(600));
                DiffusionMmd model = DiffusionMmd.of(preset);
                return (folder == null ? model : model.in(folder).saveEvery(ALWAYS))
                        .train(SPIRALS)
                        .sample(50, seed(3))
                        .points();
            }
        };

        abstract Points run(Path folder);
    }

    /** The process that is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            System.out.println("ready");
            Kind.valueOf(arguments[0]).run(Path.of(arguments[1]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnToTheSameEnd(Kind kind, @TempDir Path temporary) throws Exception {
        long begin = System.nanoTime();
        Points whole = kind.run(null);
        int longest = (int) Duration.ofNanos(System.nanoTime() - begin).toMillis() + 1000;
        RandomStream random = seed(11).stream();
        int run = 0;
        int kills = 0;
        int found = 0;
        Path folder = temporary.resolve("run-0");
        while (kills < KILLS) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            kind.name(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            Thread.sleep(random.nextInt(longest));
            boolean killed = process.isAlive();
            process.destroyForcibly().waitFor();
            if (killed) {
                kills++;
                found += Files.exists(folder.resolve("checkpoint.json")) ? 1 : 0;
            } else {
                assertThat(process.exitValue()).isZero();
                assertThat(kind.run(folder)).isEqualTo(whole);
                folder = temporary.resolve("run-" + ++run);
            }
        }
        assertThat(found).as("kills that left a checkpoint").isPositive();
        assertThat(kind.run(folder)).isEqualTo(whole);
    }
}
