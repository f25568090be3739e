package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageShapeTest {
    @Test
    void poolsAndEnlarges() {
        ImageShape shape = ImageShape.colour(24, 36);
        assertThat(shape.pooled(4)).isEqualTo(new ImageShape(6, 9, 3));
        assertThat(shape.pooled(1)).isEqualTo(shape);
        assertThat(shape.pooled(4).enlarged(4)).isEqualTo(shape);
        assertThat(ImageShape.grey(1, 5).enlarged(3).dimension()).isEqualTo(45);
    }

    @Test
    void refusesWhatLeavesPixelsOver() {
        ImageShape shape = ImageShape.grey(28, 30);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shape.pooled(4))
                .withMessage("the pooling factor must divide the height and width of the images: received 4 for images"
                        + " of 28×30×1");
        assertThatIllegalArgumentException().isThrownBy(() -> shape.pooled(0)).withMessageContaining("received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shape.enlarged(-1))
                .withMessageContaining("received -1");
        assertThatThrownBy(() -> shape.enlarged(1 << 28)).isInstanceOf(ArithmeticException.class);
    }
}
