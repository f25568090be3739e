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
        assertThat(JavadocText.of(javadoc))
                .isEqualTo(
                        "Computes x < y with Math.abs and the larger.\n\nA list:\n- one\n\nParameters:\n  x: any < 3");
    }

    @Test
    @SuppressWarnings("StringConcatToTextBlock") // Nothing of it must stand in a Javadoc of its own.
    void tagsOfJavadocBecomeHeadings() {
        String javadoc =
                "{@return the p-value} See {@link #pValue} and {@linkplain java.util.Map#of(Object, Object) maps}.\n"
                        + "@since 1.8\n@param <T> what it\n   holds\n@param n how many, 2<sup>n</sup> &le; {@value #MOST}\n"
                        + "@return {@code Map<K, {V}>} &#945;&#x3b2;\n@exception IllegalArgumentException if {@code n} &lt; 0\n"
                        + "@see Points#of\n@see \"A book\"\n@author nobody\n@hidden nothing";
        assertThat(JavadocText.of(javadoc)).isEqualTo("""
                Returns the p-value. See pValue and maps.

                Parameters:
                  <T>: what it holds
                  n: how many, 2^n ≤ MOST

                Returns:
                  Map<K, {V}> αβ

                Throws:
                  IllegalArgumentException: if n < 0

                See also:
                  Points.of
                  A book

                Since:
                  1.8""");
        assertThat(JavadocText.of("An open {@code brace, and a {@foo bar} tag nobody knows"))
                .doesNotContain("{@foo");
        assertThat(JavadocText.of("")).isEmpty();
        assertThat(JavadocText.of("&#99999999; &amp;lt; $1 \\")).isEqualTo("&#99999999; &lt; $1 \\");
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
