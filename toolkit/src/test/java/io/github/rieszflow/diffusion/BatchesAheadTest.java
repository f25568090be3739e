package io.github.rieszflow.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.checkpoint.Keeper;
import io.github.rieszflow.checkpoint.Keeping;
import io.github.rieszflow.checkpoint.Settings;
import io.github.rieszflow.checkpoint.Snapshot;
import io.github.rieszflow.measure.Seed;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Batch;
import io.github.rieszflow.network.Device;
import io.github.rieszflow.network.Loss;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class BatchesAheadTest {
    private static Batch batch(long step) {
        var stream = new Seed(3).split(step).stream();
        float[] x = new float[16];
        for (int k = 0; k < x.length; k++) {
            x[k] = (float) stream.nextGaussian();
        }
        return Batch.of(x, 8, 2).and(x.clone(), 8, 2);
    }

    private static AveragedTraining.Reached trained(boolean ahead, LongFunction<Batch> batches) {
        Architecture net = Mlp.hidden(16).between(2, 2);
        AveragedTraining.Reached start = AveragedTraining.Reached.start(net, new Seed(1));
        AveragedTraining training = new AveragedTraining(60, 0.9, 1, k -> 1e-2, batches, ahead);
        try (Trainer trainer = Trainer.open(net, Loss.squared(), start.state(), Device.cpu());
                Keeper keeper = Keeper.open(Keeping.nowhere(), RieszFiles.KIND, RieszFiles.VERSION)) {
            return training.run(
                    start, Integer.MAX_VALUE, trainer, keeper, now -> Snapshot.of(Settings.none(), Settings.none()));
        }
    }

    @Test
    void aTrainingIsTheSameInEveryBit() {
        List<Thread> threads = new ArrayList<>();
        AveragedTraining.Reached ahead = trained(true, step -> {
            threads.add(Thread.currentThread());
            return batch(step);
        });
        assertThat(ahead).isEqualTo(trained(false, BatchesAheadTest::batch));
        assertThat(threads).hasSize(60).doesNotContain(Thread.currentThread());
    }

    @Test
    void theNextBatchIsDrawnWhileOneIsWorkedOn() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        ConcurrentLinkedQueue<Long> drawn = new ConcurrentLinkedQueue<>();
        try (BatchesAhead batches = new BatchesAhead(
                step -> {
                    drawn.add(step);
                    if (step == 1) {
                        second.countDown();
                    }
                    return batch(step);
                },
                3)) {
            assertThat(batches.apply(0)).isNotNull();
            // Nobody has asked for it yet.
            second.await();
            batches.apply(1);
            batches.apply(2);
        }
        // None is drawn that no step will see.
        assertThat(drawn).containsExactly(0L, 1L, 2L);
    }

    @Test
    void whatGoesWrongIsSaidAsItWas() {
        try (BatchesAhead batches = new BatchesAhead(
                step -> {
                    if (step == 1) {
                        throw new IllegalArgumentException("no such row");
                    }
                    return batch(step);
                },
                5)) {
            batches.apply(0);
            assertThatThrownBy(() -> batches.apply(1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no such row");
        }
    }
}
