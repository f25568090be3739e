package io.github.rieszflow.network;

import io.github.rieszflow.checkpoint.Later;
import io.github.rieszflow.internal.Require;
import io.github.rieszflow.picture.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A {@link UNet} that is told more: how noisy an image is, its class, pixels that are known, and noise of its own, so that it
 * <i>samples</i> images. It works on images whose squares of s×s pixels have become s² channels, which makes each layer s² times
 * smaller (space to depth), and turns them back at the end.
 *
 * <p>The class is embedded beside the noise level and reaches each block, where the two scale and shift features behind a norm.
 * The noise ξ, L channels of its own, comes in late, before one of the last blocks on the way up, through a convolution and a gate
 * that depends on the noise level and the class. So all layers before it run once, however many particles are drawn of one image;
 * only then features are copied. Without ξ the network is deterministic.
 *
 * <pre>{@code
 * var net = ConditionalUNet.of(UNet.small(32, 1, 2)).latents(8);     // 28×28 pixels are worked on as 14×14×4
 * MmdGenerator.of(MmdPreset.of("mnist")).network(net);               // a chain takes it for its smaller layers alone
 * }</pre>
 *
 * <p>Sources: distributional diffusion, De Bortoli et al. (ICML 2025, arXiv 2502.02483); space to depth, Shi et al. (CVPR 2016);
 * scale and shift, Perez et al. (AAAI 2018), in the form of Dhariwal and Nichol (NeurIPS 2021).
 *
 * @param net the U-Net, of images whose sides are divided by s; whether it is conditioned on the noise does not matter
 * @param squeeze s, 1 to leave pixels as they are
 * @param latents L, channels of ξ; 0 for none
 * @param depth how many blocks on the way up see ξ: 1 for the last only
 * @param scaled whether noise level and class scale features, and the level is embedded by slow waves; otherwise they only shift
 *     features, and waves are those of {@link UNet}
 */
