package io.github.rieszflow.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Javadoc as plain text: no tags, no marks that only a browser needs. */
final class JavadocText {
    private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)[ \\t]*");
    private static final Pattern NAMED = Pattern.compile("(?s)^(\\S+)\\s*(.*)$");
    private static final Pattern NUMBERED = Pattern.compile("&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));");

    /** Headings of block tags, in the order in which they are shown; of others only the texts are of use. */
    private static final Map<String, String> HEADINGS = headings();

    private static final Map<String, String> ENTITIES = Map.ofEntries(
            Map.entry("&lt;", "<"),
            Map.entry("&gt;", ">"),
            Map.entry("&quot;", "\""),
            Map.entry("&nbsp;", " "),
            Map.entry("&ndash;", "–"),
            Map.entry("&mdash;", "—"),
            Map.entry("&times;", "×"),
            Map.entry("&le;", "≤"),
            Map.entry("&ge;", "≥"),
            Map.entry("&ne;", "≠"),
            Map.entry("&pi;", "π"),
            Map.entry("&infin;", "∞"));

    private JavadocText() {}

    private static Map<String, String> headings() {
        var headings = new LinkedHashMap<String, String>();
        headings.put("deprecated", "Deprecated");
        headings.put("param", "Parameters");
        headings.put("return", "Returns");
        headings.put("throws", "Throws");
        headings.put("apiNote", "Note");
        headings.put("implNote", "Note");
        headings.put("implSpec", "Note");
        headings.put("see", "See also");
        headings.put("since", "Since");
        return headings;
    }

    /** The text: what is said, then what is said of parameters, results and exceptions under headings. */
    static String of(String javadoc) {
        String text = inline(javadoc);
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(text);
        int end = text.length();
        var starts = new ArrayList<int[]>();
        var names = new ArrayList<String>();
        while (block.find()) {
            starts.add(new int[] {block.start(), block.end()});
            names.add(block.group(1).equals("exception") ? "throws" : block.group(1));
        }
        for (int i = 0; i < names.size(); i++) {
            int to = i + 1 < names.size() ? starts.get(i + 1)[0] : end;
            blocks.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(text.substring(starts.get(i)[1], to));
        }
        var all = new StringBuilder(tidy(starts.isEmpty() ? text : text.substring(0, starts.get(0)[0])));
        HEADINGS.forEach((tag, heading) -> {
            List<String> entries = blocks.get(tag);
            if (entries != null) {
                all.append("\n\n").append(heading).append(':');
                entries.forEach(entry -> all.append("\n  ").append(entry(tag, tidy(entry))));
            }
        });
        return all.toString().strip();
    }

    private static String entry(String tag, String text) {
        String one = text.replaceAll("\\s*\\n\\s*", " ");
        if (tag.equals("see")) {
            return reference(one.replaceFirst("^\"(.*)\"$", "$1"));
        }
        Matcher named = NAMED.matcher(one);
        boolean hasName = (tag.equals("param") || tag.equals("throws")) && named.matches();
        return hasName && !named.group(2).isEmpty() ? named.group(1) + ": " + named.group(2) : one;
    }

    /** Replaces what stands in braces, from the inside of the text outwards. */
    private static String inline(String text) {
        var plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{@", at);
            if (open < 0) {
                break;
            }
            plain.append(html(text.substring(at, open)));
            int close = matching(text, open);
            if (close < 0) {
                // A brace that nobody closed is a brace.
                plain.append("{@");
                at = open + 2;
                continue;
            }
            String inside = text.substring(open + 2, close);
            int space = 0;
            while (space < inside.length() && Character.isLetter(inside.charAt(space))) {
                space++;
            }
            plain.append(
                    inline(inside.substring(0, space), inside.substring(space).strip()));
            at = close + 1;
        }
        return plain.append(html(text.substring(at))).toString();
    }

    private static String inline(String tag, String body) {
        return switch (tag) {
            case "link", "linkplain" -> link(body);
            case "inheritDoc", "docRoot" -> "";
            case "return" -> "Returns " + inline(body) + ".";
            case "value" -> reference(body);
            case "code", "literal", "snippet" -> body;
            default -> inline(body);
        };
    }

    private static String link(String body) {
        int end = 0;
        for (int depth = 0; end < body.length(); end++) {
            char c = body.charAt(end);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && Character.isWhitespace(c)) {
                break;
            }
        }
        String label = body.substring(end).strip();
        return label.isEmpty() ? reference(body.substring(0, end)) : inline(label);
    }

    /** A reference as it would stand in code. */
    private static String reference(String text) {
        return text.replaceFirst("^#", "").replaceFirst("^([\\w.]+)#", "$1.").replaceAll("\\s+", " ");
    }

    private static int matching(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String html(String text) {
        String plain = text.replaceAll(
                        "(?i)</?(?:p|ul|ol|dl|dd|dt|pre|table|tr|h[1-6]|div|br|blockquote)\\b[^>]*>", "\n")
                .replaceAll("(?i)<li\\b[^>]*>", "- ")
                .replaceAll("(?i)<sup\\b[^>]*>", "^")
                .replaceAll("(?i)<sub\\b[^>]*>", "_")
                .replaceAll("(?<!@param )</?[a-zA-Z][^>]*>|<!--(?s:.*?)-->", "");
        for (Map.Entry<String, String> entity : ENTITIES.entrySet()) {
            plain = plain.replace(entity.getKey(), entity.getValue());
        }
        return NUMBERED.matcher(plain)
                .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1), match.group(2), match.group())))
                .replace("&amp;", "&");
    }

    private static String character(String hexadecimal, String decimal, String otherwise) {
        int code = hexadecimal == null ? Integer.parseInt(decimal) : Integer.parseInt(hexadecimal, 16);
        return Character.isValidCodePoint(code) ? Character.toString(code) : otherwise;
    }

    private static String tidy(String text) {
        return text.replaceAll("[ \\t]+(?=\\n)", "")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }
}
