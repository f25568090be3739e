package io.github.rieszflow.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is to be kept is known before the first step, and refused there if it does not fit. */
class KeepTest {
    private static final Points FEW = Points.uniform(30, 2, Seed.seed(1));

    private static ParticleFlow flow() {
        return ParticleFlow.of(Mmd.riesz(1).sliced(10)).toward(FEW.translate(1, 1));
    }

    @Test
    void everyStepOfAMillionPointsIsRefusedAtOnce() {
        Points many = Points.uniform(1_000_000, 2, Seed.seed(1));
        long steps = Math.max(1000, Runtime.getRuntime().maxMemory() / 4_000_000);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> flow().toward(many).keep(Keep.every(1)).from(many).run((int) steps))
                .withMessageMatching("keeping 1000000×2 particles at " + steps
                        + " steps would take .+ GB, the Java heap has .+ left of .+: keep fewer, with"
                        + " keep\\(Keep.powersOfTwo\\(\\)\\) or keep\\(Keep.statistics\\(\\)\\), or start Java with a larger heap"
                        + " \\(-Xmx\\)");
    }

    static List<Keep> rules() {
        return List.of(
                Keep.every(1),
                Keep.every(5_000_000),
                Keep.geometric(1 + 1e-9),
                Keep.steps(IntStream.iterate(1 << 24, s -> s + (1 << 23))
                        .limit(200)
                        .toArray()));
    }

    /** Also what is kept only far away. */
    @ParameterizedTest
    @MethodSource("rules")
    void longRunsAreRefused(Keep keep) {
        int size = (int) Math.min(100_000_000, Runtime.getRuntime().maxMemory() / 8 / 100);
        Points many = Points.dirac(size, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keep.requireMemory(0, Integer.MAX_VALUE, many))
                .withMessageMatching("keeping \\d+×1 particles at \\d+ steps would take .+");
    }

    @Test
    void readingsAreCountedToo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        flow().keep(Keep.statistics().readEvery(1)).from(FEW).run(Integer.MAX_VALUE))
                .withMessageMatching(
                        "keeping 2147483648 readings would take 343.6 GB, the Java heap has .+: read less often,"
                                + " with keep\\(Keep.every\\(k\\).readEvery\\(n\\)\\), or start Java with a larger heap \\(-Xmx\\)");
    }

    /** What is counted before is at least what is kept, and not much more. */
    @Test
    void theNumberOfKeptStepsIsKnown() {
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            int first = random.nextInt(50);
            int last = first + 1 + random.nextInt(3000);
            int n = 1 + random.nextInt(40);
            double factor = 1 + Math.pow(10, -3 * random.nextDouble());
            for (Keep keep : List.of(
                    Keep.every(n),
                    Keep.geometric(factor),
                    Keep.powersOfTwo(),
                    Keep.statistics(),
                    Keep.steps(3, n, 2 * n, 2 * n, last),
                    Keep.automatic(10, 2, last))) {
                long kept =
                        IntStream.range(first + 1, last).filter(keep::particles).count();
                double counted = keep.kept(first, last);
                assertThat(counted)
                        .as(keep + " from " + first + " to " + last)
                        .isGreaterThanOrEqualTo((double) kept)
                        .isLessThanOrEqualTo(1.5 * kept + 70);
            }
        }
    }

    @Test
    void stepsBeyondWhatIsCountedAreRefused() {
        Trajectory five = flow().from(FEW).run(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> five.run(Integer.MAX_VALUE))
                .withMessage(
                        "the number of steps must be at most 2147483642 after 5 steps, as a run counts to 2147483647:"
                                + " received 2147483647");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> five.run(0))
                .withMessage("the number of steps must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> five.run(-1))
                .withMessage("the number of steps must be at least 1: received -1");
    }
}
