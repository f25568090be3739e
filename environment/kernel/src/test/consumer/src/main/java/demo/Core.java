package demo;

import io.github.rieszflow.discrepancy.EnergyTest;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.transport.Wasserstein;

/** What the toolkit's own jar does alone. */
public final class Core {
    private Core() {}

    public static void main(String[] args) {
        Points noise = Points.uniform(200, 2, new Seed(1));
        Points shape = Shapes.spirals(200, new Seed(2));
        System.out.printf("MMD² %.6f%n", Mmd.riesz(1).squared(noise, shape));
        System.out.println("sliced " + Mmd.riesz(1).sliced(64).squared(noise, shape));
        var end = ParticleFlow.of(Mmd.riesz(1).sliced(64))
                .toward(shape)
                .stepSize(0.1)
                .momentum(0.7)
                .from(noise)
                .run(64)
                .last();
        System.out.printf("after 64 steps %.6f%n", Mmd.riesz(1).squared(end, shape));
        System.out.printf("W1 %.6f%n", Wasserstein.order(1).distance(noise, shape));
        System.out.println("p " + EnergyTest.of(noise, shape).permutations(99).pValue());
    }
}
