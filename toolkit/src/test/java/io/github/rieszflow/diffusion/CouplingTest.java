package io.github.rieszflow.diffusion;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.quality.ImageQuality;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CouplingTest {
    private static final Points DATA = Shapes.spirals(300, seed(1));
    private static final Coupling.Flow FEW = new Coupling.Flow(64, 2, 20, 16);
    private static final RieszPreset SMOKE =
            RieszPreset.of("spirals", Size.SMOKE).flowMatching();
    private static final RieszPreset COUPLED = SMOKE.training(SMOKE.training().coupling(FEW));

    private static CoupledPairs pairs(TrainingRows rows, Coupling.Flow flow, boolean mirrored) {
        return new CoupledPairs(flow, rows, (i, turned, into, at) -> rows.read(i, into, at), mirrored, 32, seed(3));
    }

    private static double length(CoupledPairs.Round round, TrainingRows rows, int shift) {
        int n = round.rows().length;
        int d = rows.dimension();
        float[] x = new float[d];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            rows.read(round.rows()[(i + shift) % n], x, 0);
            for (int k = 0; k < d; k++) {
                sum += Math.pow(x[k] - round.noise()[i * d + k], 2);
            }
        }
        return sum / n;
    }

    /** The plan of least squares between standard normal points and the ring is near 1, independent pairs are at 4. */
    @Test
    void pairsAreNearEachOtherAndNoiseIsStillNormal() {
        TrainingRows rows = TrainingRows.of(Shapes.ring(4000, seed(2)), Unit.of(Shapes.ring(4000, seed(2))));
        CoupledPairs.Round round =
                pairs(rows, new Coupling.Flow(1000, 2, 30, 24), false).of(0);
        assertThat(length(round, rows, 0)).isLessThan(0.25 * length(round, rows, 17));
        assertThat(length(round, rows, 17)).isBetween(3.6, 4.4);
        double mean = 0;
        double square = 0;
        for (float z : round.noise()) {
            mean += z / 2000.0;
            square += z * z / 2000.0;
        }
        assertThat(mean).isBetween(-0.08, 0.08);
        assertThat(square).isBetween(0.88, 1.12);
    }

    @Test
    void aRoundIsAsItIsWhoeverComesFirstAndChangesAfterItsUses() {
        TrainingRows rows = TrainingRows.of(DATA, Unit.of(DATA));
        // 64 pairs, each seen twice, by batches of 32: four steps a round.
        CoupledPairs one = pairs(rows, FEW, true);
        CoupledPairs.Round first = one.of(3);
        assertThat(one.of(0)).isSameAs(first);
        CoupledPairs.Round second = one.of(4);
        assertThat(second.noise()).isNotEqualTo(first.noise());
        assertThat(pairs(rows, FEW, true).of(7).rows()).isEqualTo(second.rows());
        assertThat(one.of(1).rows()).isEqualTo(first.rows());
        assertThat(one.of(1).mirrored()).contains(true).contains(false);
    }

    @Test
    void theMatchIsOneToOneAlsoWhereAllTargetsAreOne() {
        for (Points targets : new Points[] {DATA, Points.dirac(300, 2)}) {
            int[] matched = CoupledPairs.matched(Shapes.ring(300, seed(4)), targets);
            assertThat(Arrays.stream(matched).distinct().count()).isEqualTo(300);
        }
        // Of what is there already each stays where it is.
        Points copy = DATA.select(new int[] {5, 0, 7});
        assertThat(CoupledPairs.matched(copy, DATA.select(new int[] {7, 5, 0}))).containsExactly(1, 2, 0);
    }

    @Test
    void classesAreCoupledEachByItself() {
        ImageSet digits = Images.drawnDigits(60, seed(1));
        TrainingRows rows = TrainingRows.of(digits, Observation.labels());
        CoupledPairs.Round round = pairs(rows, FEW, false).of(0);
        // Each class has as many pairs as were drawn of it: the same rows, by others.
        assertThat(round.rows()).hasSize(64);
        Set<Integer> labels = new HashSet<>();
        Arrays.stream(round.rows()).forEach(i -> labels.add(rows.label(i)));
        assertThat(labels).hasSizeGreaterThan(5);
        // Also where a class has one pair only.
        CoupledPairs two = pairs(rows, new Coupling.Flow(2, 1, 5, 4), false);
        for (int step = 0; step < 10; step++) {
            assertThat(two.of(step).rows()).hasSize(2);
        }
        RieszPreset tiny = RieszPreset.of("drawn-digits", Size.SMOKE);
        RieszDiffusion model =
                RieszDiffusion.of(tiny.training(tiny.training().coupling(FEW))).train(digits);
        assertThat(model.complete()).isTrue();
        assertThat(model.sampleGiven(3, 2, seed(1)).images().size()).isEqualTo(2);
    }

    @Test
    void goesOnInEveryBitInTheMiddleOfARound(@TempDir Path folder) {
        RieszDiffusion whole = RieszDiffusion.of(COUPLED).train(DATA);
        RieszDiffusion.of(COUPLED).in(folder).train(DATA, 30);
        RieszDiffusion there = RieszDiffusion.load(folder);
        assertThat(there.preset()).isEqualTo(COUPLED);
        RieszDiffusion end = there.train(DATA);
        assertThat(Objects.requireNonNull(end.trained()).average())
                .isEqualTo(Objects.requireNonNull(whole.trained()).average());
        assertThat(end.sample(5, seed(2)).points())
                .isNotEqualTo(
                        RieszDiffusion.of(SMOKE).train(DATA).sample(5, seed(2)).points());
        assertThatThrownBy(() -> RieszDiffusion.of(SMOKE).in(folder).train(DATA))
                .hasMessageContaining("coupling");
    }

    /** The interrupt comes before the first round, which is made and seen none the less. */
    @Test
    void anInterruptLeavesTheRoundWhole() {
        CoupledPairs pairs = pairs(TrainingRows.of(DATA, Unit.of(DATA)), FEW, false);
        int[] rows =
                pairs(TrainingRows.of(DATA, Unit.of(DATA)), FEW, false).of(0).rows();
        Thread.currentThread().interrupt();
        int[] interrupted = pairs.of(0).rows();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted).isEqualTo(rows);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Coupling.Flow(1, 1, 1, 1)).hasMessageContaining("number of pairs of a round");
        assertThatThrownBy(() -> new Coupling.Flow(100_000, 1, 1, 1))
                .hasMessageContaining("number of pairs of a round");
        assertThatThrownBy(() -> new Coupling.Flow(64, 0, 1, 1)).hasMessageContaining("number of uses of a pair");
        assertThatThrownBy(() -> new Coupling.Flow(64, 1, 0, 1)).hasMessageContaining("steps of the flow");
        assertThatThrownBy(() -> new Coupling.Flow(64, 1, 1, 0)).hasMessageContaining("slices of the flow");
        TrainingRows wide = TrainingRows.of(Points.dirac(2, 1_000_000), Unit.image(1_000_000));
        assertThatThrownBy(() -> pairs(wide, new Coupling.Flow(16_384, 1, 1, 1), false))
                .hasMessageContaining("a round of 16384 pairs")
                .hasMessageContaining("couple fewer pairs together");
        RieszPreset tiny = RieszPreset.of("drawn-digits", Size.SMOKE);
        assertThatThrownBy(() -> tiny.training(tiny.training().coupling(Coupling.flow()))
                        .given(Observation.hidden(0, 0, 14, 14)))
                .hasMessageContaining("coupled noise tells of the hidden pixels")
                .hasMessageContaining("coupling(Coupling.independent())");
    }

    /**
     * What it is for. Measured with one call: 0.20 with independent pairs, 0.007 with coupled ones, fresh data 0 ± 0.0005; with four
     * 0.004 and 0.0008.
     */
    @Test
    @Tag("slow")
    void oneCallIsNearlyEnoughInThePlane() {
        RieszPreset preset = RieszPreset.of("eight-gaussians").flowMatching().denoiser(Denoiser.perceptron(128, 128));
        RieszPlan plan = preset.training().steps(1500).batch(256);
        Points data = Shapes.eightGaussians(20_000, seed(1));
        Points fresh = Shapes.eightGaussians(2000, seed(7));
        RieszDiffusion coupled = RieszDiffusion.of(preset.training(plan.coupling(Coupling.flow())))
                .train(data);
        RieszDiffusion independent = RieszDiffusion.of(preset.training(plan.coupling(Coupling.independent())))
                .train(data);
        double one = ImageQuality.unbiasedEnergy(
                        coupled.sample(2000, seed(5), 1).points(), fresh)
                .value();
        double four = ImageQuality.unbiasedEnergy(
                        coupled.sample(2000, seed(5), 4).points(), fresh)
                .value();
        assertThat(one).isLessThan(0.02);
        assertThat(four).isLessThan(0.004);
        assertThat(ImageQuality.unbiasedEnergy(
                                independent.sample(2000, seed(5), 1).points(), fresh)
                        .value())
                .isGreaterThan(5 * one);
    }
}
