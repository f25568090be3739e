package io.github.rieszflow;

import static io.github.rieszflow.measure.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.rieszflow.diffusion.BaseKernel;
import io.github.rieszflow.diffusion.DiffusionPreset;
import io.github.rieszflow.diffusion.NoiseSchedule;
import io.github.rieszflow.discrepancy.EnergyTest;
import io.github.rieszflow.discrepancy.Mmd;
import io.github.rieszflow.flow.DiracFlow;
import io.github.rieszflow.flow.ParticleFlow;
import io.github.rieszflow.flow.RadialMeasure;
import io.github.rieszflow.flow.Trajectory;
import io.github.rieszflow.generate.MmdPreset;
import io.github.rieszflow.images.Images;
import io.github.rieszflow.measure.Estimate;
import io.github.rieszflow.measure.Points;
import io.github.rieszflow.network.Architecture;
import io.github.rieszflow.network.Mlp;
import io.github.rieszflow.network.UNet;
import io.github.rieszflow.picture.Chart;
import io.github.rieszflow.picture.ImageShape;
import io.github.rieszflow.picture.Visible;
import io.github.rieszflow.scheme.Interaction;
import io.github.rieszflow.scheme.ParticleScheme;
import io.github.rieszflow.scheme.SchemeRun;
import io.github.rieszflow.transport.Bounds;
import io.github.rieszflow.transport.Wasserstein;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed, drawn or sent to PyTorch is the same whatever the language of the machine. */
class LocaleTest {
    private static final Points NOISE = Points.uniform(2000, 2, seed(1));
    private static final Points SHAPE = Points.gaussian(1500, 2, seed(2)).scale(0.31);

    private static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        Trajectory path = ParticleFlow.of(Mmd.riesz(1).sliced(16))
                .toward(SHAPE)
                .stepSize(0.1)
                .momentum(0.7)
                .from(NOISE)
                .run(4);
        add(texts, path);
        add(texts, path.chart());
        add(texts, path.state());
        texts.put(
                "readings",
                path.table().dropRange(0, 0).removeColumns("seconds").print());
        SchemeRun run = ParticleScheme.of(Interaction.riesz(1))
                .from(Points.dirac(60, 2))
                .run(3);
        add(texts, run);
        texts.put("run", run.table().removeColumns("seconds").print());
        texts.put("beside", run.compareWith(DiracFlow.of(2, 1)) + "");
        add(texts, Mmd.riesz(1).sliced(64).squared(NOISE, SHAPE));
        add(texts, Mmd.riesz(1.5).sliced(64));
        add(texts, Estimate.share(12_345, 23_456));
        add(texts, EnergyTest.of(NOISE, SHAPE).permutations(19));
        add(texts, Mmd.riesz(1).sliced(64).toPrecision(0.1).squared(NOISE, SHAPE));
        add(texts, Bounds.between(NOISE.take(200), SHAPE.take(200)));
        add(texts, Wasserstein.order(2).plan(NOISE.take(20), SHAPE.take(30)));
        texts.put(
                "plan",
                Wasserstein.order(2).plan(NOISE.take(20), SHAPE.take(30)).table() + "");
        add(texts, DiracFlow.of(2, 1.5));
        add(texts, DiracFlow.of(2, 1).at(0.123456));
        add(texts, NOISE);
        add(texts, RadialMeasure.equilibrium(3, 1.5));
        add(texts, NoiseSchedule.cosine());
        add(texts, Images.drawnDigits(1234));
        add(texts, MmdPreset.of("mnist"));
        add(texts, DiffusionPreset.of("mnist"));
        add(texts, Chart.of("a").x("x").y("y").line("b", new double[] {0.5, 1234.5}, new double[] {1e-7, 12345.678}));
        texts.put(
                "diverges",
                String.valueOf(catchThrowable(() -> ParticleFlow.of(Mmd.riesz(1))
                        .toward(SHAPE.take(20))
                        .stepSize(1e9)
                        .from(NOISE.take(20))
                        .run(3))));
        texts.put("too large", String.valueOf(catchThrowable(() -> Points.uniform(2_000_000_000, 1000, seed(1)))));
        texts.put("negative", String.valueOf(catchThrowable(() -> Mmd.riesz(-0.5))));
        for (Architecture net :
                List.of(Mlp.hidden(12).between(2, 2), UNet.small(8, 1).of(ImageShape.grey(8, 8), 0))) {
            texts.put("script of " + net, net.source());
        }
        texts.put("kernel", BaseKernel.rbf(1234.5) + "");
        return texts;
    }

    private static void add(Map<String, String> texts, Object value) {
        String name = value.getClass().getSimpleName() + " " + texts.size();
        texts.put(name, value.toString());
        if (value instanceof Visible visible) {
            texts.put(name + " as a picture", visible.picture().bundle().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab", "tr-TR"})
    void everyTextIsTheSame(String language) {
        Map<String, String> usual = in(Locale.ENGLISH, LocaleTest::texts);
        Map<String, String> here = in(Locale.forLanguageTag(language), LocaleTest::texts);
        assertThat(here.keySet()).isEqualTo(usual.keySet());
        List<String> other = new ArrayList<>();
        usual.forEach((name, text) -> {
            if (!text.equals(here.get(name))) {
                other.add(name + ": " + text + "\n→ " + here.get(name));
            }
        });
        assertThat(other).isEmpty();
        assertThat(usual.get("diverges")).contains("diverged at step");
    }

    private static <T> T in(Locale locale, Supplier<T> what) {
        Locale before = Locale.getDefault();
        Locale.setDefault(locale);
        try {
            return what.get();
        } finally {
            Locale.setDefault(before);
        }
    }

    private static final Pattern DEFAULT = Pattern.compile(
            "\\.formatted\\(|\\bprintf\\((?!\\s*Locale\\.ROOT)|\\bString\\.format\\((?!\\s*Locale\\.ROOT)|\\.to(Lower|Upper)Case\\(\\)");

    @Test
    void noSourceAsksForTheLanguageOfTheMachine() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
                String text = Files.readString(file);
                Matcher matcher = DEFAULT.matcher(text);
                while (matcher.find()) {
                    found.add(file + ":"
                            + text.substring(0, matcher.start()).lines().count() + ": " + matcher.group());
                }
            }
        }
        assertThat(found).as("without Locale.ROOT").isEmpty();
    }
}
