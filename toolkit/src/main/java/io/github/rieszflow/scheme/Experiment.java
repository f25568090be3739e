package io.github.rieszflow.scheme;

import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Mlp;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * An experiment of the paper, ready to run by particles, backward and forward, in three sizes: smoke (seconds), laptop (a
 * minute or a few; where this starts) and paper (the sizes of the paper: hours).
 *
 * <pre>{@code
 * var smiley = Experiment.smiley();
 * smiley.backward().run(smiley.steps());
 * smiley.forward().run(smiley.steps());
 * smiley.particles().run(smiley.steps());
 * }</pre>
 *
 * <p>Source: Altekrüger, Hertrich, Steidl (ICML 2023), Section 6 and Appendix F, with pictures and digits of our own drawing.
 */
public final class Experiment {
    /** How a network is trained: how often, and at which rate, in each time step. */
    private record Training(Mlp network, IntUnaryOperator iterations, IntToDoubleFunction rate) {}

    /** How large everything is. */
    private record Size(
            int particles,
            int targets,
            int batch,
            Training backward,
            Training forward,
            IntToDoubleFunction stepSize,
            int steps) {
        Size(
                int particles,
                int targets,
                Mlp network,
                int batch,
                IntUnaryOperator backward,
                IntUnaryOperator forward,
                IntToDoubleFunction rate,
                IntToDoubleFunction stepSize,
                int steps) {
            this(
                    particles,
                    targets,
                    batch,
                    new Training(network, backward, rate),
                    new Training(network, forward, rate),
                    stepSize,
                    steps);
        }
    }

    private final String name;
    private final IntFunction<Functional> functional;
    private final IntFunction<Points> start;
    private final Size smoke;
    private final Size laptop;
    private final Size paper;
    private final Size chosen;

    private Experiment(
            String name,
            IntFunction<Functional> functional,
            IntFunction<Points> start,
            Size smoke,
            Size laptop,
            Size paper,
            Size chosen) {
        this.name = name;
        this.functional = functional;
        this.start = start;
        this.smoke = smoke;
        this.laptop = laptop;
        this.paper = paper;
        this.chosen = chosen;
    }

    private static Experiment of(
            String name, IntFunction<Functional> functional, IntFunction<Points> start, Size laptop, Size paper) {
        IntToDoubleFunction steps = laptop.stepSize();
        Size smoke = new Size(
                60, 80, Mlp.hidden(16), 20, k -> 20, k -> 20, laptop.backward().rate(), steps, 3);
        return new Experiment(name, functional, start, smoke, laptop, paper, laptop);
    }

    /** More training in the first step, which finds the shape, than in those that change it a little. */
    private static IntUnaryOperator first(int first, int later) {
        return k -> k == 0 ? first : later;
    }

    /** More training up to a step than later. */
    private static IntUnaryOperator until(int step, int before, int later) {
        return k -> k < step ? before : later;
    }

    /**
     * The interaction energy from a point mass, whose flow is known: {@link io.github.rieszflow.flow.DiracFlow}.
     *
     * @param dimension d ≥ 1
     * @param exponent r in (0,2); the forward scheme needs r ≥ 1, and stays where it is for r &gt; 1
     * @return the experiment
     * @throws IllegalArgumentException if r is out of range
     */
    public static Experiment interaction(int dimension, double exponent) {
        Functional energy = Interaction.riesz(exponent);
        int slow = exponent < 1 ? StepSizes.PARTS - 1 : 0;
        IntUnaryOperator iterations = until(1 + slow, 3000, 600);
        Training usual = new Training(Mlp.hidden(128, 128), iterations, k -> 5e-3);
        // In the plane the density is infinite at the rim, where the energy hardly sees what is wrong: the forward
        // scheme
        // takes more to learn the shape in its first step and the velocities of all places in its second.
        Training forward = exponent == 1 && dimension == 2
                ? new Training(Mlp.hidden(128, 128, 128), until(2, 4000, 300), k -> k < 2 ? 0.01 : 0.002)
                : usual;
        // On the line the energy of 2,000 points at random from the exact flow itself is off by 1 %.
        int particles = dimension == 1 ? 8000 : 2000;
        Size laptop = new Size(particles, 0, 200, usual, forward, k -> 0.05, 12 + slow);
        return of(
                "interaction energy, d = " + dimension + ", r = " + exponent,
                targets -> energy,
                size -> Points.dirac(size, dimension),
                laptop,
                new Size(2000, 0, Mlp.hidden(64, 64), 100, k -> 5000, k -> 5000, k -> 1e-3, k -> 0.05, 24 + slow));
    }

