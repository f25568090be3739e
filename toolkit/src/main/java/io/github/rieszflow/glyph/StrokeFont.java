package io.github.rieszflow.glyph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A pen font of our own: digits, Latin letters and a few signs as strokes, sampled finely enough to look smooth. The
 * base line is y = 0; digits and capitals are 1 high, small letters may reach down to −0.3; every glyph starts at
 * x = 0 and is at most 1 wide. Vertices are the same on every JDK.
 */
public final class StrokeFont {
    /** Segments between two given points of a curve. */
    private static final int STEPS = 6;

    /*
     * One glyph a line: the character, then strokes in hundredths. "-" joins its points by straight lines, "~" by a smooth
     * curve, "@" by a smooth closed curve. A second line for the same character is another way to write it.
     */
    private static final String GLYPHS = """
            0 @31,100 17,94 6,75 3,50 6,25 17,6 31,0 45,6 56,25 59,50 56,75 45,94
            0 @34,100 14,88 2,46 10,10 28,0 50,16 58,56 50,90
            1 ~2,76 16,86 28,100 -28,100 28,0
            1 -8,100 8,0
            1 ~2,76 18,86 30,100 -30,100 30,0 -8,0 52,0
            2 ~3,76 10,93 30,100 50,92 56,74 46,50 24,24 2,0 -2,0 60,0
            2 ~3,80 14,96 32,100 50,90 50,68 34,34 16,4 4,3 5,16 20,18 40,4 62,8
            3 ~4,88 14,97 30,100 48,93 54,76 44,60 22,54 ~22,54 46,48 58,29 50,8 28,0 10,4 0,16
            3 -4,100 54,100 24,60 ~24,60 48,54 58,32 48,8 26,0 10,4 0,14
            4 -44,0 44,100 2,32 62,32
            4 ~6,98 6,80 3,52 -3,52 58,52 -50,98 46,0
            5 -54,100 14,100 8,56 ~8,56 28,64 48,57 57,34 48,9 26,0 10,4 0,14
            6 ~50,96 34,92 14,70 4,36 10,10 30,0 50,8 57,30 48,50 30,56 14,48 5,32
            6 ~36,100 18,76 4,36 10,8 28,0 46,8 50,28 40,44 24,46 10,36 5,28
            7 -2,100 58,100 ~58,100 44,66 32,34 26,0
            7 -2,100 58,100 20,0 -18,50 56,50
            8 @30,54 12,66 7,82 14,95 30,100 46,95 53,82 48,66 30,54 10,42 3,22 12,5 30,0 48,5 57,22 50,42
            9 ~54,70 44,54 28,48 10,56 3,75 12,94 30,100 48,93 55,72 ~55,72 53,44 46,20 34,0
            9 ~52,84 40,98 22,98 6,84 6,66 20,54 40,62 52,84 -52,84 46,0
            A -0,0 34,100 68,0 -12,34 56,34
            B -6,0 6,100 ~6,100 34,99 52,90 54,72 42,58 6,54 ~6,54 44,52 60,40 60,14 42,1 6,0
            C ~64,82 53,95 36,100 18,94 6,76 2,50 6,24 18,6 36,0 54,5 65,18
            D -6,0 6,100 ~6,100 34,97 56,80 64,50 56,20 34,3 6,0
            E -58,100 6,100 6,0 60,0 -6,53 48,53
            F -58,100 6,100 6,0 -6,53 48,53
            G ~64,84 53,95 36,100 18,94 6,76 2,50 6,24 18,6 36,0 54,6 66,22 -66,22 66,46 40,46
            H -6,0 6,100 -62,0 62,100 -6,53 62,53
            I -6,0 6,100
            J ~46,100 46,24 38,5 22,0 8,6 1,22
            K -6,0 6,100 -58,100 6,42 -26,60 62,0
            L -6,100 6,0 54,0
            M -4,0 10,100 42,26 74,100 80,0
            N -6,0 6,100 60,0 60,100
            O @38,100 19,94 6,75 2,50 6,25 19,6 38,0 57,6 70,25 74,50 70,75 57,94
            P -6,0 6,100 ~6,100 38,99 56,88 58,70 50,54 32,48 6,48
            Q @38,100 19,94 6,75 2,50 6,25 19,6 38,0 57,6 70,25 74,50 70,75 57,94 -46,24 76,-6
            R -6,0 6,100 ~6,100 38,99 55,89 57,72 48,57 32,51 6,51 -32,51 62,0
            S ~55,84 44,96 30,100 12,94 6,77 16,60 42,47 57,28 48,7 28,0 12,4 1,18
            T -0,100 64,100 -32,100 32,0
            U ~6,100 6,32 16,7 34,0 52,7 62,32 62,100
            V -0,100 32,0 64,100
            W -0,100 20,0 44,74 68,0 88,100
            X -2,100 62,0 -62,100 2,0
            Y -0,100 31,50 62,100 -31,50 31,0
            Z -2,100 60,100 0,0 62,0
            a ~48,50 36,62 22,64 7,52 3,30 10,8 24,0 38,6 48,22 -48,62 48,14 ~48,14 51,3 58,0
            b -5,100 5,0 ~5,42 16,58 30,63 46,54 52,32 46,9 30,0 16,5 5,22
            c ~48,52 38,61 26,63 8,53 2,31 9,9 26,0 40,3 50,13
            d -50,100 50,0 ~50,42 38,58 24,63 8,54 2,32 9,9 24,0 38,5 50,22
            e -3,34 50,34 ~50,34 46,53 28,63 9,54 2,31 10,8 28,0 42,4 50,14
            f ~42,92 32,100 22,96 17,78 16,0 -0,62 36,62
            g ~48,50 36,61 24,63 8,53 2,33 9,12 23,4 37,9 48,26 -48,62 48,0 ~48,0 44,-20 28,-30 14,-28 4,-20
            h -5,100 5,0 ~5,38 14,56 28,63 40,56 44,38 44,0
            i -5,62 5,0 @5,90 2,87 5,84 8,87
            j ~22,62 22,-8 18,-24 8,-30 0,-26 @22,90 19,87 22,84 25,87
            k -5,100 5,0 -42,62 5,24 -18,35 46,0
            l ~5,100 5,16 9,3 20,0
            m -5,62 5,0 ~5,38 13,56 24,63 34,56 37,38 37,0 ~37,38 45,56 56,63 66,56 69,38 69,0
            n -5,62 5,0 ~5,38 14,56 28,63 40,56 44,38 44,0
            o @28,63 9,54 2,31 9,9 28,0 47,9 54,31 47,54
            p -5,62 5,-30 ~5,42 16,58 30,63 46,54 52,32 46,9 30,0 16,5 5,22
            q -50,62 50,-30 ~50,42 38,58 24,63 8,54 2,32 9,9 24,0 38,5 50,22
            r -5,62 5,0 ~5,36 14,54 26,62 36,61
            s ~42,53 34,61 23,63 10,58 6,47 14,37 32,29 42,17 36,4 22,0 9,3 1,12
            t ~16,92 16,20 20,4 30,0 38,4 -0,62 34,62
            u ~5,62 5,24 10,6 22,0 36,7 45,26 -45,62 45,0
            v -0,62 23,0 46,62
            w -0,62 15,0 33,48 51,0 66,62
            x -1,62 45,0 -45,62 1,0
            y -0,62 25,2 ~48,62 30,12 18,-16 8,-27 0,-30
            z -2,62 42,62 0,0 44,0
            + -32,74 32,18 -4,46 60,46
            - -4,46 50,46
            = -4,58 56,58 -4,34 56,34
            . @5,6 2,3 5,0 8,3
            , ~7,4 8,-4 2,-16
            : @5,56 2,53 5,50 8,53 @5,12 2,9 5,6 8,9
            ! -5,100 5,28 @5,6 2,3 5,0 8,3
            ? ~2,82 12,96 28,100 44,92 48,76 38,60 28,48 26,30 @26,6 23,3 26,0 29,3
            / -0,-6 44,106
            * -26,86 26,38 -4,74 48,50 -48,74 4,50
            ( ~20,108 6,82 2,50 6,18 20,-8
            ) ~2,108 16,82 20,50 16,18 2,-8
            """;

