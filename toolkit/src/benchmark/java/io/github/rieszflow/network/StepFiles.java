package io.github.rieszflow.network;

import io.github.rieszflow.measure.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Training steps of networks as files, for a machine with PyTorch and without Java: some with weights, a batch and what steps make of them on
 * this processor, others to be timed, with a few rows that are repeated and weights that are drawn there.
 */
public final class StepFiles {
    /** How many steps are compared: with the second one momentum counts. */
    private static final int STEPS = 3;

    private final Path folder;
    private final List<String> cases = new ArrayList<>();

    /** Into a folder that is there. */
    public StepFiles(Path folder) {
        this.folder = folder;
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
            Batch twice) {}

    /** A step to be compared. */
    public void compared(Step step) throws IOException {
        String name = script(step);
        TrainingState state = TrainingState.start(step.network, new Seed(3));
        numbers(name + ".w", state.weights().array());
        parts(name, step.batch);
        List<String> losses = new ArrayList<>();
        try (Trainer trainer = Double.isInfinite(step.clip)
                ? Trainer.open(step.network, step.loss, state, Device.cpu(), step.optimizer)
                : Trainer.open(step.network, step.loss, state, Device.cpu(), step.optimizer, step.clip)) {
            trainer.train(STEPS, k -> step.rate, k -> step.batch, (k, loss, note) -> losses.add(Double.toString(loss)));
            numbers(name + ".moved", trainer.weights().array());
        }
        describe(name, "compared", step, 1, losses);
    }

    /** A step to be timed, with rows that come again so many times. */
    public void timed(String size, int copies, Step step) throws IOException {
        String name = script(step);
        parts(name, step.batch);
        describe(name, size, step, copies, List.of());
    }

    /** Writes the list of what there is. */
    public void close() throws IOException {
        Files.writeString(folder.resolve("networks.json"), "[\n" + String.join(",\n", cases) + "\n]\n");
    }

    private String script(Step step) throws IOException {
        String name = "network" + cases.size();
        List<Slot> slots = List.copyOf(step.network.slots());
        ScriptFile.write(
                folder.resolve(name + ".pt"),
                NetworkScript.of(slots)
                        + step.network.source()
                        + TrainingScript.of(slots, step.optimizer)
                        + step.loss.source());
        return name;
    }

    private void parts(String name, Batch batch) throws IOException {
        for (int k = 0; k < batch.parts().size(); k++) {
            numbers(name + ".b" + k, batch.parts().get(k).values());
        }
    }

    private void numbers(String name, float[] values) throws IOException {
        ScriptFile.numbers(folder.resolve(name), values);
    }

    private void describe(String name, String kind, Step step, int copies, List<String> losses) {
        List<String> shapes = new ArrayList<>();
        for (int k = 0; k < step.batch.parts().size(); k++) {
            long[] shape = step.batch.parts().get(k).shape();
            boolean rows = step.twice.parts().get(k).shape()[0] > shape[0];
            shapes.add("{\"shape\": " + Arrays.toString(shape) + ", \"rows\": " + rows + "}");
        }
        String slots = step.network.slots().stream()
                .map(s -> String.format(Locale.ROOT, "[%d, %s, %s]", s.size(), s.centre(), s.spread()))
                .collect(Collectors.joining(", "));
        cases.add(String.format(
                Locale.ROOT,
                "{\"script\": \"%s\", \"kind\": \"%s\", \"setting\": \"%s\", \"optimizer\": \"%s\", \"clip\": %s, \"rate\": %s,"
                        + " \"copies\": %d, \"parts\": %s, \"slots\": [%s], \"losses\": %s}",
                name,
                kind,
                step.setting,
                step.optimizer,
                Double.isInfinite(step.clip) ? "null" : Double.toString(step.clip),
                step.rate,
                copies,
                shapes,
                slots,
                losses));
    }
}
