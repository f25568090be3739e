package outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages say in Java compiles. */
final class PagesTest {
    /** Where a type begins, of which the last line is a bracket alone. */
    private static final Pattern TYPE = Pattern.compile("^(record|class) ");

    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final List<String> ROOMS = List.of(
            "checkpoint",
            "conformance",
            "device",
            "diffusion",
            "directions",
            "discrepancy",
            "exchange",
            "flow",
            "generate",
            "images",
            "measure",
            "picture",
            "quality",
            "scheme",
            "slicing");

    @TempDir
    Path folder;

    /** A section of a page, and what its statements find declared. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    extending | A kernel               | Points noise, Points shape, Points x, Points y
                    extending | A functional           | Points places
                    extending | A direction rule       | Points noise, Points shape
                    extending | An engine              | Points noise, Points shape, ImageSet digits
                    extending | A network              | ImageSet digits, Path folder, float[] x, float[] t, float[] y, int n
                    extending | Features for diffusion | Points data, Path folder
                    extending | MMD as a loss          | Points data
                    figures   | Saving                 | Trajectory path, ImageSet images
                    figures   | For a paper            | Trajectory path
                    figures   | Who goes where         | Trajectory path, Points start, Points between, Points later, Points last
                    figures   | Grids of images        | ImageSet images
                    gpu       | Telling where          | Points noise, Points shape, ImageSet digits
                    groups-and-streams | Many groups at once | Points points, int[] labels
                    groups-and-streams | Do the groups differ at all? | Points x, Points y, Map<String, Points> classes
                    groups-and-streams | Points that keep coming | Points reference, Points later
                    """)
    void compiles(String name, String section, String given) throws IOException {
        String page = Files.readString(Path.of("docs", name + ".md"));
        int from = page.indexOf("\n## " + section + "\n");
        assertThat(from).as(section).isPositive();
        int to = page.indexOf("\n## ", from + 1);
        Matcher block = BLOCK.matcher(page.substring(from, to < 0 ? page.length() : to));
        StringBuilder types = new StringBuilder();
        StringBuilder statements = new StringBuilder();
        while (block.find()) {
            String text = block.group(1);
            if (text.startsWith("@Override")) {
                types.append("abstract class Part implements Functional {\n" + text + "}\n");
            } else if (!text.startsWith("public interface")) {
                StringBuilder here = new StringBuilder();
                boolean type = false;
                for (String line : text.split("\n", -1)) {
                    type |= TYPE.matcher(line).find();
                    (type ? types : here).append(line).append('\n');
                    type &= !line.equals("}");
                }
                statements.append("{\n").append(here).append("}\n");
            }
        }
        StringBuilder all = new StringBuilder();
        ROOMS.forEach(
                room -> all.append("import io.github.rieszflow.").append(room).append(".*;\n"));
        if (section.equals("MMD as a loss")) {
            all.append("import ai.djl.*;\nimport ai.djl.ndarray.*;\nimport ai.djl.ndarray.types.Shape;\n")
                    .append("import ai.djl.nn.core.Linear;\nimport ai.djl.training.*;\n")
                    .append("import ai.djl.training.optimizer.Optimizer;\nimport ai.djl.training.tracker.Tracker;\n")
                    .append(
                            "import io.github.rieszflow.network.MmdLoss;\nimport io.github.rieszflow.network.Tensors;\n");
        } else {
            all.append("import io.github.rieszflow.network.*;\n");
        }
        all.append("import java.nio.file.Path;\nimport java.util.*;\n")
                .append("import static io.github.rieszflow.measure.Seed.seed;\nclass Page {\n")
                .append(types)
                .append("void statements(" + given + ") throws Exception {\n" + statements + "}\n}\n");
        assertThat(statements).isNotEmpty();
        Path file = Files.writeString(folder.resolve("Page.java"), all);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString());
            boolean compiled = compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as(errors.toString()).isTrue();
        }
    }
}
