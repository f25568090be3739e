package io.github.rieszflow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssistanceTest {
    @Test
    void javadocBecomesPlainText() {
        String javadoc =
                "Computes {@code x < y} with {@link Math#abs} and {@link Math#max(int,\n int) the larger}.\n<p>"
                        + "A <b>list</b>:<ul><li>one</li></ul>\n@param x any &lt; 3\n";
        assertThat(Assistance.plain(javadoc))
                .isEqualTo("Computes x < y with Math#abs and the larger.\n\nA list:\n- one\n\n@param x any < 3");
    }

    @Test
    void startUpListsHoldImportsOnly() {
        assertThat(StartUp.parse("// all\n\n import java.util.*;\r\nimport static java.lang.Math.PI;"))
                .containsExactly("import java.util.*;", "import static java.lang.Math.PI;");
        assertThat(StartUp.imports()).contains("import java.nio.file.*;", "import java.util.function.*;");
    }

    @Test
    void aBrokenStartUpLineIsLeftOut() throws CellError {
        try (var session = new Session()) {
            StartUp.run(session, List.of("import no.such.place.*;", "rubbish(", "import java.util.*;"));
            assertThat(session.evaluate("List.of(1).size()", 1)).isEqualTo(1);
        }
    }
}
