package io.github.rieszflow.generate;

import io.github.rieszflow.device.TensorFiles;
import io.github.rieszflow.directions.DirectionSource;
import io.github.rieszflow.discrepancy.SlicedMmd;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.ScriptFile;
import io.github.rieszflow.network.StepFiles;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.network.Weights;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.SlicedProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trainings of a chain on digits as files, for a machine with PyTorch and without Java: one to be compared in all it does, and two,
 * for a card and small, whose noise, directions and batches are drawn there. Particles flow by the tensor engine's scripts.
 */
public final class LinkFiles {
    /** Of the batch that shows the shapes. */
    public static final int ROWS = 4;

    private static final int SAMPLES = 2000;

    private final StepFiles files;
    private final Path folder;
    private int flows;

    private LinkFiles(Path folder) {
        this.folder = folder;
        this.files = new StepFiles(folder, "chain");
    }

    /**
     * Writes them into a folder.
     *
     * @param few images for what is compared
     */
    public static void write(Path folder, ImageSet few) throws IOException {
        LinkFiles links = new LinkFiles(folder);
        MmdPreset laptop = MmdPreset.of("mnist");
        List<Resolution> parts = laptop.resolutions();
        MmdPreset small = laptop.network(UNet.small(4, 1, 2));
        // Whole images, squares of them, and squares at the next resolution, four steps each.
        new LinkCase(
                        small.resolutions(
                                        parts.get(0).firstSteps(4).stepSizes(3, 1),
                                        parts.get(1).networks(1).firstSteps(4),
                                        parts.get(4).networks(1).firstSteps(4))
                                .slices(40)
                                .particles(few.size())
                                .batch(16)
                                .iterations(6),
                        few)
                .write(links);
        links.drawn(
                "full",
                "mnist, chain for a card",
                // Steps of a small network are launches: wide networks and large batches cost little more.
                laptop.particles(20_000)
                        .slices(200)
                        .network(UNet.small(24, 1, 4).attention(true))
                        .batch(250),
                4);
        links.drawn(
                "small",
                "mnist, chain, small",
                small.particles(1000)
                        .networks(1, 1, 1, 1, 1, 1, 1)
                        .batch(32)
                        .iterations(60),
                1);
        links.files.close();
    }

    private void drawn(String size, String setting, MmdPreset preset, int longer) throws IOException {
        ImageShape digits = ImageShape.grey(28, 28);
        files.drawn(size, step(preset, digits, setting), plan(preset, digits, SAMPLES, longer));
    }

    /** A case to be compared. */
    void compared(
            MmdPreset preset,
            ImageShape shape,
            int samples,
            List<Double> losses,
            Map<String, Weights> weights,
            Map<String, float[]> numbers)
            throws IOException {
        files.compared(
                step(preset, shape, "chain, small"), plan(preset, shape, samples, 1), losses, weights, numbers);
    }

    /** A training step of the network at the finest resolution. */
    public static StepFiles.Step step(MmdPreset preset, ImageShape shape, String setting) {
        Batch[] batches = new Batch[2];
        for (int k = 0; k < 2; k++) {
            int rows = (k + 1) * ROWS;
            int[] sides = {rows, shape.channels(), shape.height(), shape.width()};
            batches[k] = Batch.of(Points.uniform(rows, shape.dimension(), new Seed(1)).toArray(), sides)
                    .and(Points.gaussian(rows, shape.dimension(), new Seed(2)).toArray(), sides);
        }
        Training training = preset.training();
        return new StepFiles.Step(
                setting,
                preset.network().of(shape, 0),
                training.norm() == 1 ? Loss.absolute() : Loss.squared(),
                training.optimizer(),
                Double.POSITIVE_INFINITY,
                training.learningRate(),
                batches[0],
                batches[1]);
    }

