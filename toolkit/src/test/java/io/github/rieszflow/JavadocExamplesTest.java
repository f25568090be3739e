package io.github.rieszflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Javadoc shows compiles, with the imports of a prompt. */
class JavadocExamplesTest {
    private static final Path MAIN = Path.of("src/main/java/io/github/rieszflow");
    private static final Pattern EXAMPLE =
            Pattern.compile("<pre>\\{@code\\n(.*?)\\n\\s*\\*\\s*\\}</pre>", Pattern.DOTALL);

    /** What the examples of a type take for granted: imports, and variables of the reader. */
    private static final Map<String, String> GIVEN = Map.ofEntries(
            Map.entry("ParticleFlow", "Points noise, shape;"),
            Map.entry("FlowRun", "Points noise; ParticleFlow flow;"),
            Map.entry("ImageQuality", "ImageSet samples, others;"),
            Map.entry("ScriptedFeatures", "ImageSet test;"),
            Map.entry("NoiseKernel", "DiffusionMmd model; Points noisy, clean;"),
            Map.entry("NoiseSchedule", "Points shape;"),
            Map.entry("DiffusionMmd", "ImageSet digits;"),
            Map.entry(
                    "RieszDiffusion",
                    "import java.time.Duration;\nImageSet digits; Path folder; RieszDiffusion model;"),
            Map.entry("PaperFigure", "double[] steps, exact;"),
            Map.entry("ImageFile", "MmdModel model;"),
            Map.entry("RadialKernel", "Points x, y;"),
            Map.entry("EnergyTest", "Points x, y;"),
            Map.entry("SlicedMmd", "Mmd mmd; Points x, y; int[] labels;"),
            Map.entry("DiscoTest", "Points points; int[] labels;"),
            Map.entry("DriftWatch", "Points reference, later;"),
            Map.entry("Groups", "Points points;"),
            Map.entry("Network", "Architecture architecture; Weights weights; float[] x; int n, d;"),
            Map.entry(
                    "ImageArchitecture",
                    "record Convolutions(int in, int out) implements Architecture {"
                            + " public List<Slot> slots() { return null; } public String source() { return null; } }"),
            Map.entry(
                    "Trainer",
                    "Architecture architecture; TrainingState state; float[] x, y; int n, d; Progress progress;"),
            Map.entry(
                    "MmdLoss",
                    "import ai.djl.ndarray.*; import ai.djl.training.*;\n"
                            + "ai.djl.Model model; NDArray noise, data;"),
            Map.entry("Bounds", "Points x, y; Engine engine;"),
            Map.entry("Coupling", "RieszPlan plan;"),
            Map.entry("Descent", "Points noise, shape;"),
            Map.entry("TensorEngine", "Points noise, shape;"),
            Map.entry(
                    "DirectionsConformance",
                    "class MyDirections implements Directions {"
                            + " public DrawnDirections draw(int slices, int dimension, Seed seed) { return null; } }"),
            Map.entry(
                    "EngineConformance",
                    "class MyEngine implements Engine {"
                            + " public boolean supports(SlicedProblem p, Measure x, Measure y) { return false; }"
                            + " public SlicedDescent open(SlicedProblem p, Measure x, Measure y) { return null; } }"),
            Map.entry("Wasserstein", "Points x, y;"),
            Map.entry("SlicedEnergy", "Points before, after;"),
            Map.entry("ShardedFlow", "Points left, right, first, second;"),
            Map.entry("ShardTest", "List<SampleCounts> shardsOfX, shardsOfY;"),
            Map.entry("Progress", "Points noise; ParticleFlow flow;"),
            Map.entry(
                    "Keeper",
                    "import io.github.rieszflow.checkpoint.*;\n"
                            + "Keeping keeping; record State() {} State start() { return null; }"
                            + " State read(Checkpoint found) { return null; } State next(State now) { return now; }"
                            + " boolean complete(State now) { return true; } Snapshot snapshot(State now) { return null; }"),
            Map.entry("Heatmap", "double[][] values;"),
            Map.entry("Clouds", "float[] start, later, target;"),
            Map.entry("Chart", "double[] steps, exact, sliced, errors; Points points;"),
            Map.entry("ImageGrid", "float[] pixels;"),
            Map.entry("DrawnDirections", "Points points;"),
            Map.entry("Directions", "Mmd mmd;"),
            Map.entry("Estimate", "Points noise, shape;"),
            Map.entry("Fingerprint", "import io.github.rieszflow.internal.*;\nPoints points;"));

