package io.github.rieszflow.picture;

import io.github.rieszflow.internal.Digits;
import java.awt.Color;
import java.awt.Font;
import java.util.List;

/**
 * How a picture is drawn: its colours, its type, what is left out, and the room it has.
 *
 * @param paper the ground
 * @param ink text and exact curves
 * @param frame lines around, and ticks
 * @param rule lines across
 * @param cloud the points of a cloud
 * @param target the points under them
 * @param series curves of a chart, in this order
 * @param family of fonts
 * @param clear whether there is no ground
 * @param titles whether titles are drawn
 * @param legend whether a legend is drawn
 * @param width of the picture in its own units, NaN for the picture's own
 * @param height the same, NaN for what fits the width
 * @param pixels whether it is drawn for the screen, on whole pixels
 */
record Theme(
        Color paper,
        Color ink,
        Color frame,
        Color rule,
        Color cloud,
        Color target,
        List<Color> series,
        String family,
        boolean clear,
        boolean titles,
        boolean legend,
        double width,
        double height,
        boolean pixels) {

    private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** The one that pictures have in a notebook. */
    static final Theme SCREEN = light(true);

    /** The same look for files that are not made of pixels. */
    static final Theme LIGHT = light(false);

    /** Light ink on a dark ground; the colours of Okabe and Ito, the darker ones made lighter. */
    static final Theme DARK = new Theme(
            new Color(0x16181c),
            new Color(0xe6e6e6),
            new Color(0x8c8c8c),
            new Color(0x33363c),
            new Color(0x56b4e9),
            new Color(0xe69f00),
            List.of(
                    new Color(0x56b4e9),
                    new Color(0xf0803c),
                    new Color(0x2cc397),
                    new Color(0xe29cc4),
                    new Color(0xe69f00),
                    new Color(0xf0e442),
                    new Color(0xffffff)),
            Font.SANS_SERIF,
            false,
            true,
            true,
            Double.NaN,
            Double.NaN,
            false);

    private static Theme light(boolean pixels) {
        return new Theme(
                Style.PAPER,
                Style.INK,
                Style.FRAME,
                Style.RULE,
                Style.CLOUD,
                Style.TARGET,
                Style.SERIES,
                Font.SANS_SERIF,
                false,
                true,
                true,
                Double.NaN,
                Double.NaN,
                pixels);
    }

    Theme family(String name) {
        return new Theme(
                paper, ink, frame, rule, cloud, target, series, name, clear, titles, legend, width, height, pixels);
    }

    Theme without(boolean ground, boolean titles, boolean legend) {
        return new Theme(
                paper, ink, frame, rule, cloud, target, series, family, ground, titles, legend, width, height, pixels);
    }

    Theme room(double wide, double high) {
        return new Theme(
                paper, ink, frame, rule, cloud, target, series, family, clear, titles, legend, wide, high, pixels);
    }

    Theme clouds(Color points, Color under) {
        return new Theme(
                paper, ink, frame, rule, points, under, series, family, clear, titles, legend, width, height, pixels);
    }

    /** What lies beneath all else and should be seen no more than that. */
    Color faint() {
        return Style.mixed(frame, rule, 0.5);
    }

    /**
     * The colour of a point by where it was in the square that held all points: four hues at the corners, which the
     * colour-blind can tell apart, and mixtures between them.
     *
     * @param across from 0, left, to 1
     * @param up from 0, below, to 1
     */
    Color origin(double across, double up) {
        Color below = Style.mixed(series.get(0), series.get(3), across);
        Color above = Style.mixed(series.get(2), series.get(4), across);
        return Style.mixed(below, above, up);
    }

    /** The same for points on a line: from the first corner along two sides to the opposite one. */
    Color origin(double share) {
        return share < 0.5 ? origin(2 * share, 0) : origin(1, 2 * share - 1);
    }

    /** Whether the picture has to fit a width instead of its own. */
    boolean fitted() {
        return !Double.isNaN(width);
    }

    Font font(double size, boolean bold) {
        return Text.font(family, size, bold);
    }

    /** A number beside an axis; off the screen with a minus sign, and powers of ten as they are written by hand. */
    String number(double value, int digits) {
        String text = Digits.text(value, digits);
        if (pixels) {
            return text;
        }
        int at = text.indexOf('e');
        if (at < 0) {
            return text.replace('-', '−');
        }
        String power = "10" + raised(text.substring(at + 1));
        String factor = text.substring(0, at).replace('-', '−');
        return factor.equals("1") ? power : factor + "×" + power;
    }

    static String raised(String digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            text.append(digit == '-' ? '⁻' : RAISED.charAt(digit - '0'));
        }
        return text.toString();
    }

    /** A title as it is drawn: empty if titles are left out. */
    String title(String title) {
        return titles ? title : "";
    }
}
