package io.github.rieszflow.exchange;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The words of a line of text: where they begin and end, and what they are. Words in quotes may hold separators. */
final class CsvWords {
    /** What a word may be. */
    enum Kind {
        NUMBER,
        /** What other programs write where there is no number. */
        MISSING,
        /** Letters, as the name of a column has. */
        NAME,
        OTHER
    }

    /** What spreadsheets write in place of a number. */
    static final Pattern ERROR_VALUE =
            Pattern.compile("#(N/A|NAME\\?|VALUE!|REF!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)");

    private static final Pattern MISSING =
            Pattern.compile("(?i)[+-]?(nan|<?na>?|n/a|null|nil|none|nat|missing|inf|infinity)|1\\.#\\w+");

    /** Begins as a number does, or has no letter. */
    private static final Pattern NO_NAME = Pattern.compile("[+-]?[.,]?\\p{Nd}.*|\\P{L}*");

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d*(\\.\\d{3})*,\\d+([eE][+-]?\\d+)?");

    /** Words of fewer characters are numbers that double precision holds. */
    private static final int LONG = 16;
    /** Longer ones are not worth it. */
    private static final int LONGEST = 100;

    /** A space stands for any white space. */
    private final char separator;

    private final boolean decimalComma;

    private String line = "";
    private int count;
    private int[] from = new int[16];
    private int[] to = new int[16];

    CsvWords(char separator, boolean decimalComma) {
        this.separator = separator;
        this.decimalComma = decimalComma;
    }

    /** The first of semicolon, tab and comma that occurs outside quotes, else a space. */
    static char separator(String line, boolean decimalComma) {
        for (char known : decimalComma ? new char[] {';', '\t'} : new char[] {';', '\t', ','}) {
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                quoted ^= line.charAt(i) == '"';
                if (!quoted && line.charAt(i) == known) {
                    return known;
                }
            }
        }
        return ' ';
    }

    char separator() {
        return separator;
    }

    String separatorName() {
        return switch (separator) {
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            case ',' -> "commas";
            case ' ' -> "spaces";
            default -> "'" + separator + "'";
        };
    }

    /** Whether there is nothing in a line, not even an empty word. */
    boolean nothing(String text) {
        return text.isBlank() && (separator != '\t' || text.indexOf('\t') < 0);
    }

    /**
     * Splits a line.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    void split(String text) {
        line = text;
        count = 0;
        int at = separator == ' ' ? blanks(0) : 0;
        while (true) {
            int begin = blanks(at);
            int end;
            if (begin < text.length() && text.charAt(begin) == '"') {
                end = closing(begin);
                at = separator == ' ' ? end : blanks(end);
                if (at < text.length() && !separates(at)) {
                    throw new IllegalArgumentException("expected " + separatorName() + " between the words, found more"
                            + " behind the quotes of " + text.substring(begin, end));
                }
            } else {
                end = begin;
                while (end < text.length() && !separates(end)) {
                    end++;
                }
                at = end;
                while (end > begin && Character.isWhitespace(text.charAt(end - 1))) {
                    end--;
                }
            }
            add(begin, end);
            if (separator == ' ') {
                at = blanks(at);
            }
            if (at >= text.length()) {
                return;
            }
            at += separator == ' ' ? 0 : 1;
        }
    }

    private boolean separates(int at) {
        return separator == ' ' ? Character.isWhitespace(line.charAt(at)) : line.charAt(at) == separator;
    }

    /** Where the next character stands that is neither white space nor the separator. */
    private int blanks(int from) {
        int at = from;
        while (at < line.length()
                && Character.isWhitespace(line.charAt(at))
                && (separator == ' ' || line.charAt(at) != separator)) {
            at++;
        }
        return at;
    }

    /** Behind the quote that closes a word; two quotes in it are one. */
    private int closing(int open) {
        for (int i = open + 1; i < line.length(); i++) {
            if (line.charAt(i) == '"') {
                if (i + 1 == line.length() || line.charAt(i + 1) != '"') {
                    return i + 1;
                }
                i++;
            }
        }
        throw new IllegalArgumentException("expected a quote that closes "
                + line.substring(open, Math.min(open + 20, line.length())) + ", found the end of the line");
    }

    private void add(int begin, int end) {
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        from[count] = begin;
        to[count] = end;
        count++;
    }

    int count() {
        return count;
    }

    private boolean quoted(int word) {
        return from[word] < to[word] && line.charAt(from[word]) == '"';
    }

    /** A word without its quotes. */
    String text(int word) {
        return quoted(word)
                ? line.substring(from[word] + 1, to[word] - 1)
                        .replace("\"\"", "\"")
                        .strip()
                : line.substring(from[word], to[word]);
    }

    /** A word as a number; NaN if it is none. */
    double number(int word) {
        if (decimalComma || quoted(word)) {
            String text = text(word);
            // A point would be one between thousands.
            if (decimalComma) {
                text = text.indexOf('.') >= 0 ? "" : text.replace(',', '.');
            }
            return Decimal.parse(text, 0, text.length());
        }
        return Decimal.parse(line, from[word], to[word]);
    }

    /** Whether a word is digits and nothing else, but for a sign. */
    boolean whole(int word) {
        return text(word).chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+');
    }

    /** A number less another, rounded once even if it has more digits than double precision holds. */
    double less(int word, double origin) {
        double value = number(word);
        String text = text(word);
        if (text.length() < LONG || text.length() > LONGEST || Math.abs(value) < 1) {
            return value - origin;
        }
        return new BigDecimal(decimalComma ? text.replace(',', '.') : text)
                .subtract(new BigDecimal(origin))
                .doubleValue();
    }

    Kind kind(int word) {
        if (!Double.isNaN(number(word))) {
            return Kind.NUMBER;
        }
        String text = text(word);
        if (text.isEmpty()
                || MISSING.matcher(text).matches()
                || ERROR_VALUE.matcher(text).matches()) {
            return Kind.MISSING;
        }
        return NO_NAME.matcher(text).matches() ? Kind.OTHER : Kind.NAME;
    }

    /** No words yet, separated in the same way. */
    CsvWords another() {
        return new CsvWords(separator, decimalComma);
    }

    boolean any(Kind kind) {
        return IntStream.range(0, count).anyMatch(word -> kind(word) == kind);
    }

    /** Whether the words are the numbers first, first + 1, …, as they name columns. */
    boolean counts(int first) {
        for (int k = 0; k < count; k++) {
            if (!text(k).equals(String.valueOf(first + k))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a number is written with a point or a power of ten. */
    boolean fractions() {
        for (int k = 0; k < count; k++) {
            String text = text(k);
            if (kind(k) == Kind.NUMBER && !text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+')) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word is a number to those who write a comma where others write a point. */
    boolean decimalComma(int word) {
        return !decimalComma && DECIMAL_COMMA.matcher(text(word)).matches();
    }
}