    private static final Map<Character, List<List<Polyline>>> FORMS = parse();

    private StrokeFont() {}

    /**
     * The strokes of a character, in its usual form.
     *
     * @param character a digit, a Latin letter without accents or one of {@code + - = . , : ! ? / * ( )}
     * @return one stroke or more
     * @throws IllegalArgumentException if the font has no such character
     */
    public static List<Polyline> polylines(char character) {
        return forms(character).get(0);
    }

    /**
     * All ways in which the font writes a character, the usual one first; digits have up to three.
     *
     * @param character as in {@link #polylines}
     * @return one list of strokes for each form
     * @throws IllegalArgumentException if the font has no such character
     */
    public static List<List<Polyline>> forms(char character) {
        List<List<Polyline>> forms = FORMS.get(character);
        if (forms == null) {
            throw new IllegalArgumentException(
                    "the pen font can write " + characters() + ": received '" + character + "'");
        }
        return forms;
    }

    /**
     * Which characters the font has.
     *
     * @return each of them once
     */
    public static String characters() {
        return FORMS.keySet().stream().map(String::valueOf).collect(Collectors.joining());
    }

    /**
     * How wide a character is in its usual form.
     *
     * @param character as in {@link #polylines}
     * @return the largest x of its strokes, in units of the height of a capital
     * @throws IllegalArgumentException if the font has no such character
     */
    public static double width(char character) {
        double width = 0;
        for (Polyline stroke : polylines(character)) {
            for (int i = 0; i < stroke.size(); i++) {
                width = Math.max(width, stroke.x(i));
            }
        }
        return width;
    }

