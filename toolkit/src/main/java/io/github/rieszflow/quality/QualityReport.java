package io.github.rieszflow.quality;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.picture.Drawable;
import io.github.rieszflow.picture.Picture;
import io.github.rieszflow.picture.TableHtml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How good images are: a table with a row for each generator and a column for each measure. */
public final class QualityReport implements Drawable {
    private final ImageQuality quality;
    private final List<Row> rows;

    /** What was measured of one set of images. */
    record Row(
            String name,
            int samples,
            Map<String, Estimate> measures,
            List<Integer> histogram,
            @Nullable Neighbours neighbours) {
        Row(String name, int samples) {
            this(name, samples, Map.of(), List.of(), null);
        }

        Row with(String measure, Estimate value) {
            Map<String, Estimate> more = new LinkedHashMap<>(measures);
            more.put(measure, value);
            return new Row(name, samples, more, histogram, neighbours);
        }

        Row seen(int[] counts) {
            return new Row(
                    name, samples, measures, Arrays.stream(counts).boxed().toList(), neighbours);
        }

        Row neighbours(Neighbours found) {
            return new Row(name, samples, measures, histogram, found);
        }
    }

    QualityReport(ImageQuality quality, List<Row> rows) {
        this.quality = quality;
        this.rows = List.copyOf(rows);
    }

    /**
     * The same table with one more row, measured now.
     *
     * @param name who made them
     * @param samples generated images
     * @return the longer table
     * @throws IllegalArgumentException as in {@link ImageQuality#of}
     */
    public QualityReport and(String name, ImageSet samples) {
        List<Row> more = new ArrayList<>(rows);
        more.add(quality.measure(name, samples));
        return new QualityReport(quality, more);
    }

    /**
     * The names of the rows.
     *
     * @return in their order
     */
    public List<String> names() {
        return rows.stream().map(Row::name).toList();
    }

    /**
     * The names of the measures.
     *
     * @return in the order of the columns
     */
    public List<String> measures() {
        Set<String> all = new LinkedHashSet<>();
        rows.forEach(row -> all.addAll(row.measures().keySet()));
        return List.copyOf(all);
    }

    /**
     * One number.
     *
     * @param name of the row
     * @param measure as in {@link #measures}, or how it begins
     * @return the number with its error
     * @throws NoSuchElementException if there is no such row, or it has no such measure
     */
    public Estimate get(String name, String measure) {
        Row row = find(name);
        return row.measures().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(measure))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + " has no measure that begins with " + measure
                        + ", only " + row.measures().keySet()));
    }

    /**
     * How many samples the classifier took for each class.
     *
     * @param name of the row
     * @return counts by class, none without a classifier
     * @throws NoSuchElementException if there is no such row
     */
    public List<Integer> histogram(String name) {
        return find(name).histogram();
    }

    /**
     * The training images nearest to the samples.
     *
     * @param name of the row
     * @return the neighbours
     * @throws NoSuchElementException if there is no such row, or no neighbours were looked for
     */
    public Neighbours neighbours(String name) {
        Neighbours found = find(name).neighbours();
        if (found == null) {
            throw new NoSuchElementException("no neighbours were looked for in " + name
                    + ": give the training images with ImageQuality.training(…)");
        }
        return found;
    }

    private Row find(String name) {
        return rows.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("there is no row " + name + ", only " + names()));
    }

    /**
     * The table.
     *
     * @return a row for each generator
     */
    public TableHtml table() {
        List<String> columns = new ArrayList<>(List.of("images", "number"));
        columns.addAll(measures());
        boolean classes = rows.stream().anyMatch(row -> !row.histogram().isEmpty());
        if (classes) {
            columns.add("share of each class in %");
        }
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Row row : rows) {
            List<@Nullable Object> line = new ArrayList<>();
            line.add(row.name());
            line.add(row.samples());
            for (String measure : measures()) {
                Estimate value = row.measures().get(measure);
                line.add(value == null ? null : value.number());
            }
            if (classes) {
                line.add(row.histogram().stream()
                        .map(count -> String.valueOf(Math.round(100.0 * count / row.samples())))
                        .collect(Collectors.joining(" ")));
            }
            cells.add(line);
        }
        return TableHtml.of(columns, cells).note(quality.notes());
    }

    @Override
    public Picture picture() {
        return table().picture();
    }

    @Override
    public String toString() {
        Row last = rows.get(rows.size() - 1);
        return "QualityReport["
                + last.name() + ": "
                + last.measures().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + (rows.size() > 1 ? "; " + rows.size() + " rows" : "") + "]";
    }
}
