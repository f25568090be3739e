package io.github.rieszflow.checkpoint;

import io.github.rieszflow.Promises;
import io.github.rieszflow.measure.Points;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class CheckpointPromisesTest extends Promises {
    private static final NamedTensors ONE = NamedTensors.of("x", new float[] {1, 2}, 2);
    private static final NamedTensors DOUBLE = NamedTensors.none().and("x", new double[] {1}, 1);
    private static final Points X = Points.line(1, 2);

    CheckpointPromisesTest() {
        super("checkpoint");
    }

    private record Mine(int size) {}

    private static Snapshot snapshot() {
        return Snapshot.of(Settings.none(), Settings.none().with("step", 1))
                .with("a", ONE)
                .with("b", X);
    }

    private void lacking(String method, ThrowingCallable... calls) {
        breaks(NoSuchElementException.class, method, calls);
    }

    @Override
    protected void table() throws Exception {
        checkpoints();
        keepers();
        tensors();
        settings();
        argument(
                "Snapshot.with(String, Object, Supplier)",
                () -> snapshot().with("a", ONE, () -> ONE),
                () -> snapshot().with("A b", ONE, () -> ONE));
        argument(
                "Snapshot.with(String, NamedTensors)",
                () -> snapshot().with("a", ONE),
                () -> snapshot().with("../a", ONE));
        argument(
                "Snapshot.with(String, Points)",
                () -> snapshot().with("a", X),
                () -> snapshot().with("", X));
        argument("Versions.require(Object, String, long, long)", () -> Versions.require(folder, "test", 3, 2));
    }

    /** A part whose file was changed, one whose file is gone, and one that cannot be read. */
    private Checkpoint kept(String name) throws Exception {
        Path path = folder.resolve(name);
        RunFolder.at(path, "test", 2)
                .save(snapshot().with("c", ONE.and("y", new float[] {3}, 1)).with("d", DOUBLE));
        Checkpoint read = RunFolder.at(path, "test", 2).read();
        Path a = path.resolve("a.1.safetensors");
        byte[] bytes = Files.readAllBytes(a);
        bytes[bytes.length - 1] ^= 1;
        Files.write(a, bytes);
        Files.delete(path.resolve("c.1.safetensors"));
        unreadable(path.resolve("d.1.safetensors"));
        return read;
    }

    private void checkpoints() throws Exception {
        Checkpoint read = kept("kept");
        lacking("Checkpoint.part(String)", () -> read.part("z"));
        argument("Checkpoint.part(String)", () -> read.part("a"), () -> read.part("c"));
        file("Checkpoint.part(String)", () -> read.part("d"));
        lacking("Checkpoint.part(String, Function)", () -> read.part("z", all -> all));
        argument(
                "Checkpoint.part(String, Function)",
                () -> read.part("a", all -> all),
                () -> read.part("c", all -> all),
                () -> read.part("b", all -> Checkpoint.points(ONE, "x")));
        file("Checkpoint.part(String, Function)", () -> read.part("d", all -> all));
        lacking("Checkpoint.points(String)", () -> read.points("z"));
        argument("Checkpoint.points(String)", () -> read.points("a"), () -> read.points("c"));
        file("Checkpoint.points(String)", () -> read.points("d"));
        argument(
                "Checkpoint.points(NamedTensors, String)",
                () -> Checkpoint.points(ONE, "x"),
                () -> Checkpoint.points(ONE, "y"));
        argument("RunFolder.at(Path, String, int)", () -> RunFolder.at(folder, "test", 1));
        Path mine = written("mine", "a file");
        RunFolder kept = RunFolder.at(folder.resolve("kept"), "test", 2);
        argument(
                "RunFolder.save(Snapshot)",
                () -> RunFolder.at(folder.resolve("kept"), "other", 2).save(snapshot()));
        Path held = folder.resolve("held");
        state(
                "RunFolder.save(Snapshot)",
                whileKept(held, () -> RunFolder.at(held, "test", 2).save(snapshot())));
        file("RunFolder.save(Snapshot)", () -> RunFolder.at(mine, "test", 2).save(snapshot()));
        RunFolder none = RunFolder.at(folder.resolve("none"), "test", 2);
        RunFolder other = RunFolder.at(folder.resolve("kept"), "other", 2);
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        Files.writeString(damaged.resolve("checkpoint.json"), "{}");
        Path unreadable = folder.resolve("unreadable");
        Files.createDirectories(unreadable.resolve("checkpoint.json"));
        RunFolder asFolder = RunFolder.at(unreadable, "test", 2);
        RunFolder broken = RunFolder.at(damaged, "test", 2);
        argument("RunFolder.read()", none::read, other::read, broken::read);
        file("RunFolder.read()", asFolder::read);
        argument(
                "RunFolder.read(Function)",
                () -> none.read(all -> all),
                () -> broken.read(all -> all),
                () -> kept.read(all -> all.part("a")));
        file("RunFolder.read(Function)", () -> asFolder.read(all -> all));
    }

    private void complete(String name, String kind) {
        Keeper.complete(Keeping.nowhere().in(folder.resolve(name)), kind, 2, found -> found);
    }

    private void keepers() {
        Path held = folder.resolve("held");
        state(
                "Keeper.open(Keeping, String, int)",
                whileKept(held, () -> Keeper.open(Keeping.nowhere().in(held), "test", 2)));
        argument(
                "Keeper.open(Keeping, String, int)",
                () -> Keeper.open(Keeping.nowhere().in(folder.resolve("kept")), "other", 2),
                () -> Keeper.open(Keeping.nowhere().in(folder.resolve("damaged")), "test", 2));
        file(
                "Keeper.open(Keeping, String, int)",
                () -> Keeper.open(Keeping.nowhere().in(folder.resolve("mine")), "test", 2));
        argument(
                "Keeper.complete(Keeping, String, int, Function)",
                () -> complete("kept", "other"),
                () -> complete("damaged", "test"));
        file("Keeper.complete(Keeping, String, int, Function)", () -> complete("unreadable", "test"));
        file("Keeper.begin(Supplier)", () -> {
            Path gone = folder.resolve("gone");
            try (Keeper keeper = Keeper.open(Keeping.nowhere().in(gone), "test", 2)) {
                Files.delete(gone.resolve(FolderLock.FILE));
                Files.delete(gone);
                Files.writeString(gone, "a file");
                keeper.begin(CheckpointPromisesTest::snapshot);
            }
        });
        Duration past = Duration.ofSeconds(-1);
        argument(
                "Keeping.new",
                () -> new Keeping(null, past, null),
                () -> new Keeping(null, Duration.ZERO, past),
                () -> new Keeping(null, Duration.ZERO, Duration.ZERO));
        argument("Keeping.saveEvery(Duration)", () -> Keeping.nowhere().saveEvery(past));
        argument(
                "Keeping.atMost(Duration)",
                () -> Keeping.nowhere().atMost(past),
                () -> Keeping.nowhere().atMost(Duration.ZERO));
    }

    private void tensors() throws Exception {
        argument(
                "NamedTensors.values()",
                () -> Objects.requireNonNull(DOUBLE.tensors().get("x")).values());
        argument(
                "NamedTensors.of(String, float[], int...)",
                () -> NamedTensors.of("x", new float[3], 2),
                () -> NamedTensors.of("x", new float[3], 3, 0));
        argument(
                "NamedTensors.and(String, float[], int...)",
                () -> ONE.and("y", new float[3], 2),
                () -> ONE.and("x", new float[3], 3));
        argument(
                "NamedTensors.and(String, double[], int...)",
                () -> ONE.and("y", new double[3], 2, 2),
                () -> ONE.and("x", new double[3], 3));
        argument(
                "NamedTensors.half()",
                () -> NamedTensors.of("x", new float[] {0.1f}, 1).half(),
                () -> DOUBLE.half());
        lacking("NamedTensors.get(String)", () -> ONE.get("y"));
        argument("NamedTensors.get(String)", () -> DOUBLE.get("x"));
        lacking("NamedTensors.doubles(String)", () -> ONE.doubles("y"));
        argument("NamedTensors.doubles(String)", () -> ONE.doubles("x"));
        lacking("NamedTensors.shape(String)", () -> ONE.shape("y"));
        Path text = written("text.safetensors", "no tensors at all");
        file("NamedTensors.save(Path)", () -> ONE.save(text.resolve("a.safetensors")));
        argument("NamedTensors.load(Path)", () -> NamedTensors.load(text));
        file(
                "NamedTensors.load(Path)",
                () -> NamedTensors.load(folder.resolve("none.safetensors")),
                () -> NamedTensors.load(folder));
    }

    private void settings() {
        Settings some = Settings.none()
                .with("text", "a")
                .with("half", 0.5)
                .with("yes", true)
                .with("list", List.of(1.5, 2.5))
                .with("large", Long.MAX_VALUE)
                .with("mine", new Mine(3));
        argument("Settings.with(String, Object)", () -> some.with("nan", Double.NaN), () -> some.with("text", "again"));
        argument("Settings.exactly(String...)", () -> some.exactly("text"), () -> some.exactly("text", "other"));
        argument("Settings.text(String)", () -> some.text("none"), () -> some.text("half"));
        argument("Settings.truth(String)", () -> some.truth("none"), () -> some.truth("text"));
        argument("Settings.whole(String)", () -> some.whole("none"), () -> some.whole("half"));
        argument("Settings.count(String)", () -> some.count("none"), () -> some.count("large"));
        argument("Settings.number(String)", () -> some.number("none"), () -> some.number("text"));
        argument("Settings.numbers(String)", () -> some.numbers("none"), () -> some.numbers("text"));
        argument("Settings.counts(String)", () -> some.counts("none"), () -> some.counts("list"));
        argument("Settings.settings(String)", () -> some.settings("none"), () -> some.settings("list"));
        argument("Settings.list(String)", () -> some.list("none"), () -> some.list("list"), () -> some.list("text"));
        argument(
                "Settings.as(String, Class)",
                () -> some.as("none", Mine.class),
                () -> some.as("text", Mine.class),
                () -> some.as("mine", Keeping.class));
        argument(
                "Settings.requireSame(Settings, String)",
                () -> some.requireSame(Settings.none().with("text", "b"), "the run"));
    }
}
