package io.github.rieszflow.pages;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Addresses within the site, and whether all of them lead somewhere. */
final class Links {
    private Links() {}

    /** A page that will be written as it was read, but for what is changed in it. */
    static Document parse(String html) {
        Document page = Jsoup.parse(html);
        page.outputSettings().prettyPrint(false);
        return page;
    }

    /** How a page of the site addresses another of its files. */
    static String relative(String from, String to) {
        Path folder = Path.of("/" + from).getParent();
        String path = Path.of("/")
                .resolve(folder == null ? Path.of("/") : folder)
                .relativize(Path.of("/" + to))
                .toString();
        return path.replace('\\', '/');
    }

    /** Where a relative address leads. */
    static String resolve(String from, String address) {
        return URI.create("/" + from.replace(" ", "%20"))
                .resolve(address)
                .getPath()
                .substring(1);
    }

    /** Whether an address leads out of the site. */
    static boolean outside(String address) {
        return address.matches("(?i)[a-z][a-z0-9+.-]*:.*") || address.startsWith("//");
    }

    /** The name that a heading has in addresses, as on GitHub. */
    static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
                .replace(' ', '-');
    }

    /**
     * What is wrong in a site: addresses that lead nowhere, pictures without a description, anything that is fetched from
     * elsewhere, pages without a language, a title or a main heading.
     *
     * @param root the site's folder
     * @return a sentence for each fault
     */
    static List<String> faults(Path root) throws IOException {
        Map<String, Document> pages = new HashMap<>();
        Set<String> files = new HashSet<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                files.add(path);
                if (path.endsWith(".html")) {
                    pages.put(path, parse(Files.readString(file)));
                }
            }
        }
        List<String> faults = new ArrayList<>();
        Map<String, Set<String>> anchors = new HashMap<>();
        pages.forEach((path, page) -> anchors.put(path, anchors(page)));
        pages.forEach((path, page) -> {
            for (Element element : page.select("[href], [src]")) {
                String address = element.hasAttr("href") ? element.attr("href") : element.attr("src");
                String fault = fault(path, element, address, files, anchors);
                if (!fault.isEmpty()) {
                    faults.add(path + ": " + fault);
                }
            }
            for (Element picture : page.select("img:not([alt]), img[alt=\"\"]")) {
                faults.add(path + ": no description of " + picture.attr("src"));
            }
            if (page.getElementsByTag("html").attr("lang").isEmpty()
                    || page.title().isBlank()) {
                faults.add(path + ": no language or no title");
            }
            if (!path.startsWith(Api.FOLDER) && page.getElementsByTag("h1").size() != 1) {
                faults.add(path + ": " + page.getElementsByTag("h1").size() + " main headings");
            }
        });
        faults.sort(null);
        return faults;
    }

    private static Set<String> anchors(Document page) {
        Set<String> anchors = new HashSet<>(Set.of(""));
        page.select("[id]").forEach(element -> anchors.add(element.id()));
        page.select("a[name]").forEach(element -> anchors.add(element.attr("name")));
        return anchors;
    }

    private static String fault(
            String path, Element element, String address, Set<String> files, Map<String, Set<String>> anchors) {
        if (outside(address)) {
            boolean fetched = !element.nameIs("a") && !address.startsWith("data:");
            return fetched ? "fetches " + address : "";
        }
        int hash = address.indexOf('#');
        String file = hash < 0 ? address : address.substring(0, hash);
        String target = file.isEmpty() ? path : resolve(path, file);
        if (!files.contains(target)) {
            return "no file for " + address;
        }
        String anchor = hash < 0
                ? ""
                : URLDecoder.decode(address.substring(hash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        // Javadoc of JDK 17 has a place to which it leads and which it leaves out.
        boolean within = path.startsWith(Api.FOLDER) && target.startsWith(Api.FOLDER);
        return !within && anchors.containsKey(target) && !anchors.get(target).contains(anchor)
                ? "no place for " + address
                : "";
    }
}
