package io.github.rieszflow.network;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.github.rieszflow.measure.Points;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Networks keep their share beside other work. */
final class WaitingTest {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Processor time of two steps large enough for several threads, less that of the thread beside it. */
    private static double seconds(Trainer trainer, Batch batch, boolean beside) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread other = new Thread(() -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });
        if (beside) {
            other.start();
        }
        long before = SYSTEM.getProcessCpuTime();
        trainer.train(2, k -> 1e-4, k -> batch, (k, loss, note) -> {});
        long all = SYSTEM.getProcessCpuTime() - before;
        long others = beside ? ManagementFactory.getThreadMXBean().getThreadCpuTime(other.getId()) : 0;
        stop.set(true);
        other.join();
        return (all - others) / 1e9;
    }

    /** Threads that spin while they wait made steps on a busy machine cost eight times as much and take 25 times as long. */
    @Test
    void aStepTakesNoMoreProcessorTimeBesideABusyLoop() throws InterruptedException {
        Architecture net = UNet.small(8, 1, 2, 4).between(1, 1);
        float[] images = Points.gaussian(32, 28 * 28, seed(1)).toArray();
        Batch batch = Batch.of(images, 32, 1, 28, 28).and(images, 32, 1, 28, 28);
        try (Trainer trainer = Trainer.open(net, Loss.squared(), TrainingState.start(net, seed(2)), Device.cpu())) {
            seconds(trainer, batch, false);
            double alone = seconds(trainer, batch, false);
            double beside = seconds(trainer, batch, true);
            assertThat(beside)
                    .as("seconds beside a busy loop, %.2f alone", alone)
                    .isLessThan(3 * alone);
        }
    }
}
