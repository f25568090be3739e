package io.github.rieszflow.discrepancy;

import io.github.rieszflow.internal.PairSums;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.slicing.CpuEngine;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.SlicedProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which groups are compared, and the comparison: what belongs to one group is done once, however many pairs it is in.
 *
 * @param names of the groups
 * @param clouds the groups, and behind them the reference if there is one
 * @param pairs numbers of two clouds each
 */
record GroupPairs(List<String> names, List<Measure> clouds, List<int[]> pairs) {
    private static final String REFERENCE = "reference";
    /** So many names a message lists. */
    private static final int LISTED = 12;

    /** Each two groups. */
    static GroupPairs all(Map<String, ? extends Measure> groups) {
        if (groups.size() < 2) {
            throw new IllegalArgumentException("pairs need at least two groups: received " + groups.keySet()
                    + "; give a reference as well to compare one group with");
        }
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            for (int j = i + 1; j < groups.size(); j++) {
                pairs.add(new int[] {i, j});
            }
        }
        return of(groups, new ArrayList<>(groups.values()), pairs);
    }

    /** Each group with a reference. */
    static GroupPairs against(Map<String, ? extends Measure> groups, Measure reference) {
        Require.positive(groups.size(), "the number of groups");
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            pairs.add(new int[] {i, groups.size()});
        }
        List<Measure> clouds = new ArrayList<>(groups.values());
        clouds.add(reference);
        return of(groups, clouds, pairs);
    }

    private static GroupPairs of(Map<String, ? extends Measure> groups, List<Measure> clouds, List<int[]> pairs) {
        GroupPairs asked = new GroupPairs(List.copyOf(groups.keySet()), List.copyOf(clouds), pairs);
        Measure last = clouds.get(clouds.size() - 1);
        for (int i = 0; i < clouds.size(); i++) {
            if (clouds.get(i).dimension() != last.dimension()) {
                throw new IllegalArgumentException("all groups must have the same dimension: " + asked.name(i) + " is "
                        + clouds.get(i).shape() + ", " + asked.name(clouds.size() - 1) + " is " + last.shape());
            }
        }
        return asked;
    }

    boolean reference() {
        return clouds.size() > names.size();
    }

    String name(int cloud) {
        return cloud < names.size() ? names.get(cloud) : REFERENCE;
    }

    int size(String name) {
        return clouds.get(names.indexOf(name)).size();
    }

    String listed() {
        return String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
                + (names.size() > LISTED ? ", … (" + names.size() + " in all)" : "");
    }

    /** MMD² of each pair: the means within a cloud once, those between two once for each pair. */
    GroupDistances exact(Mmd mmd) {
        RadialKernel kernel = mmd.kernel();
        boolean sorts = Mmd.sorts(kernel, clouds.get(0).dimension());
        List<PairSums> sums = new ArrayList<>();
        double[] own = new double[clouds.size()];
        for (int c = 0; c < own.length && !sorts; c++) {
            sums.add(Pairwise.with(kernel, clouds.get(c)));
            own[c] = Pairwise.mean(sums.get(c), clouds.get(c));
        }
        List<Estimate> squared = new ArrayList<>();
        for (int[] pair : pairs) {
            Measure x = clouds.get(pair[0]);
            double value = sorts
                    ? mmd.squared(x, clouds.get(pair[1]))
                    : 2 * Pairwise.mean(sums.get(pair[1]), x) - own[pair[0]] - own[pair[1]];
            squared.add(Estimate.exact(Require.number(value)));
        }
        return new GroupDistances(mmd.toString(), this, squared);
    }

    /**
     * MMD² of each pair by slices. Pairs whose targets are seen from the same origin, usually all, are one call of the processor;
     * an engine that knows nothing of many clouds is asked for one pair after the other.
     */
    GroupDistances sliced(SlicedMmd mmd) {
        Estimate[] squared = new Estimate[pairs.size()];
        if (mmd.engine() instanceof CpuEngine cpu && reference()) {
            against(cpu, mmd, squared);
        } else if (mmd.engine() instanceof CpuEngine cpu) {
            Map<Origin, List<Integer>> together = new LinkedHashMap<>();
            Origin[] origins = new Origin[clouds.size()];
            for (int k = 0; k < squared.length; k++) {
                int y = pairs.get(k)[1];
                if (origins[y] == null) {
                    origins[y] = Origin.of(clouds.get(y).points());
                }
                together.computeIfAbsent(origins[y], origin -> new ArrayList<>())
                        .add(k);
            }
            together.forEach((origin, some) -> together(cpu, mmd, origin, some, squared));
        }
        for (int k = 0; k < squared.length; k++) {
            // What is not finite is said by a pair of its own.
            if (squared[k] == null || !Double.isFinite(squared[k].value())) {
                squared[k] = mmd.squared(clouds.get(pairs.get(k)[0]), clouds.get(pairs.get(k)[1]));
            }
        }
        return new GroupDistances(mmd.toString(), this, Arrays.asList(squared));
    }

    private void against(CpuEngine cpu, SlicedMmd mmd, Estimate[] squared) {
        Measure reference = clouds.get(names.size());
        Origin origin = Origin.of(reference.points());
        List<Measure> seen = clouds.stream().map(origin::seen).toList();
        List<Estimate> read = cpu.against(
                mmd.in(reference.dimension()),
                seen.subList(0, names.size()),
                seen.get(names.size()),
                mmd.drawing(mmd.seed()));
        Arrays.setAll(squared, read::get);
    }

    private void together(CpuEngine cpu, SlicedMmd mmd, Origin origin, List<Integer> some, Estimate[] squared) {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        List<Measure> seen = new ArrayList<>();
        List<int[]> renumbered = new ArrayList<>();
        for (int k : some) {
            int[] pair = new int[2];
            for (int side = 0; side < 2; side++) {
                int cloud = pairs.get(k)[side];
                if (numbers.putIfAbsent(cloud, seen.size()) == null) {
                    seen.add(origin.seen(clouds.get(cloud)));
                }
                pair[side] = Objects.requireNonNull(numbers.get(cloud));
            }
            renumbered.add(pair);
        }
        SlicedProblem problem = mmd.in(clouds.get(0).dimension());
        List<Descent.Distances> read = cpu.between(problem, seen, renumbered, mmd.drawing(mmd.seed()));
        for (int i = 0; i < read.size(); i++) {
            squared[some.get(i)] = read.get(i).squared();
        }
    }
}
