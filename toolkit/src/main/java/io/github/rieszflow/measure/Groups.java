package io.github.rieszflow.measure;

import io.github.rieszflow.internal.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Points cut into groups by name: by a label of each point, or into windows of a sequence. Groups are plain maps from names to
 * points, as {@code CsvReader.readGroups} gives them too; the order of a map is that of tables made from it.
 *
 * <pre>{@code
 * Map<String, Points> windows = Groups.windows(points, 500);
 * Mmd.riesz(1).sliced(64).between(windows);                    // every window with every other
 * }</pre>
 */
public final class Groups {
    private Groups() {}

    /**
     * One group for each label, in ascending order.
     *
     * @param points N×d points
     * @param labels N labels, such as the classes of images
     * @return the groups by label; points keep their order
     * @throws IllegalArgumentException if there are not N labels
     */
    public static Map<String, Points> byLabel(Points points, int... labels) {
        List<Integer> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int label : labels) {
            found.add(label);
            names.add(Integer.toString(label));
        }
        Map<String, Points> groups = byLabel(points, names);
        Map<String, Points> sorted = new LinkedHashMap<>();
        found.stream().distinct().sorted().map(String::valueOf).forEach(name -> sorted.put(name, of(groups, name)));
        return Collections.unmodifiableMap(sorted);
    }

    private static Points of(Map<String, Points> groups, String name) {
        return java.util.Objects.requireNonNull(groups.get(name));
    }

    /**
     * One group for each label, in the order in which labels come first.
     *
     * @param points N×d points
     * @param labels N names
     * @return the groups by name; points keep their order
     * @throws IllegalArgumentException if there are not N labels
     */
    public static Map<String, Points> byLabel(Points points, List<String> labels) {
        if (labels.size() != points.size()) {
            throw new IllegalArgumentException("each point needs one label: received " + points.shape() + " points and "
                    + labels.size() + " labels");
        }
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < points.size(); i++) {
            members.computeIfAbsent(labels.get(i), name -> new ArrayList<>()).add(i);
        }
        Map<String, Points> groups = new LinkedHashMap<>();
        members.forEach((name, some) -> groups.put(
                name, points.select(some.stream().mapToInt(Integer::intValue).toArray())));
        return Collections.unmodifiableMap(groups);
    }

    /**
     * Windows of a sequence that follow each other without a gap. Points behind the last whole window are in none.
     *
     * @param points N×d points in the order in which they came
     * @param length how many points a window has
     * @return the windows by their first and last point, counted from 0, such as {@code 500–999}
     * @throws IllegalArgumentException if the length is not from 1 to N
     */
    public static Map<String, Points> windows(Points points, int length) {
        return windows(points, length, length);
    }

    /**
     * Windows of a sequence that begin every so many points. Points behind the last whole window are in none but those before.
     *
     * @param points N×d points in the order in which they came
     * @param length how many points a window has
     * @param step from the beginning of a window to that of the next; below the length they overlap
     * @return the windows by their first and last point, counted from 0, such as {@code 500–999}
     * @throws IllegalArgumentException if the length is not from 1 to N, or the step is not positive
     */
    public static Map<String, Points> windows(Points points, int length, int step) {
        Require.between(length, 1, points.size(), "the length of a window of " + points.shape() + " points");
        Require.positive(step, "the step from window to window");
        Map<String, Points> windows = new LinkedHashMap<>();
        for (long from = 0; from + length <= points.size(); from += step) {
            int[] some = new int[length];
            for (int i = 0; i < length; i++) {
                some[i] = (int) from + i;
            }
            windows.put(from + "–" + (from + length - 1), points.select(some));
        }
        return Collections.unmodifiableMap(windows);
    }
}
