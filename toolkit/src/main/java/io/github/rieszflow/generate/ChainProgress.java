package io.github.rieszflow.generate;

import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.picture.ImageGrid;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Progress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tells how far a chain is, shows its particles every so often, and saves it. */
final class ChainProgress implements Chain.Watcher, AutoCloseable {
    private static final long PICTURE = TimeUnit.SECONDS.toNanos(15);
    private static final int SHOWN = 40;

    private final MmdPreset preset;
    private final ImageShape full;
    private final Keeper keeper;
    private final Function<ChainState, Snapshot> snapshot;
    private final Progress progress;
    private final long begin = System.nanoTime();
    private long last = begin;
    private long shown = begin;
    /** Nanoseconds and work done so far: of flows and of trainings; work is steps times pixels. */
    private final double[] nanos = new double[2];

    private final double[] work = new double[2];
    private final double[] left = new double[2];

    ChainProgress(
            MmdPreset preset,
            ImageShape full,
            ChainState from,
            Keeper keeper,
            Function<ChainState, Snapshot> snapshot) {
        this.preset = preset;
        this.full = full;
        this.keeper = keeper;
        this.snapshot = snapshot;
        this.progress = Progress.start("network chain", 0);
        int finished = from.networks().size();
        for (int l = finished; l < preset.networks(); l++) {
            left[0] += weight(l) * preset.schedule().get(l);
            left[1] += weight(l) * preset.training().iterations();
        }
        if (finished < preset.networks()) {
            left[0] -= weight(finished) * from.flowSteps();
            left[1] -= weight(finished)
                    * (from.training() == null ? 0 : from.training().steps());
        }
    }

    private double weight(int network) {
        int pooling = preset.resolutions().get(preset.level(network)).pooling();
        return 1.0 / (pooling * pooling);
    }

    @Override
    public void flowed(int network, int step, int of) {
        did(0, network);
        progress.step(
                network,
                String.format(
                        Locale.ROOT,
                        "network %d of %d: flow step %d of %d%s",
                        network + 1,
                        preset.networks(),
                        step,
                        of,
                        left()));
    }

    @Override
    public void trained(int network, int step, int of, double loss) {
        did(1, network);
        progress.step(
                network,
                String.format(
                        Locale.ROOT,
                        "network %d of %d: training step %d of %d, loss %.3g%s",
                        network + 1,
                        preset.networks(),
                        step,
                        of,
                        loss,
                        left()));
    }

    private void did(int what, int network) {
        long now = System.nanoTime();
        nanos[what] += now - last;
        work[what] += weight(network);
        left[what] -= weight(network);
        last = now;
    }

    private String left() {
        if (work[0] == 0 || work[1] == 0) {
            return "";
        }
        double still = 0;
        for (int what = 0; what < 2; what++) {
            still += Math.max(0, left[what]) * nanos[what] / work[what];
        }
        return ", about " + Progress.time((long) still) + " left";
    }

    @Override
    public void at(Supplier<ChainState> state) {
        keeper.at(() -> snapshot.apply(state.get()));
        look(state);
    }

    @Override
    public void done(ChainState state) {
        keeper.done(() -> snapshot.apply(state));
        look(() -> state);
    }

    private void look(Supplier<ChainState> state) {
        if (progress.pictured() && System.nanoTime() - shown >= PICTURE) {
            show(state.get());
        }
        last = System.nanoTime();
    }

    /** The particles, in the middle of whatever is done with them. */
    private void show(ChainState state) {
        ImageGrid grid = grid(state, SHOWN);
        progress.picture(grid);
        shown = System.nanoTime();
    }

    private ImageGrid grid(ChainState state, int most) {
        int network = Math.min(state.networks().size(), preset.networks() - 1);
        ImageShape shape =
                full.pooled(preset.resolutions().get(preset.level(network)).pooling());
        Points some = state.moved().take(Math.min(most, state.moved().size()));
        return ImageSet.of(some, shape.height(), shape.width(), shape.channels())
                .grid(some.size())
                .columns(10)
                .title("particles on their way to network " + (network + 1));
    }

    @Override
    public void close() {
        progress.close();
    }
}
