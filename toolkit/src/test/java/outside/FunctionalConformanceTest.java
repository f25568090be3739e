package outside;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.conformance.Conformance;
import io.github.rieszflow.conformance.FunctionalConformance;
import io.github.rieszflow.discrepancy.RadialKernel;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.scheme.BackwardScheme;
import io.github.rieszflow.scheme.ForwardScheme;
import io.github.rieszflow.scheme.Functional;
import io.github.rieszflow.scheme.FunctionalScript;
import io.github.rieszflow.scheme.Implosion;
import io.github.rieszflow.scheme.Interaction;
import io.github.rieszflow.scheme.ParticleScheme;
import io.github.rieszflow.scheme.Potential;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functionals of the toolkit, functionals of a user, and some that are wrong. */
class FunctionalConformanceTest {
    /** Confinement and repulsion: F(μ) = ½a∫‖x‖² dμ − ½∫∫‖x−y‖ dμdμ, the equilibrium of an electrostatic cloud in a bowl. */
    static class Trap implements Functional {
        private final double stiffness;
        private final Functional repulsion = Interaction.riesz(1);

        Trap(double stiffness) {
            this.stiffness = stiffness;
        }

        @Override
        public double value(double[] x, int size, int dimension) {
            double sum = 0;
            for (double c : x) {
                sum += c * c;
            }
            return stiffness * sum / (2 * size) + repulsion.value(x, size, dimension);
        }

        @Override
        public void gradient(double[] x, int size, int dimension, double[] gradient) {
            repulsion.gradient(x, size, dimension, gradient);
            for (int i = 0; i < x.length; i++) {
                gradient[i] += stiffness * x[i];
            }
        }

        @Override
        public String toString() {
            return "trap of stiffness " + stiffness;
        }
    }

    /** F(μ) = ½a∫‖x‖² dμ with a script. */
    private record Bowl(double stiffness) implements Functional {
        @Override
        public double value(double[] x, int size, int dimension) {
            double sum = 0;
            for (double c : x) {
                sum += c * c;
            }
            return stiffness * sum / (2 * size);
        }

        @Override
        public void gradient(double[] x, int size, int dimension, double[] gradient) {
            for (int i = 0; i < x.length; i++) {
                gradient[i] = stiffness * x[i];
            }
        }

        @Override
        public FunctionalScript script() {
            return FunctionalScript.of(energy(stiffness) + """
                    def slope(self, x: Tensor, v: Tensor, x2: Tensor, v2: Tensor, y: List[Tensor]) -> Tensor:
                      s = torch.mean(torch.sum(x * v, [1])) + torch.mean(torch.sum(x2 * v2, [1]))
                      return s * %s
                    """.formatted(stiffness / 2));
        }

        static String energy(double stiffness) {
            return """
                    def energy(self, a: Tensor, b: Tensor, y: List[Tensor]) -> Tensor:
                      s = torch.mean(torch.sum(a * a, [1])) + torch.mean(torch.sum(b * b, [1]))
                      return s * %s
                    """.formatted(stiffness / 4);
        }
    }

    static Stream<Functional> functionals() {
        Points target = Points.gaussian(9, 2, seed(7)).translate(1, 0.5);
        return Stream.of(
                Interaction.riesz(0.5),
                Interaction.riesz(1),
                Potential.riesz(1.5, target),
                Interaction.riesz(1).toward(target),
                Interaction.riesz(1.2).toward(target.weighted(9, 1, 1, 1, 1, 1, 1, 1, 1)),
                new Implosion(),
                Interaction.radial(RadialKernel.gaussian(0.7)),
                Potential.radial(RadialKernel.laplace(1), target),
                Interaction.radial(z -> Math.exp(-z * z)).toward(target),
                new Trap(0.5),
                new Bowl(2));
    }

