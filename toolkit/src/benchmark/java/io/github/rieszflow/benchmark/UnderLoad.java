package io.github.rieszflow.benchmark;

import static io.github.rieszflow.measure.Seed.seed;

import com.sun.management.OperatingSystemMXBean;
import io.github.rieszflow.diffusion.DiffusionMmd;
import io.github.rieszflow.diffusion.RieszDiffusion;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.generate.MmdGenerator;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Shapes;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.quality.ImageClassifier;
import io.github.rieszflow.scheme.BackwardScheme;
import io.github.rieszflow.scheme.Interaction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Processor time of small trainings of each kind, alone and beside one busy loop for each processor. Threads that wait for
 * each other by turning in circles show here: they cost many times as much beside others.
 */
public final class UnderLoad {
    private static final int ROUNDS = 3;

    private UnderLoad() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("rieszflow.progress", "off");
        Points spirals = Shapes.spirals(2000, seed(1));
        ImageSet digits = Images.drawnDigits(500, seed(1));
        ImageSet small = digits.pooled(2);
        Map<String, Runnable> kinds = new LinkedHashMap<>();
        kinds.put("particle flow", () -> ParticleFlow.of(Mmd.riesz(1).sliced(256))
                .toward(Points.gaussian(2000, 64, seed(1)))
                .from(Points.uniform(2000, 64, seed(2)))
                .run(20));
        kinds.put("neural scheme", () -> BackwardScheme.of(Interaction.riesz(1).toward(spirals))
                .batch(200)
                .iterations(20)
                .from(Points.dirac(500, 2))
                .run(3));
        kinds.put("chain", () -> MmdGenerator.preset("drawn-digits", Size.SMOKE).train(small));
        kinds.put("diffusion MMD", () -> DiffusionMmd.preset("mnist", Size.SMOKE).train(digits));
        kinds.put("Riesz diffusion", () -> RieszDiffusion.preset("drawn-digits", Size.SMOKE).train(digits));
        kinds.put("classifier", () -> ImageClassifier.train(Images.drawnDigits(500, seed(3)), seed(1)));
        System.out.printf("%-16s %12s %14s %7s%n", "training", "alone, CPU s", "beside, CPU s", "ratio");
        for (Map.Entry<String, Runnable> kind : kinds.entrySet()) {
            Runnable training = kind.getValue();
            training.run();
            double alone = seconds(training);
            List<Process> busy = new ArrayList<>();
            double beside;
            try {
                for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                    busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
                }
                beside = seconds(training);
            } finally {
                busy.forEach(Process::destroy);
            }
            System.out.printf("%-16s %12.2f %14.2f %7.2f%n", kind.getKey(), alone, beside, beside / alone);
        }
    }

    /** The least of a few rounds, as garbage collection and compilation come and go. */
    private static double seconds(Runnable training) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ROUNDS; i++) {
            long begin = system.getProcessCpuTime();
            training.run();
            least = Math.min(least, (system.getProcessCpuTime() - begin) * 1e-9);
        }
        return least;
    }
}
