package io.github.rieszflow.images;

import static io.github.rieszflow.TestPictures.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.ScriptedNetwork;
import io.github.rieszflow.network.ScriptedNetworkTest;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
    @TempDir
    Path folder;

    private void save(BufferedImage picture, String name) throws IOException {
        Files.createDirectories(folder);
        ImageIO.write(
                picture,
                name.substring(name.lastIndexOf('.') + 1),
                folder.resolve(name).toFile());
    }

    @Test
    void picturesComeInTheOrderOfTheirNames() throws IOException {
        save(noise(8, 8, BufferedImage.TYPE_INT_RGB, 1), "b.png");
        save(noise(8, 8, BufferedImage.TYPE_INT_RGB, 2), "a.png");
        save(noise(8, 8, BufferedImage.TYPE_INT_RGB, 3), "c.png");
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        ImageSet all = Images.folder(folder, 8);
        assertThat(all).hasToString("ImageSet[3 images 8×8×3]");
        BufferedImage first = noise(8, 8, BufferedImage.TYPE_INT_RGB, 2);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                // The same size: not a level is changed.
                Color colour = new Color(first.getRGB(x, y));
                assertThat(all.level(0, 0, y, x)).isEqualTo(colour.getRed());
                assertThat(all.level(0, 1, y, x)).isEqualTo(colour.getGreen());
                assertThat(all.level(0, 2, y, x)).isEqualTo(colour.getBlue());
            }
        }
        assertThat(Images.folder(folder, 8, 2)).isEqualTo(all.take(2));
    }

    @Test
    void theMiddleSquareIsTaken() throws IOException {
        BufferedImage wide = new BufferedImage(30, 10, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 30; x++) {
                wide.setRGB(x, y, x < 10 ? 0xFF0000 : x < 20 ? 0x3C50C8 : 0x00FF00);
            }
        }
        save(wide, "wide.png");
        ImageSet one = Images.folder(folder, 4);
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                assertThat(new int[] {one.level(0, 0, y, x), one.level(0, 1, y, x), one.level(0, 2, y, x)})
                        .containsExactly(60, 80, 200);
            }
        }
        // (299·60 + 587·80 + 114·200)/1000 = 87.7
        assertThat(one.grey().level(0, 0, 2, 2)).isEqualTo(88);
    }

    @Test
    void greyLevelsAreNotBrightenedAndTransparentOnesAreWhite() throws IOException {
        BufferedImage grey = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 50);
        save(grey, "a.png");
        BufferedImage clear = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(1, 1, 0xFF102030);
        save(clear, "b.png");
        ImageSet both = Images.folder(folder, 2);
        assertThat(both.level(0, 0, 0, 0)).isEqualTo(50);
        assertThat(both.level(1, 2, 0, 0)).isEqualTo(255);
        assertThat(both.level(1, 2, 1, 1)).isEqualTo(0x30);
    }

    @Test
    void celebAIsCutAndResizedAsPublished() throws IOException {
        BufferedImage face = noise(178, 218, BufferedImage.TYPE_INT_RGB, 5);
        Path data = folder;
        folder = data.resolve("celeba/img_align_celeba");
        save(face, "000001.png");
        save(face, "000002.png");
        ImageSet faces = DataFolder.find(name -> data.toString(), name -> null).celebA(1);
        assertThat(faces).hasToString("ImageSet[1 image 64×64×3]");
        float[] cut = new float[3 * 140 * 140];
        for (int y = 0; y < 140; y++) {
            for (int x = 0; x < 140; x++) {
                int rgb = face.getRGB(x + 19, y + 39);
                for (int c = 0; c < 3; c++) {
                    cut[(c * 140 + y) * 140 + x] = rgb >> (16 - 8 * c) & 255;
                }
            }
        }
        // PyTorch's own interpolation, with which the published experiments were made.
        Path resize = ScriptedNetworkTest.script(
                data.resolve("resize.pt"), "torch.upsample_bicubic2d(x, [64, 64], False, None, None)");
        try (ScriptedNetwork network = ScriptedNetwork.load(resize, Device.cpu())) {
            float[] resized = network.apply(cut, 1, 3, 140, 140);
            for (int k = 0; k < resized.length; k++) {
                double expected = Math.min(255, Math.max(0, resized[k]));
                int level = faces.level(0, k / 64 / 64, k / 64 % 64, k % 64);
                assertThat(Math.abs(level - expected)).isLessThan(0.501);
            }
        }
    }

    @Test
    void smallPicturesKeepMeansRampsAndNoFalsePatterns() throws IOException {
        BufferedImage ramp = new BufferedImage(120, 120, BufferedImage.TYPE_INT_RGB);
        BufferedImage stripes = new BufferedImage(120, 120, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 120; x++) {
                ramp.setRGB(x, y, 0x010101 * (2 * x));
                stripes.setRGB(x, y, x % 2 == 0 ? 0 : 0xFFFFFF);
            }
        }
        save(ramp, "a.png");
        save(stripes, "b.png");
        ImageSet both = Images.folder(folder, 12);
        for (int x = 2; x < 10; x++) {
            // The mean of ten columns of a ramp; stripes finer than a pixel become grey.
            assertThat(both.level(0, 0, 6, x)).isBetween(20 * x + 8, 20 * x + 10);
            assertThat(both.level(1, 0, 6, x)).isBetween(126, 129);
        }
    }

    @Test
    void whatIsNoPictureIsNamed() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder, 8))
                .withMessage(
                        folder + " holds no pictures: expected files that end in bmp, gif, jpeg, jpg, png, tif, tiff");
        Path damaged = Files.writeString(folder.resolve("a.png"), "no picture");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.folder(folder, 8))
                .withMessageContaining(damaged + " holds no picture that can be read (it is text)");
        Path data = folder;
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        DataFolder.find(name -> data.toString(), name -> null).celebA(5))
                .withMessageContaining("CelebA may not be passed on: its makers give img_align_celeba.zip");
        folder = data.resolve("celeba/img_align_celeba");
        save(noise(20, 20, BufferedImage.TYPE_INT_RGB, 5), "000001.png");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DataFolder.find(name -> data.toString(), name -> null).celebA(5))
                .withMessageContaining("is no aligned picture of CelebA: expected 178×218 pixels, found 20×20");
    }
}
