package io.github.rieszflow.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the TeX of formulas into MathML, which browsers draw without scripts, fonts or a network, and read aloud. It knows
 * what formulas of the notebooks use and a little more ({@link Symbols}); a command it does not know is an error.
 */
final class Tex {
    private static final Set<String> FUNCTIONS =
            Set.of("arg", "cos", "cosh", "deg", "det", "dim", "exp", "ker", "ln", "log", "sin", "sinh", "tan", "tanh");
    private static final Set<String> FUNCTIONS_WITH_LIMITS =
            Set.of("argmax", "argmin", "inf", "lim", "max", "min", "sup");
    private static final Map<String, String> SPACES =
            Map.of(",", "0.167", ":", "0.222", ";", "0.278", "!", "-0.167", " ", "0.25", "quad", "1", "qquad", "2");
    private static final Map<String, String> ACCENTS =
            Map.of("hat", "^", "tilde", "~", "dot", "˙", "ddot", "¨", "bar", "¯", "vec", "→", "overline", "‾");
    /** What makes a bracket larger, and how high it becomes. */
    private static final Map<String, String> SIZES =
            Map.of("big", "1.2em", "Big", "1.8em", "bigg", "2.4em", "Bigg", "3em");

    private static final String OPENING = "([{⟨⌊⌈";
    private static final String CLOSING = ")]}⟩⌋⌉";
    private static final String RELATIONS_AND_OPERATORS = "+−=<>,;:⋅×∼≈≤≥≠→←∈±/";

    /** An element, whether its scripts go above and below it in a display, and whether a sign after it is a sign. */
    private record Part(String xml, boolean limits, boolean opens) {}

    private final String source;
    private final boolean display;
    private int at;

    private Tex(String source, boolean display) {
        this.source = source;
        this.display = display;
    }

    /**
     * The MathML of a formula.
     *
     * @param tex what stands between the dollars
     * @param display whether it stands by itself, between two dollars
     * @throws IllegalArgumentException if it is not TeX that is known here; says where
     */
    static String mathMl(String tex, boolean display) {
        Tex parser = new Tex(tex, display);
        String row = parser.row("");
        return "<math" + (display ? " display=\"block\"" : "") + " alttext=\"" + Html.attribute(tex.strip()) + "\">"
                + row + "</math>";
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("Expected TeX that the site knows, received " + what + " at character " + at
                + " of " + source.strip() + "; write it in another way or add it to Tex or Symbols.");
    }

    /** Elements up to the end or to one of the words that end a part: a brace, {@code &}, {@code \\}, \right, \end. */
    private String row(String ends) {
        List<Part> parts = new ArrayList<>();
        while (true) {
            skipSpaces();
            if (at == source.length()) {
                if (!ends.isEmpty()) {
                    throw wrong("no " + ends);
                }
                break;
            }
            if (atEndOfRow(ends)) {
                break;
            }
            char c = source.charAt(at);
            if (c == '^' || c == '_' || c == '\'') {
                Part base = parts.isEmpty() ? new Part("<mrow></mrow>", false, false) : parts.remove(parts.size() - 1);
                parts.add(scripts(base));
            } else {
                parts.add(part(parts.isEmpty() || parts.get(parts.size() - 1).opens()));
            }
        }
        StringBuilder xml = new StringBuilder();
        parts.forEach(part -> xml.append(part.xml()));
        return "<mrow>" + xml + "</mrow>";
    }

    private boolean atEndOfRow(String ends) {
        if (ends.equals("\\end")) {
            return source.startsWith("\\end", at) || source.startsWith("\\\\", at) || source.charAt(at) == '&';
        }
        return !ends.isEmpty() && source.startsWith(ends, at);
    }