    /** All that is needed to do there what is done here; it may take so many times as long. */
    private String plan(MmdPreset preset, ImageShape full, int samples, int longer) throws IOException {
        Map<Integer, String> flows = new LinkedHashMap<>();
        List<String> links = new ArrayList<>();
        List<Integer> schedule = preset.schedule();
        for (int l = 0; l < preset.networks(); l++) {
            Resolution resolution = preset.resolutions().get(preset.level(l));
            if (resolution.momentum() && preset.momentum().at(l) != 0 || !resolution.replaced()) {
                throw new IllegalArgumentException("only flows without momentum are written, of particles that become"
                        + " what networks make of them: received " + resolution);
            }
            ImageShape shape = full.pooled(resolution.pooling());
            PatchDiscrepancy discrepancy = discrepancy(preset, resolution, shape);
            DirectionSource source = source(discrepancy);
            int dimension = source.dimension();
            if (!flows.containsKey(dimension)) {
                flows.put(dimension, flow(discrepancy.sliced().problem(), source, preset.particles()));
            }
            boolean finer = l > 0 && preset.pooling(l - 1) != resolution.pooling();
            Patches patches = resolution.patches();
            links.add(String.format(
                    Locale.ROOT,
                    "{\"flow\": %s, \"pooling\": %d, \"steps\": %d, \"sizes\": [%s, %s], \"noise\": %s, \"side\": %d,"
                            + " \"scales\": %s, \"factor\": %s}",
                    flows.get(dimension),
                    resolution.pooling(),
                    schedule.get(l),
                    resolution.stepSize(),
                    resolution.lastStepSize(),
                    finer ? Double.toString(resolution.noise()) : "null",
                    patches == null ? 0 : patches.side(),
                    patches == null ? List.of(0) : patches.scales(),
                    discrepancy.factor()));
        }
        Training training = preset.training();
        return String.format(
                Locale.ROOT,
                "{\"particles\": %d, \"sides\": [%d, %d, %d], \"iterations\": %d, \"batch\": %d, \"last\": %s, \"longer\": %d,"
                        + " \"samples\": %d, \"seed\": 1,\n \"links\": [\n  %s]}",
                preset.particles(),
                full.channels(),
                full.height(),
                full.width(),
                training.iterations(),
                training.batch(),
                training.lastRate(),
                longer,
                samples,
                String.join(",\n  ", links));
    }

    static PatchDiscrepancy discrepancy(MmdPreset preset, Resolution resolution, ImageShape shape) {
        SlicedMmd sliced = ImageFlow.sliced(preset, resolution, Engine.cpu());
        return new PatchDiscrepancy(sliced, resolution.patches(), shape, Given.NOTHING);
    }

    /** The directions of a link. */
    static DirectionSource source(PatchDiscrepancy discrepancy) {
        SlicedProblem problem = discrepancy.sliced().problem();
        return DirectionSource.open(problem.directions(), discrepancy.dimension(), problem.slices(), 1);
    }

    /** Writes the script of a flow and says what it takes. */
    private String flow(SlicedProblem problem, DirectionSource source, int count) throws IOException {
        String rule = source.rule().toString();
        if (!source.rotations() && !rule.equals("orthogonal")) {
            throw new IllegalArgumentException("Hadamard and orthogonal directions can be drawn there: received " + rule);
        }
        String name = "chain-flow" + flows++;
        ScriptFile.write(folder.resolve(name + ".pt"), TensorFiles.script(problem, source, count));
        return String.format(
                Locale.ROOT,
                "{\"script\": \"%s\", \"n\": %d, \"d\": %d, \"slices\": %d, \"rotations\": %d, \"space\": %d}",
                name,
                count,
                source.dimension(),
                source.slices(),
                rotations(source),
                source.space());
    }

    /** How many rotations a gradient takes, 0 where directions are drawn one by one. */
    static int rotations(DirectionSource source) {
        return source.rotations() ? (source.slices() + source.space() - 1) / source.space() : 0;
    }
}