    private record Example(String type, Path file, int line, String code) {
        /** A class of a user that runs the example. */
        String source(String name, String imports) {
            String given = GIVEN.getOrDefault(type, "");
            int own = given.startsWith("import ") ? given.indexOf('\n') : 0;
            return imports + given.substring(0, own) + "\nclass " + name + " {\n" + given.substring(own)
                    + "\nvoid run() throws Exception {\n" + code + "\n;\n}\n}\n";
        }
    }

    @Test
    void examplesCompile(@TempDir Path classes) throws IOException {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(35);
        List<JavaFileObject> sources = new ArrayList<>();
        for (int k = 0; k < examples.size(); k++) {
            sources.add(source("Example" + k, examples.get(k).source("Example" + k, imports())));
        }
        Map<String, List<String>> wrong = compile(sources, classes);
        List<String> told = new ArrayList<>();
        for (int k = 0; k < examples.size(); k++) {
            for (String message : wrong.getOrDefault("Example" + k, List.of())) {
                told.add(examples.get(k).file() + ":" + examples.get(k).line() + ": " + message);
            }
        }
        assertThat(told).isEmpty();
    }

    @Test
    void nothingIsGivenToExamplesThatAreNotThere() throws IOException {
        Set<String> without = new TreeSet<>(GIVEN.keySet());
        without.removeAll(examples().stream().map(Example::type).collect(Collectors.toSet()));
        assertThat(without).isEmpty();
    }

    @Test
    void aWrongExampleIsFound(@TempDir Path classes) throws IOException {
        Example wrong = new Example("Points", Path.of("Points.java"), 1, "Points.of(1).nothingOfTheKind()");
        assertThat(compile(List.of(source("Wrong", wrong.source("Wrong", imports()))), classes))
                .containsKey("Wrong");
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        try (Stream<Path> all = Files.walk(MAIN)) {
            all.filter(f -> f.toString().endsWith(".java")).forEach(files::add);
        }
        for (Path file : new TreeSet<>(files)) {
            String text = Files.readString(file);
            Matcher matcher = EXAMPLE.matcher(text);
            while (matcher.find()) {
                if (matcher.group(1).stripLeading().startsWith("* def ")) {
                    continue; // TorchScript
                }
                String type = String.valueOf(file.getFileName()).replace(".java", "");
                int line = (int) text.substring(0, matcher.start()).lines().count();
                examples.add(new Example(
                        type,
                        MAIN.relativize(file),
                        line,
                        matcher.group(1)
                                .lines()
                                .map(l -> l.replaceFirst("^\\s*\\* ?", ""))
                                .collect(Collectors.joining("\n"))));
            }
        }
        return examples;
    }

    private static String imports() throws IOException {
        try (InputStream in = JavadocExamplesTest.class.getResourceAsStream("/io/github/rieszflow/imports.jsh")) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the compiler says, by the name of the source. */
    private static Map<String, List<String>> compile(List<JavaFileObject> sources, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> options = List.of("-proc:none", "-nowarn", "-cp", path, "-d", classes.toString());
        compiler.getTask(null, null, found, options, null, sources).call();
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                .collect(Collectors.groupingBy(
                        d -> d.getSource() == null
                                ? ""
                                : d.getSource().getName().replaceFirst("^/", "").replace(".java", ""),
                        Collectors.mapping(d -> d.getMessage(java.util.Locale.ROOT), Collectors.toList())));
    }

    private static JavaFileObject source(String name, String code) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
    }
}