    private static Map<Character, List<List<Polyline>>> parse() {
        Map<Character, List<List<Polyline>>> forms = new TreeMap<>();
        GLYPHS.lines().forEach(line -> {
            List<Polyline> strokes = new ArrayList<>();
            List<double[]> points = new ArrayList<>();
            char kind = 0;
            for (String word : line.substring(2).split(" ", -1)) {
                char first = word.charAt(0);
                boolean starts = first == '~' || first == '@' || first == '-';
                if (starts && !points.isEmpty()) {
                    strokes.add(stroke(kind, points));
                    points.clear();
                }
                kind = starts ? first : kind;
                String[] pair = (starts ? word.substring(1) : word).split(",", -1);
                points.add(new double[] {Integer.parseInt(pair[0]) / 100.0, Integer.parseInt(pair[1]) / 100.0});
            }
            strokes.add(stroke(kind, points));
            forms.computeIfAbsent(line.charAt(0), key -> new ArrayList<>()).add(List.copyOf(strokes));
        });
        forms.replaceAll((key, list) -> List.copyOf(list));
        return Collections.unmodifiableMap(forms);
    }

    private static Polyline stroke(char kind, List<double[]> points) {
        int n = points.size();
        if (kind == '-' || n == 2) {
            double[] xy = new double[2 * n];
            for (int i = 0; i < n; i++) {
                xy[2 * i] = points.get(i)[0];
                xy[2 * i + 1] = points.get(i)[1];
            }
            return Polyline.of(xy);
        }
        boolean closed = kind == '@';
        int spans = closed ? n : n - 1;
        double[] xy = new double[2 * (spans * STEPS + 1)];
        for (int i = 0; i < spans; i++) {
            double[] b = points.get(i);
            double[] c = points.get((i + 1) % n);
            double[] a = closed || i > 0 ? points.get((i + n - 1) % n) : beyond(b, c);
            double[] d = closed || i + 2 < n ? points.get((i + 2) % n) : beyond(c, b);
            for (int s = 0; s <= STEPS; s++) {
                curve(a, b, c, d, (double) s / STEPS, xy, 2 * (i * STEPS + s));
            }
        }
        return Polyline.of(xy);
    }

    /** Where an open curve seems to come from: the second point mirrored at the first. */
    private static double[] beyond(double[] end, double[] inner) {
        return new double[] {2 * end[0] - inner[0], 2 * end[1] - inner[1]};
    }

    /** Centripetal Catmull–Rom curve from b to c (Barry and Goldman 1988): no loops or cusps between the points. */
    private static void curve(double[] a, double[] b, double[] c, double[] d, double share, double[] xy, int at) {
        double t1 = knot(a, b);
        double t2 = t1 + knot(b, c);
        double t3 = t2 + knot(c, d);
        double t = t1 + share * (t2 - t1);
        for (int k = 0; k < 2; k++) {
            double ab = mix(a[k], b[k], t / t1);
            double bc = mix(b[k], c[k], (t - t1) / (t2 - t1));
            double cd = mix(c[k], d[k], (t - t2) / (t3 - t2));
            xy[at + k] = mix(mix(ab, bc, t / t2), mix(bc, cd, (t - t1) / (t3 - t1)), (t - t1) / (t2 - t1));
        }
    }

    private static double knot(double[] from, double[] to) {
        double dx = to[0] - from[0];
        double dy = to[1] - from[1];
        return Math.sqrt(Math.sqrt(dx * dx + dy * dy));
    }

    private static double mix(double from, double to, double share) {
        return from + share * (to - from);
    }
}
