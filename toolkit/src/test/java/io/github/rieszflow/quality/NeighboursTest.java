package io.github.rieszflow.quality;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Estimate;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static ImageSet noise(int count, int side, long seed) {
        byte[] bytes = new byte[count * side * side * 3];
        new Random(seed).nextBytes(bytes);
        return ImageSet.of(bytes, side, side, 3);
    }

    private static double distance(ImageSet a, int i, ImageSet b, int j) {
        int image = a.pixels().remaining() / a.size();
        double sum = 0;
        for (int k = 0; k < image; k++) {
            double difference =
                    (a.pixels().get(i * image + k) & 255) - (b.pixels().get(j * image + k) & 255);
            sum += difference * difference;
        }
        return Math.sqrt(sum) / 255;
    }

    @Test
    void theNearestAreFoundAmongAll() {
        ImageSet samples = noise(7, 5, 1);
        ImageSet training = noise(200, 5, 2);
        Neighbours found = Neighbours.of(samples, training);
        for (int i = 0; i < 7; i++) {
            double[] all = new double[200];
            for (int j = 0; j < 200; j++) {
                all[j] = distance(samples, i, training, j);
            }
            double[] sorted = all.clone();
            Arrays.sort(sorted);
            assertThat(all[found.nearest()[i]]).isEqualTo(sorted[0]);
            assertThat(found.distances()[i]).isCloseTo(sorted[0], within(1e-12));
            double next = Arrays.stream(sorted, 1, 10).average().orElseThrow();
            assertThat(found.ratios()[i]).isCloseTo(sorted[0] / next, within(1e-12));
        }
    }

    /** More pixels than squares of bytes fit into an int, all as different as can be. */
    @Test
    void largeImagesDoNotOverflow() {
        int side = 120;
        byte[] black = new byte[side * side * 3];
        byte[] white = new byte[10 * side * side * 3];
        Arrays.fill(white, (byte) 255);
        Neighbours found = Neighbours.of(ImageSet.of(black, side, side, 3), ImageSet.of(white, side, side, 3));
        assertThat(found.distances()[0]).isCloseTo(Math.sqrt(side * side * 3), within(1e-9));
        assertThat(found.nearest()[0]).isZero();
    }

    @Test
    void copiesAreToldFromNewImages() {
        ImageSet training = Images.drawnDigits(1000, seed(1));
        Neighbours heldOut = Neighbours.of(Images.drawnDigits(400, seed(2)), training);
        Neighbours fresh = Neighbours.of(Images.drawnDigits(400, seed(3)), training);
        ImageSet half = ImageSet.of(training.take(400).points().scale(0.95), 28, 28, 1);
        Neighbours copied = Neighbours.of(half, training);
        Estimate none = fresh.copies(heldOut);
        assertThat(none.value()).isCloseTo(0.05, within(4 * none.standardError()));
        assertThat(copied.copies(heldOut).value()).isGreaterThan(0.99);
        assertThat(copied.nearest()[17]).isEqualTo(17);
        assertThat(copied.toString()).startsWith("Neighbours[400 samples among 1000 images, ratio 0.");
        assertThat(copied.picture().alternative())
                .isEqualTo("most like copies, above their nearest of 1000: 40 grey images of 28×28 pixels");
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> Neighbours.of(noise(3, 5, 1), noise(20, 4, 1)))
                .hasMessage("samples and training images must have the same shape: samples are 5×5×3, training images"
                        + " 4×4×3");
        assertThatThrownBy(() -> Neighbours.of(noise(3, 5, 1), noise(9, 5, 1)))
                .hasMessage("the number of training images must be at least 10: received 9");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Neighbours.of(noise(3, 5, 1), noise(20, 5, 1)))
                    .isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
