package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** A person opens a notebook in a browser that has no network and runs it: this is what is on the page then. */
@Tag("slow")
class BrowserIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** For the eye. */
    private static final Path PICTURES = Project.root().resolve("environment/kernel/target/browser");

    @TempDir
    private static Path temp;

    private static Path books = Path.of("");
    private static @Nullable JupyterServer server;
    private static @Nullable Browser browser;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        List<Path> programs = Stream.of("jupyter", "chromium", "chromedriver")
                .flatMap(name -> program(name).stream())
                .toList();
        assumeTrue(programs.size() == 3, "jupyter, chromium and chromedriver are needed, and found were: " + programs);
        books = Files.createDirectory(temp.resolve("books"));
        Path data = temp.resolve("data");
        InstalledKernel.into(data);
        server = new JupyterServer(
                programs.get(0),
                books,
                Files.createDirectory(temp.resolve("home")),
                data,
                Map.of("RIESZFLOW_SIZE", System.getProperty("rieszflow.browser.size", "smoke")));
        browser = new Browser(programs.get(1), programs.get(2), Files.createDirectory(temp.resolve("profile")));
    }

    private static List<Path> program(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .limit(1)
                .toList();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Opens a notebook and runs all of it as a person would. */
    private static Browser run(String notebook) {
        Browser page = Objects.requireNonNull(browser);
        page.open(Objects.requireNonNull(server).page(notebook));
        page.runAll(LIMIT);
        return page;
    }

    @Test
    void theQuickstartShowsPicturesTablesAndAPlotWithoutANetwork() throws IOException {
        Notebook quickstart = Notebook.read(Project.root().resolve("notebooks/00-quickstart.ipynb"));
        for (JsonElement cell : quickstart.json().getAsJsonArray("cells")) {
            // What is on the page afterwards was made there.
            if (cell.getAsJsonObject().has("outputs")) {
                cell.getAsJsonObject().add("outputs", new JsonArray());
                cell.getAsJsonObject().add("execution_count", JsonNull.INSTANCE);
            }
        }
        quickstart.write(books.resolve("quickstart.ipynb"));
        Browser page = run("quickstart.ipynb");
        assertThat(page.reaches("https://cdn.plot.ly/plotly-latest.min.js")).isFalse();
        assertThat(page.all(".output_error, .output_stderr")).isEmpty();
        for (WebElement picture : page.all(".output img")) {
            assertThat(page.ask("return arguments[0].complete && arguments[0].naturalWidth", picture))
                    .asInstanceOf(InstanceOfAssertFactories.LONG)
                    .isGreaterThan(200);
        }
        WebElement flow = page.output("path", "img");
        BufferedImage strip = page.pixels(flow);
        assertThat(strip.getWidth()).isGreaterThan(500);
        assertThat(count(strip, BrowserIT::bluish)).as("pixels of particles").isGreaterThan(500);
        assertThat(count(strip, BrowserIT::orange)).as("pixels of targets").isGreaterThan(500);
        WebElement table = page.output("path.table()", "table");
        assertThat(table.isDisplayed()).isTrue();
        assertThat(table.getText()).contains("step", "MMD²", "sliced W1").contains("32");
        assertThat(count(page.pixels(table), BrowserIT::dark))
                .as("pixels of text")
                .isGreaterThan(500);
        WebElement frame = page.output("ParticleFlow", "iframe");
        page.inside(frame, () -> {
            page.await(60, "return document.querySelectorAll('.plotly .main-svg').length > 0");
            assertThat(page.all(".plotly .slider-container")).hasSize(1);
            assertThat(page.all(".plotly path.point, .plotly canvas")).isNotEmpty();
        });
        BufferedImage plot = page.pixels(frame);
        page.photograph(PICTURES.resolve("quickstart.png"));
        ImageIO.write(plot, "png", PICTURES.resolve("interactive.png").toFile());
        assertThat(count(plot, BrowserIT::bluish)).as("pixels of particles").isGreaterThan(500);
        assertThat(count(plot, BrowserIT::orange)).as("pixels of targets").isGreaterThan(500);
    }

    @Test
    void aMillionPrintedLinesLeaveThePageAlive() throws IOException {
        Files.writeString(books.resolve("million.ipynb"), """
                {"cells": [
                 {"cell_type": "code", "execution_count": null, "id": "a", "metadata": {}, "outputs": [],
                  "source": "for (int i = 0; i < 1_000_000; i++) System.out.println(i);"},
                 {"cell_type": "code", "execution_count": null, "id": "b", "metadata": {}, "outputs": [],
                  "source": "6 * 7"}],
                 "metadata": {"kernelspec": {"display_name": "Java", "language": "java", "name": "java"}},
                 "nbformat": 4, "nbformat_minor": 5}
                """);
        Browser page = run("million.ipynb");
        assertThat(page.output("6 * 7", "pre").getText()).isEqualTo("42");
        String printed = String.valueOf(page.ask(
                "return [...document.querySelectorAll('.output_stdout')].map(part => part.textContent).join('')"));
        assertThat(printed).startsWith("0\n1\n2\n").contains("999999").hasSizeLessThan(1_000_000);
        // The page still scrolls and draws.
        WebElement last = page.output("6 * 7", "pre");
        assertThat(count(page.pixels(last), BrowserIT::dark))
                .as("pixels of the number")
                .isPositive();
    }

    private static long count(BufferedImage image, IntPredicate colour) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .filter(colour)
                .count();
    }

    private static int red(int rgb) {
        return rgb >> 16 & 255;
    }

    private static int green(int rgb) {
        return rgb >> 8 & 255;
    }

    private static int blue(int rgb) {
        return rgb & 255;
    }

    private static boolean bluish(int rgb) {
        return blue(rgb) > red(rgb) + 60;
    }

    private static boolean orange(int rgb) {
        return red(rgb) > green(rgb) + 20 && green(rgb) > blue(rgb) + 20;
    }

    private static boolean dark(int rgb) {
        return red(rgb) + green(rgb) + blue(rgb) < 200;
    }
}
