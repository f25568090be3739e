package io.github.rieszflow.flow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.measure.Points;
import org.junit.jupiter.api.Test;

class TrajectoryPictureTest {
    private static Trajectory path(int dimension) {
        return ParticleFlow.of(Mmd.riesz(1))
                .toward(Points.gaussian(20, dimension, seed(1)))
                .stepSize(0.1)
                .from(Points.uniform(20, dimension, seed(2)))
                .run(16);
    }

    @Test
    void isInteractiveAsCloudsOrAsACurve() {
        for (int dimension : new int[] {1, 2, 3, 5}) {
            Trajectory path = path(dimension);
            var bundle = path.interactive().picture().bundle();
            assertThat(bundle.keySet()).containsExactly("text/html", "image/png", "text/plain");
            assertThat(bundle.get("image/png"))
                    .isEqualTo(path.picture().bundle().get("image/png"));
            assertThat(bundle.get("text/plain"))
                    .startsWith(dimension <= 3 ? "20 points in blue" : "MMD² over the steps");
            assertThat(bundle.get("text/html")).contains("<iframe");
        }
    }
}
