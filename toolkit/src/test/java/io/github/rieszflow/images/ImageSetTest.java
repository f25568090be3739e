package io.github.rieszflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.rieszflow.measure.Points;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class ImageSetTest {
    /** Three images of two rows and two columns, their bytes counted up from 0, 100 and 200. */
    private static final ImageSet THREE = ImageSet.of(
                    new byte[] {0, 1, 2, 3, 100, 101, 102, 103, (byte) 200, (byte) 201, (byte) 202, (byte) 203},
                    2,
                    2,
                    1)
            .labelled(7, 3, 7);

    @Test
    void imagesSayWhatTheyAre() {
        assertThat(THREE).hasToString("ImageSet[3 images 2×2×1, labels 3…7]");
        assertThat(THREE.image(1)).hasToString("ImageSet[1 image 2×2×1, label 3]");
        assertThat(ImageSet.of(new byte[12], 1, 2, 3)).hasToString("ImageSet[2 images 1×2×3]");
        assertThat(THREE.hasLabels()).isTrue();
        assertThat(THREE.labels()).containsExactly(7, 3, 7);
    }

    @Test
    void pixelsAreFoundByChannelRowAndColumn() {
        assertThat(THREE.level(2, 0, 1, 0)).isEqualTo(202);
        byte[] colours = new byte[2 * 3 * 4 * 5];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (byte) i;
        }
        ImageSet set = ImageSet.of(colours, 4, 5, 3);
        // Image 1, channel 2, row 3, column 4 is the last byte; channel 1 of image 0 starts after one plane.
        assertThat(set.level(1, 2, 3, 4)).isEqualTo(119);
        assertThat(set.level(0, 1, 0, 0)).isEqualTo(20);
        for (int[] outside : new int[][] {{2, 0, 0, 0}, {0, 3, 0, 0}, {0, 0, 4, 0}, {0, 0, 0, 5}, {0, 0, 0, -1}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> set.level(outside[0], outside[1], outside[2], outside[3]));
        }
    }

    @Test
    void partsKeepImagesAndLabelsTogether() {
        assertThat(THREE.take(2)).isEqualTo(THREE.select(0, 1)).hasSameHashCodeAs(THREE.select(0, 1));
        assertThat(THREE.take(2).points()).isEqualTo(THREE.points().take(2));
        assertThat(THREE.take(2).pixels().remaining()).isEqualTo(8);
        assertThat(THREE.only(7)).isEqualTo(THREE.select(0, 2));
        assertThat(THREE.only(7).level(1, 0, 0, 0)).isEqualTo(200);
        assertThat(THREE.select(1).labels()).containsExactly(3);
        assertThat(THREE.take(2)).isNotEqualTo(THREE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.take(4))
                .withMessage("the number of images to take must lie in [1, 3]: received 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.only(5))
                .withMessage("expected one of the labels 3, 7: received 5");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> THREE.image(3));
        // The bytes behind a taken part go on, but it ends where it ends.
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> THREE.take(2).image(2));
    }

    @Test
    void setsAreJoinedInOrder() {
        assertThat(THREE.take(1).and(THREE.select(1, 2))).isEqualTo(THREE);
        ImageSet joined = THREE.take(2).and(ImageSet.of(new byte[] {9, 8, 7, 6}, 2, 2, 1));
        assertThat(joined).hasToString("ImageSet[3 images 2×2×1]");
        assertThat(joined.level(1, 0, 1, 1)).isEqualTo(103);
        assertThat(joined.level(2, 0, 0, 0)).isEqualTo(9);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.and(ImageSet.of(new byte[4], 4, 1, 1)))
                .withMessageContaining("images of 2×2×1 cannot stand in one set with images of 4×1×1");
    }

    @Test
    void pointsAreBytesOver255AndBack() {
        Points points = THREE.points();
        assertThat(points.shape()).isEqualTo("3×4");
        assertThat(points.row(1)).containsExactly(100 / 255f, 101 / 255f, 102 / 255f, 103 / 255f);
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        ImageSet levels = ImageSet.of(all, 16, 16, 1);
        assertThat(ImageSet.of(levels.points(), 16, 16, 1)).isEqualTo(levels);
    }

    @Test
    void valuesBeyondTheRangeAreSetToItsEnds() {
        ImageSet beyond = ImageSet.of(Points.of(new double[][] {{-3, 0.4999, 1.5, 0.999}}), 2, 2, 1);
        assertThat(beyond).isEqualTo(ImageSet.of(new byte[] {0, 127, (byte) 255, (byte) 255}, 2, 2, 1));
    }

    @Test
    void nothingHandedInOrOutChangesTheImages() {
        byte[] bytes = {1, 2, 3, 4};
        int[] labels = {5};
        ImageSet set = ImageSet.of(bytes, 2, 2, 1).labelled(labels);
        bytes[0] = 9;
        labels[0] = 9;
        set.labels()[0] = 9;
        assertThat(set.level(0, 0, 0, 0)).isEqualTo(1);
        assertThat(set.labels()).containsExactly(5);
        assertThatExceptionOfType(ReadOnlyBufferException.class)
                .isThrownBy(() -> set.pixels().put(0, (byte) 9));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.of(new byte[5], 2, 2, 1))
                .withMessage("images of 2×2×1 need a multiple of 4 bytes: received 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.of(new byte[0], 2, 2, 1))
                .withMessageContaining("received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.of(new byte[4], 0, 2, 1))
                .withMessage("the height of an image must be at least 1: received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.of(new byte[4], 1 << 16, 1 << 16, 1))
                .withMessageContaining("4.3 GB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSet.of(Points.dirac(2, 5), 2, 2, 1))
                .withMessage("images of 2×2×1 need points in dimension 4: received 2×5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> THREE.labelled(1, 2))
                .withMessage("3 images need 3 labels: received 2");
        assertThatIllegalStateException()
                .isThrownBy(() -> ImageSet.of(new byte[4], 2, 2, 1).labels())
                .withMessage("ImageSet[1 image 2×2×1] has no labels: give them with labelled(…)");
    }
}
