package io.github.rieszflow.pages;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A notebook as a page: its text, its code and what the code showed. Pictures become files beside the page. */
final class Notebook {
    private static final Pattern EMBEDDED = Pattern.compile("data:image/(\\w+);base64,([A-Za-z0-9+/=\\s]+)");
    private static final List<String> PICTURES = List.of("png", "jpeg", "gif");
    private static final Pattern ESCAPES = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern HEADING = Pattern.compile("(?m)^#\\s+(.+)$");

    private final Api api;
    private final Output output;
    private final String path;
    private final String name;
    private final StringBuilder html = new StringBuilder();
    private final Set<String> types = new TreeSet<>();
    private int pictures;
    private String title = "";
    private @Nullable Picture thumbnail;

    /**
     * Reads a notebook and writes its pictures.
     *
     * @param source the notebook
     * @param path where its page will be in the site
     */
    Notebook(Path source, String path, Api api, Output output) throws IOException {
        this.api = api;
        this.output = output;
        this.path = path;
        this.name = path.substring(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
        JsonObject notebook = JsonParser.parseString(Files.readString(source)).getAsJsonObject();
        for (JsonElement element : notebook.getAsJsonArray("cells")) {
            JsonObject cell = element.getAsJsonObject();
            String text = text(cell.get("source"));
            if (cell.get("cell_type").getAsString().equals("code")) {
                code(text);
                for (JsonElement shown : cell.getAsJsonArray("outputs")) {
                    show(shown.getAsJsonObject());
                }
            } else {
                Matcher heading = HEADING.matcher(text);
                if (title.isEmpty() && heading.find()) {
                    title = heading.group(1).strip();
                }
                html.append(Markdown.html(text));
            }
        }
    }

    /** The page. */
    String html() {
        return html.toString();
    }

    /** Its first heading. */
    String title() {
        return title.isEmpty() ? name : title;
    }

    /** The classes of the toolkit that its code names. */
    Set<String> types() {
        return types;
    }

    /** The picture that stands for it in the gallery. */
    @Nullable
    Picture thumbnail() {
        return thumbnail;
    }

    private void code(String source) {
        if (source.isBlank()) {
            return;
        }
        String coloured = JavaCode.html(source, word -> {
            String page = api.page(word);
            if (!page.isEmpty()) {
                types.add(word);
            }
            return page.isEmpty() ? "" : Links.relative(path, page);
        });
        html.append("<pre class=\"code\" tabindex=\"0\"><code>")
                .append(coloured)
                .append("</code></pre>\n");
    }

    private void show(JsonObject shown) throws IOException {
        switch (shown.get("output_type").getAsString()) {
            case "stream" -> printed(text(shown.get("text")));
            case "error" -> printed(text(shown.get("traceback")));
            default -> data(shown.getAsJsonObject("data"), shown.getAsJsonObject("metadata"));
        }
    }

    private void printed(String text) {
        html.append("<pre class=\"shown\" tabindex=\"0\">")
                .append(Html.text(ESCAPES.matcher(text).replaceAll("")))
                .append("</pre>\n");
    }

    /** The richest form of a result; its plain text says what a picture shows. */
    private void data(JsonObject data, JsonObject metadata) throws IOException {
        String plain = data.has("text/plain") ? text(data.get("text/plain")) : "";
        if (data.has("text/html")) {
            html.append("<div class=\"shown\">")
                    .append(withFiles(text(data.get("text/html"))))
                    .append("</div>\n");
            return;
        }
        for (String kind : PICTURES) {
            String type = "image/" + kind;
            if (data.has(type)) {
                JsonObject about = metadata.has(type) ? metadata.getAsJsonObject(type) : new JsonObject();
                picture(kind, text(data.get(type)), about, plain);
                return;
            }
        }
        printed(plain);
    }

    private void picture(String kind, String base64, JsonObject about, String plain) throws IOException {
        byte[] bytes = Base64.getMimeDecoder().decode(base64);
        String file = file(kind, bytes);
        String alt = about.has("alt") ? about.get("alt").getAsString() : plain;
        String size = "";
        if (about.has("width") && about.has("height")) {
            int width = about.get("width").getAsInt();
            int height = about.get("height").getAsInt();
            size = " width=\"" + width + "\" height=\"" + height + "\"";
            var picture = new Picture(file, alt, width, height);
            if (thumbnail == null || picture.worth() > thumbnail.worth()) {
                thumbnail = picture;
            }
        }
        html.append("<div class=\"shown\"><img src=\"")
                .append(Links.relative(path, file))
                .append("\"")
                .append(size)
                .append(" loading=\"lazy\" alt=\"")
                .append(Html.attribute(alt))
                .append("\"></div>\n");
    }

    /** Pictures embedded in HTML, such as animations, as files. */
    private String withFiles(String shown) throws IOException {
        StringBuilder text = new StringBuilder();
        Matcher embedded = EMBEDDED.matcher(shown);
        while (embedded.find()) {
            String file = file(embedded.group(1), Base64.getMimeDecoder().decode(embedded.group(2)));
            embedded.appendReplacement(text, Matcher.quoteReplacement(Links.relative(path, file)));
        }
        return embedded.appendTail(text).toString();
    }

    private String file(String kind, byte[] bytes) throws IOException {
        String file = "notebooks/" + name + "/" + ++pictures + "." + kind;
        output.bytes(file, bytes);
        return file;
    }

    /** Text in a notebook is one string or several. */
    private static String text(JsonElement element) {
        if (element.isJsonArray()) {
            return StreamSupport.stream(element.getAsJsonArray().spliterator(), false)
                    .map(JsonElement::getAsString)
                    .collect(Collectors.joining());
        }
        return element.getAsString();
    }
}
