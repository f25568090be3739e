package io.github.rieszflow.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of this project, made from the Javadoc that the build has just written. */
class SiteIT {
    private static final Path PROJECT = Path.of("../..");
    private static final Path JAVADOC = PROJECT.resolve("toolkit/target/reports/apidocs");

    @TempDir
    private Path site;

    @Test
    void everyLinkOfTheSiteLeadsSomewhere() throws IOException {
        assumeThat(JAVADOC.resolve("type-search-index.js"))
                .as("the whole project is built, not this module alone")
                .exists();
        Site.make(PROJECT, JAVADOC, site);
        assertThat(Links.faults(site)).isEmpty();

        String gallery = Files.readString(site.resolve("notebooks/index.html"));
        List<String> notebooks;
        try (Stream<Path> files = Files.list(PROJECT.resolve("notebooks"))) {
            notebooks = files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".ipynb"))
                    .toList();
        }
        assertThat(notebooks).isNotEmpty().allSatisfy(notebook -> {
            String page = notebook.replace(".ipynb", ".html");
            assertThat(gallery).contains("href=\"" + page + "\"");
            assertThat(site.resolve("notebooks").resolve(page)).exists();
            assertThat(site.resolve("notebooks").resolve(notebook)).exists();
        });
        assertThat(Links.parse(gallery).select(".gallery img")).hasSameSizeAs(notebooks);

        assertThat(Files.readString(site.resolve("notebooks/00-quickstart.html")))
                .contains("<a href=\"../api/io/github/rieszflow/flow/ParticleFlow.html\">ParticleFlow</a>")
                .contains("<math")
                .doesNotContain("base64");
        assertThat(Files.readString(site.resolve("api/io/github/rieszflow/flow/ParticleFlow.html")))
                .contains("href=\"../../../../../notebooks/00-quickstart.html\"");
        assertThat(Files.readString(site.resolve("index.html")))
                .contains("href=\"extending.html\"", "href=\"notebooks/00-index.html\"", "id=\"two-commands\"");
    }
}
