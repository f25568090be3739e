package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.SinglePrecision;
import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.WeightedPoints;
import io.github.rieszflow.picture.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text file on its way to points. */
final class CsvTable {
    /** Lines read between two looks at the clock. */
    private static final int PAUSE = 256;
    /** From here on double precision does not hold all whole numbers. */
    private static final double EXACT = 0x1p53;
    /** How spreadsheets say what separates. */
    private static final Pattern SEPARATOR = Pattern.compile("(?i)\"?sep=(.)\"?");

    private static final Map<String, String> OTHER_FORMATS = Map.of(
            "<!doctype", "is a web page",
            "<html", "is a web page",
            "<?xml", "is XML",
            "{", "is JSON",
            "[", "is JSON",
            "pk\u0003\u0004", "is a zip archive or a workbook",
            "version https://git-lfs", "is a pointer to a file that is kept elsewhere");

    private final Path file;
    private final CsvChoice choice;
    private final @Nullable String group;
    private final @Nullable String weight;
    private final CsvComments comments;

    /** Null until the first line of the table is seen. */
    private @Nullable CsvColumns columns;

    private char separator;
    private int size;
    private SinglePrecision single = new SinglePrecision(2, 0);
    private float[] data = new float[1024];
    private double[] weights = new double[0];
    private int[] groupOf = new int[0];
    private final Map<String, Integer> groups = new LinkedHashMap<>();
    /** Whole numbers beyond double precision, the last one of each coordinate. */
    private final Map<Integer, String> longNumbers = new HashMap<>();

    private CsvTable(Path file, CsvChoice choice, @Nullable String group, @Nullable String weight) {
        this.file = file;
        this.choice = choice;
        this.group = group;
        this.weight = weight;
        comments = new CsvComments(choice);
    }