public record ConditionalUNet(
        UNet net,
        int squeeze,
        int latents,
        int depth,
        @Later(before = "false") boolean scaled) implements ImageArchitecture {
    /**
     * Checks the numbers.
     *
     * @param net the U-Net
     * @param squeeze s
     * @param latents L
     * @param depth how many blocks see ξ
     * @param scaled whether noise level and class scale features
     * @throws IllegalArgumentException if one is out of range
     */
    public ConditionalUNet {
        Require.positive(squeeze, "the side of the squares of pixels that become channels");
        Require.between(latents, 0, Integer.MAX_VALUE, "the number of channels of noise");
        Require.between(depth, 1, net.blocksUp(), "the number of blocks that see the noise");
    }

    /**
     * A network to begin with.
     *
     * @param net the U-Net
     * @return the network on squares of 2×2 pixels, without ξ, scaled
     */
    public static ConditionalUNet of(UNet net) {
        return new ConditionalUNet(net, 2, 0, 1, true);
    }

    /**
     * The same with other squares of pixels.
     *
     * @param side s, 1 to leave pixels as they are
     * @return the network
     * @throws IllegalArgumentException if it is not positive
     */
    public ConditionalUNet squeeze(int side) {
        return new ConditionalUNet(net, side, latents, depth, scaled);
    }

    /**
     * The same with other noise.
     *
     * @param channels L, 0 for none
     * @return the network
     * @throws IllegalArgumentException if it is negative
     */
    public ConditionalUNet latents(int channels) {
        return new ConditionalUNet(net, squeeze, channels, depth, scaled);
    }

    /**
     * The same with noise that comes in earlier or later.
     *
     * @param blocks how many blocks on the way up see it
     * @return the network
     * @throws IllegalArgumentException if there are not that many
     */
    public ConditionalUNet depth(int blocks) {
        return new ConditionalUNet(net, squeeze, latents, blocks, scaled);
    }

    /**
     * The same with features that noise level and class scale, or only shift.
     *
     * @param on whether they scale
     * @return the network
     */
    public ConditionalUNet scaled(boolean on) {
        return new ConditionalUNet(net, squeeze, latents, depth, on);
    }

    /**
     * What height and width of images must be divisible by.
     *
     * @return s times the divisor of the U-Net
     */
    public int divisor() {
        return squeeze * net.divisor();
    }

    /**
     * The shape of the noise for images of a shape.
     *
     * @param images C channels, H×W pixels
     * @return L, and the height and width at which it comes in; empty without noise
     * @throws IllegalArgumentException if height or width is not divisible by {@link #divisor}
     */
    public List<Integer> noise(ImageShape images) {
        requireDivisible(images);
        int scale = squeeze << net.levelUp(net.blocksUp() - depth);
        return latents == 0 ? List.of() : List.of(latents, images.height() / scale, images.width() / scale);
    }

    private void requireDivisible(ImageShape images) {
        if (images.height() % divisor() != 0 || images.width() % divisor() != 0) {
            throw new IllegalArgumentException("the sides of images must be divisible by " + divisor() + " (squares of "
                    + squeeze + " pixels, " + net.multipliers().size() + " levels): received " + images);
        }
    }

    /**
     * The network that is told all it can be told.
     *
     * @param images C channels, H×W pixels
     * @param classes K, 0 if it is not told the class
     * @param planes whether there are planes of known pixels
     * @return what the network computes: N×C×H×W images, N×1 noise levels in [0,1], N×K numbers, one of them 1 or, for an unknown
     *     class, none; N×C×H×W known pixels; and ξ, mN times {@link #noise}, of which rows j·N + i belong to image i; to
     *     mN×C×H×W. Absent inputs are left out.
     * @throws IllegalArgumentException if height or width is not divisible by {@link #divisor}, or K is negative
     */
    public Architecture conditional(ImageShape images, int classes, boolean planes) {
        requireDivisible(images);
        Require.between(classes, 0, Integer.MAX_VALUE, "the number of classes");
        return new Net(this, images.channels(), planes ? images.channels() : 0, true, classes, latents);
    }

    /**
     * The network of a generator, which is told neither noise nor class: its smaller layers alone.
     *
     * @param images C channels, H×W pixels
     * @param planes K, how many planes of what is given come behind the channels
     * @return what the network computes: from N×(C+K)×H×W to N×C×H×W
     * @throws IllegalArgumentException if height or width is not divisible by {@link #divisor}
     */
    @Override
    public Architecture of(ImageShape images, int planes) {
        requireDivisible(images);
        return new Net(this, images.channels(), planes, false, 0, 0);
    }

    private record Net(ConditionalUNet outer, int channels, int planes, boolean levels, int classes, int latents)
            implements Architecture {
        private UNet inner() {
            UNet net = outer.net;
            return new UNet(net.channels(), net.multipliers(), net.blocks(), net.groups(), net.attention(), levels);
        }

        @Override
        public List<Slot> slots() {
            ImageLayers layers = new ImageLayers(outer.net.groups(), outer.scaled);
            write(layers);
            return layers.slots();
        }

        @Override
        public String source() {
            ImageLayers layers = new ImageLayers(outer.net.groups(), outer.scaled);
            return layers.net(write(layers));
        }

        private String write(ImageLayers layers) {
            int s = outer.squeeze;
            UNet net = inner();
            // Of a generator, planes are in the image already.
            List<String> pictures = new ArrayList<>(List.of("x[0]"));
            int at = levels ? 2 : 1;
            String embedding = levels ? layers.embedding("noise", layers.let("x[1]"), net.channels()) : "";
            if (classes > 0) {
                String rows = layers.classes("class", "x[" + at++ + "]", classes, net.embedded());
                embedding = layers.let(embedding + " + " + rows);
            }
            if (levels && planes > 0) {
                pictures.add("x[" + at++ + "]");
            }
            String image = pictures.size() == 1
                    ? pictures.get(0)
                    : layers.let("torch.cat([" + String.join(", ", pictures) + "], 1)");
            String small = s == 1 ? layers.let(image) : layers.let("torch.pixel_unshuffle(" + image + ", " + s + ")");
            List<String> down = net.down(layers, small, (channels + planes) * s * s, embedding);
            String h = net.middle(layers, down.get(down.size() - 1), embedding);
            UNet.Fork fork = latents == 0 ? null : fork(layers, net, embedding, at);
            h = layers.head("out", net.up(layers, h, down, embedding, fork), net.width(0), channels * s * s);
            return s == 1 ? h : layers.let("torch.pixel_shuffle(" + h + ", " + s + ")");
        }

        /** Copies features once for each particle and puts noise beside them. */
        private UNet.@Nullable Fork fork(ImageLayers layers, UNet net, String embedding, int at) {
            return new UNet.Fork() {
                private final String noise = layers.let("x[" + at + "]");

                @Override
                public int block() {
                    return net.blocksUp() - outer.depth;
                }

                @Override
                public UNet.Branch at(String h, int level) {
                    String gate = layers.linear("latent.gate", layers.swish(embedding), net.embedded(), latents);
                    gate = repeated(layers.let("torch.unsqueeze(torch.unsqueeze(" + gate + " + 1., -1), -1)"));
                    String xi = layers.convolution("latent.conv", noise, latents, latents);
                    String branch = layers.let(
                            String.format(Locale.ROOT, "torch.cat([%s, torch.mul(%s, %s)], 1)", repeated(h), xi, gate));
                    return new UNet.Branch(branch, latents);
                }

                @Override
                public String repeated(String h) {
                    return layers.repeated(h, noise);
                }
            };
        }

        @Override
        public String toString() {
            return outer + " between " + (channels + planes) + " and " + channels + " channels"
                    + (classes == 0 ? "" : ", told " + classes + " classes");
        }
    }

    @Override
    public String toString() {
        return net
                + (squeeze == 1 ? "" : " on squares of " + squeeze + "×" + squeeze + " pixels")
                + (latents == 0
                        ? ""
                        : ", " + latents + " channels of noise before the last "
                                + (depth == 1 ? "block" : depth + " blocks"))
                + (scaled ? "" : ", features shifted only");
    }
}
