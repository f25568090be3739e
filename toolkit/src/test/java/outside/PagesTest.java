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

/** What the pages on extending say in Java compiles. */
final class PagesTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final List<String> ROOMS = List.of(
            "checkpoint",
            "conformance",
            "diffusion",
            "directions",
            "discrepancy",
            "generate",
            "images",
            "measure",
            "quality",
            "scheme");

    @TempDir
    Path folder;

    /** A page, and what its statements find declared. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    network  | ImageSet digits, Path folder, float[] x, float[] t, float[] y, int n
                    features | Points data, Path folder
                    loss     | Points data
                    """)
    void compiles(String page, String given) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/extending/" + page + ".md")));
        StringBuilder types = new StringBuilder();
        StringBuilder statements = new StringBuilder();
        while (block.find()) {
            String text = block.group(1);
            boolean type = text.contains(" implements ");
            (type ? types : statements).append(type ? text : "{\n" + text + "}\n");
        }
        StringBuilder all = new StringBuilder();
        ROOMS.forEach(
                room -> all.append("import io.github.rieszflow.").append(room).append(".*;\n"));
        if (page.equals("loss")) {
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
