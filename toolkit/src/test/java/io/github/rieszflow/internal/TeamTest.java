package io.github.rieszflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops shared by threads: each item once, whatever is nested in whatever, and nobody waits for ever. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TeamTest {
    private static final int OUTER = 8;
    private static final int INNER = 50;

    /** How often each pair of items of a loop within a loop is done. */
    private static int[] nested(Team outer, Team inner) {
        AtomicIntegerArray done = new AtomicIntegerArray(OUTER * INNER);
        outer.run(OUTER, 1, (i, w) -> inner.run(INNER, 1, (j, v) -> done.incrementAndGet(i * INNER + j)));
        return IntStream.range(0, done.length()).map(done::get).toArray();
    }

    private static int[] ones() {
        int[] ones = new int[OUTER * INNER];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void aLoopWithinATaskOfTheSameTeamEnds() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            assertThat(nested(Team.of(threads), Team.of(threads))).isEqualTo(ones());
        }
    }

    @Test
    void aLoopWithinATaskOfAnotherTeamEnds() {
        assertThat(nested(Team.of(2), Team.of(3))).isEqualTo(ones());
        assertThat(nested(Team.of(3), Team.of(2))).isEqualTo(ones());
    }

    @Test
    void aLoopThatComesBackThroughAnotherTeamEnds() {
        Team a = Team.of(2);
        Team b = Team.of(3);
        AtomicInteger done = new AtomicInteger();
        a.run(6, 1, (i, u) -> b.run(6, 1, (j, v) -> a.run(6, 1, (k, w) -> done.incrementAndGet())));
        assertThat(done).hasValue(216);
    }

    @Test
    void aTaskMayStartAThreadOfItsOwnThatRunsALoopAndWaitForIt() {
        Team team = Team.of(3);
        AtomicInteger done = new AtomicInteger();
        team.run(6, 1, (i, w) -> {
            Thread own = new Thread(() -> team.run(6, 1, (j, v) -> done.incrementAndGet()));
            own.start();
            try {
                own.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(done).hasValue(36);
    }

    @Test
    void whatTheToolkitComputesWithinATaskIsTheSame() {
        Points x = Points.gaussian(300, 5, Seed.seed(1));
        Points y = Points.gaussian(300, 5, Seed.seed(2));
        Points expected = Mmd.riesz(1).sliced(64).gradient(x, y);
        Set<Points> found = ConcurrentHashMap.newKeySet();
        Team.standard().run(8, 1, (i, w) -> found.add(Mmd.riesz(1).sliced(64).gradient(x, y)));
        assertThat(found).containsExactly(expected);
    }

    @Test
    void aTeamWorksTogetherAgainAfterALoopWithinALoop() {
        nested(Team.of(4), Team.of(4));
        Set<String> workers = ConcurrentHashMap.newKeySet();
        Team.of(4).run(4, 1, (i, w) -> {
            workers.add(
                    Thread.currentThread().getName() + Thread.currentThread().getId());
            long end = System.nanoTime() + 20_000_000_000L;
            while (workers.size() < 2 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        });
        assertThat(workers).hasSizeGreaterThan(1);
    }

    @Test
    void aFailureWithinALoopWithinALoopIsWhatTheCallerSees() {
        Team team = Team.of(3);
        assertThatThrownBy(() -> team.run(
                        8,
                        1,
                        (i, w) -> team.run(8, 1, (j, v) -> {
                            if (i == 5 && j == 5) {
                                throw new IllegalStateException("item 5.5");
                            }
                        })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("item 5.5");
        assertThat(nested(team, team)).isEqualTo(ones());
    }

    @Test
    void anInterruptBreaksNoLoopOffAndStays() {
        AtomicInteger done = new AtomicInteger();
        Thread.currentThread().interrupt();
        Team.of(3).run(1000, 1, (i, w) -> done.incrementAndGet());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasValue(1000);
    }

    @Test
    void numbersAtTheEndOfTheIntegersAreCounted() {
        AtomicInteger done = new AtomicInteger();
        Team.of(4).run(3, Integer.MAX_VALUE, (i, w) -> done.incrementAndGet());
        Team.of(4).run(0, 1, (i, w) -> done.incrementAndGet());
        assertThat(done).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "", "2.5", "5000", "99999999999"})
    void aNumberOfThreadsThatIsNoneIsRefused(String set) {
        String before = System.setProperty("rieszflow.threads", set);
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(Team::standard)
                    .withMessage("the system property rieszflow.threads must be a whole number from 1 to 4096: received"
                            + " \"" + set + "\"; leave it out for all processors");
            System.setProperty("rieszflow.threads", " 3 ");
            assertThat(Team.standard().threads()).isEqualTo(3);
        } finally {
            if (before == null) {
                System.clearProperty("rieszflow.threads");
            } else {
                System.setProperty("rieszflow.threads", before);
            }
        }
    }
}
