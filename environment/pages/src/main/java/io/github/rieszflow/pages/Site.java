package io.github.rieszflow.pages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the site from the project's README, documents and notebooks and from its Javadoc. */
final class Site {
    private static final String NOTEBOOKS = "notebooks/";
    private static final String GALLERY = NOTEBOOKS + "index.html";
    /** The documents in the order of the bar; others come after them. */
    private static final List<String> ORDER = List.of(
            "extending.md",
            "figures.md",
            "runs.md",
            "groups-and-streams.md",
            "large-data.md",
            "gpu.md",
            "design-notes.md",
            "changelog.md");

    private final Path project;
    private final Output output;
    private final Api api;
    /** The page in the site for each file of the project that becomes one. */
    private final Map<String, String> pages = new LinkedHashMap<>();

    private final Map<String, List<Page>> uses = new TreeMap<>();
    private final List<Page> notebooks = new ArrayList<>();
    private final List<String> cards = new ArrayList<>();

    private Site(Path project, Path javadoc, Path folder) throws IOException {
        this.project = project;
        this.output = new Output(folder);
        this.api = new Api(javadoc);
    }

    /**
     * Makes the site and looks whether it is whole.
     *
     * @param arguments the project's folder, the folder with its Javadoc, the folder that gets the site
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("Expected the folders of the project, its Javadoc and the site.");
        }
        Path folder = Path.of(arguments[2]);
        make(Path.of(arguments[0]), Path.of(arguments[1]), folder);
        List<String> faults = Links.faults(folder);
        faults.forEach(System.err::println);
        if (!faults.isEmpty()) {
            System.err.println("Faults in the site: " + faults.size());
            System.exit(1);
        }
    }

    /** Makes the site. */
    static void make(Path project, Path javadoc, Path folder) throws IOException {
        new Site(project, javadoc, folder).make();
    }

    private void make() throws IOException {
        pages.put("README.md", "index.html");
        List<String> documents = files("toolkit/docs", ".md");
        for (String document : documents) {
            pages.put("toolkit/docs/" + document, document.replace(".md", ".html"));
        }
        pages.put(".github/CONTRIBUTING.md", "contributing.html");
        pages.put(".github/SECURITY.md", "security.html");
        List<String> names = files("notebooks", ".ipynb");
        for (String notebook : names) {
            pages.put(NOTEBOOKS + notebook, NOTEBOOKS + notebook.replace(".ipynb", ".html"));
        }
        for (String notebook : names) {
            read(NOTEBOOKS + notebook);
        }
        Frame frame = new Frame(project, output, api, pages, bar(documents));
        for (String source : pages.keySet()) {
            if (source.endsWith(".md")) {
                frame.write(
                        new Page(source, path(source), Markdown.html(Files.readString(project.resolve(source)))), "");
            }
        }
        for (int i = 0; i < notebooks.size(); i++) {
            frame.write(notebooks.get(i), steps(i));
        }
        frame.write(new Page(NOTEBOOKS, GALLERY, gallery()), "");
        output.text("site.css", resource("site.css"));
        api.write(output, uses);
    }

    private String path(String source) {
        return Objects.requireNonNull(pages.get(source));
    }

    private List<String> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(project.resolve(folder))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private void read(String source) throws IOException {
        String path = path(source);
        Notebook notebook;
        try {
            notebook = new Notebook(project.resolve(source), path, api, output);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
        Page page = new Page(source, path, notebook.html());
        notebooks.add(page);
        notebook.types()
                .forEach(type ->
                        uses.computeIfAbsent(type, key -> new ArrayList<>()).add(page));
        output.copy(source, project.resolve(source));
        cards.add(card(page, notebook));
    }

    private static String card(Page page, Notebook notebook) {
        Picture thumbnail = notebook.thumbnail();
        String picture = thumbnail == null
                ? ""
                : "<img src=\"" + Links.relative(GALLERY, thumbnail.file()) + "\""
                        + (thumbnail.strip() ? " class=\"strip\"" : "") + " loading=\"lazy\" alt=\""
                        + Html.attribute(thumbnail.alt()) + "\">";
        return "<li><a href=\"" + Links.relative(GALLERY, page.path()) + "\"><span class=\"thumbnail\">" + picture
                + "</span><span class=\"number\">" + page.name().replaceAll("-.*", "") + "</span> "
                + Html.text(notebook.title()) + "</a></li>\n";
    }

    private Map<String, String> bar(List<String> documents) throws IOException {
        Map<String, String> bar = new LinkedHashMap<>();
        bar.put("index.html", "Rieszflow");
        bar.put(GALLERY, "Notebooks");
        bar.put(Api.FOLDER + "index.html", "API");
        List<String> ordered = new ArrayList<>(ORDER);
        ordered.retainAll(documents);
        documents.stream().filter(document -> !ORDER.contains(document)).forEach(ordered::add);
        for (String document : ordered) {
            String text = Files.readString(project.resolve("toolkit/docs").resolve(document));
            bar.put(
                    document.replace(".md", ".html"),
                    text.lines().findFirst().orElse(document).replaceFirst("^#\\s+", ""));
        }
        return bar;
    }

    private String gallery() {
        return "<h1>Notebooks</h1>\n<p>One question each, with all pictures and numbers as they were published. "
                + "<a href=\"00-index.ipynb\">The index</a> says what to read in which order.</p>\n<ul class=\"gallery\">\n"
                + String.join("", cards) + "</ul>\n";
    }

    /** To the notebooks before and after, and the notebook itself. */
    private String steps(int i) {
        Page page = notebooks.get(i);
        StringBuilder links = new StringBuilder("<nav class=\"steps\" aria-label=\"Notebooks\"><ul>");
        if (i > 0) {
            Page before = notebooks.get(i - 1);
            links.append("<li><a rel=\"prev\" href=\"")
                    .append(Links.relative(page.path(), before.path()))
                    .append("\">← ")
                    .append(before.name())
                    .append("</a></li>");
        }
        links.append("<li><a download href=\"")
                .append(Links.relative(page.path(), page.source()))
                .append("\">Download the notebook</a></li>");
        if (i + 1 < notebooks.size()) {
            Page after = notebooks.get(i + 1);
            links.append("<li><a rel=\"next\" href=\"")
                    .append(Links.relative(page.path(), after.path()))
                    .append("\">")
                    .append(after.name())
                    .append(" →</a></li>");
        }
        return links.append("</ul></nav>\n").toString();
    }

    /** A file beside this class. */
    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
