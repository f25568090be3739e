package io.github.rieszflow.exchange;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Says when a column looks like the numbers of the rows, which are no coordinate: distances to them would mean nothing. */
final class CsvCounting {
    /** Fewer rows count by chance. */
    private static final int FEWEST = 3;

    private CsvCounting() {}

    /** On the error stream, once for a file, if all its columns became coordinates. */
    static void tell(Path file, float[] data, int size, CsvColumns columns) {
        if (columns.dimension() < 2 || size < FEWEST) {
            return;
        }
        List<String> counting = new ArrayList<>();
        String fix = "";
        for (int word = 0; word < columns.count(); word++) {
            int k = columns.place(word);
            if (k >= 0 && counts(data, size, columns.dimension(), k)) {
                counting.add(columns.name(word));
                fix = counting.size() == 1 ? columns.leaveOut(word) : fix;
            }
        }
        if (!counting.isEmpty()) {
            System.err.println(file.getFileName() + ": " + String.join(" and ", counting)
                    + " numbers the rows and was taken" + " as a coordinate; if it is none, " + fix + ".");
        }
    }

    /** One after the other from anywhere, or 0…N−1 or 1…N in any order. */
    private static boolean counts(float[] data, int size, int dimension, int k) {
        boolean inOrder = true;
        boolean all = true;
        BitSet seen = new BitSet();
        float before = data[k] - 1;
        for (int i = 0; i < size && (inOrder || all); i++) {
            float value = data[i * dimension + k];
            inOrder &= value == before + 1 && value == Math.rint(value);
            all &= value == Math.rint(value) && value >= 0 && value <= size && !seen.get((int) value);
            if (all) {
                seen.set((int) value);
            }
            before = value;
        }
        return inOrder || (all && !(seen.get(0) && seen.get(size)));
    }
}
