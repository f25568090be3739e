package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.EnergyScore;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Slot;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.picture.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loss in TorchScript against the score in plain numbers. */
class ScoreLossTest {
    private static final int N = 3;
    private static final ImageShape SHAPE = ImageShape.colour(4, 4);
    private static final int D = SHAPE.dimension();

    /** Its particles are its noise, times a weight that is 1 at first. */
    private static final Architecture NOISE = new Architecture() {
        @Override
        public List<Slot> slots() {
            return List.of(new Slot("factor", List.of(1), 1, 0));
        }

        @Override
        public String source() {
            return """
                    def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
                      return torch.mul(x[2], w[0])
                    """;
        }
    };

    static List<ScoringRule> rules() {
        List<ScoringRule> rules = new ArrayList<>(List.of(ScoringRule.squared()));
        for (ScoreSlices slices : List.of(
                ScoreSlices.axes(),
                ScoreSlices.whole(),
                ScoreSlices.squares(5, 2, 0, 1),
                ScoreSlices.directions(6, Directions.orthogonal()),
                ScoreSlices.directions(7, Directions.hadamard()))) {
            ScoringRule rule = ScoringRule.energy().slices(slices);
            rules.add(rule);
            rules.add(rule.particles(5).repulsion(0.3));
            rules.add(rule.particles(2).exponent(1.5));
            rules.add(rule.particles(3).exponent(0.5, 2).repulsion(1, 0).share(1, 0.25));
            rules.add(rule.exponent(2).repulsion(0).particles(1));
        }
        return rules;
    }

