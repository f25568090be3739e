package outside;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.discrepancy.EnergyTest;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import org.junit.jupiter.api.Test;

/** A user's discrepancy in a flow. */
class OwnDiscrepancyTest {
    /** The squared distance of the means: F = ½‖Σ w_i x_i − Σ u_j y_j‖², ∇_{x_i}F = w_i (mean of x − mean of y). */
    private static final class Means implements Discrepancy {
        private static double[] mean(Measure x) {
            double[] mean = new double[x.dimension()];
            for (int i = 0; i < x.size(); i++) {
                for (int k = 0; k < mean.length; k++) {
                    mean[k] += x.weight(i) * x.points().get(i, k);
                }
            }
            return mean;
        }

        @Override
        public Estimate estimate(Measure x, Measure y) {
            double[] a = mean(x);
            double[] b = mean(y);
            double sum = 0;
            for (int k = 0; k < a.length; k++) {
                sum += (a[k] - b[k]) * (a[k] - b[k]);
            }
            return Estimate.exact(sum);
        }

        @Override
        public Points gradient(Measure x, Measure y) {
            double[] a = mean(x);
            double[] b = mean(y);
            double[][] rows = new double[x.size()][a.length];
            for (int i = 0; i < rows.length; i++) {
                for (int k = 0; k < a.length; k++) {
                    rows[i][k] = x.weight(i) * (a[k] - b[k]);
                }
            }
            return Points.of(rows);
        }

        @Override
        public String toString() {
            return "squared distance of means";
        }
    }

    /** x ← x − τ(mean of x − mean of y) for each particle, so the difference of means shrinks by 1 − τ in each step. */
    @Test
    void descendsInClosedForm() {
        Points x = Points.gaussian(20, 2, seed(1)).translate(3, -1);
        Points y = Points.gaussian(10, 2, seed(2));
        double[] weights = new double[20];
        java.util.Arrays.setAll(weights, i -> 1 + i % 4);
        for (Measure start : new Measure[] {x, x.weighted(weights)}) {
            var run = ParticleFlow.of(new Means())
                    .toward(y)
                    .stepSize(0.25)
                    .from(start)
                    .run(6);
            double before = new Means().estimate(start, y).value();
            double after = new Means().estimate(start.at(run.last()), y).value();
            assertThat(after).isCloseTo(before * Math.pow(0.75, 12), within(1e-6));
            assertThat(run.last().get(7, 0) - x.get(7, 0)).isCloseTo(run.last().get(3, 0) - x.get(3, 0), within(1e-5f));
            assertThat(run).asString().contains("20×2");
        }
    }

    /** MMD as a user writes it, by its gradient alone: the same flow, with momentum and weights. */
    @Test
    void sameFlowByTheGradientAlone() {
        Mmd mmd = Mmd.riesz(1.5);
        Discrepancy wrapped = new Discrepancy() {
            @Override
            public Estimate estimate(Measure x, Measure y) {
                return mmd.estimate(x, y);
            }

            @Override
            public Points gradient(Measure x, Measure y) {
                return mmd.gradient(x, y);
            }
        };
        Points y = Points.gaussian(15, 2, seed(2));
        Measure x = Points.uniform(12, 2, seed(1)).weighted(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Points expected = flow(mmd, y, x);
        Points last = flow(wrapped, y, x);
        for (int i = 0; i < 12; i++) {
            assertThat(last.get(i, 0)).isCloseTo(expected.get(i, 0), within(1e-5f));
            assertThat(last.get(i, 1)).isCloseTo(expected.get(i, 1), within(1e-5f));
        }
    }

    private static Points flow(Discrepancy discrepancy, Points y, Measure x) {
        return ParticleFlow.of(discrepancy)
                .toward(y)
                .stepSize(0.2)
                .momentum(0.6)
                .from(x)
                .run(15)
                .last();
    }

    @Test
    void refuses() {
        Points y = Points.gaussian(5, 2, seed(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flow(new Means(), y, y.weighted(1, 0, 1, 1, 1)))
                .withMessage("particle 1 has weight 0, and so no gradient to move by: squared distance of means must"
                        + " implement descent for such particles");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnergyTest.of(y, y).with(new Means()))
                .withMessageContaining("received squared distance of means");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Means().velocity(Points.dirac(3, 3), y))
                .withMessageContaining("same dimension");
    }
}
