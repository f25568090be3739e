package io.github.rieszflow.pages;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The pages that Javadoc made, and which classes they are about. */
final class Api {
    /** Where they are in the site. */
    static final String FOLDER = "api/";

    private final Map<String, String> pages = new TreeMap<>();
    private final Map<String, Path> files = new TreeMap<>();

    /**
     * Reads what Javadoc lists.
     *
     * @param folder the folder with Javadoc's index.html
     */
    Api(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(FOLDER + folder.relativize(file).toString().replace('\\', '/'), file);
            }
        }
        String list = Files.readString(folder.resolve("type-search-index.js"));
        JsonArray types = JsonParser.parseString(list.substring(list.indexOf('['), list.lastIndexOf(']') + 1))
                .getAsJsonArray();
        for (JsonElement element : types) {
            JsonObject type = element.getAsJsonObject();
            if (type.has("p")) {
                String name = type.get("l").getAsString();
                pages.put(name, FOLDER + type.get("p").getAsString().replace('.', '/') + "/" + name + ".html");
            }
        }
    }

    /** The page of a class within the site, by the class's simple name; empty if it has none. */
    String page(String type) {
        return pages.getOrDefault(type, "");
    }

    /**
     * Writes the pages into the site; those of classes name the notebooks that use them.
     *
     * @param uses the notebooks' pages for each class
     */
    void write(Output output, Map<String, ? extends Collection<Page>> uses) throws IOException {
        Map<String, Collection<Page>> notebooks = new TreeMap<>();
        uses.forEach((type, used) -> notebooks.put(page(type), List.copyOf(used)));
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String path = file.getKey();
            if (path.endsWith(".html")) {
                output.text(
                        path,
                        annotated(path, Files.readString(file.getValue()), notebooks.getOrDefault(path, List.of())));
            } else if (path.equals(FOLDER + "stylesheet.css")) {
                output.text(path, Files.readString(file.getValue()) + Site.resource("javadoc.css"));
            } else {
                output.copy(path, file.getValue());
            }
        }
    }

    private static String annotated(String path, String html, Collection<Page> notebooks) {
        Document page = Links.parse(html);
        page.getElementsByTag("html").attr("lang", "en");
        Element bar = page.selectFirst("ul.nav-list");
        if (bar != null) {
            bar.prepend("<li><a href=\"" + Links.relative(path, "index.html") + "\">Rieszflow</a></li>");
        }
        Element description = page.getElementById("class-description");
        if (description != null && !notebooks.isEmpty()) {
            StringBuilder list = new StringBuilder();
            for (Page notebook : notebooks) {
                list.append(list.isEmpty() ? "" : ", ")
                        .append("<a href=\"")
                        .append(Links.relative(path, notebook.path()))
                        .append("\">")
                        .append(Html.text(notebook.name()))
                        .append("</a>");
            }
            description.append("<dl class=\"notes\"><dt>In the notebooks:</dt><dd>" + list + "</dd></dl>");
        }
        return page.outerHtml();
    }
}
