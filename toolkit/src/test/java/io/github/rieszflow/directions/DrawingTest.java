package io.github.rieszflow.directions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rieszflow.internal.Drawing;
import io.github.rieszflow.internal.Fingerprint;
import io.github.rieszflow.measure.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts and monitors are kept with the version of what seeds draw, so it must change with that. */
class DrawingTest {
    @Test
    void aSeedDrawsWhatItsVersionSays() {
        Fingerprint all = Fingerprint.begin();
        for (Directions rule : List.of(
                Directions.automatic(),
                Directions.iid(),
                Directions.orthogonal(),
                Directions.hadamard(),
                Directions.sobol())) {
            // In the plane few and many, in space, and more and fewer than an orthonormal block.
            for (int[] size : new int[][] {{8, 2}, {20, 2}, {80, 2}, {50, 3}, {64, 10}, {30, 100}, {300, 130}}) {
                all.floats(rule.draw(size[0], size[1], Seed.seed(7)).points().values());
            }
        }
        assertThat(Drawing.VERSION + ": " + all.hex())
                .as("where seeds draw other directions than before, raise Drawing.VERSION")
                .isEqualTo("2: c8a83072b1b97be50dc6d3f0e66f00488a4aac7da9e3e861871b14dde66e31e0");
    }
}
