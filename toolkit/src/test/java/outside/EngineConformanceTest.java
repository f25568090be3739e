package outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.conformance.Conformance;
import io.github.rieszflow.conformance.EngineConformance;
import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SlicedDescent;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our engines and a user's do what an engine must. */
class EngineConformanceTest {
    /** The example of the page on extending: the processor, for clouds that are small. */
    private record SmallClouds(int most) implements Engine {
        @Override
        public boolean supports(SlicedProblem problem, Measure particles, Measure targets) {
            return particles.size() <= most
                    && targets.size() <= most
                    && Engine.cpu().supports(problem, particles, targets);
        }

        @Override
        public SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets) {
            if (particles.size() > most || targets.size() > most) {
                throw new IllegalArgumentException("at most " + most + " points: received " + particles.shape()
                        + " particles and " + targets.shape() + " targets; take fewer, or Engine.cpu()");
            }
            return Engine.cpu().open(problem, particles, targets);
        }
    }

    static Stream<Engine> engines() {
        return Stream.of(
                Engine.cpu(),
                Engine.cpu().plain().threads(1),
                new CountingEngine(Engine.cpu()),
                new PairEngine(),
                new SmallClouds(5000));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void conform(Engine engine) {
        Conformance found = EngineConformance.of(engine).require();
        assertThat(found.findings()).hasSizeGreaterThan(15);
    }

    /** Targets push instead of pulling, which two points and all pairs show. */
    @Test
    void oneThatIsWrongIsFound() {
        PairEngine wrong = new PairEngine() {
            @Override
            double force(double z, double t, int rank) {
                return -super.force(z, t, rank);
            }
        };
        Conformance found = EngineConformance.of(wrong);
        assertThat(found.passed()).isFalse();
        assertThat(found.findings())
                .filteredOn(finding -> !finding.met())
                .extracting(Conformance.Finding::requirement)
                .anyMatch(requirement -> requirement.startsWith("two points"))
                .anyMatch(requirement -> requirement.startsWith("gradients are those of all pairs"))
                .noneMatch(requirement -> requirement.startsWith("values"));
        assertThatThrownBy(found::require).isInstanceOf(AssertionError.class).hasMessageContaining("NOT met");
    }

    /** Pairs: in the other order where they are nearer to each other than this. */
    private static final class Turned extends PairEngine {
        private final double near;
        private int turned;

        Turned(double near) {
            this.near = near;
        }

        @Override
        double force(double z, double t, int rank) {
            boolean turn = z != t && Math.abs(z - t) < near;
            turned += turn ? 1 : 0;
            return turn ? -super.force(z, t, rank) : super.force(z, t, rank);
        }
    }

    /** Each kind of processor sums products in its own order; that puts few pairs of neighbours into another. */
    @Test
    void whatRoundingDecidesMayBeDecidedOtherwise() {
        Turned byRounding = new Turned(3e-7);
        EngineConformance.of(byRounding).require();
        assertThat(byRounding.turned).isPositive();
        assertThat(EngineConformance.of(new Turned(1e-4)).findings())
                .filteredOn(finding -> !finding.met())
                .extracting(Conformance.Finding::requirement)
                .anyMatch(requirement -> requirement.startsWith("gradients are those of all pairs"));
    }

    /** One that draws anew whatever the seed. */
    @Test
    void oneThatForgetsItsSeedIsFound() {
        CountingEngine wrong = new CountingEngine(new Engine() {
            private int drawn;

            @Override
            public SlicedDescent open(SlicedProblem problem, Measure particles, Measure targets) {
                return Engine.cpu()
                        .open(problem.directions().slices() > 0 ? problem : redrawn(problem), particles, targets);
            }

            private SlicedProblem redrawn(io.github.rieszflow.slicing.SlicedProblem problem) {
                drawn++;
                int own = drawn;
                Directions rule = (slices, d, seed) -> problem.directions().draw(slices, d, seed.split(own));
                return new SlicedProblem(problem.exponent(), rule, problem.slices(), problem.solver());
            }

            @Override
            public boolean supports(SlicedProblem problem, Measure particles, Measure targets) {
                return Engine.cpu().supports(problem, particles, targets);
            }
        });
        assertThat(EngineConformance.of(wrong).findings())
                .filteredOn(finding -> !finding.met())
                .extracting(Conformance.Finding::requirement)
                .contains(
                        "directions are those that the rule draws from the seed",
                        "the same seed gives the same bits twice, another seed others");
    }

    /** A flow on a user's engine goes where it goes on ours. */
    @Test
    void flowsOnIt() {
        Points start = Points.uniform(30, 2, Seed.seed(1));
        Points targets = Points.uniform(20, 2, Seed.seed(2)).translate(1, 0);
        Points[] last = new Points[2];
        Engine[] engines = {Engine.cpu(), new PairEngine()};
        for (int i = 0; i < 2; i++) {
            last[i] = ParticleFlow.of(Mmd.riesz(1).sliced(16).on(engines[i]))
                    .toward(targets)
                    .stepSize(0.2)
                    .momentum(0.5)
                    .from(start)
                    .run(20)
                    .last();
        }
        for (int i = 0; i < 30; i++) {
            assertThat(last[0].row(i)).usingComparatorWithPrecision(1e-3f).containsExactly(last[1].row(i));
        }
    }
}
