package io.github.rieszflow.network;

import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Training steps of networks as files, for a machine with PyTorch and without Java: some with weights, a batch and what steps make of them on
 * this processor, others to be timed, with a few rows that are repeated and weights that are drawn there.
 */
public final class StepFiles {
    /** How many steps are compared: with the second one momentum counts. */
    private static final int STEPS = 3;

    private final Path folder;
    private final String name;
    private final List<String> cases = new ArrayList<>();

    /** Into a folder that is there, where the names of all files begin with this one. */
    public StepFiles(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** What is trained, how, and on which rows; {@code twice} are twice as many, so that it shows which parts have rows. */
    public record Step(
            String setting,
            Architecture network,
            Loss loss,
            Optimizer optimizer,
            double clip,
            double rate,
            Batch batch,
            Batch twice) {
        /** The same on other rows. */
        public Step with(Batch other) {
            return new Step(setting, network, loss, optimizer, clip, rate, other, twice);
        }
    }

    /** A step to be compared. */
    public void compared(Step step) throws IOException {
        String name = script(step);
        TrainingState state = TrainingState.start(step.network, new Seed(3));
        numbers(name + ".w", state.weights().array());
        parts(name, step.batch);
        List<Double> losses = new ArrayList<>();
        try (Trainer trainer = Double.isInfinite(step.clip)
                ? Trainer.open(step.network, step.loss, state, Device.cpu(), step.optimizer)
                : Trainer.open(step.network, step.loss, state, Device.cpu(), step.optimizer, step.clip)) {
            trainer.train(STEPS, k -> step.rate, k -> step.batch, (k, loss, note) -> losses.add(loss));
            numbers(name + ".moved", trainer.weights().array());
        }
        describe(name, "compared", step, 1, losses, "null");
    }

    /** A step to be timed, with rows that come again so many times. */
    public void timed(String size, int copies, Step step) throws IOException {
        String name = script(step);
        parts(name, step.batch);
        describe(name, size, step, copies, List.of(), "null");
    }

    /** A step of a training whose batches are drawn there, by a plan in JSON. */
    public void drawn(String size, Step step, String plan) throws IOException {
        describe(script(step), size, step, 1, List.of(), plan);
    }

    /** A training to be compared: its losses, and weights and other numbers by their names. */
    public void compared(
            Step step, String plan, List<Double> losses, Map<String, Weights> weights, Map<String, float[]> more)
            throws IOException {
        String name = script(step);
        for (Map.Entry<String, Weights> one : weights.entrySet()) {
            numbers(name + "." + one.getKey(), one.getValue().array());
        }
        parts(name, step.batch);
        for (Map.Entry<String, float[]> one : more.entrySet()) {
            numbers(name + "." + one.getKey(), one.getValue());
        }
        describe(name, "compared", step, 1, losses, plan);
    }

    /** The bytes of images. */
    public static float[] pixels(ImageSet images) {
        float[] pixels = new float[images.pixels().remaining()];
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = images.pixels().get(k) & 255;
        }
        return pixels;
    }

    /** The rows of several batches, in one. */
    public static Batch joined(List<Batch> batches) {
        Batch all = null;
        for (int k = 0; k < batches.get(0).parts().size(); k++) {
            int part = k;
            int[] shape = Arrays.stream(batches.get(0).parts().get(k).shape())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            shape[0] = batches.stream()
                    .mapToInt(batch -> (int) batch.parts().get(part).shape()[0])
                    .sum();
            float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            int at = 0;
            for (Batch batch : batches) {
                float[] some = batch.parts().get(k).values();
                System.arraycopy(some, 0, values, at, some.length);
                at += some.length;
            }
            all = all == null ? Batch.of(values, shape) : all.and(values, shape);
        }
        return Objects.requireNonNull(all);
    }

    /** Writes the list of what there is. */
    public void close() throws IOException {
        Files.writeString(folder.resolve(name + ".json"), "[\n" + String.join(",\n", cases) + "\n]\n");
    }

    private String script(Step step) throws IOException {
        String script = name + cases.size();
        List<Slot> slots = List.copyOf(step.network.slots());
        ScriptFile.write(
                folder.resolve(script + ".pt"),
                NetworkScript.of(slots)
                        + step.network.source()
                        + TrainingScript.of(slots, step.optimizer)
                        + step.loss.source());
        return script;
    }

    private void parts(String name, Batch batch) throws IOException {
        for (int k = 0; k < batch.parts().size(); k++) {
            numbers(name + ".b" + k, batch.parts().get(k).values());
        }
    }

    private void numbers(String name, float[] values) throws IOException {
        ScriptFile.numbers(folder.resolve(name), values);
    }

    private void describe(String name, String kind, Step step, int copies, List<Double> losses, String plan) {
        List<String> shapes = new ArrayList<>();
        for (int k = 0; k < step.batch.parts().size(); k++) {
            long[] shape = step.batch.parts().get(k).shape();
            boolean rows = step.twice.parts().get(k).shape()[0] > shape[0];
            shapes.add("{\"shape\": " + Arrays.toString(shape) + ", \"rows\": " + rows + "}");
        }
        String slots = step.network.slots().stream()
                .map(s -> String.format(
                        Locale.ROOT, "[%d, %s, %s, \"%s\", %s]", s.size(), s.centre(), s.spread(), s.name(), s.shape()))
                .collect(Collectors.joining(", "));
        cases.add(String.format(
                Locale.ROOT,
                "{\"script\": \"%s\", \"kind\": \"%s\", \"setting\": \"%s\", \"optimizer\": \"%s\", \"clip\": %s, \"rate\": %s,"
                        + " \"copies\": %d, \"parts\": %s, \"slots\": [%s], \"losses\": %s, \"plan\": %s}",
                name,
                kind,
                step.setting,
                step.optimizer,
                Double.isInfinite(step.clip) ? "null" : Double.toString(step.clip),
                step.rate,
                copies,
                shapes,
                slots,
                losses,
                plan));
    }
}
