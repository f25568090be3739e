package io.github.rieszflow.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * At most 256 colours that stand for all colours of some images: exact if there are no more, otherwise by median cut
 * (Heckbert 1982), where a box is represented by its commonest colour if that one prevails, so that grounds and inks stay
 * what they are.
 */
final class Palette {
    private record Shade(int rgb, long weight) {
        int channel(int shift) {
            return rgb >> shift & 0xff;
        }
    }

    private final int[] colours;
    private final Map<Integer, Integer> nearest = new HashMap<>();

    private Palette(int[] colours) {
        this.colours = colours;
        for (int i = 0; i < colours.length; i++) {
            nearest.put(colours[i], i);
        }
    }

    static Palette of(List<BufferedImage> images, int most) {
        return of(images, most, List.of());
    }

    /** A palette of at most this many colours that holds those to keep, as far as they occur, exactly. */
    static Palette of(List<BufferedImage> images, int most, List<Color> keep) {
        Map<Integer, long[]> counts = new HashMap<>();
        for (BufferedImage image : images) {
            int last = -1;
            long[] count = new long[1];
            for (int rgb : rgb(image)) {
                if (rgb != last) { // drawings have long runs of one colour
                    count = counts.computeIfAbsent(rgb, key -> new long[1]);
                    last = rgb;
                }
                count[0]++;
            }
        }
        List<Shade> shades = new ArrayList<>();
        counts.forEach((rgb, count) -> shades.add(new Shade(rgb, count[0])));
        shades.sort(Comparator.comparingInt(Shade::rgb)); // the same palette whatever the order in the map
        if (shades.size() <= most) {
            return new Palette(shades.stream().mapToInt(Shade::rgb).toArray());
        }
        int[] kept = keep.stream()
                .mapToInt(colour -> colour.getRGB() & 0xffffff)
                .filter(counts::containsKey)
                .distinct()
                .toArray();
        List<Shade> others = shades.stream()
                .filter(shade -> Arrays.stream(kept).noneMatch(rgb -> rgb == shade.rgb()))
                .toList();
        int[] mixed = cut(others, most - kept.length);
        return new Palette(
                IntStream.concat(Arrays.stream(kept), Arrays.stream(mixed)).toArray());
    }

    int size() {
        return colours.length;
    }

    /** The pixels of an image as indices into this palette, row by row. */
    byte[] indices(BufferedImage image) {
        int[] rgb = rgb(image);
        byte[] indices = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            boolean run = i > 0 && rgb[i] == rgb[i - 1];
            indices[i] = run ? indices[i - 1] : (byte) (int) nearest.computeIfAbsent(rgb[i], this::search);
        }
        return indices;
    }

    /** The colours for an image file; with {@code transparent} one more entry follows the last colour. */
    IndexColorModel model(boolean transparent) {
        int[] table = Arrays.copyOf(colours, colours.length + (transparent ? 1 : 0));
        return new IndexColorModel(
                8, table.length, table, 0, false, transparent ? colours.length : -1, DataBuffer.TYPE_BYTE);
    }

    /** The same image with at most this many colours: a smaller file of the same look. */
    static BufferedImage reduce(BufferedImage image, int most) {
        Palette palette = of(List.of(image), most, Style.KEPT);
        return image(palette.indices(image), image.getWidth(), image.getHeight(), palette.model(false));
    }

    /** An indexed image of one byte to a pixel. */
    static BufferedImage image(byte[] indices, int width, int height, IndexColorModel model) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        byte[] raster = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(indices, 0, raster, 0, indices.length);
        return image;
    }

    private static int[] rgb(BufferedImage image) {
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] &= 0xffffff;
        }
        return rgb;
    }

    private int search(int rgb) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < colours.length; i++) {
            int red = (colours[i] >> 16 & 0xff) - (rgb >> 16 & 0xff);
            int green = (colours[i] >> 8 & 0xff) - (rgb >> 8 & 0xff);
            int blue = (colours[i] & 0xff) - (rgb & 0xff);
            int distance = 3 * red * red + 4 * green * green + 2 * blue * blue;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    private static int[] cut(List<Shade> shades, int most) {
        List<List<Shade>> boxes = new ArrayList<>();
        boxes.add(shades);
        while (boxes.size() < most) {
            int widest = -1;
            double spread = 0;
            for (int i = 0; i < boxes.size(); i++) {
                double s = spread(boxes.get(i));
                if (s > spread) {
                    spread = s;
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            List<Shade> box = boxes.get(widest);
            int shift = longest(box);
            List<Shade> sorted = new ArrayList<>(box);
            sorted.sort(Comparator.comparingInt(s -> s.channel(shift)));
            int middle = median(sorted);
            boxes.set(widest, sorted.subList(0, middle));
            boxes.add(sorted.subList(middle, sorted.size()));
        }
        return boxes.stream().mapToInt(Palette::representative).distinct().toArray();
    }

    /** How much a box would gain by a cut: its extent, and gently its weight. */
    private static double spread(List<Shade> box) {
        if (box.size() < 2) {
            return 0;
        }
        long weight = box.stream().mapToLong(Shade::weight).sum();
        return extent(box, longest(box)) * Math.pow((double) weight, 0.25);
    }

    private static int longest(List<Shade> box) {
        int best = 16;
        for (int shift : new int[] {8, 0}) {
            if (extent(box, shift) > extent(box, best)) {
                best = shift;
            }
        }
        return best;
    }

    private static int extent(List<Shade> box, int shift) {
        int low = 255;
        int high = 0;
        for (Shade shade : box) {
            low = Math.min(low, shade.channel(shift));
            high = Math.max(high, shade.channel(shift));
        }
        return high - low;
    }

    private static int median(List<Shade> sorted) {
        long total = sorted.stream().mapToLong(Shade::weight).sum();
        long sum = 0;
        int middle = 0;
        while (middle < sorted.size() - 1
                && (middle == 0 || sum + sorted.get(middle).weight() <= total / 2)) {
            sum += sorted.get(middle++).weight();
        }
        return middle;
    }

    private static int representative(List<Shade> box) {
        long total = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        Shade common = box.get(0);
        for (Shade shade : box) {
            total += shade.weight();
            red += shade.weight() * shade.channel(16);
            green += shade.weight() * shade.channel(8);
            blue += shade.weight() * shade.channel(0);
            common = shade.weight() > common.weight() ? shade : common;
        }
        if (2 * common.weight() >= total) {
            return common.rgb();
        }
        return (int) (red / total) << 16 | (int) (green / total) << 8 | (int) (blue / total);
    }
}
