package io.github.rieszflow.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the columns of a text file are called, and which of them become coordinates. */
final class CsvColumns {
    /** Places of columns that are no coordinates. */
    static final int LEFT_OUT = -1;

    static final int GROUP = -2;
    static final int WEIGHT = -3;

    private static final int MOST_NAMED = 20;

    private final CsvChoice choice;
    private final CsvWords words;
    private final int line;
    private final int[] place;
    private final double[] origin;
    private final boolean named;
    /** By what the columns are called; empty if by nothing. */
    private final List<String> names;

    private int dimension;
    /** Whether the first point might as well be names that count. */
    private boolean counting;

    /**
     * Looks at the first line of the table.
     *
     * @param group the name of the column of groups; null if there is none
     * @param weight the name of the column of weights; null if there is none
     * @param words split at that line
     * @param line its number
     * @param comment the last comment above it
     */
    CsvColumns(
            CsvChoice choice,
            @Nullable String group,
            @Nullable String weight,
            CsvWords words,
            int line,
            String comment) {
        this.choice = choice;
        this.words = words;
        this.line = line;
        place = new int[words.count()];
        origin = new double[words.count()];
        List<String> asked = new ArrayList<>(choice.columns());
        asked.addAll(choice.without());
        asked.addAll(choice.origins().keySet());
        if (group != null) {
            asked.add(group);
        }
        if (weight != null) {
            asked.add(weight);
        }
        named = choice.header() == null ? isHeader(asked) : choice.header();
        names = named ? texts(words) : asked.isEmpty() ? List.of() : fromComment(comment);
        if (!asked.isEmpty() && names.isEmpty()) {
            throw new IllegalArgumentException("expected the names of the columns, such as " + quoted(asked)
                    + ", found a point: take columns by their numbers, as in Csv.reader().columns(1, 2), or name them in a"
                    + " first line");
        }
        takeCoordinates();
        special(group, GROUP);
        special(weight, WEIGHT);
        number();
        origins();
    }

    private void takeCoordinates() {
        if (choice.columns().isEmpty() && choice.numbers().isEmpty()) {
            for (String name : choice.without()) {
                place[index(name)] = LEFT_OUT;
            }
            return;
        }
        Arrays.fill(place, LEFT_OUT);
        for (int k = 0; k < choice.columns().size(); k++) {
            place[index(choice.columns().get(k))] = k;
        }
        for (int k = 0; k < choice.numbers().size(); k++) {
            int column = choice.numbers().get(k);
            if (column > place.length) {
                throw new IllegalArgumentException(
                        "expected one of the columns 1 to " + place.length + ": asked for column " + column);
            }
            place[column - 1] = k;
        }
        for (String name : choice.without()) {
            if (place[index(name)] != LEFT_OUT) {
                throw new IllegalArgumentException(
                        "expected columns to be taken or left out: \"" + name + "\" is asked for as both");
            }
        }
    }

    private void special(@Nullable String name, int as) {
        if (name == null) {
            return;
        }
        int column = index(name);
        boolean chosen = !choice.columns().isEmpty() || !choice.numbers().isEmpty();
        if ((chosen && place[column] != LEFT_OUT) || choice.without().contains(name)) {
            throw new IllegalArgumentException("expected one use of each column: \"" + name + "\" is the column of "
                    + (as == GROUP ? "groups" : "weights") + " and was chosen or left out, too");
        }
        place[column] = as;
    }

    /** Coordinates by the order of the file, unless they were asked for one by one. */
    private void number() {
        boolean chosen = !choice.columns().isEmpty() || !choice.numbers().isEmpty();
        for (int k = 0; k < place.length; k++) {
            if (place[k] >= 0) {
                place[k] = chosen ? place[k] : dimension;
                dimension++;
            }
        }
        if (dimension == 0) {
            throw new IllegalArgumentException("expected at least one column of coordinates: none is left");
        }
    }

    private void origins() {
        choice.origins().forEach((name, value) -> origin(index(name), "\"" + name + "\"", value));
        choice.originsOf().forEach((column, value) -> {
            if (column > place.length) {
                throw new IllegalArgumentException(
                        "expected one of the columns 1 to " + place.length + ": asked for column " + column);
            }
            origin(column - 1, String.valueOf(column), value);
        });
    }

    private void origin(int column, String shown, double value) {
        if (place[column] < 0 || origin[column] != 0) {
            throw new IllegalArgumentException("expected an origin for a column of coordinates, one for each: column "
                    + shown + (place[column] < 0 ? " is none" : " has two"));
        }
        origin[column] = value;
    }

    private boolean isHeader(List<String> asked) {
        if (!asked.isEmpty() && texts(words).containsAll(asked)) {
            return true;
        }
        int[] looked = choice.numbers().isEmpty()
                ? IntStream.range(0, place.length).toArray()
                : choice.numbers().stream()
                        .mapToInt(k -> k - 1)
                        .filter(k -> k < place.length)
                        .toArray();
        List<Integer> numbers = new ArrayList<>();
        String name = null;
        for (int k : looked) {
            CsvWords.Kind kind = words.kind(k);
            if (kind == CsvWords.Kind.NUMBER) {
                numbers.add(k + 1);
            } else if (kind == CsvWords.Kind.NAME && name == null) {
                name = words.text(k);
            }
        }
        if (numbers.isEmpty()) {
            return name != null;
        }
        if (name != null) {
            throw new IllegalArgumentException("expected the names of the columns or a point, found words (\"" + name
                    + "\") and numbers: Csv.reader().header(true) takes the line for names, .skip(" + line
                    + ") leaves it out as a title, and ." + numbered(numbers) + " takes columns of numbers");
        }
        if (numbers.size() == place.length) {
            askWhetherItCounts();
        }
        return false;
    }