    private static float[] normal(RandomStream stream, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) stream.nextGaussian();
        }
        return values;
    }

    private static Batch batch(ScoreLoss loss, ScoringRule rule, float[] target, float[] xi, float[] times) {
        ScoreLoss.Drawn drawn = loss.draw(seed(8));
        float[] coefficients = new float[N * ScoreLoss.COEFFICIENTS];
        for (int row = 0; row < N; row++) {
            loss.coefficients(times[row], drawn.space(), coefficients, row * ScoreLoss.COEFFICIENTS);
        }
        Batch batch = Batch.of(target, N, D)
                .and(new float[N * D], N, D)
                .and(times, N, 1)
                .and(coefficients, N, ScoreLoss.COEFFICIENTS)
                .and(xi, rule.particles() * N, D);
        return drawn.on(batch, D);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isTheScoreOfItsParticles(ScoringRule rule) {
        ScoreLoss loss = new ScoreLoss(rule, D, SHAPE);
        RandomStream stream = seed(7).stream();
        int m = rule.particles();
        float[] target = normal(stream, N * D);
        float[] xi = normal(stream, m * N * D);
        float[] times = {0.1f, 0.5f, 0.99f};
        ScoreLoss.Drawn drawn = loss.draw(seed(8));
        double expected = 0;
        for (int row = 0; row < N; row++) {
            double time = times[row];
            // From F to x̂, and from there to velocities, whose weight is not larger than 20.
            double unit = (1 - time) / Math.hypot(time, 1 - time) / Math.max(1 - time, 0.05);
            double[] x = new double[D];
            double[] particles = new double[m * D];
            double squares = 0;
            for (int k = 0; k < D; k++) {
                x[k] = unit * target[row * D + k];
                for (int j = 0; j < m; j++) {
                    particles[j * D + k] = unit * xi[(j * N + row) * D + k];
                    squares += Math.pow(particles[j * D + k] - x[k], 2) / (m * D);
                }
            }
            EnergyScore score = EnergyScore.riesz(rule.exponent().at(time))
                    .repulsion(rule.repulsion().at(time));
            double share = rule.share().at(time);
            expected += (share * score(rule.slices(), score, particles, x, drawn) + (1 - share) * squares) / N;
        }
        try (Trainer trainer = Trainer.openDouble(NOISE, loss.loss(1, false), TrainingState.start(NOISE, seed(1)))) {
            assertThat(trainer.loss(batch(loss, rule, target, xi, times)))
                    .isCloseTo(expected, within(2e-6 * (1 + expected)));
        }
    }

    /** In units in which a difference of 1 in every coordinate counts 1. */
    private static double score(
            ScoreSlices slices, EnergyScore score, double[] particles, double[] x, ScoreLoss.Drawn drawn) {
        double r = score.exponent();
        if (slices instanceof ScoreSlices.Axes) {
            return score.axes(particles, x);
        }
        if (slices instanceof ScoreSlices.Whole) {
            return score.whole(particles, x) / Math.pow(D, r / 2);
        }
        double sum = 0;
        int m = particles.length / D;
        for (int p = 0; p < drawn.weights().length; p++) {
            double[] line = new double[m];
            double place = 0;
            for (int k = 0; k < D; k++) {
                place += drawn.rows()[p * D + k] * x[k];
                for (int j = 0; j < m; j++) {
                    line[j] += drawn.rows()[p * D + k] * particles[j * D + k];
                }
            }
            sum += drawn.weights()[p] * score.line(line, place);
        }
        double q = slices instanceof ScoreSlices.Squares squares ? 3.0 * squares.side() * squares.side() : D;
        return sum * EnergyScore.slicingConstant(drawn.space(), r) / Math.pow(q, r / 2);
    }

    /** Norms of white noise count the same by all slices, however the directions are drawn. */
    @ParameterizedTest
    @MethodSource("rules")
    void whiteNoiseCountsTheSame(ScoringRule rule) {
        if (!(rule.slices() instanceof ScoreSlices.Squares || rule.slices() instanceof ScoreSlices.Ruled)) {
            return;
        }
        ScoreLoss loss = new ScoreLoss(rule, D, SHAPE);
        double sum = 0;
        RandomStream stream = seed(3).stream();
        int draws = 2000;
        for (int i = 0; i < draws; i++) {
            ScoreLoss.Drawn drawn = loss.draw(seed(i));
            float[] z = normal(stream, D);
            for (int p = 0; p < drawn.weights().length; p++) {
                double product = 0;
                for (int k = 0; k < D; k++) {
                    product += drawn.rows()[p * D + k] * z[k];
                }
                sum += drawn.weights()[p] * product * product / draws;
            }
        }
        // E⟨ξ,z⟩² = ‖ξ‖² for white noise; a direction that lives in a larger space is shorter here.
        boolean larger = loss.draw(seed(1)).space() > D && rule.slices() instanceof ScoreSlices.Ruled;
        assertThat(sum).isCloseTo(larger ? (double) D / loss.draw(seed(1)).space() : 1, within(0.08));
    }

    /** A direction on cells of s+1 pixels each way is constant on them, of length 1 and nowhere else. */
    @Test
    void squaresLieInTheImage() {
        ImageShape shape = ImageShape.grey(8, 8);
        ScoreLoss loss = new ScoreLoss(ScoringRule.energy().slices(ScoreSlices.squares(9, 2, 0, 1, 3)), 64, shape);
        ScoreLoss.Drawn drawn = loss.draw(seed(2));
        assertThat(drawn.space()).isEqualTo(4);
        int[] pixels = {4, 16, 64};
        for (int p = 0; p < 9; p++) {
            float[] row = Arrays.copyOfRange(drawn.rows(), 64 * p, 64 * (p + 1));
            double squares = 0;
            int some = 0;
            for (float f : row) {
                squares += f * f;
                some += f == 0 ? 0 : 1;
            }
            assertThat(squares).isCloseTo(1, within(1e-5));
            assertThat(some).isEqualTo(pixels[p % 3]);
            assertThat(Arrays.stream(boxed(row)).filter(f -> f != 0).distinct().count())
                    .isEqualTo(4);
        }
    }

    private static Float[] boxed(float[] row) {
        Float[] all = new Float[row.length];
        for (int i = 0; i < row.length; i++) {
            all[i] = row[i];
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void gradientAgreesWithFiniteDifferences(ScoringRule rule) {
        ScoreLoss loss = new ScoreLoss(rule, D, SHAPE);
        // Weights on what the network sees and on its noise, at multiples of 2⁻¹⁰ so that differences are exact.
        Architecture net = new Architecture() {
            @Override
            public List<Slot> slots() {
                return List.of(new Slot("noise", List.of(D), 1, 0), new Slot("shift", List.of(D), 0, 0));
            }

            @Override
            public String source() {
                return """
                        def net(self, w: List[Tensor], x: List[Tensor]) -> Tensor:
                          return torch.mul(x[2], torch.tanh(w[0])) + w[1]
                        """;
            }
        };
        RandomStream stream = seed(9).stream();
        float[] target = normal(stream, N * D);
        float[] xi = normal(stream, rule.particles() * N * D);
        float[] times = {0.1f, 0.5f, 0.99f};
        float[] weights = new float[2 * D];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.round(stream.nextGaussian() * 1024) / 1024f;
        }
        double[] gradient = new double[0];
        float h = 0x1p-17f;
        double[] value = new double[3];
        for (int i : new int[] {0, 7, 30, D, D + 11, 2 * D - 1}) {
            for (int side = 0; side < 3; side++) {
                float[] there = weights.clone();
                there[i] += (side - 1) * h;
                var tensors = io.github.rieszflow.checkpoint.NamedTensors.of(
                                "noise", Arrays.copyOfRange(there, 0, D), D)
                        .and("shift", Arrays.copyOfRange(there, D, 2 * D), D);
                var state = TrainingState.start(io.github.rieszflow.network.Weights.of(net, tensors));
                try (Trainer trainer = Trainer.openDouble(net, loss.loss(1, false), state)) {
                    Batch batch = batch(loss, rule, target, xi, times);
                    value[side] = trainer.loss(batch);
                    if (side == 1) {
                        gradient = trainer.gradient(batch);
                    }
                }
            }
            assertThat(gradient[i]).as("derivative %d", i).isCloseTo((value[2] - value[0]) / (2 * h), within(1e-6));
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new ScoreLoss(ScoringRule.energy().slices(ScoreSlices.squares(4, 3, 1)), D, SHAPE))
                .hasMessage("squares of 6 pixels do not fit into images 4×4×3: take fewer scales or a smaller side");
        assertThatThrownBy(() -> ScoringRule.energy().particles(1))
                .hasMessage("λ = 1.0 weighs pairs of particles, of which at least 2 are needed: received 1; take"
                        + " particles(4), or repulsion(0)");
        assertThatThrownBy(() -> ScoringRule.squared().repulsion(0, 0.5)).hasMessageContaining("needed: received 1");
        for (double r : new double[] {0, -1, 2.5}) {
            assertThatThrownBy(() -> ScoringRule.energy().exponent(r)).hasMessageContaining("must lie in (0, 2]");
            assertThatThrownBy(() -> ScoringRule.energy().exponent(1, r)).hasMessageContaining("must lie in (0, 2]");
        }
        assertThatThrownBy(() -> ScoringRule.energy().exponent(Double.NaN)).hasMessageContaining("received NaN");
        assertThatThrownBy(() -> ScoringRule.energy().repulsion(-0.1)).hasMessageContaining("λ of pairs");
        assertThatThrownBy(() -> ScoringRule.energy().share(0, 1.1)).hasMessageContaining("share of the score");
        assertThatThrownBy(() -> ScoringRule.energy().particles(0)).hasMessageContaining("number of particles");
        assertThatThrownBy(() -> ScoreSlices.squares(0, 2, 0)).hasMessageContaining("number of slices");
        assertThatThrownBy(() -> ScoreSlices.squares(4, 2)).hasMessageContaining("number of scales");
        assertThatThrownBy(() -> new ScoreLoss(
                        ScoringRule.energy().slices(ScoreSlices.directions(50, Directions.of(Points.dirac(3, D)))),
                        D,
                        SHAPE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
