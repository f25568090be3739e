package io.github.rieszflow.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    @TempDir
    private Path folder;

    private void page(String path, String body) throws IOException {
        new Output(folder)
                .text(path, "<html lang=\"en\"><title>t</title><body><h1 id=\"top\">t</h1>" + body + "</body></html>");
    }

    @Test
    void addressesAreRelative() {
        assertThat(Links.relative("notebooks/a.html", "api/x/B.html")).isEqualTo("../api/x/B.html");
        assertThat(Links.relative("a.html", "a.html")).isEqualTo("a.html");
        assertThat(Links.resolve("toolkit/docs/runs.md", "../../README.md")).isEqualTo("README.md");
        assertThat(Links.anchor("Runs, that are `kept`: 2")).isEqualTo("runs-that-are-kept-2");
    }

    @Test
    void aSiteThatIsWholeHasNoFaults() throws IOException {
        page("a.html", "<a href=\"sub/b.html#top\">b</a> <a href=\"#top\">a</a> <a href=\"https://else.where/\">c</a>");
        page("sub/b.html", "<a href=\"../a.html\">a</a><img src=\"data:image/png;base64,AA\" alt=\"dot\">");
        assertThat(Links.faults(folder)).isEmpty();
    }

    @Test
    void eachFaultIsSeen() throws IOException {
        page("a.html", "<a href=\"b.html\">b</a>");
        page("c.html", "<a href=\"a.html#nowhere\">a</a>");
        page("d.html", "<img src=\"https://else.where/x.png\" alt=\"x\">");
        page("e.html", "<img src=\"a.html\">");
        page("f.html", "<h1>second</h1>");
        new Output(folder).text("g.html", "<h1>no language</h1>");
        assertThat(Links.faults(folder))
                .containsExactly(
                        "a.html: no file for b.html",
                        "c.html: no place for a.html#nowhere",
                        "d.html: fetches https://else.where/x.png",
                        "e.html: no description of a.html",
                        "f.html: 2 main headings",
                        "g.html: no language or no title");
    }
}
