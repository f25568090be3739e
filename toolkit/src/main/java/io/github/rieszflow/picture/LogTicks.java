package io.github.rieszflow.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/**
 * Numbers at the powers of ten of logarithmic axes, as they are written by hand. XChart knows only computers' way, and draws a
 * logarithmic axis as a linear one if told another: so its numbers are drawn without ink, and these in the room they leave.
 */
final class LogTicks {
    /** Between an axis and its numbers: XChart's tick and padding. */
    private static final double GAP = 7;

    private final XYChart chart;
    private final Theme theme;
    private final Font font;

    LogTicks(XYChart chart, Theme theme) {
        this.chart = chart;
        this.theme = theme;
        this.font = theme.font(ChartPen.TYPE, false);
    }

    /** Below the horizontal axis; the chart must have been painted. */
    void below(Graphics2D g) {
        XYStyler style = chart.getStyler();
        double low = style.getXAxisMin();
        double high = style.getXAxisMax();
        double edge = outside(
                style, chart.getScreenYFromChart(style.getYAxisMin()), chart.getScreenYFromChart(style.getYAxisMax()));
        double decade = chart.getScreenXFromChart(10 * low) - chart.getScreenXFromChart(low);
        int[] powers = powers(low, high);
        double widest = 0;
        for (int power : powers) {
            widest = Math.max(widest, Text.width(number(power, powers), font));
        }
        for (int power : every(powers, (widest + 8) / decade)) {
            double x = chart.getScreenXFromChart(Math.pow(10, power));
            Text.draw(g, number(power, powers), x, edge + GAP + 0.8 * ChartPen.TYPE, 0.5, font, theme.ink());
        }
    }

    /** Left of the vertical axis; the chart must have been painted. */
    void aside(Graphics2D g) {
        XYStyler style = chart.getStyler();
        double low = style.getYAxisMin();
        double high = style.getYAxisMax();
        double edge = outside(
                style, chart.getScreenXFromChart(style.getXAxisMin()), chart.getScreenXFromChart(style.getXAxisMax()));
        double decade = chart.getScreenYFromChart(low) - chart.getScreenYFromChart(10 * low);
        int[] powers = powers(low, high);
        for (int power : every(powers, 1.4 * ChartPen.TYPE / decade)) {
            double y = chart.getScreenYFromChart(Math.pow(10, power));
            Text.draw(g, number(power, powers), edge - GAP, y + 0.36 * ChartPen.TYPE, 1, font, theme.ink());
        }
    }

    /** Where the frame is, a little before the first value. */
    private static double outside(XYStyler style, double first, double last) {
        double margin = (1 / style.getPlotContentSize() - 1) / 2;
        return first - margin * (last - first);
    }

    /** All powers of ten of an axis. */
    static int[] powers(double low, double high) {
        double slack = 1e-9;
        int first = (int) Math.ceil(Math.log10(low) - slack);
        int last = (int) Math.floor(Math.log10(high) + slack);
        int[] powers = new int[Math.max(0, last - first + 1)];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = first + i;
        }
        return powers;
    }

    /** Those that have room, if a number takes so many decades: multiples of 1, 2, 5, 10, … */
    static List<Integer> every(int[] powers, double decades) {
        int step = 1;
        for (int i = 0; step < decades; i++) {
            step = i % 3 == 1 ? step / 2 * 5 : 2 * step;
        }
        List<Integer> some = new ArrayList<>();
        for (int power : powers) {
            if (power % step == 0) {
                some.add(power);
            }
        }
        return some;
    }

    /** 0.01, 0.1, 1, 10 where all of an axis are as short; else powers. */
    static String number(int power, int[] all) {
        boolean shortOnes = all[0] >= -3 && all[all.length - 1] <= 3;
        if (shortOnes || power == 0 || power == 1) {
            return power < 0 ? "0." + "0".repeat(-power - 1) + "1" : "1" + "0".repeat(power);
        }
        return "10" + Theme.raised(String.valueOf(power));
    }
}
