package io.github.rieszflow.measure;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Points to and from text files with one point a line (UTF-8). */
public final class Csv {
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(nan|na|null|inf|infinity)");

    private Csv() {}

    /**
     * Points from a text file: one point a line, numbers with a decimal point, separated by commas, semicolons, tabs or
     * spaces (the first of semicolon, tab, comma that occurs in the first line, else spaces). A first line in which no word
     * is a number is a header and is skipped, as are empty lines and lines that start with {@code #}.
     *
     * @param file the file
     * @return N×d points, d the number of words of the first line
     * @throws IllegalArgumentException if a word is not a finite number, if a line has another number of words, or if there is
     *     no point, with file, line, column and what was found
     * @throws UncheckedIOException if the file cannot be read
     */
    public static Points read(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return new Reading(file).read(reader);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is not a text file in UTF-8: expected numbers", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " (" + e + ")", e);
        }
    }

    /**
     * Writes points to a text file, one point a line, separated by commas, no header, with as many digits as it takes to
     * read the same points again. An existing file is replaced.
     *
     * @param points the points
     * @param file the file
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Points points, Path file) {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < points.size(); i++) {
                for (int k = 0; k < points.dimension(); k++) {
                    writer.write((k == 0 ? "" : ",") + points.get(i, k));
                }
                writer.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + " (" + e + ")", e);
        }
    }

    /** One file on its way to points. */
    private static final class Reading {
        private final Path file;
        private Pattern separator = Pattern.compile("\\s+");
        private String separatorName = "spaces";
        /** 0 until the first line is seen. */
        private int dimension;

        private int size;
        private float[] data = new float[1024];

        Reading(Path file) {
            this.file = file;
        }

        Points read(BufferedReader reader) throws IOException {
            String line;
            for (int number = 1; (line = reader.readLine()) != null; number++) {
                String text = (number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
                if (!text.isEmpty() && text.charAt(0) != '#') {
                    point(text, number);
                }
            }
            if (size == 0) {
                throw new IllegalArgumentException(file + " holds no point: expected at least one line of numbers");
            }
            return Points.adopt(Arrays.copyOf(data, size * dimension), size, dimension);
        }

        private void point(String text, int line) {
            boolean first = dimension == 0;
            if (first) {
                findSeparator(text);
            }
            String[] words = separator.split(text, -1);
            if (first) {
                dimension = words.length;
                // What other programs write in place of a number speaks for a line of data, too.
                if (Arrays.stream(words)
                        .map(String::strip)
                        .noneMatch(word -> !Double.isNaN(parse(word))
                                || NOT_FINITE.matcher(word).matches())) {
                    return;
                }
            }
            if (words.length != dimension) {
                throw new IllegalArgumentException(file + ", line " + line + ": expected " + dimension
                        + (dimension == 1 ? " number" : " numbers") + " separated by " + separatorName
                        + ", as in the first line, found " + words.length);
            }
            int start = size * dimension;
            if (start + dimension > data.length) {
                long room = Math.min(2L * data.length + dimension, Integer.MAX_VALUE - 8);
                Memory.require(4.0 * room, "the points of " + file, "split the file");
                data = Arrays.copyOf(data, (int) room);
            }
            for (int k = 0; k < dimension; k++) {
                data[start + k] = number(words[k].strip(), line, k + 1);
            }
            size++;
        }

        private void findSeparator(String text) {
            for (String[] known : new String[][] {{",", "commas"}, {"\t", "tabs"}, {";", "semicolons"}}) {
                if (text.contains(known[0])) {
                    separator = Pattern.compile(known[0]);
                    separatorName = known[1];
                }
            }
        }

        private float number(String word, int line, int column) {
            float value = (float) parse(word);
            if (Float.isFinite(value)) {
                return value;
            }
            throw new IllegalArgumentException(file + ", line " + line + ", column " + column
                    + ": expected a number (finite, with a decimal point, at most 3.4e38), found \"" + word + "\"");
        }

        /** A decimal number; NaN for all else, also for what only Java takes for a number, such as 1f or 0x1p3. */
        private static double parse(String word) {
            try {
                boolean decimal = word.chars().allMatch(c -> "0123456789.+-eE".indexOf(c) >= 0);
                return decimal ? Double.parseDouble(word) : Double.NaN;
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
    }
}
