package io.github.rieszflow.scheme;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.Promises;
import io.github.rieszflow.checkpoint.RunFolder;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.flow.DiracFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Size;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;

class SchemePromisesTest extends Promises {
    private static final Points MASS = Points.dirac(20, 2);
    private static final Points CLOUD = Points.gaussian(20, 2, seed(1));
    private static final Points SPACE = Points.gaussian(5, 3, seed(1));
    private static final Interaction ENERGY = Interaction.riesz(1);
    private static final BackwardScheme NEURAL =
            BackwardScheme.of(ENERGY).network(Mlp.hidden(8)).batch(10).iterations(2);
    private static final ParticleScheme PARTICLES = ParticleScheme.of(ENERGY.toward(CLOUD));

    SchemePromisesTest() {
        super("scheme");
    }

    /** ½‖x‖², known to particles only; with points of the plane if so asked. */
    private static Functional bowl(int dimension) {
        return new Functional() {
            @Override
            public double value(double[] x, int size, int d) {
                return 0;
            }

            @Override
            public void gradient(double[] x, int size, int d, double[] gradient) {
                System.arraycopy(x, 0, gradient, 0, x.length);
            }

            @Override
            public int dimension() {
                return dimension;
            }
        };
    }

    @Override
    protected void table() throws Exception {
        functionals();
        choices();
        runs();
        BufferedImage white = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        white.createGraphics().fillRect(0, 0, 8, 8);
        Path page = folder.resolve("white.png");
        ImageIO.write(white, "png", page.toFile());
        argument(
                "Experiments.picture(Path)",
                () -> Experiments.picture(written("text.png", "no picture")),
                () -> Experiments.picture(page));
        argument(
                "Experiments.interaction(int, double)",
                () -> Experiments.interaction(2, 0),
                () -> Experiments.interaction(2, 2));
        argument(
                "Experiment.forward()",
                () -> Experiments.interaction(2, 0.5).size(Size.SMOKE).forward());
    }

    private void functionals() {
        Functional plane = bowl(2);
        argument("Functional.value(Points)", () -> plane.value(SPACE));
        argument("Functional.gradient(Points)", () -> plane.gradient(SPACE));
        argument(
                "Functional.derivative(Points, Points)",
                () -> plane.derivative(SPACE, SPACE),
                () -> plane.derivative(CLOUD, MASS.take(3)));
        argument(
                "FunctionalScript.homogeneous(double)",
                () -> FunctionalScript.of("").homogeneous(0),
                () -> FunctionalScript.of("").homogeneous(Double.NaN));
        argument("Interaction.riesz(double)", () -> Interaction.riesz(0), () -> Interaction.riesz(2));
        argument("Potential.riesz(double, Measure)", () -> Potential.riesz(-1, CLOUD), () -> Potential.riesz(2, CLOUD));
        argument("MmdFunctional.discrepancy(Points)", () -> ENERGY.toward(CLOUD).discrepancy(SPACE));
    }

    private void choices() {
        argument("BackwardScheme.of(Functional)", () -> BackwardScheme.of(bowl(0)));
        argument("ForwardScheme.of(Functional)", () -> ForwardScheme.of(bowl(0)));
        argument("NeuralScheme.stepSize(double)", () -> NEURAL.stepSize(0), () -> NEURAL.stepSize(Double.NaN));
        argument("NeuralScheme.latent(int)", () -> NEURAL.latent(0));
        argument("NeuralScheme.batch(int)", () -> NEURAL.batch(0));
        argument("NeuralScheme.iterations(int)", () -> NEURAL.iterations(-1));
        argument(
                "NeuralScheme.learningRate(double)",
                () -> NEURAL.learningRate(0),
                () -> NEURAL.learningRate(Double.POSITIVE_INFINITY));
        state("NeuralScheme.on(Device)", () -> NEURAL.on(Device.gpu(63)));
        argument("ParticleScheme.stepSize(double)", () -> PARTICLES.stepSize(-1));
        Duration past = Duration.ofSeconds(-1);
        argument("Scheme.saveEvery(Duration)", () -> NEURAL.saveEvery(past), () -> PARTICLES.saveEvery(past));
        argument("Scheme.atMost(Duration)", () -> NEURAL.atMost(Duration.ZERO), () -> PARTICLES.atMost(past));
        argument(
                "Scheme.stepSizeAt(int)",
                () -> NEURAL.stepSize(k -> 0).stepSizeAt(3),
                () -> PARTICLES.stepSize(k -> Double.NaN).stepSizeAt(0));
    }

