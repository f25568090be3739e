package io.github.rieszflow.exchange;

import io.github.rieszflow.internal.WholeFile;
import io.github.rieszflow.measure.Points;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/** Points to and from text files with one point per line (UTF-8). */
public final class Csv {
    private Csv() {}

    /**
     * Points from a text file: one point per line, numbers with a decimal point, separated by commas, semicolons, tabs or
     * spaces (the first of semicolon, tab, comma that occurs in the first line, else spaces), with or without quotes. A first
     * line of words names the columns; it is skipped, as are empty lines and comments. {@link CsvReader} says which lines
     * these are, and reads other files: some columns, groups, titles, decimal commas. A column that numbers the rows is taken as it
     * is, with a notice on the error stream.
     *
     * @param file the file
     * @return N×d points, d the number of words of the first line
     * @throws IllegalArgumentException if a word is not a finite number, if a line has another number of words, or if there is
     *     no point, or if it cannot be seen whether the first line names the columns; with file, line, column and what was
     *     found; or if a column does not survive single precision, as for {@link Points#of(double[][])}
     * @throws UncheckedIOException if the file cannot be read
     * @throws CancellationException if the thread is interrupted
     */
    public static Points read(Path file) {
        return reader().read(file);
    }

    /**
     * A reader of points from text files for when the choice of columns matters: by name, without some, split into groups.
     *
     * @return a reader of all columns, as {@link #read}, to be changed
     */
    public static CsvReader reader() {
        return new CsvReader(CsvChoice.ALL);
    }

    /**
     * Writes points to a text file, one point per line, separated by commas, no header, with as many digits as it takes to
     * read the same points again. An existing file is replaced as a whole or not at all.
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
}
