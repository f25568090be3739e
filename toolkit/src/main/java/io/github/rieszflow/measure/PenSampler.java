package io.github.rieszflow.measure;

import io.github.rieszflow.glyph.Polyline;
import io.github.rieszflow.glyph.StrokeFont;
import io.github.rieszflow.internal.Cumulative;
import java.util.ArrayList;
import java.util.List;

/** Draws points along the strokes of a text. */
final class PenSampler {
    private static final double RADIUS = 0.06;
    private static final double GAP = 0.24;
    private static final double SPACE = 0.4;
    private static final double LINE = 1.5;

    /** x and y of both ends of each segment. */
    private final double[] ends;
    /** Segments by their lengths. */
    private final Cumulative segments;

    private final double radius;

    PenSampler(String text) {
        List<Polyline> strokes = write(text);
        if (strokes.isEmpty()) {
            throw new IllegalArgumentException(
                    "letters need at least one visible character: received \"" + text + "\"");
        }
        ends = new double[4 * strokes.stream().mapToInt(s -> s.size() - 1).sum()];
        int at = 0;
        for (Polyline stroke : strokes) {
            for (int i = 1; i < stroke.size(); i++) {
                ends[at++] = stroke.x(i - 1);
                ends[at++] = stroke.y(i - 1);
                ends[at++] = stroke.x(i);
                ends[at++] = stroke.y(i);
            }
        }
        radius = RADIUS * fit();
        double[] lengths = new double[ends.length / 4];
        for (int i = 0; i < lengths.length; i++) {
            double dx = ends[4 * i + 2] - ends[4 * i];
            double dy = ends[4 * i + 3] - ends[4 * i + 1];
            lengths[i] = Math.sqrt(dx * dx + dy * dy);
        }
        segments = Cumulative.adopt(lengths);
    }

    private static List<Polyline> write(String text) {
        List<Polyline> strokes = new ArrayList<>();
        double x = 0;
        double y = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                x = 0;
                y -= LINE;
            } else if (Character.isWhitespace(c)) {
                x += SPACE;
            } else {
                for (Polyline stroke : StrokeFont.polylines(c)) {
                    strokes.add(stroke.place(1, x, y));
                }
                x += StrokeFont.width(c) + GAP;
            }
        }
        return strokes;
    }

    /** Moves and scales the segments so that the inked text fills the unit square; returns the factor. */
    private double fit() {
        double[] low = {ends[0], ends[1]};
        double[] high = low.clone();
        for (int i = 0; i < ends.length; i++) {
            low[i % 2] = Math.min(low[i % 2], ends[i]);
            high[i % 2] = Math.max(high[i % 2], ends[i]);
        }
        double factor = 1 / (2 * RADIUS + Math.max(high[0] - low[0], high[1] - low[1]));
        for (int i = 0; i < ends.length; i++) {
            ends[i] = 0.5 + factor * (ends[i] - (low[i % 2] + high[i % 2]) / 2);
        }
        return factor;
    }

    void next(RandomStream stream, double[] xy) {
        int at = 4 * segments.at(stream.nextDouble());
        double along = stream.nextDouble();
        double u;
        double v;
        do {
            u = 2 * stream.nextDouble() - 1;
            v = 2 * stream.nextDouble() - 1;
        } while (u * u + v * v > 1);
        xy[0] = ends[at] + along * (ends[at + 2] - ends[at]) + radius * u;
        xy[1] = ends[at + 1] + along * (ends[at + 3] - ends[at + 1]) + radius * v;
    }
}