    private void runs() throws Exception {
        SchemeRun none = PARTICLES.from(CLOUD);
        state(
                "DiracComparison.last()",
                () -> ParticleScheme.of(ENERGY)
                        .from(MASS)
                        .compareWith(DiracFlow.of(2, 1))
                        .last());
        argument(
                "SchemeRun.compareWith(DiracFlow)",
                () -> none.compareWith(DiracFlow.of(2, 1)),
                () -> ParticleScheme.of(ENERGY).from(MASS).compareWith(DiracFlow.of(3, 1)),
                () -> ParticleScheme.of(ENERGY).from(CLOUD).compareWith(DiracFlow.of(2, 1)));
        state("SchemeRun.chart()", none::chart);
        Path kept = folder.resolve("kept");
        PARTICLES.from(CLOUD).run(3).save(kept);
        Path other = folder.resolve("other");
        RunFolder.at(other, "test", 2).save(Snapshot.of(Settings.none(), Settings.none()));
        Path file = written("file", "mine");
        Path unreadable = folder.resolve("unreadable");
        Files.createDirectories(unreadable.resolve("checkpoint.json"));
        argument(
                "Scheme.from(Points)",
                () -> ParticleScheme.of(bowl(2)).from(SPACE),
                () -> ForwardScheme.of(Interaction.riesz(0.5)).from(MASS),
                () -> PARTICLES.stepSize(0.1).in(kept).from(CLOUD),
                () -> PARTICLES.in(kept).from(CLOUD.scale(2)),
                () -> PARTICLES.in(other).from(CLOUD));
        file("Scheme.from(Points)", () -> PARTICLES.in(unreadable).from(CLOUD));
        argument(
                "Scheme.load(Path)",
                () -> PARTICLES.load(folder.resolve("none")),
                () -> PARTICLES.load(other),
                () -> NEURAL.load(kept),
                () -> PARTICLES.stepSize(0.1).load(kept));
        file("Scheme.load(Path)", () -> PARTICLES.load(unreadable));
        argument(
                "SchemeRun.run(int)",
                () -> none.run(0),
                () -> PARTICLES.stepSize(k -> 1 - k).from(CLOUD).run(3),
                () -> PARTICLES.in(kept).from(CLOUD).run(2),
                () -> ParticleScheme.of(bowl(0))
                        .from(Points.dirac(8_000_000, 4))
                        .run(100_000));
        Path busy = folder.resolve("busy");
        state(
                "SchemeRun.run(int)",
                whileKept(busy, () -> PARTICLES.in(busy).from(CLOUD).run(1)));
        file("SchemeRun.run(int)", () -> PARTICLES.in(file).from(CLOUD).run(1));
        breaks(
                ArithmeticException.class,
                "SchemeRun.run(int)",
                () -> ParticleScheme.of(bowl(0)).stepSize(1e30).from(CLOUD).run(9),
                () -> NEURAL.learningRate(1e30).iterations(50).from(MASS).run(3));
        argument("SchemeRun.save(Path)", () -> none.save(other));
        Path held = folder.resolve("held");
        state("SchemeRun.save(Path)", whileKept(held, () -> none.save(held)));
        file("SchemeRun.save(Path)", () -> none.save(file));
    }
}
