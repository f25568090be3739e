package io.github.rieszflow.conformance;

import io.github.rieszflow.Promises;
import io.github.rieszflow.discrepancy.RadialKernel;
import io.github.rieszflow.scheme.Interaction;

class ConformancePromisesTest extends Promises {
    ConformancePromisesTest() {
        super("conformance");
    }

    @Override
    protected void table() {
        breaks(
                AssertionError.class,
                "Conformance.require()",
                () -> Conformance.of("a thing")
                        .and("it is right", () -> {
                            throw new AssertionError("it was not");
                        })
                        .require());
        withoutPyTorch("ArchitectureConformance.of(Architecture, List...)");
        argument(
                "FunctionalConformance.of(Functional, int)",
                () -> FunctionalConformance.of(Interaction.riesz(1), 0),
                () -> FunctionalConformance.of(Interaction.riesz(1), -2));
        RadialKernel pole = RadialKernel.of("pole", z -> 1 / z, z -> -1 / (z * z));
        RadialKernel gaussian = RadialKernel.gaussian(1);
        argument("KernelConformance.of(RadialKernel)", () -> KernelConformance.of(pole));
        argument(
                "KernelConformance.of(RadialKernel, double, int...)",
                () -> KernelConformance.of(pole, 1, 2),
                () -> KernelConformance.of(gaussian, 0, 2),
                () -> KernelConformance.of(gaussian, Double.NaN, 2),
                () -> KernelConformance.of(gaussian, 1, 0));
    }
}