    private void skipSpaces() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
    }

    private Part scripts(Part base) {
        String below = "";
        StringBuilder above = new StringBuilder();
        while (at < source.length() && "^_'".indexOf(source.charAt(at)) >= 0) {
            char c = source.charAt(at++);
            if (c == '_') {
                below = argument();
            } else {
                above.append(c == '^' ? argument() : "<mo>′</mo>");
            }
        }
        boolean under = base.limits() && display;
        String up = "<mrow>" + above + "</mrow>";
        String xml;
        if (below.isEmpty()) {
            xml = element(under ? "mover" : "msup", base.xml() + up);
        } else if (above.isEmpty()) {
            xml = element(under ? "munder" : "msub", base.xml() + below);
        } else {
            xml = element(under ? "munderover" : "msubsup", base.xml() + below + up);
        }
        return new Part(xml, false, false);
    }

    private static String element(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    /** The next element; after an operator a minus is a sign. */
    private Part part(boolean first) {
        char c = source.charAt(at);
        if (Character.isDigit(c)) {
            int from = at;
            while (at < source.length() && (Character.isDigit(source.charAt(at)) || decimalPoint())) {
                at++;
            }
            return plain(element("mn", source.substring(from, at)));
        }
        return token(first);
    }

    private boolean decimalPoint() {
        return source.charAt(at) == '.' && at + 1 < source.length() && Character.isDigit(source.charAt(at + 1));
    }

    /** A command or one character, which is all that an argument without braces is. */
    private Part token(boolean first) {
        char c = source.charAt(at);
        if (c == '\\') {
            return command(name(), first);
        }
        at++;
        if (c == '{') {
            String row = row("}");
            at++;
            return plain(row);
        }
        if (Character.isLetter(c)) {
            return plain(element("mi", String.valueOf(c)));
        }
        if (Character.isDigit(c)) {
            return plain(element("mn", String.valueOf(c)));
        }
        if (c == '~') {
            return plain("<mspace width=\"0.25em\"></mspace>");
        }
        if ("+-=<>|/,.;:!()[]*?".indexOf(c) < 0) {
            throw wrong("'" + c + "'");
        }
        return operator(c == '-' ? "−" : c == '*' ? "∗" : String.valueOf(c), first);
    }

    private static Part plain(String xml) {
        return new Part(xml, false, false);
    }

    private static Part operator(String sign, boolean first) {
        String how = "";
        if (first && (sign.equals("−") || sign.equals("+") || sign.equals("±"))) {
            how = " form=\"prefix\"";
        } else if (OPENING.contains(sign)) {
            how = " form=\"prefix\" stretchy=\"false\"";
        } else if (CLOSING.contains(sign)) {
            how = " form=\"postfix\" stretchy=\"false\"";
        } else if (sign.equals("|") || sign.equals("‖")) {
            how = " stretchy=\"false\" lspace=\"0\" rspace=\"0\"";
        } else if (sign.equals("/") || sign.equals(".") || sign.equals("∗") || sign.equals("!")) {
            how = " lspace=\"0\" rspace=\"0\"";
        }
        boolean opens = OPENING.contains(sign) || RELATIONS_AND_OPERATORS.contains(sign);
        return new Part("<mo" + how + ">" + Html.text(sign) + "</mo>", false, opens);
    }

    /** The name of the command here: letters, perhaps with a star, or one other character. */
    private String name() {
        int from = ++at;
        while (at < source.length() && Character.isLetter(source.charAt(at))) {
            at++;
        }
        if (at == from) {
            if (at == source.length()) {
                throw wrong("a lone \\");
            }
            return source.substring(from, ++at);
        }
        if (at < source.length() && source.charAt(at) == '*') {
            at++;
        }
        return source.substring(from, at);
    }

    private String argument() {
        skipSpaces();
        if (at == source.length()) {
            throw wrong("no argument");
        }
        return token(true).xml();
    }

    private Part command(String name, boolean first) {
        String space = SPACES.get(name);
        if (space != null) {
            return plain("<mspace width=\"" + space + "em\"></mspace>");
        }
        if (ACCENTS.containsKey(name)) {
            return plain("<mover accent=\"true\">" + argument() + "<mo stretchy=\"false\">" + ACCENTS.get(name)
                    + "</mo></mover>");
        }
        if (FUNCTIONS.contains(name) || FUNCTIONS_WITH_LIMITS.contains(name)) {
            return function(name, FUNCTIONS_WITH_LIMITS.contains(name));
        }
        String size = name.matches("[bB]igg?[lrm]?") ? SIZES.get(name.replaceAll("[lrm]$", "")) : null;
        if (size != null) {
            String bracket = delimiter();
            return new Part(
                    // In a row of its own, as browsers size a bracket with scripts only there.
                    "<mrow><mo stretchy=\"true\" symmetric=\"true\" lspace=\"0\" rspace=\"0\" minsize=\"" + size
                            + "\" maxsize=\"" + size + "\">" + bracket + "</mo></mrow>",
                    false,
                    OPENING.contains(bracket));
        }
        return switch (name) {
            case "frac", "dfrac" -> plain(element("mfrac", argument() + argument()));
            case "tfrac" ->
                plain("<mstyle displaystyle=\"false\">" + element("mfrac", argument() + argument()) + "</mstyle>");
            case "sqrt" -> plain(root());
            case "text", "mbox" -> plain(element("mtext", Html.text(words()).replace(' ', '\u00a0')));
            case "mathrm", "mathsf" -> plain(upright(words()));
            case "mathbf", "boldsymbol" -> plain("<mstyle style=\"font-weight: bold\">" + argument() + "</mstyle>");
            case "operatorname" -> function(words(), false);
            case "operatorname*" -> function(words(), true);
            case "mathbb" -> plain(element("mi", Symbols.doubleStruck(letter())));
            case "mathcal" -> plain(element("mi", Symbols.script(letter())));
            case "left" -> plain(fenced());
            case "begin" -> plain(table());
            default -> symbol(name, first);
        };
    }

    private Part symbol(String name, boolean first) {
        if (Symbols.LARGE.containsKey(name)) {
            boolean integral = name.endsWith("int");
            return new Part(element("mo", Symbols.LARGE.get(name)), !integral, true);
        }
        if (Symbols.LETTERS.containsKey(name)) {
            String letter = Symbols.LETTERS.get(name);
            // Capitals and signs stand upright, small letters do not.
            return plain(
                    Character.isLowerCase(name.charAt(0)) && Character.isLetter(letter.charAt(0))
                            ? element("mi", letter)
                            : upright(letter));
        }
        String sign = Symbols.OPERATORS.get(name);
        if (sign == null) {
            throw wrong("\\" + name);
        }
        return operator(sign, first);
    }

    /** A function's name, with the gap that TeX leaves before an argument without brackets. */
    private Part function(String name, boolean limits) {
        String xml = upright(name);
        skipSpaces();
        boolean bare = at < source.length()
                && (Character.isLetterOrDigit(source.charAt(at)) || source.startsWith("\\frac", at));
        return new Part(bare ? element("mrow", xml + "<mspace width=\"0.167em\"></mspace>") : xml, limits, true);
    }

    private static String upright(String name) {
        return "<mi mathvariant=\"normal\">" + Html.text(name) + "</mi>";
    }

    private String root() {
        skipSpaces();
        if (at < source.length() && source.charAt(at) == '[') {
            at++;
            String degree = row("]");
            at++;
            return element("mroot", argument() + degree);
        }
        return element("msqrt", argument());
    }

    /** What stands between braces, as it is. */
    private String words() {
        skipSpaces();
        int end = source.indexOf('}', at);
        if (at == source.length() || source.charAt(at) != '{' || end < 0) {
            throw wrong("no braces");
        }
        String words = source.substring(at + 1, end);
        at = end + 1;
        return words;
    }

    private char letter() {
        skipSpaces();
        String letter = source.charAt(at) == '{' ? words() : source.substring(at, ++at);
        if (letter.length() != 1) {
            throw wrong("more than one letter");
        }
        return letter.charAt(0);
    }

    private String delimiter() {
        skipSpaces();
        if (at == source.length()) {
            throw wrong("no bracket");
        }
        if (source.charAt(at) != '\\') {
            return Html.text(source.substring(at, ++at));
        }
        String name = name();
        String sign = Symbols.OPERATORS.get(name);
        if (sign == null) {
            throw wrong("\\" + name);
        }
        return sign;
    }

    private String fenced() {
        String left = delimiter();
        String row = row("\\right");
        at += "\\right".length();
        String right = delimiter();
        return element("mrow", bracket(left, "prefix") + row + bracket(right, "postfix"));
    }

    /** No bracket for a point. */
    private static String bracket(String sign, String form) {
        return sign.equals(".") ? "" : "<mo form=\"" + form + "\" stretchy=\"true\">" + sign + "</mo>";
    }

    private String table() {
        String kind = words();
        boolean cases = kind.equals("cases");
        if (!cases && !Set.of("aligned", "matrix", "pmatrix").contains(kind)) {
            throw wrong("\\begin{" + kind + "}");
        }
        StringBuilder rows = new StringBuilder("<mtr>");
        while (true) {
            rows.append(element("mtd", row("\\end")));
            if (source.charAt(at) == '&') {
                at++;
            } else if (source.startsWith("\\\\", at)) {
                at += 2;
                rows.append("</mtr><mtr>");
            } else {
                at += "\\end".length();
                words();
                break;
            }
        }
        String table = "<mtable class=\"" + kind + "\">" + rows + "</mtr></mtable>";
        if (cases) {
            return element("mrow", bracket("{", "prefix") + table);
        }
        return kind.equals("pmatrix")
                ? element("mrow", bracket("(", "prefix") + table + bracket(")", "postfix"))
                : table;
    }
}
