package io.github.rieszflow.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What sums over a reference say of groups on a line is what a merge of both in double precision says. */
class SharedReferenceTest {
    /** MMD² of clouds on a line, each with the last one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Read(double[][] squared, boolean all) {}

    private static Read read(float[][] clouds) {
        int total = Arrays.stream(clouds).mapToInt(c -> c.length).sum();
        float[] all = new float[total];
        int[] labels = new int[total];
        int[] sizes = new int[clouds.length];
        int at = 0;
        for (int c = 0; c < clouds.length; c++) {
            System.arraycopy(clouds[c], 0, all, at, clouds[c].length);
            Arrays.fill(labels, at, at + clouds[c].length, c);
            at += clouds[c].length;
            sizes[c] = clouds[c].length;
        }
        SharedReference shared = new SharedReference(sizes);
        double[][] squared = new double[sizes.length - 1][2];
        long[] keys = SortedLine.sort(all, 0, total, new LineScratch(total, 0), labels);
        shared.read(keys, squared, 0);
        // What was read before is gone.
        boolean found = shared.read(keys, squared, 1);
        return new Read(squared, found);
    }

    private static double[] doubles(float[] numbers) {
        double[] all = new double[numbers.length];
        Arrays.setAll(all, i -> numbers[i]);
        return all;
    }

    /** Normal numbers, some of them with ties, outliers, or far away. */
    private static float[] cloud(RandomStream random, int size, int kind) {
        float[] cloud = new float[size];
        double shift = random.nextGaussian() * (kind == 3 ? 100 : 0.3);
        for (int i = 0; i < size; i++) {
            double z = random.nextGaussian() + shift;
            cloud[i] = (float)
                    switch (kind) {
                        case 1 -> Math.rint(4 * z) / 4;
                        case 2 -> z / Math.pow(random.nextDouble(), 2);
                        default -> z;
                    };
        }
        return cloud;
    }

    @Test
    void isTheMergeOfEveryPair() {
        RandomStream random = Seed.seed(11).stream();
        int found = 0;
        int asked = 0;
        for (int t = 0; t < 400; t++) {
            float[][] clouds = new float[2 + random.nextInt(6)][];
            for (int c = 0; c < clouds.length; c++) {
                clouds[c] = cloud(random, 1 + random.nextInt(c == clouds.length - 1 ? 500 : 120), (t + c) % 4);
            }
            float[] reference = clouds[clouds.length - 1];
            Read read = read(clouds);
            boolean all = true;
            for (int c = 0; c < clouds.length - 1; c++) {
                Line line = Line.of(doubles(clouds[c]), doubles(reference));
                double squared = read.squared()[c][1];
                asked++;
                if (Double.isNaN(squared)) {
                    all = false;
                    continue;
                }
                found++;
                assertThat(squared).isCloseTo(line.squared(), within(1e-9 * line.squared()));
            }
            assertThat(read.all()).isEqualTo(all);
        }
        // Nearly all are found: only groups that resemble a reference with far outliers are not.
        assertThat(found).isGreaterThan(asked * 95 / 100);
    }

    /** Usual groups are far from the limit: a hundred normal points against ten thousand. */
    @Test
    void findsWhatIsUsual() {
        RandomStream random = Seed.seed(12).stream();
        float[][] clouds = new float[51][];
        for (int c = 0; c < 51; c++) {
            clouds[c] = cloud(random, c == 50 ? 10_000 : 100, 0);
        }
        Read read = read(clouds);
        assertThat(read.all()).isTrue();
        for (int c = 0; c < 50; c++) {
            double exact = Line.of(doubles(clouds[c]), doubles(clouds[50])).squared();
            assertThat(read.squared()[c][1]).isCloseTo(exact, within(1e-11 * exact));
        }
    }

    /** Differences of which nothing but rounding is left are not handed out. */
    @Test
    void givesNoValueWhereCloudsCoincide() {
        float[] cloud = cloud(Seed.seed(13).stream(), 100, 0);
        float[] near = cloud.clone();
        near[50] = Math.nextUp(near[50]);
        float[] twice = Arrays.copyOf(cloud, 200);
        System.arraycopy(cloud, 0, twice, 100, 100);
        Read read = read(new float[][] {cloud, near, cloud(Seed.seed(14).stream(), 100, 0), twice});
        assertThat(read.all()).isFalse();
        assertThat(read.squared()[0][1]).isNaN();
        assertThat(read.squared()[1][1]).isNaN();
        assertThat(read.squared()[2][1]).isPositive();
    }
}
