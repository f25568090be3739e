package io.github.rieszflow.generate;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Observation;
import io.github.rieszflow.internal.Memory;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sends noise through all networks of a chain, block after block. Sample i depends on the seed, i and what it is given. */
final class ChainSampler {
    /** Images that go through the networks together. */
    private static final int BLOCK = 500;

    /** Bytes that a number takes on its way: as it is, as it becomes, and in the network. */
    private static final int PASSING = 16;

    private static final String FEWER = "take fewer samples";

    static final long START = 0;
    static final long FINER = 1;
    private static final long LABEL = 2;

    /** What samples first, …, first + count − 1 are given. */
    interface Asked {
        Given part(int first, int count);
    }

    private final ChainFiles.Origin origin;
    private final MmdPreset preset;
    private final List<Weights> networks;
    private final LinkNetworks links;
    private final Device device;

    ChainSampler(ChainFiles.Origin origin, List<Weights> networks, LinkNetworks links, Device device) {
        this.origin = origin;
        this.preset = origin.preset();
        this.networks = networks;
        this.links = links;
        this.device = device;
    }

    /** Labels as often as in training. */
    Asked drawn(Seed seed) {
        List<Integer> classes = origin.classes();
        return (first, count) -> Given.of(
                preset.given(), Observation.Labels.drawn(classes, first, count, seed.split(LABEL)), classes.size());
    }

    ImageSet all(int count, Seed seed, Asked asked) {
        ImageShape shape = origin.shape(level());
        Require.positive(count, "the number of samples");
        double numbers = (double) count * shape.dimension();
        byte[] pixels = new byte[Memory.length(numbers, 1, count + " samples", FEWER)];
        int[] labels = new int[count];
        int[] done = {0};
        boolean labelled = preset.given() instanceof Observation.Labels;
        stream(count, seed, asked).forEach(block -> {
            block.pixels().get(pixels, done[0] * shape.dimension(), block.size() * shape.dimension());
            if (labelled) {
                System.arraycopy(block.labels(), 0, labels, done[0], block.size());
            }
            done[0] += block.size();
        });
        ImageSet all = ImageSet.of(pixels, shape.height(), shape.width(), shape.channels());
        return labelled ? all.labelled(labels) : all;
    }

    Stream<ImageSet> stream(int count, Seed seed, Asked asked) {
        Require.positive(count, "the number of samples");
        level();
        return IntStream.range(0, (count + BLOCK - 1) / BLOCK).mapToObj(block -> {
            int first = block * BLOCK;
            return through(first, Math.min(BLOCK, count - first), seed, asked, false)
                    .get(0);
        });
    }

    /** Before and after each network. */
    List<ImageSet> steps(int count, Seed seed, Asked asked) {
        Require.positive(count, "the number of samples");
        double numbers = (double) count * origin.shape(level()).dimension();
        Memory.length(numbers, Float.BYTES, count + " samples", FEWER);
        Memory.require(
                numbers * (networks.size() + PASSING),
                "the way of " + count + " samples through " + networks.size() + " networks",
                FEWER);
        return through(0, count, seed, asked, true);
    }

    /** The resolution that is reached. */
    private int level() {
        if (networks.isEmpty()) {
            throw new IllegalStateException(
                    "no network is done yet, so there is nothing to sample from: train on with MmdGenerator.resume");
        }
        return preset.level(networks.size() - 1);
    }

    /** The images at the end, or before and after each network. */
    private List<ImageSet> through(int first, int count, Seed seed, Asked asked, boolean steps) {
        level();
        Given given = asked.part(first, count);
        List<ImageSet> sets = new ArrayList<>();
        ImageShape shape = origin.shape(0);
        float[] z = Links.latents(first, count, shape, seed.split(START));
        given.keep(z, shape);
        for (int l = 0; l < networks.size(); l++) {
            int level = preset.level(l);
            if (l > 0 && preset.pooling(l) != preset.pooling(l - 1)) {
                double noise = preset.resolutions().get(level).noise();
                z = Links.finer(z, first, shape, noise, seed.split(FINER).split(level));
                shape = shape.enlarged(2);
                given.keep(z, shape);
            }
            if (steps) {
                sets.add(images(z, count, shape, given));
            }
            try (Network network = Network.open(links.at(l), networks.get(l), device)) {
                Links.pass(network, z, shape, given);
            }
        }
        sets.add(images(z, count, shape, given));
        return sets;
    }

    private static ImageSet images(float[] z, int count, ImageShape shape, Given given) {
        Points points = Points.of(z, count, shape.dimension());
        return given.on(ImageSet.of(points, shape.height(), shape.width(), shape.channels()));
    }
}
