package io.github.rieszflow.scheme;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What networks make small, against the functionals in double precision. */
class FunctionalScriptTest {
    private static final Architecture NET = Mlp.hidden().between(1, 1);

    private static double evaluate(Functional f, int dimension, String call, Batch batch) {
        String loss = "def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:\n  return torch.sum(w[0]) * 0.0 + "
                + call + "\n";
        Loss all = new Loss(Derivatives.script(f).source(dimension) + loss);
        try (Trainer trainer = Trainer.open(NET, all, TrainingState.start(NET, seed(1)), Device.cpu())) {
            return trainer.loss(batch);
        }
    }

    private static Batch batch(Points... all) {
        Batch batch = Batch.of(all[0].toArray(), all[0].size(), all[0].dimension());
        for (int i = 1; i < all.length; i++) {
            batch = batch.and(all[i].toArray(), all[i].size(), all[i].dimension());
        }
        return batch;
    }

    private static List<Functional> functionals(Points target) {
        List<Functional> all = new ArrayList<>();
        for (double r : new double[] {0.5, 1, 1.5}) {
            all.add(Interaction.riesz(r).toward(target));
        }
        all.add(Interaction.riesz(1.2));
        all.add(Potential.riesz(1.8, target));
        if (target.dimension() == 2) {
            all.add(new Implosion());
        }
        return all;
    }

    @Test
    void energyAcrossTwoSamples() {
        for (int d : new int[] {1, 2, 6}) {
            Points a = Points.gaussian(11, d, seed(2));
            Points b = Points.gaussian(11, d, seed(3));
            Points y = Points.gaussian(8, d, seed(4));
            for (Functional f : functionals(y)) {
                String targets = f.target() == null ? "annotate(List[Tensor], [])" : "[b[2]]";
                double got = evaluate(f, d, "(self).energy(b[0], b[1], " + targets + ", )", batch(a, b, y));
                // Of a ∪ b twice as much of E comes across: E(a∪b) = ¼E(a) + ¼E(b) + ½ of what is across.
                double across = 2 * f.value(a.concat(b)) - f.value(a) / 2 - f.value(b) / 2;
                assertThat(got).as("%s, d = %d", f, d).isCloseTo(across, within(3e-6));
            }
        }
    }

    @Test
    void slopeAlsoWherePlacesCoincide() {
        for (int d : new int[] {1, 2, 6}) {
            Points target = Points.gaussian(8, d, seed(4));
            // Some places are shared by both samples, one with a target.
            Points shared = Points.gaussian(3, d, seed(5));
            Points x = shared.concat(Points.gaussian(4, d, seed(6))).concat(target.take(1));
            Points x2 = shared.concat(Points.gaussian(5, d, seed(7)));
            Points v = Points.gaussian(8, d, seed(8));
            Points v2 = Points.gaussian(8, d, seed(9));
            for (Functional f : functionals(target)) {
                double exact = Derivatives.of(f, x, v, x2, v2);
                if (Derivatives.script(f).exponent() < 1) {
                    assertThat(exact).isInfinite();
                    continue;
                }
                String targets = f.target() == null ? "annotate(List[Tensor], [])" : "[b[4]]";
                double got = evaluate(
                        f, d, "(self).slope(b[0], b[1], b[2], b[3], " + targets + ", )", batch(x, v, x2, v2, target));
                assertThat(got).as("%s, d = %d", f, d).isCloseTo(exact, within(1e-5));
            }
        }
    }

    /** Batches of a sampler, averaged, give all pairs of different particles. */
    @Test
    void batchesAreUnbiased() {
        Functional f = Interaction.riesz(1);
        Points x = Points.gaussian(12, 2, seed(10));
        Units units = Units.of(x, 0.1, Derivatives.script(f), null);
        BatchSampler sampler = new BatchSampler(x, units, new float[] {1}, 3, 1, null, seed(11).stream());
        int rounds = 3000;
        double sum = 0;
        double squares = 0;
        String loss = """
                def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
                  return torch.sum(w[0]) * 0.0 + (self).energy(b[1], b[4], annotate(List[Tensor], []), )
                """;
        Loss all = new Loss(Derivatives.script(f).source(2) + loss);
        try (Trainer trainer = Trainer.open(NET, all, TrainingState.start(NET, seed(1)), Device.cpu())) {
            for (int k = 0; k < rounds; k++) {
                double one = trainer.loss(sampler.next()) * units.length();
                sum += one / rounds;
                squares += one * one / rounds;
            }
        }
        double error = Math.sqrt((squares - sum * sum) / rounds);
        // All pairs with those of a particle with itself have N²/(N(N−1)) times less.
        assertThat(sum).isCloseTo(f.value(x) * 12 / 11, within(4 * error));
        assertThat(error).isLessThan(0.005);
    }

    @Test
    void weightedTargetsAreDrawnByTheirWeights() {
        Points y = Points.line(0, 1, 2);
        int[] counts = new int[3];
        var stream = Seed.seed(12).stream();
        for (int k = 0; k < 2000; k++) {
            Points drawn = BatchSampler.draw(y.weighted(0.7, 0, 0.3), 1, stream);
            assertThat(drawn.size()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                counts[(int) drawn.get(i, 0)]++;
            }
        }
        assertThat(counts[1]).isZero();
        assertThat(counts[0] / 6000.0).isCloseTo(0.7, within(4 * Math.sqrt(0.21 / 6000)));
        assertThat(BatchSampler.draw(y, 1, stream)).isSameAs(y);
    }
}
