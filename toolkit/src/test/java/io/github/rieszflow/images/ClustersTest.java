package io.github.rieszflow.images;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rieszflow.measure.Points;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClustersTest {
    /** Grey images around a brightness of their own: 60 dark, 30 bright and 10 of medium brightness, mixed. */
    private static ImageSet planted() {
        Random random = new Random(1);
        byte[] pixels = new byte[100 * 16];
        for (int i = 0; i < 100; i++) {
            int level = i % 10 < 6 ? 40 : i % 10 < 9 ? 210 : 120;
            for (int k = 0; k < 16; k++) {
                pixels[16 * i + k] = (byte) (level + random.nextInt(30) - 15);
            }
        }
        return ImageSet.of(pixels, 4, 4, 1);
    }

    @Test
    void groupsFarApartAreFoundAndTheLargestComesFirst() {
        int[] expected = IntStream.range(0, 100)
                .map(i -> i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2)
                .toArray();
        for (int s = 0; s < 5; s++) {
            assertThat(planted().clustered(3, seed(s)).labels()).isEqualTo(expected);
        }
        assertThat(planted().clustered(1, seed(0)).labels()).containsOnly(0);
    }

    /** What k-means is: counted out in double precision. */
    @Test
    void eachImageIsNearestToTheMeanOfItsGroup() {
        ImageSet digits = Images.drawnDigits(400, seed(2));
        ImageSet grouped = digits.clustered(17, seed(3));
        assertThat(grouped.pixels()).isEqualTo(digits.pixels());
        int[] labels = grouped.labels();
        Points points = digits.pooledPoints(2);
        int d = points.dimension();
        double[][] means = new double[17][d];
        int[] counts = new int[17];
        for (int i = 0; i < 400; i++) {
            counts[labels[i]]++;
            for (int t = 0; t < d; t++) {
                means[labels[i]][t] += points.get(i, t);
            }
        }
        assertThat(counts).isSortedAccordingTo((a, b) -> Integer.compare(b, a));
        assertThat(Arrays.stream(counts).min().orElseThrow()).isPositive();
        for (int i = 0; i < 400; i++) {
            double[] distances = new double[17];
            for (int k = 0; k < 17; k++) {
                for (int t = 0; t < d; t++) {
                    double difference = points.get(i, t) - means[k][t] / counts[k];
                    distances[k] += difference * difference;
                }
            }
            assertThat(distances[labels[i]])
                    .as("image %d", i)
                    .isLessThanOrEqualTo(Arrays.stream(distances).min().orElseThrow() + 1e-9);
        }
    }

    @Test
    void theSeedDecides() {
        ImageSet digits = Images.drawnDigits(300, seed(2));
        assertThat(digits.clustered(20, seed(5))).isEqualTo(digits.clustered(20, seed(5)));
        assertThat(digits.clustered(20, seed(5))).isNotEqualTo(digits.clustered(20, seed(6)));
    }

    @Test
    void groupsStayEmptyWhereImagesAreAlike() {
        byte[] two = new byte[6 * 4];
        Arrays.fill(two, 8, 16, (byte) 200);
        assertThat(ImageSet.of(two, 2, 2, 1).clustered(6, seed(1)).labels()).containsExactly(0, 0, 1, 1, 0, 0);
    }

    @Test
    void badNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planted().clustered(0, seed(1)))
                .withMessageContaining("the number of groups");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> planted().clustered(101, seed(1)))
                .withMessageContaining("101");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> planted().clustered(3, seed(1))).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void ofManyLabelsAMessageNamesSome() {
        int[] labels = Images.drawnDigits(200, seed(2)).clustered(40, seed(1)).labels();
        List<Integer> counts = IntStream.range(0, 40)
                .mapToObj(k -> (int) Arrays.stream(labels).filter(l -> l == k).count())
                .toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Observation.Labels.require(counts, 40))
                .withMessage(
                        "expected labels of the images in training, which are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,"
                                + " 12, 13, 14, 15, 16, 17, 18, 19, … up to 39: received 40");
    }

    /** With 50 groups of 10,000 digits, 81 % are of the kind that most of their group are; with 100 groups of all 60,000 it was 87 %. */
    @Test
    void digitsOfAKindComeTogether() {
        Optional<ImageSet> there = Images.mnistIfPresent(Split.TRAIN);
        assumeTrue(there.isPresent(), "needs RIESZFLOW_DATA");
        ImageSet digits = there.orElseThrow().take(10_000);
        int[] kinds = digits.labels();
        int[] groups = digits.clustered(50, seed(1)).labels();
        int[][] counts = new int[50][10];
        for (int i = 0; i < groups.length; i++) {
            counts[groups[i]][kinds[i]]++;
        }
        int alike = Arrays.stream(counts)
                .mapToInt(row -> Arrays.stream(row).max().orElseThrow())
                .sum();
        assertThat(alike / 10_000.0).isGreaterThan(0.75);
    }
}
