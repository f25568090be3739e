package io.github.rieszflow.conformance;

import io.github.rieszflow.checkpoint.NamedTensors;
import io.github.rieszflow.measure.RandomStream;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Network;
import io.github.rieszflow.network.Slot;
import io.github.rieszflow.network.Trainer;
import io.github.rieszflow.network.TrainingState;
import io.github.rieszflow.network.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a network architecture must do to be trained, kept and applied by schemes, generators, diffusion and classifiers. */
public final class ArchitectureConformance {
    private static final Seed SEED = new Seed(17);
    private static final int ROWS = 5;
    /** Derivatives tried, spread over all weights. */
    private static final int TRIED = 12;

    private static final float STEP = 0x1p-10f;
    private static final double CLOSE = 1e-5;

    /** ‖net(x) − y‖² with weights moved by s, where y and s, each one long row, come behind all inputs x. */
    private static final Loss LOSS = new Loss("""
            def loss(self, w: List[Tensor], b: List[Tensor]) -> Tensor:
              v = annotate(List[Tensor], [])
              at = 0
              for t in w:
                n = torch.numel(t)
                _0 = torch.append(v, t + torch.reshape(torch.narrow(b[-1], 0, at, n), torch.size(t)))
                at = at + n
              e = torch.reshape((self).net(v, torch.slice(b, 0, -2), ), [-1]) - b[-2]
              return torch.sum(e * e)
            """);

    private final Architecture architecture;
    private final List<List<Integer>> shapes;

    private ArchitectureConformance(Architecture architecture, List<List<Integer>> shapes) {
        this.architecture = architecture;
        this.shapes = shapes;
    }

    /**
     * Tries an architecture on the processor: weights and text belong together; one row of outputs comes of each row of inputs, of
     * it alone; the same weights and inputs give the same bits; gradients with respect to the weights agree with finite differences in
     * double precision, up to 10⁻⁵ of the largest; weights come back from a safetensors file; the identity stays.
     *
     * @param architecture the architecture
     * @param inputs the sides of one sample of each input: {@code List.of(2), List.of(3)} for N×2 and N×3
     * @return what was found
     * @throws IllegalStateException if PyTorch's native library is missing
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static Conformance of(Architecture architecture, List<Integer>... inputs) {
        // Whether PyTorch is there is nothing about the architecture.
        Device.best();
        ArchitectureConformance tried = new ArchitectureConformance(architecture, List.of(inputs));
        return Conformance.of("architecture " + architecture)
                .and("weights have names of their own and are the same at each call", tried::slots)
                .and("the text is the same at each call, and so is the identity, a line", tried::texts)
                .and("one finite row comes of each row of the inputs", tried::shapes)
                .and("a row of the output depends on its own rows of the inputs alone", tried::rows)
                .and("the same weights and inputs give the same bits", tried::deterministic)
                .and("every weight is used, and gradients agree with finite differences", tried::gradient)
                .and("weights come back from a safetensors file", tried::file);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private String slots() {
        List<Slot> slots = architecture.slots();
        require(!slots.isEmpty(), "there are no weights");
        Set<String> names = new HashSet<>();
        for (Slot slot : slots) {
            require(names.add(slot.name()), "two weights are called " + slot.name());
        }
        require(slots.equals(architecture.slots()), "slots() gave other weights the second time");
        return slots.size() + " tensors, " + weights().size() + " numbers";
    }

    private String texts() {
        require(architecture.source().equals(architecture.source()), "source() gave another text the second time");
        String identity = architecture.identity();
        require(identity.equals(architecture.identity()), "identity() gave another text the second time");
        require(!identity.isBlank() && !identity.contains("\n"), "the identity is no line of text: " + identity);
        return identity;
    }

    private Weights weights() {
        return Weights.initial(architecture, SEED);
    }

    private Network open() {
        return Network.open(architecture, weights(), Device.cpu());
    }

    private static float[] normals(RandomStream stream, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) stream.nextGaussian();
        }
        return values;
    }

    /** Rows from … to of the same random inputs. */
    private Batch inputs(int from, int to) {
        Batch batch = null;
        for (int k = 0; k < shapes.size(); k++) {
            int width = shapes.get(k).stream().reduce(1, Math::multiplyExact);
            float[] all = normals(SEED.split(k).stream(), ROWS * width);
            float[] some = Arrays.copyOfRange(all, from * width, to * width);
            List<Integer> sides = new ArrayList<>(List.of(to - from));
            sides.addAll(shapes.get(k));
            int[] shape = sides.stream().mapToInt(Integer::intValue).toArray();
            batch = batch == null ? Batch.of(some, shape) : batch.and(some, shape);
        }
        if (batch == null) {
            throw new IllegalArgumentException("say the shape of at least one input, as List.of(2) for N×2");
        }
        return batch;
    }

