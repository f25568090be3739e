package io.github.rieszflow.flow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.slicing.LineSolver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any division into shards gives the particles of one shard, and these are those of the flow by binned ranks. */
class ShardedFlowTest {
    private static final int STEPS = 5;

    private static List<Points> cut(Points points, int shards) {
        List<Points> parts = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            int from = (int) ((long) points.size() * i * i / ((long) shards * shards));
            int to = (int) ((long) points.size() * (i + 1) * (i + 1) / ((long) shards * shards));
            int[] chosen = new int[to - from];
            for (int k = from; k < to; k++) {
                chosen[k - from] = k;
            }
            if (chosen.length > 0) {
                parts.add(points.select(chosen));
            }
        }
        return parts;
    }

    private static Points whole(List<Points> shards) {
        return shards.stream().reduce(Points::concat).orElseThrow();
    }

    private static SlicedMmd sliced(Directions directions) {
        return Mmd.riesz(1).sliced(50).with(directions).with(LineSolver.binned(12));
    }

    private static Points sharded(SlicedMmd sliced, Points x, Points y, int ofX, int ofY) {
        return whole(ShardedFlow.of(sliced)
                .toward(cut(y, ofY))
                .stepSize(0.3)
                .momentum(0.5)
                .seed(seed(7))
                .run(cut(x, ofX), STEPS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 20, 150})
    void shardsGiveTheParticlesOfOneFlow(int d) {
        Points x = Points.gaussian(701, d, seed(1));
        Points y = Points.gaussian(400, d, seed(2));
        SlicedMmd sliced = sliced(Directions.automatic());
        Points one = sharded(sliced, x, y, 1, 1);
        assertThat(one)
                .isEqualTo(ParticleFlow.of(sliced)
                        .toward(y)
                        .stepSize(0.3)
                        .momentum(0.5)
                        .seed(seed(7))
                        .from(x)
                        .run(STEPS)
                        .last());
        assertThat(sharded(sliced, x, y, 2, 1)).isEqualTo(one);
        assertThat(sharded(sliced, x, y, 9, 5)).isEqualTo(one);
    }

    @Test
    void givenDirectionsKeepTheirWeights() {
        Points x = Points.gaussian(300, 2, seed(1));
        Points y = Points.gaussian(200, 2, seed(2));
        SlicedMmd sliced = Mmd.riesz(1)
                .sliced(Directions.of(Points.of(new double[][] {{1, 0}, {0, 1}}).weighted(0.3, 0.7)))
                .with(LineSolver.binned(10));
        assertThat(sharded(sliced, x, y, 4, 3)).isEqualTo(sharded(sliced, x, y, 1, 1));
    }

    @Test
    void refusesWhatShardsCannotDo() {
        Points x = Points.gaussian(30, 2, seed(1));
        ShardedFlow flow = ShardedFlow.of(sliced(Directions.iid()));
        assertThatThrownBy(() -> flow.run(List.of(x), 1)).hasMessageContaining("call toward(shards) first");
        assertThatThrownBy(() -> flow.toward(List.of(x, x)).run(List.of(x), 1))
                .hasMessage("the number of shards of particles must be at least 2: received 1");
        assertThatThrownBy(() -> ShardedFlow.of(Mmd.riesz(1).sliced(9))
                        .toward(List.of(x))
                        .run(List.of(x), 1))
                .hasMessageContaining("expected LineSolver.binned(bits)");
    }
}
