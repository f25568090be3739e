package io.github.rieszflow.generate;

import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.discrepancy.Discrepancy;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.StepFiles;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.slicing.Descent;
import io.github.rieszflow.slicing.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The training of a small chain with all that is random in it, and what comes of it here. */
final class LinkCase implements Chain.Watcher {
    private static final Seed SEED = new Seed(3);
    private static final Seed SAMPLING = new Seed(8);
    private static final int SAMPLES = 12;

    private final MmdPreset preset;
    private final ImageSet images;
    /** After each flow and after each network. */
    private final List<ChainState> states = new ArrayList<>();

    private final List<Double> losses = new ArrayList<>();
    private final Map<String, float[]> numbers = new LinkedHashMap<>();
    private final Map<String, Weights> weights = new LinkedHashMap<>();

    LinkCase(MmdPreset preset, ImageSet images) {
        this.preset = preset;
        this.images = images;
    }

    /** Trains it here and writes it there. */
    void write(LinkFiles files) throws IOException {
        Chain chain = new Chain(preset, null, Device.cpu(), Engine.cpu(), SEED, images);
        chain.run(chain.start(), this);
        numbers.put("pixels", StepFiles.pixels(images));
        for (int l = 0; l < preset.networks(); l++) {
            ChainState flowed = states.get(2 * l);
            numbers.put("start" + l, flowed.start().toArray());
            numbers.put("moved" + l, flowed.moved().toArray());
            weights.put("weights" + l, Objects.requireNonNull(flowed.training()).weights());
            flow(l, flowed.start());
            order(l);
        }
        samples();
        files.compared(preset, images.shape(), SAMPLES, losses, weights, numbers);
    }

    @Override
    public void flowed(int network, int step, int of) {}

    @Override
    public void trained(int network, int step, int of, double loss) {
        if (step == of) {
            losses.add(loss);
        }
    }

    @Override
    public void at(Supplier<ChainState> state) {}

    @Override
    public void done(ChainState state) {
        states.add(state);
    }

    private ImageShape shape(int network) {
        return images.shape().pooled(preset.pooling(network));
    }

    /** The first gradient, and the squares and directions of all steps. */
    private void flow(int network, Points start) {
        ImageShape shape = shape(network);
        Resolution resolution = preset.resolutions().get(preset.level(network));
        Discrepancy discrepancy = ImageFlow.discrepancy(shape, preset, resolution, Given.NOTHING, Engine.cpu());
        PatchDiscrepancy patches = LinkFiles.discrepancy(preset, resolution, shape);
        DirectionSource source = LinkFiles.source(patches);
        Seed seed = SEED.split(Chain.FLOW).split(network);
        float[] gradient = new float[start.size() * start.dimension()];
        try (Descent descent = discrepancy.descent(start, images.pooledPoints(resolution.pooling()))) {
            descent.gradient(discrepancy.drawing(seed.split(0)), gradient);
        }
        numbers.put("gradient" + network, gradient);
        List<float[]> corners = new ArrayList<>();
        List<float[]> drawn = new ArrayList<>();
        for (int step = 0; step < preset.schedule().get(network); step++) {
            Seed now = discrepancy.drawing(seed.split(step));
            if (resolution.patches() == null) {
                corners.add(new float[2]);
                drawn.add(directions(source, now));
                continue;
            }
            for (int scale : resolution.patches().scales()) {
                Seed own = now.split(scale);
                RandomStream stream = own.stream();
                corners.add(new float[] {stream.nextInt(shape.height()), stream.nextInt(shape.width())});
                drawn.add(directions(source, own.split(1)));
            }
        }
        numbers.put("corners" + network, joined(corners));
        numbers.put("directions" + network, joined(drawn));
    }

    private static float[] directions(DirectionSource source, Seed seed) {
        float[] drawn;
        if (source.rotations()) {
            drawn = new float[LinkFiles.rotations(source) * DirectionSource.ROUNDS * source.space()];
            source.drawSigns(seed, drawn);
        } else {
            drawn = new float[source.slices() * source.dimension()];
            source.draw(seed, drawn);
        }
        return drawn;
    }

    /** Which particles the batches take, one after the other. */
    private void order(int network) {
        int count = preset.particles();
        float[] places = new float[preset.training().iterations() * preset.training().batch()];
        int[] epoch = new int[0];
        for (int k = 0; k < places.length; k++) {
            if (k % count == 0) {
                epoch = SEED.split(Chain.ORDER)
                        .split(network)
                        .split(k / count)
                        .stream()
                        .permutation(count);
            }
            places[k] = epoch[k % count];
        }
        numbers.put("order" + network, places);
    }

    private void samples() {
        numbers.put("latents", Links.latents(0, SAMPLES, shape(0), SAMPLING.split(ChainSampler.START)));
        for (int l = 1; l < preset.networks(); l++) {
            if (preset.pooling(l) != preset.pooling(l - 1)) {
                numbers.put("finer" + l, finer(l - 1, preset.particles(), SEED.split(Chain.FINER).split(l - 1)));
                Seed seed = SAMPLING.split(ChainSampler.FINER).split(preset.level(l));
                numbers.put("finerLatents" + l, finer(l - 1, SAMPLES, seed));
            }
        }
        MmdModel model = MmdGenerator.of(preset).seed(SEED).train(images);
        numbers.put("samples", StepFiles.pixels(model.sample(SAMPLES, SAMPLING)));
    }

    /** The noise alone. */
    private float[] finer(int network, int count, Seed seed) {
        ImageShape coarse = shape(network);
        return Links.finer(new float[count * coarse.dimension()], 0, coarse, 1, seed);
    }

    private static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
