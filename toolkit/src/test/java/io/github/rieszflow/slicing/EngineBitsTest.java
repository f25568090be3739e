package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.measure.WeightedPoints;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bit for bit the same results on any number of threads, with and without the Vector API. */
class EngineBitsTest {
    private static final int PARTICLES = 1200;
    private static final int TARGETS = 1000;

    /** Sizes at which a descent really shares its work: it has its own idea of what is worth a second thread. */
    static SlicedProblem[] problems() {
        return new SlicedProblem[] {
            new SlicedProblem(1, Directions.iid(), 200, LineSolver.exact()),
            new SlicedProblem(1, Directions.orthogonal(), 210, LineSolver.exact(Ties.FREEZE)),
            new SlicedProblem(1, Directions.hadamard(), 300, LineSolver.exact()),
            new SlicedProblem(1, Directions.hadamard(), 199, LineSolver.binned(12)),
            new SlicedProblem(1, Directions.iid(), 250, LineSolver.binned(8)),
            new SlicedProblem(1.5, Directions.iid(), 60, LineSolver.gridded(9)),
            new SlicedProblem(1, Directions.sobol(), 130, LineSolver.exact()),
            new SlicedProblem(1, Directions.distance(), 150, LineSolver.exact()),
        };
    }

    /** All that a descent can say, one after the other. */
    private static float[] everything(CpuEngine engine, SlicedProblem problem) {
        int d = problem.directions().equals(Directions.hadamard()) ? 65 : 20;
        Points x = Points.uniform(PARTICLES, d, Seed.seed(1));
        Points y = Points.gaussian(TARGETS, d, Seed.seed(2)).scale(0.4);
        SlicedDescent descent = engine.open(problem, x, y);
        descent.load(x, Points.gaussian(PARTICLES, d, Seed.seed(3)).scale(0.1));
        float[] first = Brute.gradient(descent, Seed.seed(4));
        float largest = (float) descent.step(Seed.seed(5), 0.3, 0.7);
        largest += (float) descent.step(Seed.seed(6), 0.2, 0.6);
        SliceValues values = descent.values(Seed.seed(7));
        float[] lines = new float[2 * values.slices() + 1];
        for (int p = 0; p < values.slices(); p++) {
            lines[2 * p] = (float) values.squared(p);
            lines[2 * p + 1] = (float) values.wasserstein(p);
        }
        lines[2 * values.slices()] = largest;
        return join(first, descent.particles().toArray(), descent.momentum().toArray(), lines);
    }

    private static float[] join(float[]... parts) {
        float[] all = new float[0];
        for (float[] part : parts) {
            int at = all.length;
            all = Arrays.copyOf(all, at + part.length);
            System.arraycopy(part, 0, all, at, part.length);
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("problems")
    void threadsAndLanes(SlicedProblem problem) {
        float[] one = everything(Engine.cpu().threads(1), problem);
        assertThat(everything(Engine.cpu().threads(2), problem)).isEqualTo(one);
        assertThat(everything(Engine.cpu().threads(8), problem)).isEqualTo(one);
        assertThat(everything(Engine.cpu().threads(2).plain(), problem)).isEqualTo(one);
    }

    /** Weights and other exponents; more points than a tile, and all that is different on lines that are sorted. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.9})
    void weightsAndExponents(double r) {
        WeightedPoints x = Points.uniform(700, 65, Seed.seed(1))
                .weighted(IntStream.range(0, 700).mapToDouble(i -> i % 5).toArray());
        Points y = Points.gaussian(500, 65, Seed.seed(2)).scale(0.4);
        SlicedProblem problem = new SlicedProblem(r, Directions.hadamard(), 60, LineSolver.exact());
        float[][] results = new float[3][];
        CpuEngine[] engines = {
            Engine.cpu().threads(1),
            Engine.cpu().threads(8),
            Engine.cpu().threads(2).plain()
        };
        for (int i = 0; i < engines.length; i++) {
            SlicedDescent descent = engines[i].open(problem, x, y);
            descent.step(Seed.seed(5), 0.01, 0.7);
            SliceValues values = descent.values(Seed.seed(7));
            results[i] = join(
                    Brute.gradient(descent, Seed.seed(4)),
                    descent.particles().toArray(),
                    new float[] {(float) values.squared(3)});
        }
        assertThat(results[1]).isEqualTo(results[0]);
        assertThat(results[2]).isEqualTo(results[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void rulesOfThePlaneAndOfSpace(int d) {
        Points x = Points.uniform(3000, d, Seed.seed(1));
        Points y = Points.gaussian(2000, d, Seed.seed(2));
        SlicedProblem problem = new SlicedProblem(1, Directions.automatic(), 150, LineSolver.exact());
        float[][] gradients = new float[3][];
        CpuEngine[] engines = {
            Engine.cpu().threads(1),
            Engine.cpu().threads(8),
            Engine.cpu().threads(2).plain()
        };
        for (int i = 0; i < engines.length; i++) {
            SlicedDescent descent = engines[i].open(problem, x, y);
            gradients[i] = Brute.gradient(descent, Seed.seed(4));
        }
        assertThat(gradients[1]).isEqualTo(gradients[0]);
        assertThat(gradients[2]).isEqualTo(gradients[0]);
    }

    /** Two sessions at once share threads but nothing else. */
    @Test
    void sessionsSideBySide() throws InterruptedException {
        SlicedProblem problem = problems()[0];
        float[] alone = everything(Engine.cpu().threads(2), problem);
        float[][] together = new float[3][];
        Thread[] threads = new Thread[together.length];
        for (int i = 0; i < threads.length; i++) {
            int slot = i;
            threads[i] =
                    new Thread(() -> together[slot] = everything(Engine.cpu().threads(2), problem));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(together).isEqualTo(new float[][] {alone, alone, alone});
    }

    /** So many targets that a block of Hadamard directions is cut; where it is cut must not depend on the lanes. */
    @Test
    @Tag("slow")
    void hadamardBlocksThatAreCut() {
        int d = 129;
        int slices = 256;
        Points x = Points.uniform(30, d, Seed.seed(1));
        Points y = Points.uniform(269_400, d, Seed.seed(2));
        float[][] gradients = new float[2][];
        CpuEngine[] engines = {Engine.cpu().threads(2), Engine.cpu().threads(2).plain()};
        for (int i = 0; i < 2; i++) {
            SlicedDescent descent =
                    engines[i].open(new SlicedProblem(1, Directions.hadamard(), slices, LineSolver.binned(8)), x, y);
            gradients[i] = Brute.gradient(descent, Seed.seed(4));
        }
        assertThat(gradients[1]).isEqualTo(gradients[0]);
    }
}
