package outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.conformance.Conformance;
import io.github.rieszflow.conformance.KernelConformance;
import io.github.rieszflow.discrepancy.RadialKernel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels of the toolkit, a kernel of a user, and some that are none. */
class KernelConformanceTest {
    /** Matérn 3/2: f(ρ) = (1 + s) exp(−s) with s = √3 ρ/ℓ, f′(ρ) = −(√3/ℓ) s exp(−s). */
    record Matern(double length) implements RadialKernel {
        @Override
        public double value(double distance) {
            double s = Math.sqrt(3) * distance / length;
            return (1 + s) * Math.exp(-s);
        }

        @Override
        public double derivative(double distance) {
            double s = Math.sqrt(3) * distance / length;
            return -Math.sqrt(3) / length * s * Math.exp(-s);
        }

        @Override
        public String name() {
            return "Matérn 3/2 kernel, ℓ = " + length;
        }
    }

    static Stream<RadialKernel> kernels() {
        return Stream.of(
                RadialKernel.gaussian(0.8),
                RadialKernel.laplace(1.3),
                RadialKernel.inverseMultiquadric(0.5),
                RadialKernel.smoothedDistance(0.2),
                RadialKernel.riesz(0.5),
                RadialKernel.riesz(1),
                RadialKernel.riesz(1.7),
                new Matern(1.2),
                z -> Math.exp(-z * z));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void conform(RadialKernel kernel) {
        Conformance found = KernelConformance.of(kernel).require();
        assertThat(found.findings()).hasSize(8);
        assertThat(found).asString().startsWith(kernel.name() + ": 8 of 8 requirements met");
    }

    @Test
    void conformAtOtherLengths() {
        KernelConformance.of(new Matern(3e-5), 3e-5, 1, 2, 3).require();
        KernelConformance.of(RadialKernel.gaussian(1e4), 1e4, 1, 5).require();
        // (1 − z)⁴₊(4z + 1) is positive definite up to dimension 3.
        RadialKernel wendland = z -> z < 1 ? Math.pow(1 - z, 4) * (4 * z + 1) : 0;
        KernelConformance.of(wendland, 0.5, 1, 2, 3).require();
    }

    private static List<String> failures(RadialKernel kernel) {
        return KernelConformance.of(kernel).findings().stream()
                .filter(f -> !f.met())
                .map(Conformance.Finding::requirement)
                .map(r -> r.substring(0, 12))
                .toList();
    }

    @Test
    void wrongDerivative() {
        RadialKernel otherSign = RadialKernel.of("upside down", z -> Math.exp(-z), z -> Math.exp(-z));
        assertThat(failures(otherSign)).containsExactly("f′ is the de", "gradients ar");
        RadialKernel halved = RadialKernel.of("halved", z -> Math.exp(-z * z), z -> -z * Math.exp(-z * z));
        assertThat(failures(halved)).containsExactly("f′ is the de", "gradients ar");
    }

    @Test
    void notPositiveDefinite() {
        assertThat(failures(z -> z)).containsExactly("f is conditi");
        assertThat(failures(z -> -z * z * z)).containsExactly("f is conditi");
        // The box is not even continuous; smoothed it is still no kernel.
        assertThat(failures(z -> 1 / (1 + Math.pow(z, 8)))).containsExactly("f is conditi");
        // On the line cos(x − y) = cos x cos y + sin x sin y is a kernel, on the plane it is none.
        KernelConformance.of(Math::cos, 1, 1).require();
        assertThat(KernelConformance.of(Math::cos, 1, 2).passed()).isFalse();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> KernelConformance.of(z -> z).require())
                .withMessageContaining("NOT met  f is conditionally positive definite")
                .withMessageContaining("the least eigenvalue is -");
    }

    @Test
    void notTheSameTwice() {
        AtomicInteger calls = new AtomicInteger();
        assertThat(failures(z -> Math.exp(-z) + 1e-9 * calls.incrementAndGet())).contains("f and f′ are");
    }

    @Test
    void notFinite() {
        assertThat(failures(z -> z < 100 ? Math.exp(-z) : Double.NaN)).containsExactly("f and f′ are");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelConformance.of(z -> 1 / z))
                .withMessageContaining("Infinity at distance 0.0");
    }
}
