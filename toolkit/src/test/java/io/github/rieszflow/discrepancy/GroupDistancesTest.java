package io.github.rieszflow.discrepancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rieszflow.directions.Directions;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Groups;
import io.github.rieszflow.measure.Measure;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.Heatmap;
import io.github.rieszflow.slicing.Engine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class GroupDistancesTest {
    /** Groups of different sizes, moved a little, some with weights. */
    private static Map<String, Measure> groups(int d, boolean weights, long seed) {
        Map<String, Measure> groups = new LinkedHashMap<>();
        int[] sizes = {1, 7, 40, 200, 13};
        for (int k = 0; k < sizes.length; k++) {
            double[] by = new double[d];
            by[0] = 0.3 * k;
            Points points = Points.gaussian(sizes[k], d, Seed.seed(seed + k)).translate(by);
            double[] own = new double[sizes[k]];
            Arrays.setAll(own, i -> 1 + i % 3);
            groups.put("g" + k, weights && k % 2 == 1 ? points.weighted(own) : points);
        }
        return groups;
    }

    private static Measure of(Map<String, Measure> groups, String name) {
        return Objects.requireNonNull(groups.get(name));
    }

    private static void everyPairIsItself(SlicedMmd mmd, Map<String, Measure> groups) {
        Measure reference = of(groups, "g3");
        GroupDistances all = mmd.between(groups);
        GroupDistances against = mmd.between(groups, reference);
        assertThat(all.pairs()).hasSize(10);
        for (GroupDistances.Pair pair : all.pairs()) {
            Estimate alone = mmd.squared(of(groups, pair.x()), of(groups, pair.y()));
            assertThat(pair.squared()).as(mmd + ": " + pair).isEqualTo(alone);
            assertThat(all.squared(pair.y(), pair.x())).isEqualTo(alone);
        }
        boolean sums = mmd.problem().exponent() == 1 && groups.values().stream().allMatch(Measure::uniform);
        for (GroupDistances.Pair pair : against.pairs()) {
            Estimate alone = mmd.squared(of(groups, pair.x()), reference);
            if (sums) {
                assertNear(pair.squared().value(), alone.value(), mmd + " against: " + pair);
                assertNear(pair.squared().standardError(), alone.standardError(), mmd + " error against: " + pair);
            } else {
                assertThat(pair.squared()).as(mmd + " against: " + pair).isEqualTo(alone);
            }
        }
    }

    /** Sums over the reference that are shared by all groups are differences: promised to 1e-9 of the value. */
    private static void assertNear(double found, double alone, String of) {
        if (alone == 0 || Double.isNaN(alone)) {
            assertThat(found).as(of).isEqualTo(alone);
        } else {
            assertThat(found).as(of).isCloseTo(alone, within(1e-9 * alone));
        }
    }

    @Test
    void everyPairIsBitForBitThatOfThePairAlone() {
        for (int d : new int[] {1, 2, 5, 20, 230}) {
            everyPairIsItself(Mmd.riesz(1).sliced(40), groups(d, false, 10));
        }
        everyPairIsItself(Mmd.riesz(1).sliced(40).on(Engine.cpu().plain()), groups(3, false, 10));
        everyPairIsItself(Mmd.riesz(1).sliced(33).with(Directions.hadamard()), groups(20, false, 20));
        everyPairIsItself(Mmd.riesz(1).sliced(24).with(Directions.sobol()).seed(Seed.seed(3)), groups(4, false, 20));
        everyPairIsItself(Mmd.riesz(1).sliced(16), groups(2, true, 30));
        everyPairIsItself(Mmd.riesz(0.5).sliced(16), groups(3, false, 40));
        everyPairIsItself(Mmd.riesz(1.5).sliced(16), groups(3, true, 40));
    }

    /** Ties in and between groups, groups that are the same, that nearly are, and groups far from 0. */
    @Test
    void alsoWhereLinesNeedASecondLook() {
        Map<String, Measure> groups = groups(2, false, 50);
        groups.put("g1", of(groups, "g3"));
        Points near = of(groups, "g3").points().translate(1e-6, 0);
        groups.put("g2", near);
        everyPairIsItself(Mmd.riesz(1).sliced(24), groups);
        Map<String, Measure> rounded = groups(2, false, 60);
        rounded.replaceAll((name, measure) -> rounded(measure.points()));
        everyPairIsItself(Mmd.riesz(1).sliced(24), rounded);
        everyPairIsItself(Mmd.riesz(1.5).sliced(24), rounded);
        Map<String, Measure> far = groups(2, false, 70);
        far.replaceAll((name, measure) ->
                measure.points().translate(name.equals("g4") ? 5000 : 1000, name.equals("g2") ? -300 : 2000));
        everyPairIsItself(Mmd.riesz(1).sliced(24), far);
    }

    private static Points rounded(Points points) {
        float[] values = points.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(values[i]);
        }
        return Points.adopt(values, points.size(), points.dimension());
    }

    @Test
    void exactValuesAreThoseOfPairs() {
        for (Mmd mmd : new Mmd[] {Mmd.riesz(1), Mmd.riesz(0.7), Mmd.radial(RadialKernel.gaussian(1))}) {
            for (int d : new int[] {1, 3}) {
                Map<String, Measure> groups = groups(d, true, 5);
                GroupDistances all = mmd.between(groups);
                for (GroupDistances.Pair pair : all.pairs()) {
                    assertThat(pair.squared())
                            .isEqualTo(Estimate.exact(mmd.squared(of(groups, pair.x()), of(groups, pair.y()))));
                }
                assertThat(mmd.between(groups, of(groups, "g0"))
                                .squared("g2", "reference")
                                .value())
                        .isEqualTo(mmd.squared(of(groups, "g2"), of(groups, "g0")));
            }
        }
    }

    @Test
    void sameBitsOnAnyNumberOfThreads() {
        Map<String, Measure> groups = groups(6, true, 80);
        SlicedMmd mmd = Mmd.riesz(1).sliced(100);
        double[][] once = mmd.on(Engine.cpu().threads(1)).between(groups).matrix();
        assertThat(mmd.on(Engine.cpu().threads(3)).between(groups).matrix()).isDeepEqualTo(once);
    }

    @Test
    void showsItself() {
        Map<String, Measure> groups = groups(2, false, 90);
        GroupDistances all = Mmd.riesz(1).sliced(24).between(groups);
        assertThat(all.names()).containsExactly("g0", "g1", "g2", "g3", "g4");
        assertThat(all.furthest().get(0).squared().value())
                .isEqualTo(Arrays.stream(all.matrix())
                        .flatMapToDouble(Arrays::stream)
                        .max()
                        .orElseThrow());
        assertThat(all.toString())
                .startsWith("GroupDistances[5 groups, 10 pairs, sliced MMD, r = 1, 24 slices")
                .doesNotContain("\n");
        assertThat(all.table().text()).contains("MMD² of each two groups", "g4", "200", "standard errors up to");
        assertThat(all.picture().alternative()).isEqualTo(all.table().text());
        assertThat(all.chart()).isInstanceOf(Heatmap.class);
        GroupDistances against = Mmd.riesz(1).sliced(24).between(groups, Points.gaussian(50, 2, Seed.seed(1)));
        assertThat(against.chart()).isInstanceOf(Chart.class);
        assertThat(against.toString()).contains("5 groups against reference");
        assertThat(against.table().text()).contains("MMD² of each group to the reference", "standard error");
        assertThat(against.matrix()).hasDimensions(1, 5);
    }

    @Test
    void manyGroupsAreATableThatIsRead() {
        Map<String, Points> windows = Groups.windows(Points.gaussian(1500, 2, Seed.seed(1)), 100);
        GroupDistances all = Mmd.riesz(1).sliced(8).between(windows);
        assertThat(all.table().text().lines().count()).isEqualTo(53);
        assertThat(all.table().text()).contains("MMD² of the groups furthest apart", "55 more in pairs()");
        assertThat(all.pairs()).hasSize(105);
    }

    @Test
    void cutsIntoGroups() {
        Points points = Points.line(0, 1, 2, 3, 4, 5, 6);
        assertThat(Groups.windows(points, 3).keySet()).containsExactly("0–2", "3–5");
        assertThat(Groups.windows(points, 4, 2).get("2–5")).isEqualTo(Points.line(2, 3, 4, 5));
        assertThat(Groups.byLabel(points, 10, 2, 2, 10, 2, -1, 2).keySet()).containsExactly("-1", "2", "10");
        assertThat(Groups.byLabel(points, 10, 2, 2, 10, 2, -1, 2).get("2")).isEqualTo(Points.line(1, 2, 4, 6));
        assertThat(Groups.byLabel(points, List.of("b", "a", "a", "b", "b", "a", "a")))
                .isEqualTo(Map.of("b", Points.line(0, 3, 4), "a", Points.line(1, 2, 5, 6)));
    }

    @Test
    void badInput() {
        Map<String, Measure> groups = groups(2, false, 1);
        SlicedMmd mmd = Mmd.riesz(1).sliced(8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mmd.between(Map.of("a", Points.line(1))))
                .withMessage(
                        "pairs need at least two groups: received [a]; give a reference as well to compare one group with");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mmd.between(groups, Points.line(1)))
                .withMessage("all groups must have the same dimension: g0 is 1×2, reference is 1×1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mmd.between(groups).squared("g0", "g9"))
                .withMessage("there is no pair \"g0\" and \"g9\" among 10 pairs: the groups are g0, g1, g2, g3, g4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mmd.between(
                        Map.of("a", Points.of(new double[] {3e38, 3e38}), "b", Points.of(new double[] {0, 1}))))
                .withMessageContaining("finite coordinates whose projections single precision holds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.cpu()
                        .between(mmd.problem(), List.of(Points.line(1)), List.of(new int[] {0, 1}), Seed.DEFAULT))
                .withMessage("a pair is two numbers of clouds, from 0 to 0: received [0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Groups.windows(Points.line(1, 2), 3))
                .withMessage("the length of a window of 2×1 points must lie in [1, 2]: received 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Groups.byLabel(Points.line(1, 2), 3))
                .withMessage("each point needs one label: received 2×1 points and 1 labels");
    }

    @Test
    void canBeInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> Mmd.riesz(1).sliced(8).between(groups(2, false, 1)))
                    .withMessage("the distances between groups were interrupted after 8 of 8 slices");
        } finally {
            Thread.interrupted();
        }
    }
}