    static CsvTable read(Path file, CsvChoice choice, @Nullable String group, @Nullable String weight) {
        CsvTable table = new CsvTable(file, choice, group, weight);
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            table.read(new CsvLines(reader));
            return table;
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is not a text file in UTF-8: expected numbers", e);
        } catch (IOException e) {
            throw WholeFile.unreadable(file, e);
        }
    }

    Points points() {
        return Points.adopt(Arrays.copyOf(data, size * dimension()), size, dimension());
    }

    WeightedPoints weighted() {
        try {
            return points().weighted(Arrays.copyOf(weights, size));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", column \"" + weight + "\": " + e.getMessage(), e);
        }
    }

    Map<String, Points> groups() {
        Points all = points();
        int[] sizes = new int[groups.size()];
        for (int i = 0; i < size; i++) {
            sizes[groupOf[i]]++;
        }
        Map<String, Points> clouds = new LinkedHashMap<>();
        groups.forEach((name, number) -> {
            int[] members = new int[sizes[number]];
            int at = 0;
            for (int i = 0; i < size; i++) {
                if (groupOf[i] == number) {
                    members[at++] = i;
                }
            }
            clouds.put(name, all.select(members));
        });
        return clouds;
    }

    private int dimension() {
        return columns == null ? 0 : columns.dimension();
    }

    private void read(CsvLines lines) throws IOException {
        try (Progress progress = Progress.start("reading " + file.getFileName(), 0)) {
            String line;
            while ((line = lines.next()) != null) {
                if (lines.number() > choice.skip()) {
                    line(line, lines.number());
                }
                if (lines.number() % PAUSE == 0) {
                    pause(progress);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(placed(String.valueOf(e.getMessage()), lines.number()), e);
        }
        if (size == 0) {
            throw new IllegalArgumentException(file + " holds no point: expected at least one line of numbers");
        }
        single.require(k -> file + ", " + columns().coordinate(k), columns()::around);
        if (choice.everything()) {
            CsvCounting.tell(file, data, size, columns());
        }
    }

    /** What is wrong, with file and line unless it says so itself. */
    private String placed(String text, int line) {
        return text.startsWith(file.toString())
                ? text
                : file + ", line " + line + (text.startsWith("column ") ? ", " : ": ") + text;
    }

    private void pause(Progress progress) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("reading " + file + " was interrupted after " + size + " points");
        }
        progress.step(size, "points");
    }

    private CsvColumns columns() {
        if (columns == null) {
            throw new IllegalStateException("no line was seen");
        }
        return columns;
    }

    private void line(String line, int number) {
        if (columns != null) {
            CsvWords words = columns.words();
            if (!words.nothing(line) && !comments.has(line, words, columns.count())) {
                words.split(line);
                point(words);
            }
            return;
        }
        if ((line.isBlank() && separator != '\t') || comments.isAbove(line, number)) {
            return;
        }
        Matcher said = SEPARATOR.matcher(line);
        if (separator == 0 && said.matches()) {
            separator = said.group(1).charAt(0);
            return;
        }
        first(line, number);
    }

    private void first(String line, int number) {
        refuseOtherFormats(line);
        char found = separator == 0 ? CsvWords.separator(line, choice.decimalComma()) : separator;
        CsvWords words = new CsvWords(found, choice.decimalComma());
        words.split(line);
        CsvColumns made = new CsvColumns(choice, group, weight, words, number, comments.last());
        columns = made;
        single = new SinglePrecision(2, made.dimension());
        for (CsvComments.Above above : comments.above()) {
            try {
                comments.has(above.text(), words, made.count());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(placed(String.valueOf(e.getMessage()), above.line()), e);
            }
        }
        if (!made.named()) {
            words.split(line);
            point(words);
        }
    }

    private void refuseOtherFormats(String line) {
        String start = line.strip().toLowerCase(Locale.ROOT);
        String what = OTHER_FORMATS.entrySet().stream()
                .filter(other -> start.startsWith(other.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        if (!what.isEmpty()) {
            throw new IllegalArgumentException(file + " " + what + ": expected numbers, one point a line");
        }
    }

    private void point(CsvWords words) {
        CsvColumns plan = columns();
        if (words.count() != plan.count()) {
            throw new IllegalArgumentException("expected " + plan.count()
                    + (plan.count() == 1 ? " number" : " numbers")
                    + " separated by " + words.separatorName() + ", as in the first line, found " + words.count()
                    + (size == 0 ? plan.title() : ""));
        }
        if (size == 0) {
            plan.requireOneHeader();
        }
        int d = plan.dimension();
        int start = size * d;
        if (start > Integer.MAX_VALUE - 8 - d) {
            throw new IllegalArgumentException(file + " has more numbers than one cloud holds: split the file");
        }
        if (start + d > data.length) {
            long room = Math.min(2L * data.length + d, Integer.MAX_VALUE - 8);
            Memory.require(4.0 * room, "the points of " + file, "split the file");
            data = Arrays.copyOf(data, (int) room);
        }
        for (int word = 0; word < words.count(); word++) {
            int place = plan.place(word);
            if (place >= 0) {
                data[start + place] = coordinate(words, word, place);
            } else if (place == CsvColumns.WEIGHT) {
                weights = size < weights.length ? weights : Arrays.copyOf(weights, 2 * size + 64);
                weights[size] = number(words, word);
            } else if (place == CsvColumns.GROUP) {
                groupOf = size < groupOf.length ? groupOf : Arrays.copyOf(groupOf, 2 * size + 64);
                groupOf[size] = group(words.text(word), word);
            }
        }
        if (size == 1) {
            plan.requireNoCountingHeader();
        }
        size++;
    }

    private float coordinate(CsvWords words, int word, int place) {
        double value = number(words, word);
        double origin = columns().origin(word);
        if (Math.abs(value) >= EXACT && words.whole(word)) {
            String digits = words.text(word);
            String before = longNumbers.put(place, digits);
            return single.round(
                    origin == 0 ? value : words.less(word, origin), place, before != null && !before.equals(digits));
        }
        return single.round(origin == 0 ? value : words.less(word, origin), place);
    }

    private int group(String name, int word) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("column " + (word + 1) + ": expected the name of a group, found none");
        }
        Integer known = groups.putIfAbsent(name, groups.size());
        return known == null ? groups.size() - 1 : known;
    }

    private double number(CsvWords words, int word) {
        double value = words.number(word);
        if (Float.isFinite((float) value)) {
            return value;
        }
        String text = words.text(word);
        StringBuilder hint = new StringBuilder();
        if (words.decimalComma(word)) {
            hint.append("; if the comma is a decimal one, Csv.reader().decimalComma() reads it");
        }
        if (size == 0 && columns().named() && columns().count() == 1 && CsvWords.separator(text, false) != ' ') {
            hint.append(columns().title());
        } else if (size == 0 && words.kind(word) == CsvWords.Kind.NAME) {
            hint.append("; ").append(columns().leaveOut(word));
        }
        throw new IllegalArgumentException("column " + (word + 1) + ": expected a number (finite, with a decimal "
                + (choice.decimalComma() ? "comma" : "point") + ", at most 3.4e38), found \"" + text + "\"" + hint);
    }
}