    private String shapes() {
        try (Network network = open()) {
            int width = network.apply(inputs(0, 1)).length;
            require(width > 0, "nothing comes of one row");
            for (int rows = 2; rows <= ROWS; rows++) {
                float[] out = network.apply(inputs(0, rows));
                require(out.length == rows * width, rows + " rows give " + out.length + " numbers, 1 row " + width);
                for (float value : out) {
                    require(Float.isFinite(value), "an output is " + value);
                }
            }
            return width + " numbers a row";
        }
    }

    private String rows() {
        try (Network network = open()) {
            float[] all = network.apply(inputs(0, ROWS));
            int width = all.length / ROWS;
            double largest = 0;
            double furthest = 0;
            for (int row = 0; row < ROWS; row++) {
                float[] alone = network.apply(inputs(row, row + 1));
                for (int k = 0; k < width; k++) {
                    largest = Math.max(largest, Math.abs(all[row * width + k]));
                    furthest = Math.max(furthest, Math.abs(all[row * width + k] - alone[k]));
                }
            }
            String seen = String.format(
                    Locale.ROOT, "alone and among others differ by %.3g, outputs are up to %.3g", furthest, largest);
            require(furthest <= CLOSE * largest, seen);
            return seen;
        }
    }

    private String deterministic() {
        float[] once;
        try (Network network = open()) {
            once = network.apply(inputs(0, ROWS));
            require(Arrays.equals(once, network.apply(inputs(0, ROWS))), "the second call gives other numbers");
        }
        try (Network again = open()) {
            require(Arrays.equals(once, again.apply(inputs(0, ROWS))), "opened again it gives other numbers");
        }
        return "three times";
    }

    /** Central differences of the fourth order. */
    private static double difference(Trainer trainer, Batch batch, int size, int weight, float h) {
        double[] loss = new double[4];
        float[] places = {-2 * h, -h, h, 2 * h};
        for (int k = 0; k < loss.length; k++) {
            float[] shift = new float[size];
            shift[weight] = places[k];
            loss[k] = trainer.loss(batch.and(shift, size));
        }
        return (8 * (loss[2] - loss[1]) - (loss[3] - loss[0])) / (12 * h);
    }

    private String gradient() {
        int outputs;
        try (Network network = open()) {
            outputs = network.apply(inputs(0, ROWS)).length;
        }
        Batch batch = inputs(0, ROWS).and(normals(SEED.split(-1).stream(), outputs), outputs);
        int size = weights().size();
        RandomStream stream = SEED.split(-2).stream();
        int compared = 0;
        double furthest = 0;
        double largest;
        try (Trainer trainer = Trainer.openDouble(architecture, LOSS, TrainingState.start(weights()))) {
            double[] gradient = trainer.gradient(batch.and(new float[size], size));
            largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
            require(largest > 0, "all derivatives are 0");
            for (int k = 0; k < TRIED; k++) {
                int weight = stream.nextInt(size);
                double wide = difference(trainer, batch, size, weight, 2 * STEP);
                double narrow = difference(trainer, batch, size, weight, STEP);
                // Where the two differ a kink of the network lies between.
                if (Math.abs(wide - narrow) <= CLOSE * largest) {
                    compared++;
                    furthest = Math.max(furthest, Math.abs(narrow - gradient[weight]));
                }
            }
        }
        String seen = String.format(
                Locale.ROOT,
                "%d of %d derivatives compared, furthest apart by %.3g where the largest is %.3g",
                compared,
                TRIED,
                furthest,
                largest);
        require(2 * compared >= TRIED && furthest <= CLOSE * largest, seen);
        return seen;
    }

    private String file() {
        try {
            Path file = Files.createTempFile("architecture", ".safetensors");
            try {
                weights().tensors().save(file);
                Weights back = Weights.of(architecture, NamedTensors.load(file));
                require(back.equals(weights()), "other weights come back");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "bit for bit";
    }
}
