package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NamedNodeMap;

class AnimationTest {
    @TempDir
    Path folder = Path.of("");

    /** A square that moves to the right, on white; the third frame is as the second. */
    private static List<BufferedImage> moving() {
        List<BufferedImage> frames = new ArrayList<>();
        for (int k : new int[] {0, 1, 1, 2}) {
            BufferedImage frame = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = frame.createGraphics();
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, 40, 20);
            g.setColor(new Color(0xd55e00));
            g.fillRect(3 + 10 * k, 5, 8, 8);
            g.dispose();
            frames.add(frame);
        }
        return frames;
    }

    private ImageReader reader(Animation animation) throws IOException {
        Path file = folder.resolve("animation.gif");
        animation.save(file);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(Files.readAllBytes(file))));
        return reader;
    }

    private static NamedNodeMap attributes(ImageReader reader, int frame, String name) throws IOException {
        IIOMetadataNode root =
                (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
        return root.getElementsByTagName(name).item(0).getAttributes();
    }

    private static String delay(ImageReader reader, int frame) throws IOException {
        return attributes(reader, frame, "GraphicControlExtension")
                .getNamedItem("delayTime")
                .getNodeValue();
    }

    @Test
    void framesFollowEachOtherAtTheirTimes() throws IOException {
        ImageReader reader = reader(Animation.of(moving()).framesPerSecond(10).hold(2));
        assertThat(reader.getNumImages(true)).isEqualTo(4);
        assertThat(delay(reader, 0)).isEqualTo("10");
        assertThat(delay(reader, 2)).isEqualTo("10");
        assertThat(delay(reader, 3)).isEqualTo("210");
        assertThat(delay(reader(Animation.of(moving())), 0)).isEqualTo("12");
    }

    @Test
    void repeatsForEver() throws IOException {
        ImageReader reader = reader(Animation.of(moving()));
        IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode loop = (IIOMetadataNode)
                root.getElementsByTagName("ApplicationExtension").item(0);
        assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
        assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
    }

    @Test
    void whatIsSeenIsWhatWasGiven() throws IOException {
        List<BufferedImage> frames = moving();
        ImageReader reader = reader(Animation.of(frames));
        BufferedImage seen = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < frames.size(); k++) {
            NamedNodeMap place = attributes(reader, k, "ImageDescriptor");
            int x = Integer.parseInt(place.getNamedItem("imageLeftPosition").getNodeValue());
            int y = Integer.parseInt(place.getNamedItem("imageTopPosition").getNodeValue());
            assertThat(attributes(reader, k, "GraphicControlExtension")
                            .getNamedItem("disposalMethod")
                            .getNodeValue())
                    .isEqualTo("doNotDispose");
            seen.createGraphics().drawImage(reader.read(k), x, y, null);
            for (int row = 0; row < 20; row++) {
                for (int column = 0; column < 40; column++) {
                    assertThat(seen.getRGB(column, row))
                            .as("frame %d at %d, %d", k, column, row)
                            .isEqualTo(frames.get(k).getRGB(column, row));
                }
            }
        }
        assertThat(reader.getWidth(2)).as("nothing changed").isEqualTo(1);
    }

    @Test
    void twoThousandPointsInThirtyFramesStaySmall() {
        SplittableRandom random = new SplittableRandom(1);
        int n = 2000;
        float[] from = new float[2 * n];
        float[] to = new float[2 * n];
        for (int i = 0; i < 2 * n; i++) {
            from[i] = (float) random.nextDouble(-1, 1);
            to[i] = (float) random.nextDouble(-1, 1);
        }
        List<Clouds.Panel> panels = new ArrayList<>();
        for (int k = 0; k < 30; k++) {
            float[] between = new float[2 * n];
            for (int i = 0; i < 2 * n; i++) {
                between[i] = from[i] + (to[i] - from[i]) * k / 29;
            }
            panels.add(Clouds.panel("step " + k, between, n, 2).over(to, n, 2));
        }
        String html = Clouds.strip(panels).animation().picture().bundle().getOrDefault("text/html", "");
        assertThat(html.length() / 4 * 3).as("bytes").isBetween(50_000, 900_000);
    }

    @Test
    void refusesBadInput() {
        List<BufferedImage> odd = moving();
        odd.set(2, new BufferedImage(41, 20, BufferedImage.TYPE_INT_RGB));
        assertThatThrownBy(() -> Animation.of(odd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Frames: expected all of one size, got 40×20 first and 41×20 at index 2");
        assertThatThrownBy(() -> Animation.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Frames: expected at least one, got none");
        Animation animation = Animation.of(moving());
        assertThatThrownBy(() -> animation.framesPerSecond(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0.1 to 50, got NaN");
        assertThatThrownBy(() -> animation.hold(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 to 60 seconds, got -1");
        assertThatThrownBy(() -> animation.save("animation.png"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a file name ending in .gif");
    }
}
