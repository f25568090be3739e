package io.github.rieszflow.internal;

import java.util.Locale;

/** Refuses sizes that do not fit before anything is allocated. */
public final class Memory {
    /** The longest array that every JVM can make. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private Memory() {}

    /**
     * Makes sure that this many bytes can still be allocated.
     *
     * @param bytes how many bytes are about to be taken
     * @param what what takes them, as the user calls it
     * @param fix which setting makes it fit
     * @throws IllegalArgumentException if the heap cannot hold them, with the number of bytes and the way out
     */
    public static void require(double bytes, String what, String fix) {
        Runtime jvm = Runtime.getRuntime();
        double left = (double) jvm.maxMemory() - (jvm.totalMemory() - jvm.freeMemory());
        if (bytes <= left) {
            return;
        }
        // What looks used may be garbage: look again before refusing.
        System.gc();
        left = (double) jvm.maxMemory() - (jvm.totalMemory() - jvm.freeMemory());
        if (bytes > left) {
            throw new IllegalArgumentException(what + " would take " + text(bytes) + ", the Java heap has "
                    + text(left) + " left of " + text((double) jvm.maxMemory()) + ": " + fix
                    + ", or start Java with a larger heap (-Xmx)");
        }
    }

    /**
     * The length of an array that is about to be made.
     *
     * @param numbers how many numbers it shall have, at least 0
     * @param bytes how many bytes each takes
     * @param what what takes them, as the user calls it
     * @param fix which setting makes it fit
     * @return the same number
     * @throws IllegalArgumentException if no array or not the heap can hold them, with the number of bytes and the way out
     */
    public static int length(double numbers, int bytes, String what, String fix) {
        if (numbers > LONGEST) {
            throw new IllegalArgumentException(what + " would take " + text(bytes * numbers)
                    + ", one array holds at most " + text(bytes * (double) LONGEST) + ": " + fix);
        }
        require(bytes * numbers, what, fix);
        return (int) numbers;
    }

    /**
     * A number of bytes to be read by people.
     *
     * @param bytes how many
     * @return for example {@code 12.3 GB}
     */
    public static String text(double bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        int unit = 0;
        // From 999.95 on one decimal would read 1000.0.
        while (bytes >= (unit == 0 ? 1000 : 999.95) && unit < units.length - 1) {
            bytes /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
    }
}
