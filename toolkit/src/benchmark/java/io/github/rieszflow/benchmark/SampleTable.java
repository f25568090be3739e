package io.github.rieszflow.benchmark;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.quality.ImageClassifier;
import io.github.rieszflow.quality.ImageQuality;
import io.github.rieszflow.quality.QualityReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How good samples are, as a table in Markdown with a row for each set of them; where a model was asked for labels, also how many of its
 * samples are as asked.
 */
final class SampleTable {
    private final ImageQuality quality;
    private final ImageClassifier classifier;
    private final Map<String, String> asked = new LinkedHashMap<>();
    private @Nullable QualityReport report;

    SampleTable(ImageSet training, ImageSet held, ImageClassifier classifier) {
        this.quality = ImageQuality.against(held).training(training).classifier(classifier);
        this.classifier = classifier;
    }

    /** Samples with the labels that were asked for, if any were. */
    void add(String name, ImageSet samples) {
        // The row of training images is made once.
        report = report == null ? quality.of(name, samples) : report.and(name, samples);
        asked.put(name, samples.hasLabels() ? share(samples) : "–");
    }

    private String share(ImageSet samples) {
        int[] labels = samples.labels();
        int[] seen = classifier.look(samples).classes();
        double share = IntStream.range(0, labels.length)
                .mapToDouble(i -> seen[i] == labels[i] ? 1 : 0)
                .average()
                .orElseThrow();
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Under a name for what tells the rows from each other. */
    void print(String rows) {
        QualityReport all = Objects.requireNonNull(report);
        System.out.println("| " + rows + " | " + String.join(" | ", all.measures()) + " | as asked |");
        System.out.println("| --- ".repeat(all.measures().size() + 2) + "|");
        System.out.println(row("training images", all) + " – |");
        asked.forEach((name, share) -> System.out.println(row(name, all) + " " + share + " |"));
        System.out.println();
    }

    private static String row(String name, QualityReport report) {
        StringBuilder row = new StringBuilder("| " + name + " |");
        for (String measure : report.measures()) {
            boolean there = !(name.equals("training images") && measure.equals("like copies"));
            Estimate value = there ? report.get(name, measure) : null;
            row.append(
                    value == null
                            ? " – |"
                            : String.format(Locale.ROOT, " %.3g ± %.1g |", value.value(), value.standardError()));
        }
        return row.toString();
    }
}
