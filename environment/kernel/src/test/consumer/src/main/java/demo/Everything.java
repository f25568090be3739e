package demo;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.generate.MmdGenerator;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Size;
import java.nio.file.Path;

/** Computes, draws and trains with all that the toolkit brings. */
public final class Everything {
    private Everything() {}

    public static void main(String[] args) throws Exception {
        Path out = Path.of(args[0]);
        var path = ParticleFlow.of(Mmd.riesz(1).sliced(64))
                .toward(Shapes.moons(300, new Seed(2)))
                .from(Points.uniform(300, 2, new Seed(1)))
                .run(16);
        path.picture().save(out.resolve("clouds.png"));
        path.chart().picture().save(out.resolve("chart.png"));
        var model = MmdGenerator.preset("drawn-digits", Size.SMOKE)
                .change(preset -> preset.particles(40))
                .train(Images.drawnDigits(40).pooled(2));
        model.sample(9, new Seed(1)).grid(9).picture().save(out.resolve("digits.png"));
        System.out.println(model.networks() + " networks");
    }
}