    @ParameterizedTest
    @MethodSource("functionals")
    void conform(Functional functional) {
        Conformance found = FunctionalConformance.of(functional, 2).require();
        assertThat(found.findings()).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void conformInOtherDimensions() {
        FunctionalConformance.of(new Trap(3), 7).require();
        FunctionalConformance.of(Interaction.riesz(1).toward(Points.gaussian(9, 6, seed(7))), 6)
                .require();
        FunctionalConformance.of(Interaction.riesz(1), Points.gaussian(30, 1, seed(3)))
                .require();
    }

    private static List<String> failures(Functional functional) {
        return FunctionalConformance.of(functional, 2).findings().stream()
                .filter(f -> !f.met())
                .map(Conformance.Finding::requirement)
                .map(r -> r.substring(0, 12))
                .toList();
    }

    /** A trap whose gradient or value is wrong. */
    private abstract static class Wrong extends Trap {
        Wrong() {
            super(1);
        }
    }

    @Test
    void wrongSign() {
        assertThat(failures(new Wrong() {
                    @Override
                    public void gradient(double[] x, int size, int dimension, double[] gradient) {
                        super.gradient(x, size, dimension, gradient);
                        for (int i = 0; i < gradient.length; i++) {
                            gradient[i] = -gradient[i];
                        }
                    }
                }))
                .containsExactly("the gradient", "the derivati");
    }

    @Test
    void withoutTheFactorN() {
        assertThat(failures(new Wrong() {
                    @Override
                    public void gradient(double[] x, int size, int dimension, double[] gradient) {
                        super.gradient(x, size, dimension, gradient);
                        for (int i = 0; i < gradient.length; i++) {
                            gradient[i] /= size;
                        }
                    }
                }))
                .containsExactly("the gradient", "all particle", "the derivati");
    }

    @Test
    void aSumInPlaceOfAMean() {
        assertThat(failures(new Wrong() {
                    @Override
                    public double value(double[] x, int size, int dimension) {
                        return size * super.value(x, size, dimension);
                    }
                }))
                .contains("the gradient", "all particle");
    }

    @Test
    void addsToWhatIsThere() {
        assertThat(failures(new Wrong() {
                    @Override
                    public void gradient(double[] x, int size, int dimension, double[] gradient) {
                        for (int i = 0; i < gradient.length; i++) {
                            gradient[i] += x[i];
                        }
                    }
                }))
                .contains("value and gr");
    }

    @Test
    void prefersTheFirstParticle() {
        assertThat(failures(new Wrong() {
                    @Override
                    public double value(double[] x, int size, int dimension) {
                        return super.value(x, size, dimension) + x[0] / size;
                    }

                    @Override
                    public void gradient(double[] x, int size, int dimension, double[] gradient) {
                        super.gradient(x, size, dimension, gradient);
                        gradient[0] += 1;
                    }
                }))
                .containsExactly("another orde", "all particle");
    }

    @Test
    void aScriptThatSaysSomethingElse() {
        assertThat(failures(new Wrong() {
                    @Override
                    public FunctionalScript script() {
                        return FunctionalScript.of(Bowl.energy(1));
                    }
                }))
                .containsExactly("the script's");
    }

    /** In the bowl alone x shrinks by 1 − τa in each step; mass that repels itself in a trap comes to rest where both are equal. */
    @Test
    void descend() {
        Points x = Points.gaussian(30, 3, seed(1));
        Points last =
                ParticleScheme.of(new Bowl(2)).stepSize(0.1).from(x).run(5).last();
        assertThat(last.get(4, 1)).isCloseTo((float) (x.get(4, 1) * Math.pow(0.8, 5)), within(1e-6f));
        // On the line F = ½a∫x² − ½∫∫|x−y| has its least value at the uniform distribution on [−1/a, 1/a].
        var run = ParticleScheme.of(new Trap(0.5))
                .stepSize(0.2)
                .from(Points.gaussian(100, 1, seed(2)))
                .run(200);
        float[] places = run.last().toArray();
        java.util.Arrays.sort(places);
        for (int i = 0; i < 100; i++) {
            assertThat(places[i]).isCloseTo((2 * i - 99) / 50f, within(0.001f));
        }
        assertThat(run.toString()).contains("F = ");
        assertThat(run.chart()).isNotNull();
    }

    /** A kernel in place of ‖·‖^r: particles go to the target, and F falls to its least value. */
    @Test
    void descendsWithAKernel() {
        Points target = Points.gaussian(40, 2, seed(3));
        var f = Interaction.radial(RadialKernel.inverseMultiquadric(1)).toward(target);
        var run =
                ParticleScheme.of(f).stepSize(0.5).from(target.translate(1, 0)).run(60);
        for (int step = 1; step <= 60; step++) {
            assertThat(run.readings().get(step).discrepancy())
                    .isPositive()
                    .isLessThan(run.readings().get(step - 1).discrepancy());
        }
        assertThat(run.readings().get(60).discrepancy())
                .isLessThan(0.05 * run.readings().get(0).discrepancy());
        assertThat(f.discrepancy(target)).isCloseTo(0, within(1e-15));
        assertThat(f).hasToString("MMD functional to 40×2 points, inverse multiquadric kernel, c = 1");
    }

    /** x ← argmin ‖x − x₀‖²/2τ + ½a‖x‖² = x₀/(1 + τa), learned by a network. */
    @Test
    void backwardWithAScript() {
        Points x = Points.gaussian(100, 2, seed(4)).translate(1, 0);
        Points last = BackwardScheme.of(new Bowl(2))
                .stepSize(0.25)
                .network(Mlp.hidden(16))
                .iterations(300)
                .from(x)
                .run(1)
                .last();
        assertThat(last.mean()[0]).isCloseTo(x.mean()[0] / 1.5, within(0.05));
        assertThat(last.mean()[1]).isCloseTo(x.mean()[1] / 1.5, within(0.05));
    }

    @Test
    void neuralSchemesNeedAScript() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BackwardScheme.of(new Trap(1)))
                .withMessage(
                        "neural schemes need the functional in TorchScript, and this one has no script: trap of stiffness"
                                + " 1.0; use ParticleScheme, or implement Functional.script()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ForwardScheme.of(Interaction.radial(z -> Math.exp(-z))))
                .withMessageContaining("no script: interaction energy, radial kernel");
        Functional energyOnly = new Trap(1) {
            @Override
            public FunctionalScript script() {
                return FunctionalScript.of(Bowl.energy(1));
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ForwardScheme.of(energyOnly).from(Points.gaussian(5, 2)))
                .withMessage(
                        "the forward scheme needs the method slope in the script of the functional: trap of stiffness 1.0"
                                + " has none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FunctionalScript.of("").homogeneous(2))
                .withMessageContaining("strictly between 0 and 2: received 2.0");
    }

    @Test
    void derivativesWherePlacesCoincide() {
        Points mass = Points.dirac(4, 2);
        Points v = Points.gaussian(4, 2, seed(6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interaction.radial(RadialKernel.laplace(1)).derivative(mass, v))
                .withMessageContaining("for Riesz kernels only: this is the Laplace kernel, σ = 1");
        assertThat(new Bowl(2).derivative(Points.gaussian(4, 2, seed(5)), Points.dirac(4, 2)))
                .isZero();
    }
}
