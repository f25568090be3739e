package io.github.rieszflow.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.network.Size;
import io.github.rieszflow.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

class NotebookTest {
    private static String printed(Runnable code) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            code.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void showTakesAnything() {
        assertThat(printed(() -> Notebook.show(null))).isEqualTo("null\n");
        assertThat(printed(() -> Notebook.show(1.5))).isEqualTo("1.5\n");
        assertThat(printed(() -> Notebook.show(Picture.text("a")))).isEqualTo("Picture[TEXT, a]\n");
        assertThat(printed(() -> Notebook.show(new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB))))
                .isEqualTo("Picture[PNG, 4×2, Image of 4×2 pixels]\n");
        assertThat(printed(() -> Notebook.show(Table.create("t", IntColumn.create("n", new int[] {7})))))
                .isEqualTo("t\nn\n7\n");
    }

    @Test
    void htmlIsTextOutsideNotebooks() {
        assertThat(printed(() -> Notebook.html("<p>1 &lt; 2 &amp;\n <b>so</b> on</p>")))
                .isEqualTo("1 < 2 & so on\n");
    }

    @Test
    void theSizeIsOneOfThreeWords() {
        assertThat(Notebook.size((String) null)).isEqualTo(Size.LAPTOP);
        assertThat(Notebook.size("")).isEqualTo(Size.LAPTOP);
        assertThat(Notebook.size("smoke")).isEqualTo(Size.SMOKE);
        assertThat(Notebook.size(" Paper ")).isEqualTo(Size.PAPER);
        assertThatThrownBy(() -> Notebook.size("huge"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the environment variable RIESZFLOW_SIZE names no size: the size must be one of smoke, laptop,"
                                + " paper: received huge; without it the size is laptop");
        Map<Size, Integer> numbers = Map.of(Size.SMOKE, 1, Size.LAPTOP, 2, Size.PAPER, 3);
        assertThat(Notebook.size(1, 2, 3)).isEqualTo(numbers.get(Notebook.size()));
    }

    @Test
    void theTourFitsTheScreen() {
        assertThat(Help.tour().lines())
                .hasSizeBetween(10, 30)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
        assertThat(printed(Help::help)).isEqualTo(Help.tour() + "\n");
    }

    @Test
    void infoIsOneLineAndATable() {
        Toolkit.Info info = Toolkit.info();
        assertThat(info.toString().lines()).hasSize(1);
        assertThat(info.toString()).startsWith("Rieszflow development, Java " + System.getProperty("java.version"));
        assertThat(info.vectorApi())
                .isEqualTo(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
        assertThat(info.picture().bundle()).containsKey("text/html");
        assertThat(info.libraries().keySet()).containsExactly("tablesaw", "EJML", "DJL");
        assertThat(info.libraries().get("tablesaw")).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(info.folders().keySet()).containsExactly("RIESZFLOW_DATA", "DJL_CACHE_DIR");
        assertThat(new Toolkit.Info(
                        "1.0",
                        "17",
                        "Linux",
                        2,
                        3L << 29,
                        false,
                        Map.of("DJL", "0.1"),
                        "none",
                        "",
                        Map.of("RIESZFLOW_DATA", "not set")))
                .hasToString("Rieszflow 1.0, Java 17, Linux, 2 threads, heap 1.5 GiB,"
                        + " Vector API absent (add it by --add-modules jdk.incubator.vector), DJL 0.1,"
                        + " networks: none, RIESZFLOW_DATA not set");
    }

    @Test
    void infoTellsLibrariesAndDevicesWithoutLoadingThem() {
        assertThat(Toolkit.library(Toolkit.class, "/no/such.class")).isEqualTo("absent");
        assertThat(Toolkit.library(Toolkit.class, "/io/github/rieszflow/notebook/Toolkit.class"))
                .isEqualTo("present");
        assertThat(Toolkit.device(null, null)).startsWith("none");
        assertThat(Toolkit.device("/opt/torch", null)).startsWith("PyTorch in /opt/torch");
        assertThat(Toolkit.device(null, properties("version=2.7.1-2025\nflavor=cpu")))
                .isEqualTo("PyTorch 2.7.1, on the processor");
        assertThat(Toolkit.device(null, properties("version=2.7.1\nflavor=cu128")))
                .isEqualTo("PyTorch 2.7.1, built for GPUs (cu128)");
    }

    private static ByteArrayInputStream properties(String lines) {
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachSizeHasAFolderOfItsOwn() throws IOException {
        Path home = Path.of(System.getProperty("user.home"), "rieszflow");
        assertThat(Notebook.folder("digits", Size.LAPTOP)).isEqualTo(home.resolve("digits"));
        assertThat(Notebook.folder("digits", Size.PAPER)).isEqualTo(home.resolve("digits-paper"));
        Path one = Notebook.folder("digits", Size.SMOKE);
        Path other = Notebook.folder("digits", Size.SMOKE);
        try {
            assertThat(one).isEmptyDirectory().isNotEqualTo(other);
        } finally {
            Files.delete(one);
            Files.delete(other);
        }
    }
}
