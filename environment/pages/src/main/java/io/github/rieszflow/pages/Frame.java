package io.github.rieszflow.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Puts a page into the site: bar, contents, links that lead to the site's own pages, anchors, coloured code. */
final class Frame {
    private static final String REPOSITORY = "https://github.com/rieszflow/rieszflow";
    private static final int LONG_PAGE = 3;

    private final Path project;
    private final Output output;
    private final Api api;
    private final Map<String, String> pages;
    private final Map<String, String> bar;
    private final String template;

    /**
     * A frame.
     *
     * @param pages for each file of the project that is in the site, its page
     * @param bar the names in the bar, by page
     */
    Frame(Path project, Output output, Api api, Map<String, String> pages, Map<String, String> bar) throws IOException {
        this.project = project;
        this.output = output;
        this.api = api;
        this.pages = pages;
        this.bar = bar;
        this.template = Site.resource("page.html");
    }

    /**
     * Writes a page.
     *
     * @param steps links to its neighbours, shown above and below
     */
    void write(Page page, String steps) throws IOException {
        Document body = Links.parse(page.body());
        code(body, page);
        withoutNetwork(body);
        for (Element link : body.select("a[href], img[src]")) {
            String attribute = link.nameIs("a") ? "href" : "src";
            // Set by what knew the place in the site.
            if (link.closest("pre, .shown, .gallery") == null) {
                link.attr(attribute, address(page, link.attr(attribute)));
            }
        }
        anchors(body);
        for (Element table : body.select("table")) {
            // Wide tables scroll by themselves, also by keyboard.
            table.wrap("<div class=\"wide\" tabindex=\"0\"></div>");
        }
        Element heading = body.selectFirst("h1");
        String title = heading == null ? page.name() : heading.text();
        output.text(
                page.path(),
                template.replace("{title}", Html.text(title.equals("Rieszflow") ? title : title + " · Rieszflow"))
                        .replace(
                                "{root}",
                                Links.relative(page.path(), "site.css").replace("site.css", ""))
                        .replace("{bar}", bar(page))
                        .replace("{contents}", contents(body))
                        .replace("{steps}", steps)
                        .replace("{repository}", REPOSITORY)
                        .replace("{body}", body.body().html()));
    }

    private void code(Document body, Page page) {
        for (Element code : body.select("pre > code.language-java")) {
            code.html(JavaCode.html(code.wholeText(), word -> link(page, word)));
        }
        for (Element block : body.select("pre:not(.shown)")) {
            block.addClass("code").attr("tabindex", "0");
        }
        for (Element code : body.select("code")) {
            if (code.closest("a, pre") == null) {
                code.html(JavaCode.inline(code.wholeText(), word -> link(page, word)));
                code.select("a").forEach(link -> link.attr("data-done", ""));
            }
        }
    }

    private String link(Page page, String word) {
        String target = api.page(word);
        return target.isEmpty() ? "" : Links.relative(page.path(), target);
    }

    /** Badges are pictures from elsewhere: their texts say the same. */
    private static void withoutNetwork(Document body) {
        for (Element picture : body.select("img")) {
            if (Links.outside(picture.attr("src")) && !picture.attr("src").startsWith("data:")) {
                picture.replaceWith(new org.jsoup.nodes.TextNode(picture.attr("alt")));
            }
        }
    }

    /** The address in the site for one in the source: a page, a copied picture, or else the file in the repository. */
    private String address(Page page, String address) throws IOException {
        if (Links.outside(address) || address.startsWith("#")) {
            return address;
        }
        int hash = address.indexOf('#');
        String fragment = hash < 0 ? "" : "#" + Links.anchor(address.substring(hash + 1));
        String file = Links.resolve(page.source(), hash < 0 ? address : address.substring(0, hash));
        String target = pages.get(file);
        if (target != null) {
            return Links.relative(page.path(), target) + fragment;
        }
        Path source = project.resolve(file);
        if (file.matches(".*\\.(png|gif|svg)") && Files.isRegularFile(source)) {
            output.copy(file, source);
            return Links.relative(page.path(), file);
        }
        return REPOSITORY + (Files.isDirectory(source) ? "/tree/main/" : "/blob/main/") + file + fragment;
    }

    private static void anchors(Document body) {
        Set<String> taken = new HashSet<>();
        for (Element heading : body.select("h1, h2, h3, h4")) {
            String anchor = Links.anchor(heading.text());
            String unique = anchor;
            for (int i = 1; !taken.add(unique); i++) {
                unique = anchor + "-" + i;
            }
            heading.id(unique);
        }
    }

    private String bar(Page page) {
        StringBuilder links = new StringBuilder();
        bar.forEach((path, name) -> links.append("<li><a href=\"")
                .append(Links.relative(page.path(), path))
                .append("\"")
                .append(path.equals(page.path()) ? " aria-current=\"page\"" : "")
                .append(">")
                .append(Html.text(name))
                .append("</a></li>"));
        return links.toString();
    }

    private static String contents(Document body) {
        StringBuilder links = new StringBuilder();
        var headings = body.select("h2");
        if (headings.size() < LONG_PAGE) {
            return "";
        }
        for (Element heading : headings) {
            links.append("<li><a href=\"#")
                    .append(heading.id())
                    .append("\">")
                    .append(heading.html())
                    .append("</a></li>");
        }
        return "<nav class=\"contents\" aria-label=\"On this page\"><ul>" + links + "</ul></nav>";
    }
}
