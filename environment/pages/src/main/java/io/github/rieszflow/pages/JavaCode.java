package io.github.rieszflow.pages;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** Java source as HTML: words coloured by what they are, classes linked to their pages. */
final class JavaCode {
    private static final Pattern TOKEN = Pattern.compile("(?<comment>//[^\\n]*|/\\*(?s:.*?)\\*/)"
            + "|(?<string>\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+')"
            + "|(?<number>\\b\\d[\\w]*(?:\\.\\d[\\w]*)?(?:(?<=[eE])[+-]?\\d+)?)"
            + "|(?<annotation>@\\w+)"
            + "|(?<magic>(?m:^%\\w+.*$))"
            + "|(?<word>[\\p{L}_$][\\p{L}\\d_$]*)");
    /** Keywords in some places only, which SourceVersion does not count. */
    private static final Set<String> CONTEXTUAL = Set.of("var", "record", "sealed", "permits", "yield");

    private JavaCode() {}

    /**
     * Coloured source.
     *
     * @param address the address of a class, or an empty text for a name that has none
     */
    static String html(String source, UnaryOperator<String> address) {
        return convert(source, address, true);
    }

    /** A name or a call within a sentence: linked, not coloured. */
    static String inline(String source, UnaryOperator<String> address) {
        return convert(source, address, false);
    }

    private static String convert(String source, UnaryOperator<String> address, boolean coloured) {
        StringBuilder html = new StringBuilder();
        Matcher token = TOKEN.matcher(source);
        int done = 0;
        while (token.find()) {
            html.append(Html.text(source.substring(done, token.start())));
            done = token.end();
            String text = token.group();
            boolean member = token.start() > 0 && source.charAt(token.start() - 1) == '.';
            String link = token.group("word") == null || member ? "" : address.apply(text);
            String kind = coloured ? kind(token) : "";
            if (!link.isEmpty()) {
                html.append("<a href=\"")
                        .append(Html.attribute(link))
                        .append("\">")
                        .append(text)
                        .append("</a>");
            } else if (!kind.isEmpty()) {
                html.append("<span class=\"")
                        .append(kind)
                        .append("\">")
                        .append(Html.text(text))
                        .append("</span>");
            } else {
                html.append(Html.text(text));
            }
        }
        return html.append(Html.text(source.substring(done))).toString();
    }

    private static String kind(Matcher token) {
        for (String kind : new String[] {"comment", "string", "number", "annotation", "magic"}) {
            if (token.group(kind) != null) {
                return kind;
            }
        }
        String word = token.group();
        return SourceVersion.isKeyword(word) || CONTEXTUAL.contains(word) ? "keyword" : "";
    }
}
