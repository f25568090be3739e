package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    @TempDir
    Path folder = Path.of("");

    private static BufferedImage image() {
        BufferedImage image = new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB);
        image.setRGB(4, 0, 0x123456);
        image.setRGB(0, 2, 0xfedcba);
        return image;
    }

    @Test
    void pngKeepsItsPixelsAndItsWords() throws Exception {
        Picture picture = Picture.png(image(), "two <dots>");
        assertThat(picture.bundle()).containsOnlyKeys("image/png", "text/plain");
        assertThat(picture.bundle()).containsEntry("text/plain", "two <dots>");
        byte[] png = Base64.getDecoder().decode(picture.bundle().get("image/png"));
        BufferedImage back = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(back.getWidth()).isEqualTo(5);
        assertThat(back.getHeight()).isEqualTo(3);
        assertThat(back.getRGB(4, 0) & 0xffffff).isEqualTo(0x123456);
        assertThat(back.getRGB(0, 2) & 0xffffff).isEqualTo(0xfedcba);
        assertThat(picture.image().getRGB(4, 0) & 0xffffff).isEqualTo(0x123456);
        assertThat(picture.metadata())
                .isEqualTo(Map.of("image/png", Map.of("alt", "two <dots>", "width", 5, "height", 3)));
    }

    @Test
    void aPictureDoesNotChangeWithTheImageItWasMadeFrom() {
        BufferedImage image = image();
        Picture picture = Picture.png(image, "dots");
        image.setRGB(4, 0, 0);
        picture.image().setRGB(4, 0, 0);
        assertThat(picture.image().getRGB(4, 0) & 0xffffff).isEqualTo(0x123456);
    }

    @Test
    void denseImagesAreShownAtTheirSizeOnTheScreen() {
        Picture picture = Picture.png(new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB), "chart", 2);
        assertThat(picture.metadata().get("image/png"))
                .containsEntry("width", 320)
                .containsEntry("height", 200);
    }

    @Test
    void gifIsHtmlWithEscapedWords() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image(), "gif", bytes);
        Picture picture = Picture.gif(bytes.toByteArray(), "a \"quoted\" <film> & more");
        assertThat(picture.bundle()).containsOnlyKeys("text/html", "text/plain");
        assertThat(picture.bundle().get("text/html"))
                .startsWith("<img src=\"data:image/gif;base64,R0lGODlh")
                .contains("width=\"5\"")
                .endsWith("alt=\"a &quot;quoted&quot; &lt;film&gt; &amp; more\">");
        assertThat(picture.image().getWidth()).isEqualTo(5);
        assertThat(picture.metadata()).isEmpty();
    }

    @Test
    void htmlAndTextKeepTheirWords() {
        assertThat(Picture.html("<b>x</b>", "x").bundle())
                .isEqualTo(Map.of("text/html", "<b>x</b>", "text/plain", "x"));
        assertThat(Picture.text("two\nlines").bundle()).isEqualTo(Map.of("text/plain", "two\nlines"));
    }

    @Test
    void savesByItsKind() throws Exception {
        Path png = folder.resolve("a.PNG");
        Picture.png(image(), "dots").save(png);
        assertThat(ImageIO.read(png.toFile()).getRGB(0, 2) & 0xffffff).isEqualTo(0xfedcba);
        Path html = folder.resolve("a.html");
        Picture.html("<b>ü</b>", "ü").save(html.toString());
        assertThat(Files.readString(html, StandardCharsets.UTF_8)).isEqualTo("<b>ü</b>");
        assertThatThrownBy(() -> Picture.png(image(), "dots").save(folder.resolve("a.gif")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This picture is a PNG: expected a file name ending in .png, got a.gif");
        assertThat(folder.resolve("a.gif")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatThrownBy(() -> Picture.png(image(), " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs an alternative text");
        assertThatThrownBy(() -> Picture.gif(new byte[20], "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 20 bytes that do not begin with \"GIF\"");
        assertThatThrownBy(() -> Picture.html("<b>x</b>", "x").image())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no pixels");
    }

    @Test
    void isOneLineOfText() {
        assertThat(Picture.png(image(), "dots\nand more")).hasToString("Picture[PNG, 5×3, dots]");
        assertThat(Picture.html("<b>x</b>", "x\ny")).hasToString("Picture[HTML, x]");
    }

    @Test
    void outsideNotebooksShowPrintsOneLine() {
        record Ring(double radius) implements Visible {
            @Override
            public Picture picture() {
                throw new AssertionError("nothing to draw here");
            }
        }
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            new Ring(1.5).show();
        } finally {
            System.setOut(before);
        }
        assertThat(Visible.LIVE).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).containsExactly("Ring[radius=1.5]");
    }
}
