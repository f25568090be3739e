package io.github.rieszflow.diffusion;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.FlowRun;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Team;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Pairs of noise and data points by a particle flow, a round at a time. The round of a step depends on its number only. */
final class CoupledPairs {
    private static final double MOMENTUM = 0.7;
    /** After that few exchanges are left. */
    private static final int PASSES = 5;

    private static final String FEWER = "couple fewer pairs together";

    /** Reads a data point as a training step would see it. */
    interface Reader {
        void read(int row, boolean mirrored, float[] into, int at);
    }

    /**
     * One round: pair i is noise i with a data point.
     *
     * @param noise M·d numbers
     * @param rows which data point
     * @param mirrored whether it is mirrored
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
    record Round(float[] noise, int[] rows, boolean[] mirrored) {}

    private final Coupling.Flow plan;
    private final TrainingRows data;
    private final Reader reader;
    private final boolean mirrors;
    private final Seed seed;
    private final long steps;
    private long number = -1;
    private @Nullable Round round;

    /** For batches of this size. */
    CoupledPairs(Coupling.Flow plan, TrainingRows data, Reader reader, boolean mirrors, int batch, Seed seed) {
        this.plan = plan;
        this.data = data;
        this.reader = reader;
        this.mirrors = mirrors;
        this.seed = seed;
        this.steps = Math.max(1, (long) plan.pairs() * plan.uses() / batch);
        double numbers = (double) plan.pairs() * (plan.pairs() + 6.0 * data.dimension());
        Memory.require(Float.BYTES * numbers, "a round of " + plan.pairs() + " pairs", FEWER);
    }

    Round of(long step) {
        Round now = round;
        if (now == null || number != step / steps) {
            number = step / steps;
            now = make(seed.split(number));
            round = now;
        }
        return now;
    }

    private Round make(Seed of) {
        int m = plan.pairs();
        int d = data.dimension();
        RandomStream stream = of.stream();
        int[] rows = new int[m];
        boolean[] mirrored = new boolean[m];
        for (int i = 0; i < m; i++) {
            rows[i] = stream.nextInt(data.size());
            mirrored[i] = mirrors && stream.nextBoolean();
        }
        float[] noise = new float[Memory.length((double) m * d, Float.BYTES, "the noise of a round", FEWER)];
        for (int k = 0; k < noise.length; k++) {
            noise[k] = (float) stream.nextGaussian();
        }
        int[] partners = new int[m];
        Map<Integer, int[]> classes = IntStream.range(0, m)
                .boxed()
                .collect(Collectors.groupingBy(
                        i -> data.label(rows[i]),
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                list -> list.stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray())));
        classes.forEach((label, members) -> couple(members, noise, rows, mirrored, of.split(label), partners));
        int[] theirs = new int[m];
        boolean[] turned = new boolean[m];
        for (int i = 0; i < m; i++) {
            theirs[i] = rows[partners[i]];
            turned[i] = mirrored[partners[i]];
        }
        return new Round(noise, theirs, turned);
    }

    /** Lets the noise of some flow toward the data points of the same. */
    private void couple(int[] members, float[] noise, int[] rows, boolean[] mirrored, Seed of, int[] partners) {
        int n = members.length;
        int d = data.dimension();
        float[] from = new float[n * d];
        float[] to = new float[n * d];
        for (int k = 0; k < n; k++) {
            System.arraycopy(noise, members[k] * d, from, k * d, d);
            reader.read(rows[members[k]], mirrored[members[k]], to, k * d);
        }
        Points targets = Points.adopt(to, n, d);
        ParticleFlow flow = ParticleFlow.of(Mmd.riesz(1).sliced(plan.slices()))
                .toward(targets)
                .momentum(MOMENTUM)
                .seed(of);
        int[] matched = matched(ends(flow, Points.adopt(from, n, d)), targets);
        for (int k = 0; k < n; k++) {
            partners[members[k]] = members[matched[k]];
        }
    }

    /** Where they are after all steps: who interrupts the training gets it back after the round, which cannot be had by halves. */
    private Points ends(ParticleFlow flow, Points start) {
        boolean interrupted = false;
        try (FlowRun run = flow.open(start)) {
            while (run.steps() < plan.steps()) {
                try {
                    run.step();
                } catch (CancellationException e) {
                    interrupted |= Thread.interrupted();
                }
            }
            return run.particles();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** For each of the ends another target, near it: the nearest that is free, then exchanges while squares of distances add up to less. */
    static int[] matched(Points ends, Points targets) {
        int n = ends.size();
        float[][] squares = squares(ends, targets);
        int[] taken = new int[n];
        boolean[] free = new boolean[n];
        Arrays.fill(free, true);
        for (int i = 0; i < n; i++) {
            int nearest = -1;
            for (int j = 0; j < n; j++) {
                if (free[j] && (nearest < 0 || squares[i][j] < squares[i][nearest])) {
                    nearest = j;
                }
            }
            taken[i] = nearest;
            free[nearest] = false;
        }
        boolean shorter = true;
        for (int pass = 0; pass < PASSES && shorter; pass++) {
            shorter = false;
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    int a = taken[i];
                    int b = taken[j];
                    if ((double) squares[i][b] + squares[j][a] < (double) squares[i][a] + squares[j][b]) {
                        taken[i] = b;
                        taken[j] = a;
                        shorter = true;
                    }
                }
            }
        }
        return taken;
    }

    private static float[][] squares(Points ends, Points targets) {
        int n = ends.size();
        int d = ends.dimension();
        float[] x = ends.toArray();
        float[] y = targets.toArray();
        float[][] squares = new float[n][n];
        Team.standard().run(n, 1, (i, worker) -> {
            for (int j = 0; j < n; j++) {
                squares[i][j] = square(x, i * d, y, j * d, d);
            }
        });
        return squares;
    }

    /** In four sums, which need not wait for each other. */
    private static float square(float[] x, int i, float[] y, int j, int d) {
        float[] sums = new float[4];
        for (int k = 0; k < d; k++) {
            float difference = x[i + k] - y[j + k];
            sums[k & 3] += difference * difference;
        }
        return sums[0] + sums[1] + sums[2] + sums[3];
    }
}
