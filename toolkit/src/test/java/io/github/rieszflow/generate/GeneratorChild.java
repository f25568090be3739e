package io.github.rieszflow.generate;

import static io.github.rieszflow.measure.Seed.seed;

import io.github.rieszflow.ResidentMemory;
import io.github.rieszflow.images.ImageSet;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.network.Size;
import io.github.rieszflow.network.UNet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A process of its own that trains a chain: to be killed, or to have its memory watched. */
final class GeneratorChild {
    static final ImageSet DIGITS = Images.drawnDigits(60, seed(1));

    /** Long enough to be killed in all its phases. */
    static final MmdGenerator KILLED = MmdGenerator.of(MmdGeneratorTest.tiny().networks(6, 5, 5))
            .seed(seed(5))
            .saveEvery(Duration.ZERO);

    private static final MmdPreset FIFTY = MmdPreset.of("drawn-digits", Size.SMOKE)
            .particles(60)
            .networks(50)
            .slices(64)
            .flowSteps(4, 4, 8)
            .network(UNet.small(8, 1, 2))
            .training(new Training(2, 10, 20, 1e-3, 1e-4));

    private GeneratorChild() {}

    static Process start(List<String> options, String... arguments) throws java.io.IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GeneratorChild.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** With a folder: trains there. Without: prints the resident memory in bytes after each of fifty networks. */
    public static void main(String[] arguments) {
        System.out.println("ready");
        if (arguments.length > 0) {
            System.out.println(KILLED.in(Path.of(arguments[0])).train(DIGITS).complete());
            return;
        }
        MmdGenerator.of(FIFTY).train(DIGITS, new Chain.Watcher() {
            private int finished;

            @Override
            public void flowed(int network, int step, int of) {}

            @Override
            public void trained(int network, int step, int of, double loss) {}

            @Override
            public void at(Supplier<ChainState> state) {
                int now = state.get().networks().size();
                if (now > finished) {
                    finished = now;
                    System.out.println(1024 * ResidentMemory.kilobytes());
                }
            }
        });
    }
}
