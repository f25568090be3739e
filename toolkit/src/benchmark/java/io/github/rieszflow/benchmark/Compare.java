package io.github.rieszflow.benchmark;

import io.github.rieszflow.slicing.Engine;
import io.github.rieszflow.slicing.Guards;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Times one step at each setting in every way, and the published step in PyTorch where it is installed, one after the
 * other in the same run, and prints one table of ratios and what the two guards say.
 *
 * <p>Arguments: the published step's script, then settings (all if none are named).
 */
public final class Compare {
    /** Ways that take too long to wait for. */
    private static final double MOST_PAIRS = 5e9;

    private static final double MOST_SORTED = 2e9;

    private static final double MOST_SUMS = 1.1e7;

    private Compare() {}

    public static void main(String[] arguments) throws RunnerException, IOException, InterruptedException {
        List<Setting> settings = arguments.length > 1
                ? Arrays.stream(arguments).skip(1).map(Setting::valueOf).toList()
                : List.of(Setting.values());
        System.out.printf(
                "Processor milliseconds per step, and how many times less than the published step (three sorts, PyTorch).%n"
                        + "Java %s, %s, %s%n%n",
                Runtime.version(), System.getProperty("os.arch"), Engine.cpu());
        System.out.println("| setting | N=M | d | P | published | "
                + String.join(" | ", Arrays.stream(StepBenchmark.Way.values()).map(Compare::name).toList()) + " |");
        System.out.println("|---" + "|---:".repeat(4 + StepBenchmark.Way.values().length) + "|");
        for (Setting setting : settings) {
            Map<StepBenchmark.Way, Double> cpu = new EnumMap<>(StepBenchmark.Way.class);
            double before = published(arguments[0], setting);
            for (StepBenchmark.Way way : StepBenchmark.Way.values()) {
                cpu.put(way, tooLong(setting, way) ? Double.NaN : run(setting, way));
            }
            // Before and after: machines are not equally fast all the time.
            double published = (before + published(arguments[0], setting)) / 2;
            StringBuilder row = new StringBuilder(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %s |",
                    setting, setting.size, setting.dimension, setting.slices, text(published)));
            cpu.forEach((way, ms) -> {
                row.append(' ').append(text(ms));
                if (published > 0 && ms > 0) {
                    row.append(String.format(Locale.ROOT, " (%s×)", ratio(published / ms)));
                }
                row.append(" |");
            });
            System.out.println(row);
        }
        System.out.println();
        System.out.print(Guards.report());
    }

    private static String name(StepBenchmark.Way way) {
        return switch (way) {
            case HALF -> "r = 0.5";
            case THREE_HALVES -> "r = 1.5";
            case GRID -> "r = 1.5, grid";
            default -> way.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static String text(double ms) {
        return ms > 0 ? String.format(Locale.ROOT, ms < 10 ? "%.2f" : "%.0f", ms) : "–";
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.1f" : "%.0f", ratio);
    }

    private static boolean tooLong(Setting s, StepBenchmark.Way way) {
        double n = s.size;
        return switch (way) {
            case PAIRWISE -> n * n * s.dimension > MOST_PAIRS;
            case HALF, THREE_HALVES -> n * s.slices > MOST_SUMS;
            case ONE_SORT -> n * s.slices * s.dimension > MOST_SORTED;
            default -> false;
        };
    }

    private static double run(Setting setting, StepBenchmark.Way way) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(StepBenchmark.class.getSimpleName())
                        .param("setting", setting.name())
                        .param("way", way.name())
                        .addProfiler(CpuTime.class)
                        .jvmArgsAppend("--add-modules", "jdk.incubator.vector")
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return result.getSecondaryResults().get("cpu").getScore();
    }

    /** Processor milliseconds of the published step, or NaN where PyTorch is not installed. */
    private static double published(String script, Setting s) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                System.getenv().getOrDefault("PYTHON", "/usr/bin/python3"),
                script,
                "" + s.size,
                "" + s.dimension,
                "" + s.slices,
                "" + Math.max(2, Math.min(20, (int) (2e7 / ((double) s.size * s.slices)))));
        // Threads that wait for work shall not count as work.
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            return Double.NaN;
        }
        return Double.parseDouble(output.strip().split(" ")[0]);
    }
}
