package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The published facts of the sets, checked where the user has their files. */
class ImagesTest {
    @Test
    void mnistHasItsPublishedCountsAndMean() {
        ImageSet train = present(Images.mnistIfPresent());
        assertThat(train).hasToString("ImageSet[60000 images 28×28×1, labels 0…9]");
        assertThat(classes(train)).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(mean(train)).isCloseTo(0.13066, within(5e-6));
        assertThat(Images.mnist().take(3).labels()).containsExactly(5, 0, 4);
    }

    @Test
    void theTestPartOfMnistHasItsPublishedCounts() {
        ImageSet test = present(Images.mnistIfPresent(Split.TEST));
        assertThat(classes(test)).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        assertThat(Images.mnist(Split.TEST)).isEqualTo(test);
    }

    @Test
    void fashionMnistHasItsPublishedCountsAndMean() {
        ImageSet train = present(Images.fashionMnistIfPresent());
        assertThat(classes(train)).containsOnly(6000).hasSize(10);
        assertThat(mean(train)).isCloseTo(0.28604, within(5e-6));
        assertThat(classes(Images.fashionMnist(Split.TEST))).containsOnly(1000).hasSize(10);
        assertThat(Images.fashionMnist().take(1).labels()).containsExactly(9);
    }

    private static ImageSet present(Optional<ImageSet> set) {
        assumeTrue(set.isPresent(), "needs RIESZFLOW_DATA");
        return set.orElseThrow();
    }

    private static int[] classes(ImageSet set) {
        int[] counts = new int[10];
        for (int label : set.labels()) {
            counts[label]++;
        }
        return counts;
    }

    private static double mean(ImageSet set) {
        ByteBuffer pixels = set.pixels();
        long sum = 0;
        while (pixels.hasRemaining()) {
            sum += pixels.get() & 255;
        }
        return sum / 255.0 / pixels.capacity();
    }
}
