package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.SinglePrecision;
import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;

/** Points to and from text files with one point a line (UTF-8). */
public final class Csv {
    /** Lines read between two looks at the clock. */
    private static final int PAUSE = 256;

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
     *     no point, with file, line, column and what was found; or if a column does not survive single precision, as for
     *     {@link Points#of(double[][])}
     * @throws UncheckedIOException if the file cannot be read
     * @throws CancellationException if the thread is interrupted
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
     * read the same points again. An existing file is replaced, by a whole one or not at all.
     *
     * @param points the points
     * @param file the file
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Points points, Path file) {
        WholeFile.write(file, out -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < points.size(); i++) {
                line.setLength(0);
                for (int k = 0; k < points.dimension(); k++) {
                    line.append(k == 0 ? "" : ",").append(points.get(i, k));
                }
                out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    /** One file on its way to points. */
    private static final class Reading {
        private final Path file;
        /** A space stands for any white space. */
        private char separator = ' ';

        private String separatorName = "spaces";
        /** 0 until the first line is seen. */
        private int dimension;

        private int size;
        private float[] data = new float[1024];
        private SinglePrecision single = new SinglePrecision(2, 0);

        Reading(Path file) {
            this.file = file;
        }

        Points read(BufferedReader reader) throws IOException {
            String line;
            try (Progress progress = Progress.start("reading " + file.getFileName(), 0)) {
                for (int number = 1; (line = reader.readLine()) != null; number++) {
                    String text = (number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
                    if (!text.isEmpty() && text.charAt(0) != '#') {
                        point(text, number);
                    }
                    if (number % PAUSE == 0) {
                        pause(progress);
                    }
                }
            }
            if (size == 0) {
                throw new IllegalArgumentException(file + " holds no point: expected at least one line of numbers");
            }
            single.require(k -> file + ", column " + (k + 1));
            return Points.adopt(Arrays.copyOf(data, size * dimension), size, dimension);
        }

        private void pause(Progress progress) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("reading " + file + " was interrupted after " + size + " points");
            }
            progress.step(size, "points");
        }

        private void point(String text, int line) {
            if (dimension == 0 && header(text)) {
                return;
            }
            int start = size * dimension;
            if (start + dimension > data.length) {
                long room = Math.min(2L * data.length + dimension, Integer.MAX_VALUE - 8);
                Memory.require(4.0 * room, "the points of " + file, "split the file");
                data = Arrays.copyOf(data, (int) room);
            }
            int words = 0;
            for (int from = 0; from <= text.length(); words++) {
                int to = end(text, from);
                if (words < dimension) {
                    data[start + words] = number(text, from, to, line, words + 1);
                }
                from = to + 1;
                while (separator == ' ' && from < text.length() && Character.isWhitespace(text.charAt(from))) {
                    from++;
                }
            }
            if (words != dimension) {
                throw new IllegalArgumentException(file + ", line " + line + ": expected " + dimension
                        + (dimension == 1 ? " number" : " numbers") + " separated by " + separatorName
                        + ", as in the first line, found " + words);
            }
            size++;
        }

        /** Where the word ends that begins here. */
        private int end(String text, int from) {
            int to = from;
            while (to < text.length()
                    && (separator == ' ' ? !Character.isWhitespace(text.charAt(to)) : text.charAt(to) != separator)) {
                to++;
            }
            return to;
        }

        /** Looks at the first line: how many words it has, and whether it only names the columns. */
        private boolean header(String text) {
            findSeparator(text);
            String[] words = Pattern.compile(separator == ' ' ? "\\s+" : Pattern.quote(String.valueOf(separator)))
                    .split(text, -1);
            dimension = words.length;
            single = new SinglePrecision(2, dimension);
            // What other programs write in place of a number speaks for a line of data, too.
            return Arrays.stream(words)
                    .map(String::strip)
                    .noneMatch(word -> !Double.isNaN(Decimal.parse(word, 0, word.length()))
                            || NOT_FINITE.matcher(word).matches());
        }

        private void findSeparator(String text) {
            for (String[] known : new String[][] {{",", "commas"}, {"\t", "tabs"}, {";", "semicolons"}}) {
                if (text.contains(known[0])) {
                    separator = known[0].charAt(0);
                    separatorName = known[1];
                }
            }
        }

        private float number(String text, int from, int to, int line, int column) {
            int begin = from;
            int end = to;
            while (begin < end && Character.isWhitespace(text.charAt(begin))) {
                begin++;
            }
            while (begin < end && Character.isWhitespace(text.charAt(end - 1))) {
                end--;
            }
            float value = single.round(Decimal.parse(text, begin, end), column - 1);
            if (Float.isFinite(value)) {
                return value;
            }
            throw new IllegalArgumentException(file + ", line " + line + ", column " + column
                    + ": expected a number (finite, with a decimal point, at most 3.4e38), found \""
                    + text.substring(begin, end) + "\"");
        }
    }
}