    /** Other programs number columns that have no names. */
    private void askWhetherItCounts() {
        if (place.length > 1 && words.counts(0)) {
            throw new IllegalArgumentException("expected the names of the columns or a point, found the numbers 0 to "
                    + (place.length - 1) + ", which may be either: Csv.reader().header(true) takes the line for names,"
                    + " .header(false) for a point");
        }
        counting = words.counts(place.length == 1 ? 0 : 1);
    }

    /**
     * Looks at the second point, when it can be seen whether the first one was.
     *
     * @throws IllegalArgumentException if the first point may be names
     */
    void requireNoCountingHeader() {
        if (counting && words.fractions()) {
            throw new IllegalArgumentException("expected whole numbers, as in line " + line
                    + ", which counts and may name the columns or be a point: Csv.reader().header(true) takes it for names,"
                    + " .header(false) for a point");
        }
    }

    /**
     * Looks at the first point below a header.
     *
     * @throws IllegalArgumentException if it is a second header
     */
    void requireOneHeader() {
        if (!named) {
            return;
        }
        String name = null;
        for (int k = 0; k < place.length; k++) {
            CsvWords.Kind kind = words.kind(k);
            if (place[k] >= 0 && kind == CsvWords.Kind.NUMBER) {
                return;
            }
            name = place[k] >= 0 && kind != CsvWords.Kind.MISSING && name == null ? words.text(k) : name;
        }
        if (name != null && dimension > 1) {
            throw new IllegalArgumentException("expected a point below the names of the columns, found words again (\""
                    + name + "\"): Csv.reader().skip(" + line + ") leaves out the line above, .skip(" + (line + 1)
                    + ").header(false) both");
        }
    }

    private List<String> fromComment(String comment) {
        CsvWords above = words.another();
        try {
            above.split(comment.strip());
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        return above.count() == place.length ? texts(above) : List.of();
    }

    private int index(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "expected one of the columns " + quoted(names) + ": asked for \"" + name + "\"");
        }
        if (names.lastIndexOf(name) != at) {
            throw new IllegalArgumentException(
                    "columns " + (at + 1) + " and " + (names.lastIndexOf(name) + 1) + " are both called \"" + name
                            + "\": take columns by their numbers, as in Csv.reader().columns(1, 2)");
        }
        return at;
    }

    private static List<String> texts(CsvWords words) {
        return IntStream.range(0, words.count()).mapToObj(words::text).toList();
    }

    private static String quoted(List<String> names) {
        return names.stream().limit(MOST_NAMED).map(name -> "\"" + name + "\"").collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMED ? ", … (" + names.size() + ")" : "");
    }

    private static String numbered(List<Integer> columns) {
        return columns.stream()
                .limit(MOST_NAMED)
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "columns(", columns.size() > MOST_NAMED ? ", …)" : ")"));
    }

    CsvWords words() {
        return words;
    }

    /** Whether the first line names the columns and is no point. */
    boolean named() {
        return named;
    }

    /** The number of that line. */
    int line() {
        return line;
    }

    /** What to do if that line is no header after all; empty if it is a point. */
    String title() {
        return named ? "; if line " + line + " is a title, Csv.reader().skip(" + line + ") leaves it out" : "";
    }

    /** How many words a line has. */
    int count() {
        return place.length;
    }

    int dimension() {
        return dimension;
    }

    /** Which coordinate a word is, or what else. */
    int place(int word) {
        return place[word];
    }

    /** What is subtracted from a word. */
    double origin(int word) {
        return origin[word];
    }

    /** A column as the user knows it. */
    String name(int word) {
        return names.isEmpty() ? "column " + (word + 1) : "column \"" + names.get(word) + "\"";
    }

    /** The column of a coordinate, by its number. */
    String coordinate(int k) {
        return "column " + (word(k) + 1);
    }

    private int word(int k) {
        return IntStream.range(0, place.length)
                .filter(word -> place[word] == k)
                .findFirst()
                .orElse(k);
    }

    /** How to subtract an origin from a coordinate, by its number. */
    String around(int k, double value) {
        int word = word(k);
        boolean unnamed = names.isEmpty() || names.indexOf(names.get(word)) != names.lastIndexOf(names.get(word));
        return "Csv.reader().around(" + (unnamed ? String.valueOf(word + 1) : "\"" + names.get(word) + "\"") + ", "
                + (value + origin[word]) + ")";
    }

    /** How to leave out a column. */
    String leaveOut(int word) {
        return "Csv.reader()."
                + (names.isEmpty() || names.indexOf(names.get(word)) != names.lastIndexOf(names.get(word))
                        ? numbered(IntStream.rangeClosed(1, place.length)
                                .filter(k -> k != word + 1 && place[k - 1] >= 0)
                                .boxed()
                                .toList())
                        : "without(\"" + names.get(word) + "\")")
                + " leaves it out";
    }
}