    /**
     * From two points to two others across.
     *
     * @return the experiment: ½δ_{(−1,1)} + ½δ_{(1,−1)} toward ½δ_{(1,1)} + ½δ_{(−1,−1)}
     */
    public static Experiment twoDiracs() {
        Points target = Points.of(new double[][] {{1, 1}, {-1, -1}});
        Functional f = Interaction.riesz(1).toward(target);
        return of(
                "two Diracs",
                targets -> f,
                size -> pair(size, -1, 1),
                new Size(
                        1000,
                        2,
                        Mlp.hidden(128, 128),
                        200,
                        first(2000, 200),
                        first(1500, 200),
                        // Where mass has come near its end, what a large rate leaves to chance is what is seen.
                        k -> k < 48 ? 0.005 : k < 80 ? 0.002 : 0.001,
                        k -> 0.25,
                        120),
                new Size(
                        2000, 2, deep(), 2000, until(10, 4000, 2000), until(10, 4000, 2000), k -> 1e-3, k -> 0.1, 400));
    }

    /**
     * From two points to a face of our own drawing.
     *
     * @return the experiment: ½δ_{(−1,0)} + ½δ_{(1,0)} toward the face in [−½,½]²
     */
    public static Experiment smiley() {
        return picture("smiley", targets -> Drawing.smiley().sample(targets, 2, Seed.seed(17)), 1, 0.1, 50, 2000);
    }

    /**
     * From two points to two faces of our own drawing, in place of Max und Moritz.
     *
     * @return the experiment: ½δ_{(−½,0)} + ½δ_{(½,0)} toward the faces in [−½,½]²
     */
    public static Experiment twoFaces() {
        return picture("two faces", targets -> Drawing.pair().sample(targets, 0.1, Seed.seed(18)), 0.5, 0.5, 100, 6000);
    }

    /**
     * From two points to a picture of yours, scaled to 100×100 pixels, with mass where it is dark.
     *
     * @param file PNG, JPEG, GIF or BMP
     * @return the experiment, with the settings of {@link #twoFaces}
     * @throws IllegalArgumentException if the file holds no picture, or nothing dark
     */
    public static Experiment picture(Path file) {
        Drawing drawing = Drawing.read(file);
        return picture(
                String.valueOf(file.getFileName()),
                targets -> drawing.sample(targets, 0.1, Seed.seed(19)),
                0.5,
                0.5,
                100,
                6000);
    }

    private static Experiment picture(
            String name, IntFunction<Points> target, double start, double stepSize, double end, int particles) {
        int steps = (int) Math.round(end / stepSize);
        int early = (int) Math.round(1 / stepSize);
        return of(
                name,
                targets -> Interaction.riesz(1).toward(target.apply(targets)),
                size -> pair(size, start, 0),
                new Size(
                        1000,
                        1000,
                        Mlp.hidden(128, 128, 128),
                        200,
                        first(1500, 200),
                        first(1500, 200),
                        k -> k < 36 ? 0.005 : 0.002,
                        k -> 0.25,
                        60),
                new Size(
                        particles,
                        particles,
                        deep(),
                        particles,
                        until(early, particles == 6000 ? 20_000 : 4000, particles == 6000 ? 10_000 : 2000),
                        until(early, particles == 6000 ? 5000 : 4000, particles == 6000 ? 1000 : 2000),
                        k -> 1e-3,
                        k -> stepSize,
                        steps));
    }

    /**
     * From one grey image to a hundred digits of our own drawing, each with 28×28 pixels.
     *
     * @return the experiment: δ_{(½,…,½)} in dimension 784
     */
    public static Experiment digits() {
        return digits(targets -> Images.drawnDigits(targets, Seed.seed(20)).points());
    }

    /**
     * From one grey image to images of yours, such as {@code Images.mnist().take(100).points()}.
     *
     * @param targets M×784 points, or of another dimension
     * @return the experiment: δ_{(½,…,½)}
     */
    public static Experiment digits(Points targets) {
        return digits(count -> targets);
    }

