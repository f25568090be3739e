package io.github.rieszflow.transport;

import io.github.rieszflow.picture.Progress;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Optimal transport between two finite measures by the network simplex method on the complete bipartite graph, with a
 * root that all points hang from at first. Weights are integers, so flows never round; potentials are sums along the tree,
 * not updates, so they do not drift.
 *
 * <p>Nodes are the sources 0…n−1, the sinks n…n+m−1 and the root. All arcs leave a source or enter a sink, so the arc
 * between a node and its parent points up exactly if the node is a source. Bases stay strongly feasible: which arc leaves
 * when several could is chosen so that the method cannot cycle.
 *
 * <p>Source: Cunningham, A network simplex method (Mathematical Programming 11, 1976).
 */
final class NetworkSimplex {
    /** Reduced costs below this part of the largest cost are taken for rounding. */
    private static final double TOLERANCE = 1e-13;
    /** Pivots between interrupt checks. */
    private static final int BETWEEN_CHECKS = 1000;

    private final int n;
    private final int m;
    private final int root;
    /** Row by row, n×m. */
    private final double[] costs;
    /** What an arc to or from the root costs: through the root it is dearer than any direct way. */
    private final double dear;

    private final int[] parent;
    private final int[] depth;
    private final int[] child;
    private final int[] next;
    private final int[] previous;
    /** Of the arc between a node and its parent. */
    private final long[] flow;

    private final double[] potential;

    /**
     * The star in which everything goes through the root.
     *
     * @param supplies n positive weights
     * @param demands m positive weights with the same sum
     * @param costs n×m costs, row by row, not negative
     */
    NetworkSimplex(long[] supplies, long[] demands, double[] costs) {
        this.n = supplies.length;
        this.m = demands.length;
        this.root = n + m;
        this.costs = costs;
        double most = 0;
        for (double cost : costs) {
            most = Math.max(most, cost);
        }
        this.dear = most > 0 ? most : 1;
        this.parent = new int[root + 1];
        this.depth = new int[root + 1];
        this.child = new int[root + 1];
        this.next = new int[root + 1];
        this.previous = new int[root + 1];
        this.flow = new long[root + 1];
        this.potential = new double[root + 1];
        Arrays.fill(child, -1);
        Arrays.fill(next, -1);
        Arrays.fill(previous, -1);
        parent[root] = -1;
        for (int u = 0; u < root; u++) {
            flow[u] = u < n ? supplies[u] : demands[u - n];
            hang(u, root);
            place(u);
        }
    }

    /**
     * Pivots until no arc would make it cheaper.
     *
     * @return this
     * @throws CancellationException if the thread is interrupted
     */
    NetworkSimplex solve() {
        double tolerance = TOLERANCE * dear;
        long pivots = 0;
        try (Progress progress = Progress.start("optimal transport, pivots", 0)) {
            int row = 0;
            for (int idle = 0; idle < n; row = row + 1 < n ? row + 1 : 0) {
                int column = cheapest(row, -tolerance);
                if (column < 0) {
                    idle++;
                    continue;
                }
                idle = 0;
                pivot(row, n + column);
                if (++pivots % BETWEEN_CHECKS == 0) {
                    progress.step(pivots);
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException(
                                "optimal transport was interrupted after " + pivots + " pivots");
                    }
                }
            }
        }
        return this;
    }

    /** The arc of a row with the least reduced cost c_ij + π_i − π_j, or −1 if none is below the limit. */
    private int cheapest(int i, double limit) {
        double least = limit - potential[i];
        int best = -1;
        int o = i * m;
        for (int j = 0; j < m; j++) {
            double reduced = costs[o + j] - potential[n + j];
            if (reduced < least) {
                least = reduced;
                best = j;
            }
        }
        return best;
    }

    /** Brings the arc i → j into the tree. */
    private void pivot(int i, int j) {
        int apex = apex(i, j);
        // The cycle runs from the apex down to i, over to j and up again; what runs against it can block.
        long most = Long.MAX_VALUE;
        int out = -1;
        for (int u = i; u != apex; u = parent[u]) {
            if (u < n && flow[u] < most) {
                most = flow[u];
                out = u;
            }
        }
        boolean below = true;
        for (int u = j; u != apex; u = parent[u]) {
            // The last that blocks along the cycle: this keeps the tree strongly feasible.
            if (u >= n && flow[u] <= most) {
                most = flow[u];
                out = u;
                below = false;
            }
        }
        for (int u = i; u != apex; u = parent[u]) {
            flow[u] += u < n ? -most : most;
        }
        for (int u = j; u != apex; u = parent[u]) {
            flow[u] += u < n ? most : -most;
        }
        turn(below ? i : j, below ? j : i, most, out);
    }

    private int apex(int i, int j) {
        int a = i;
        int b = j;
        while (a != b) {
            if (depth[a] >= depth[b]) {
                a = parent[a];
            } else {
                b = parent[b];
            }
        }
        return a;
    }

    /** Cuts the tree above node out and hangs the part below it by another of its nodes under a new parent. */
    private void turn(int top, int under, long mass, int out) {
        int above = under;
        long carried = mass;
        for (int u = top; ; ) {
            int old = parent[u];
            long was = flow[u];
            unhang(u, old);
            hang(u, above);
            flow[u] = carried;
            if (u == out) {
                break;
            }
            above = u;
            carried = was;
            u = old;
        }
        // Everything below in depth-first order, a node after its parent.
        place(top);
        for (int u = top; ; ) {
            if (child[u] >= 0) {
                u = child[u];
            } else {
                while (u != top && next[u] < 0) {
                    u = parent[u];
                }
                if (u == top) {
                    return;
                }
                u = next[u];
            }
            place(u);
        }
    }

    /** Depth and potential from the parent's: arcs of the tree have no reduced cost. */
    private void place(int u) {
        int p = parent[u];
        depth[u] = depth[p] + 1;
        if (u < n) {
            potential[u] = potential[p] - (p == root ? dear : costs[u * m + p - n]);
        } else {
            potential[u] = potential[p] + (p == root ? dear : costs[p * m + u - n]);
        }
    }

    private void hang(int u, int p) {
        parent[u] = p;
        previous[u] = -1;
        next[u] = child[p];
        if (child[p] >= 0) {
            previous[child[p]] = u;
        }
        child[p] = u;
    }

    private void unhang(int u, int p) {
        if (previous[u] < 0) {
            child[p] = next[u];
        } else {
            next[previous[u]] = next[u];
        }
        if (next[u] >= 0) {
            previous[next[u]] = previous[u];
        }
    }

    /** What is done with one arc of the plan. */
    @FunctionalInterface
    interface Use {
        void arc(int source, int sink, long mass);
    }

    /** All arcs that carry something. */
    void forEach(Use use) {
        for (int u = 0; u < root; u++) {
            int p = parent[u];
            if (flow[u] == 0) {
                continue;
            }
            if (p == root) {
                throw new IllegalStateException("mass was left at the root of the transport tree");
            }
            use.arc(u < n ? u : p, u < n ? p - n : u - n, flow[u]);
        }
    }
}
