package io.github.rieszflow.slicing;

import java.util.Arrays;

/**
 * Exact ranks of very many keys: points go to partitions by the high digit of their key, one after the other, and in a
 * partition a table over the low digits has the gradient. It gives what {@link FusedRanks} gives bit for bit, but goes
 * through memory along the line: fast where neighbours on the line are neighbours in memory, slow elsewhere.
 */
final class PartitionedRanks {
    private PartitionedRanks() {}

    /**
     * The gradient on a line.
     *
     * @param s has the keys; modified
     * @param particlesFirst whether particles come before targets with the same key
     * @param particle what the sum changes by at a particle, even
     * @param target what it changes by at a target
     * @param unit of the sums
     * @param p receives the gradient from xo; modified
     * @return false if one partition has too many of the particles
     */
    static boolean gradient(
            LineScratch s, boolean particlesFirst, int particle, int target, float unit, float[] p, int xo) {
        int n = s.particles;
        int m = s.targets;
        Arrays.fill(s.high, 0);
        Arrays.fill(s.running, 0);
        count(s.keys, 0, n, s.lowBits, s.high);
        count(s.keys, n, n + m, s.lowBits, s.running);
        if (FusedRanks.crowded(s.high, n)) {
            return false;
        }
        FusedRanks.starts(s.high);
        FusedRanks.starts(s.running);
        scatterParticles(s.keys, n, s.lowBits, s.high, s.order);
        scatterTargets(s.keys, n, m, s.lowBits, s.running, s.order);
        // The starts have become ends.
        emit(s, particlesFirst ? 1 : 0, particle, target, unit, p, xo);
        return true;
    }

    static void count(int[] keys, int from, int to, int lowBits, int[] high) {
        for (int i = from; i < to; i++) {
            high[keys[i] >>> lowBits]++;
        }
    }

    private static void scatterParticles(int[] keys, int n, int lowBits, int[] starts, int[] order) {
        int up = 32 - lowBits;
        for (int i = 0; i < n; i++) {
            int key = keys[i];
            order[starts[key >>> lowBits]++] = key << up | i;
        }
    }

    private static void scatterTargets(int[] keys, int n, int m, int lowBits, int[] starts, int[] order) {
        int mask = (1 << lowBits) - 1;
        for (int i = n; i < n + m; i++) {
            int key = keys[i];
            order[n + starts[key >>> lowBits]++] = key & mask;
        }
    }

    private static void emit(LineScratch s, int shift, int particle, int target, float unit, float[] p, int xo) {
        int n = s.particles;
        int[] order = s.order;
        int[] table = s.low;
        int sum = 0;
        int x = 0;
        int y = n;
        for (int part = 0; part < s.high.length; part++) {
            int xEnd = s.high[part];
            int yEnd = n + s.running[part];
            if (xEnd > x) {
                Arrays.fill(table, 0);
                countParticles(order, x, xEnd, 32 - s.lowBits, table, particle);
                countTargets(order, y, yEnd, shift, table, target);
                sums(table, sum);
                look(order, x, xEnd, s.lowBits, table, particle, unit, p, xo);
            }
            sum += (xEnd - x) * particle + (yEnd - y) * target;
            x = xEnd;
            y = yEnd;
        }
    }

    private static void countParticles(int[] order, int from, int to, int shift, int[] table, int weight) {
        for (int i = from; i < to; i++) {
            table[(order[i] >>> shift) + 1] += weight;
        }
    }

    private static void countTargets(int[] order, int from, int to, int shift, int[] table, int weight) {
        for (int i = from; i < to; i++) {
            table[order[i] + shift] += weight;
        }
    }

    private static void sums(int[] table, int before) {
        int sum = before;
        for (int i = 0; i < table.length - 3; i += 4) {
            int one = sum + table[i];
            int two = one + table[i + 1];
            int three = two + table[i + 2];
            sum = three + table[i + 3];
            table[i] = one;
            table[i + 1] = two;
            table[i + 2] = three;
            table[i + 3] = sum;
        }
    }

    private static void look(
            int[] order, int from, int to, int lowBits, int[] table, int particle, float unit, float[] p, int xo) {
        int mask = -1 >>> lowBits;
        int half = particle >> 1;
        for (int i = from; i < to; i++) {
            int packed = order[i];
            int key = packed >>> (32 - lowBits);
            int sum = table[key];
            table[key] = sum + particle;
            p[xo + (packed & mask)] = (sum + half) * unit;
        }
    }
}
