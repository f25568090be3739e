package io.github.rieszflow.generate;

import io.github.rieszflow.internal.Require;
import java.util.List;

/**
 * Locally connected directions: in each step and for each scale s one random square of (s+1)·side pixels each way, the same for all
 * images, wrapping around the border; its pixels are averaged to side×side, and directions are drawn there.
 *
 * @param side of a patch at scale 0
 * @param scales the scales, each with its own step one after the other in the same gradient
 * @param mean whether gradients of the scales are averaged, or else added
 * @param amplified whether the slicing constant c_{d,1} is that of the whole image, as in the published code, or that
 *     of the patch, which makes it the exact gradient of the discrepancy of patches; the former makes steps longer, for
 *     d = 3072 and patches 7×7×3 by 69.46/15.17 = 4.6
 */
public record Patches(int side, List<Integer> scales, boolean mean, boolean amplified) {
    /**
     * Checks and copies.
     *
     * @param side of a patch at scale 0
     * @param scales the scales
     * @param mean whether gradients of the scales are averaged
     * @param amplified whether the slicing constant is that of the whole image
     * @throws IllegalArgumentException if there is no scale or a number is out of range
     */
    public Patches {
        scales = List.copyOf(scales);
        Require.positive(side, "the side of a patch");
        Require.positive(scales.size(), "the number of scales of patches");
        scales.forEach(s -> Require.between(s, 0, 1000, "a scale of patches"));
    }

    /**
     * Patches whose scales' gradients are added, with the slicing constant of the whole image.
     *
     * @param side of a patch at scale 0
     * @param scales the scales
     * @return the patches
     * @throws IllegalArgumentException if there is no scale or a number is out of range
     */
    public static Patches of(int side, Integer... scales) {
        return new Patches(side, List.of(scales), false, true);
    }

    /**
     * The same with gradients of the scales that are averaged, or added.
     *
     * @param averaged whether they are averaged
     * @return the patches
     */
    public Patches mean(boolean averaged) {
        return new Patches(side, scales, averaged, amplified);
    }

    /**
     * The same with the slicing constant of the whole image, or of the patch.
     *
     * @param longer whether it is that of the whole image
     * @return the patches
     */
    public Patches amplified(boolean longer) {
        return new Patches(side, scales, mean, longer);
    }
}
