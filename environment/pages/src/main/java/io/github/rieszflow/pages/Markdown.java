package io.github.rieszflow.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown as GitHub and Jupyter read it, with formulas between dollars as MathML. */
final class Markdown {
    /** Code, in which a dollar is a dollar, before formulas. */
    private static final Pattern CODE_OR_FORMULA =
            Pattern.compile("(?s)(?<code>```.*?```|`[^`]+`)|\\$\\$(?<display>.+?)\\$\\$|\\$(?<inline>[^$\\n]+?)\\$");
    /** Stands for a formula while Markdown is read, whose own signs are underscores and backslashes too. */
    private static final Pattern PLACE = Pattern.compile("\uE000(\\d+)\uE001");

    private static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();

    private Markdown() {}

    /** The HTML of a text. */
    static String html(String source) {
        List<String> formulas = new ArrayList<>();
        String text = CODE_OR_FORMULA.matcher(source).replaceAll(found -> {
            Matcher matcher = (Matcher) found;
            String display = matcher.group("display");
            String inline = matcher.group("inline");
            if (display == null && inline == null) {
                return Matcher.quoteReplacement(found.group());
            }
            formulas.add(display == null ? Tex.mathMl(inline, false) : Tex.mathMl(display, true));
            return "\uE000" + (formulas.size() - 1) + "\uE001";
        });
        return PLACE.matcher(RENDERER.render(PARSER.parse(text)))
                .replaceAll(found -> Matcher.quoteReplacement(formulas.get(Integer.parseInt(found.group(1)))));
    }
}
