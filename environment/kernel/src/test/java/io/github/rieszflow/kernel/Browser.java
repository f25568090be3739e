package io.github.rieszflow.kernel;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.RemoteWebDriver;

/** A headless Chromium that reaches nothing but this machine, with a notebook page in it. */
final class Browser implements AutoCloseable {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 900;
    private static final String RUN_ALL =
            "button[data-jupyter-action='jupyter-notebook:confirm-restart-kernel-and-run-all-cells']";
    private static final String CONFIRM = ".modal.in .modal-footer .btn-danger";

    private final ChromeDriverService service;
    private final RemoteWebDriver driver;

    /**
     * Starts it.
     *
     * @param chromium the browser
     * @param chromedriver the program that drives it
     * @param profile an empty folder
     */
    Browser(Path chromium, Path chromedriver, Path profile) throws IOException {
        var options = new ChromeOptions();
        options.setBinary(chromium.toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                // The network is cut: no name is found, and all but this machine is behind a proxy that is not there.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--proxy-server=http://127.0.0.1:9",
                "--window-size=" + WIDTH + "," + HEIGHT,
                "--user-data-dir=" + profile);
        service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .build();
        // Started here, as ChromeDriver would look for the part that downloads.
        service.start();
        driver = new RemoteWebDriver(service.getUrl(), options, false);
    }

    /** Opens a notebook and waits for its kernel. */
    void open(String page) {
        driver.get(page);
        await(
                60,
                "return !!(window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel"
                        + " && Jupyter.notebook.kernel.is_connected())");
    }

    /** Presses the button "restart the kernel, then re-run the whole notebook", confirms, and waits for the last cell. */
    void runAll(Duration limit) {
        press(RUN_ALL);
        press(CONFIRM);
        await(
                (int) limit.toSeconds(),
                "return [...document.querySelectorAll('.code_cell .input_prompt')]"
                        + ".every(prompt => /\\[\\d+\\]/.test(prompt.textContent))"
                        + " && !document.querySelector('.kernel_busy_icon')");
    }

    private void press(String button) {
        await(
                30,
                "const button = document.querySelector(\"" + button + "\");"
                        + " return !!button && !button.disabled && button.getClientRects().length > 0");
        driver.findElement(By.cssSelector(button)).click();
    }

    /** Waits until a script returns true. */
    void await(int seconds, String script) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (!Boolean.TRUE.equals(driver.executeScript(script))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("After " + seconds + " s this is still not so: " + script);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** What a script returns. */
    Object ask(String script, Object... arguments) {
        return Objects.requireNonNull(driver.executeScript(script, arguments), "the script returned nothing");
    }

    /** Whether the browser gets an answer from an address. */
    boolean reaches(String address) {
        return Boolean.TRUE.equals(driver.executeAsyncScript(
                "fetch(arguments[0], {mode: 'no-cors'}).then(() => arguments[1](true), () => arguments[1](false))",
                address));
    }

    /** The elements of the page, or of the frame looked into. */
    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The element of a kind in the output of the cell whose last line begins with a text. */
    WebElement output(String lastLine, String css) {
        return (WebElement) ask(
                "return Jupyter.notebook.get_cells()"
                        + ".find(cell => cell.get_text().split('\\n').pop().startsWith(arguments[0]))"
                        + ".element[0].querySelector('.output_result ' + arguments[1])",
                lastLine,
                css);
    }

    /** Does something inside a frame of the page. */
    void inside(WebElement frame, Runnable action) {
        driver.switchTo().frame(frame);
        try {
            action.run();
        } finally {
            driver.switchTo().defaultContent();
        }
    }

    /** What is to be seen of an element. */
    BufferedImage pixels(WebElement element) throws IOException {
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        return ImageIO.read(new ByteArrayInputStream(element.getScreenshotAs(OutputType.BYTES)));
    }

    /** Writes a picture of the page in its whole height. */
    void photograph(Path file) throws IOException {
        var height = (Number) ask("return document.querySelector('#notebook').scrollHeight + 200");
        driver.manage().window().setSize(new Dimension(WIDTH, Math.min(height.intValue(), 16_000)));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        driver.manage().window().setSize(new Dimension(WIDTH, HEIGHT));
    }

    @Override
    public void close() {
        driver.quit();
        service.stop();
    }
}