    private static Experiment digits(IntFunction<Points> targets) {
        int dimension = targets.apply(1).dimension();
        double[] grey = new double[dimension];
        java.util.Arrays.fill(grey, 0.5);
        return of(
                "digits",
                count -> Interaction.riesz(1).toward(targets.apply(count)),
                size -> Points.dirac(size, dimension).translate(grey),
                new Size(25, 100, Mlp.hidden(256, 256), 25, first(300, 100), first(300, 100), k -> 2e-3, k -> 2, 40),
                new Size(
                        25,
                        100,
                        Mlp.hidden(2048, 2048, 2048),
                        25,
                        until(2, 5000, 2000),
                        until(2, 5000, 2000),
                        k -> 1e-3,
                        Experiment::longSteps,
                        9060));
    }

    /** 0.5 up to t = 5, 1 up to 25, 2 up to 50, 3 up to 6000, then 6. */
    private static double longSteps(int step) {
        return step < 10 ? 0.5 : step < 30 ? 1 : step < 43 ? 2 : step < 2026 ? 3 : 6;
    }

    /**
     * Mass that gathers to a point and spreads again.
     *
     * @return the experiment: {@link Implosion} from ½δ_{(−1,½)} + ½δ_{(−1,−½)}
     */
    public static Experiment implosion() {
        Functional f = new Implosion();
        Function<Integer, Points> start = size -> mixed(size, new double[] {-1, 0.5}, new double[] {-1, -0.5});
        return of(
                "implosion and explosion",
                targets -> f,
                start::apply,
                new Size(
                        1000,
                        0,
                        Mlp.hidden(128, 128),
                        200,
                        first(1000, 300),
                        first(1000, 300),
                        k -> 5e-3,
                        k -> 0.1,
                        20),
                new Size(2000, 0, deep(), 2000, k -> 4000, k -> 4000, k -> 1e-3, k -> 0.05, 40));
    }

    private static Mlp deep() {
        return Mlp.hidden(128, 128, 128, 128, 128);
    }

    /** Half the particles at (−x, y), half at (x, −y). */
    private static Points pair(int size, double x, double y) {
        return mixed(size, new double[] {x > 0 ? -x : x, y}, new double[] {Math.abs(x), -y});
    }

    private static Points mixed(int size, double[] one, double[] other) {
        int half = (size + 1) / 2;
        Points first = Points.dirac(half, one.length).translate(one);
        return size == half
                ? first
                : first.concat(Points.dirac(size - half, one.length).translate(other));
    }

    private Experiment choose(Size size) {
        return new Experiment(name, functional, start, smoke, laptop, paper, size);
    }

    /**
     * The same in seconds: just to see that everything runs.
     *
     * @return the experiment
     */
    public Experiment smoke() {
        return choose(smoke);
    }

    /**
     * The same in a minute or a few on two cores.
     *
     * @return the experiment
     */
    public Experiment laptop() {
        return choose(laptop);
    }

    /**
     * The same in the sizes of the paper: hours.
     *
     * @return the experiment
     */
    public Experiment paper() {
        return choose(paper);
    }

    /**
     * How many time steps lead to the end.
     *
     * @return at least 1
     */
    public int steps() {
        return chosen.steps();
    }

    /**
     * What descends.
     *
     * @return F, with as many targets as the size has
     */
    public Functional functional() {
        return functional.apply(chosen.targets());
    }

    /**
     * Where the particles start.
     *
     * @return N×d points that coincide at one place or two
     */
    public Points start() {
        return start.apply(chosen.particles());
    }

    /**
     * By particles.
     *
     * @return the run at its start
     */
    public SchemeRun particles() {
        return ParticleScheme.of(functional()).stepSize(chosen.stepSize()).from(start());
    }

    /**
     * By the backward scheme.
     *
     * @return the run at its start
     */
    public SchemeRun backward() {
        return BackwardScheme.of(functional())
                .stepSize(chosen.stepSize())
                .network(chosen.backward().network())
                .batch(chosen.batch())
                .iterations(chosen.backward().iterations())
                .learningRate(chosen.backward().rate())
                .from(start());
    }

    /**
     * By the forward scheme.
     *
     * @return the run at its start
     * @throws IllegalArgumentException if the forward scheme cannot start there: for r &lt; 1
     */
    public SchemeRun forward() {
        return ForwardScheme.of(functional())
                .stepSize(chosen.stepSize())
                .network(chosen.forward().network())
                .batch(chosen.batch())
                .iterations(chosen.forward().iterations())
                .learningRate(chosen.forward().rate())
                .from(start());
    }

    @Override
    public String toString() {
        return "Experiment[" + name + ", " + start().shape() + " particles, " + steps() + " steps]";
    }
}
