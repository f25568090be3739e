package io.github.rieszflow.network;

import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.ImageShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A U-Net: residual blocks on ever coarser images and back, with skip connections between the two paths. Maps N×C×height×width to
 * as many images of the same size; height and width must be divisible by {@link #divisor}. Several inputs are put side by side as
 * channels.
 *
 * <p>Level l has c·m_l channels and the given number of residual blocks on the way down, one more on the way up. A block is group
 * norm, swish, 3×3 convolution, twice, beside a shortcut. Convolutions of stride 2 lead down, nearest-neighbour upsampling and a
 * convolution lead up. In the middle are two blocks, with self-attention between them if wanted. Blocks and head begin at zero, so
 * an untrained network gives nearly 0. With {@link #noise} the last input is a column N×1 of numbers in [0,1], whose sinusoidal
 * features go through two linear layers into each block.
 *
 * <p>{@link #paper} has 3,409,633 weights between one channel and one, 3,410,787 between three and three. A training step
 * of a batch of 100 images 28×28 then takes 1.2 s on two cores of an Intel Xeon, 5 % more than from Python with PyTorch 1.13;
 * with the same weights and batches, five steps gave the same losses to six digits.
 *
 * <p>Source: Ho, Jain, Abbeel (NeurIPS 2020), in the form of Hertrich, Wald, Altekrüger, Hagemann (ICLR 2024).
 *
 * @param channels c, channels at full size
 * @param multipliers m_l, from full size down
 * @param blocks residual blocks of a level on the way down
 * @param groups groups of a group norm, or fewer where they do not divide the channels
 * @param attention whether there is attention in the middle
 * @param noise whether the network is conditioned on the noise level of its input
 */
public record UNet(int channels, List<Integer> multipliers, int blocks, int groups, boolean attention, boolean noise)
        implements ImageArchitecture {
    /**
     * Checks and copies.
     *
     * @param channels channels at full size
     * @param multipliers factors of it, from full size down
     * @param blocks residual blocks of a level on the way down
     * @param groups groups of a group norm
     * @param attention whether there is attention in the middle
     * @param noise whether the network is conditioned on the noise level of its input
     * @throws IllegalArgumentException if a number is not positive or there is no level
     */
    public UNet {
        multipliers = List.copyOf(multipliers);
        Require.positive(channels, "the number of channels");
        Require.positive(multipliers.size(), "the number of levels");
        multipliers.forEach(m -> Require.positive(m, "a multiplier of the channels"));
        Require.positive(blocks, "the number of blocks of a level");
        Require.positive(groups, "the number of groups");
    }

    /**
     * The network of the paper: 32, 64 and 128 channels, two blocks a level, 32 groups, attention.
     *
     * @return the network, without noise embedding
     */
    public static UNet paper() {
        return new UNet(32, List.of(1, 2, 4), 2, 32, true, false);
    }

    /**
     * A smaller one: one block a level, 8 groups, no attention.
     *
     * @param channels channels at full size
     * @param multipliers factors of it, from full size down
     * @return the network, without noise embedding
     * @throws IllegalArgumentException if a number is not positive or there is no level
     */
    public static UNet small(int channels, Integer... multipliers) {
        return new UNet(channels, List.of(multipliers), 1, 8, false, false);
    }

    /**
     * The same with or without attention in the middle.
     *
     * @param on whether there is attention
     * @return the network
     */
    public UNet attention(boolean on) {
        return new UNet(channels, multipliers, blocks, groups, on, noise);
    }

    /**
     * The same, conditioned on the noise level of its input.
     *
     * @return the network with a noise embedding
     */
    public UNet withNoise() {
        return new UNet(channels, multipliers, blocks, groups, attention, true);
    }

    /**
     * What height and width must be divisible by: each level but the first halves them.
     *
     * @return a power of two
     */
    public int divisor() {
        return 1 << (multipliers.size() - 1);
    }

    /**
     * The architecture between numbers of channels.
     *
     * @param inputs channels of all images that come in
     * @param outputs channels of the images that come out
     * @return what the network computes
     * @throws IllegalArgumentException if a count is not positive
     */
    public Architecture between(int inputs, int outputs) {
        Require.positive(inputs, "the number of channels that come in");
        Require.positive(outputs, "the number of channels that come out");
        return new Net(this, inputs, outputs);
    }

    /**
     * The encoder alone, from images to features: all that is at the bottom, through a norm, swish and an affine map. The last
     * input is a column N×1 of noise levels in [0,1].
     *
     * @param images C channels, H×W pixels
     * @param features F, how many features an image has
     * @return what the network computes: from N×C×H×W and N×1 to N×F
     * @throws IllegalArgumentException if height or width is not divisible by {@link #divisor}, the number is not positive, or
     *     the network is not conditioned on the noise level
     */
    public Architecture encoder(ImageShape images, int features) {
        return new ImageEncoder(this, features).of(images.channels(), images.height(), images.width());
    }

    /**
     * The network of a generator.
     *
     * @param images C channels, H×W pixels
     * @param planes K, how many planes of what is given follow the channels
     * @return what the network computes: from N×(C+K)×H×W to N×C×H×W
     * @throws IllegalArgumentException if height or width is not divisible by {@link #divisor}, or the network is conditioned on the
     *     noise level, which generators do not know
     */
    @Override
    public Architecture of(ImageShape images, int planes) {
        if (images.height() % divisor() != 0 || images.width() % divisor() != 0 || noise) {
            throw new IllegalArgumentException(
                    noise
                            ? "generators do not know the noise: take a U-Net without withNoise()"
                            : "the sides of images must be divisible by " + divisor() + ": received " + images.height()
                                    + "×" + images.width());
        }
        return between(images.channels() + planes, images.channels());
    }

    int width(int level) {
        return channels * multipliers.get(level);
    }

    /** How many numbers the embedding has, 0 for none. */
    int embedded() {
        return noise ? 4 * channels : 0;
    }

    /** The embedding of the last input, or an empty name. */
    String embedding(ImageLayers layers) {
        return noise ? layers.embedding("noise", layers.let("x[-1]"), channels) : "";
    }

    /** The inputs that are images, side by side. */
    String images(ImageLayers layers) {
        return layers.let(noise ? "torch.cat(torch.slice(x, 0, -1), 1)" : "torch.cat(x, 1)");
    }

    /** The way down from the images: the variables at all stages, the coarsest last. */
    List<String> down(ImageLayers layers, String images, int inputs, String embedding) {
        List<String> stages = new ArrayList<>();
        String h = layers.convolution("in", images, inputs, channels);
        stages.add(h);
        int now = channels;
        for (int level = 0; level < multipliers.size(); level++) {
            for (int block = 0; block < blocks; block++) {
                h = layers.residual("down." + level + "." + block, h, now, width(level), embedding, embedded());
                now = width(level);
                stages.add(h);
            }
            if (level + 1 < multipliers.size()) {
                h = layers.downsample("down." + level + ".half", h, now);
                stages.add(h);
            }
        }
        return stages;
    }

    /** The blocks at the bottom. */
    String middle(ImageLayers layers, String h, String embedding) {
        int width = width(multipliers.size() - 1);
        String inner = layers.residual("middle.0", h, width, width, embedding, embedded());
        if (attention) {
            inner = layers.attention("middle.attention", inner, width);
        }
        return layers.residual("middle.1", inner, width, width, embedding, embedded());
    }

    /** What happens to the features on the way up before one of the blocks, the first of all being number 0. */
    interface Fork {
        int block();

        /** Features with further channels, where the variables are at this level, and how many those are. */
        Branch at(String h, int level);

        /** The same for what comes from the way down, or the embedding, from this block on. */
        String repeated(String h);
    }

    /** Features and their number of further channels. */
    record Branch(String h, int more) {}

    /** How many blocks there are on the way up. */
    int blocksUp() {
        return multipliers.size() * (blocks + 1);
    }

    /** The level of a block on the way up. */
    int levelUp(int block) {
        return multipliers.size() - 1 - block / (blocks + 1);
    }

    /** The way up from the bottom, with what was there on the way down, to features at full size. */
    String up(ImageLayers layers, String bottom, List<String> down, String embedding, @Nullable Fork fork) {
        int levels = multipliers.size();
        Deque<Integer> widths = new ArrayDeque<>(List.of(channels));
        for (int level = 0; level < levels; level++) {
            for (int i = 0; i < blocks + (level + 1 < levels ? 1 : 0); i++) {
                widths.push(width(level));
            }
        }
        String h = bottom;
        String told = embedding;
        int now = width(levels - 1);
        int stage = down.size();
        for (int block = 0; block < blocksUp(); block++) {
            int level = levelUp(block);
            String beside = down.get(--stage);
            if (fork != null && block == fork.block()) {
                Branch branch = fork.at(h, level);
                h = branch.h();
                now += branch.more();
                told = fork.repeated(told);
            }
            if (fork != null && block >= fork.block()) {
                beside = fork.repeated(beside);
            }
            String both = layers.let(String.format(Locale.ROOT, "torch.cat([%s, %s], 1)", h, beside));
            String name = "up." + level + "." + block % (blocks + 1);
            h = layers.residual(name, both, now + widths.pop(), width(level), told, embedded());
            now = width(level);
            if (level > 0 && block % (blocks + 1) == blocks) {
                h = layers.upsample("up." + level + ".double", h, now);
            }
        }
        return h;
    }

    private record Net(UNet net, int inputs, int outputs) implements Architecture {
        @Override
        public List<Slot> slots() {
            ImageLayers layers = new ImageLayers(net.groups);
            write(layers);
            return layers.slots();
        }

        @Override
        public String source() {
            ImageLayers layers = new ImageLayers(net.groups);
            return layers.net(write(layers));
        }

        private String write(ImageLayers layers) {
            String embedding = net.embedding(layers);
            List<String> down = net.down(layers, net.images(layers), inputs, embedding);
            String h = net.middle(layers, down.get(down.size() - 1), embedding);
            return layers.head("out", net.up(layers, h, down, embedding, null), net.width(0), outputs);
        }

        @Override
        public String toString() {
            return net + " between " + inputs + " and " + outputs + " channels";
        }
    }

    @Override
    public String toString() {
        return "U-Net of "
                + multipliers.stream().map(m -> String.valueOf(m * channels)).collect(Collectors.joining("-"))
                + " channels, " + blocks + (blocks == 1 ? " block" : " blocks") + " a level"
                + (attention ? ", attention" : "") + (noise ? ", noise-conditioned" : "");
    }
}
