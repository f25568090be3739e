package io.github.rieszflow.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaCodeTest {
    private static String html(String source) {
        return JavaCode.html(source, word -> word.equals("Points") ? "Points.html" : "");
    }

    @Test
    void wordsAreColouredByWhatTheyAre() {
        assertThat(html("int n = 1_000; // n < 5"))
                .isEqualTo("<span class=\"keyword\">int</span> n = <span class=\"number\">1_000</span>; "
                        + "<span class=\"comment\">// n &lt; 5</span>");
        assertThat(html("\"// no comment \\\" \" + 'x' + 1e-3 + 0.5f"))
                .isEqualTo(
                        "<span class=\"string\">\"// no comment \\\" \"</span> + <span class=\"string\">'x'</span> + "
                                + "<span class=\"number\">1e-3</span> + <span class=\"number\">0.5f</span>");
        assertThat(html("x1 -> x1.var")).isEqualTo("x1 -&gt; x1.<span class=\"keyword\">var</span>");
    }

    @Test
    void classesAreLinkedAndMembersAreNot() {
        assertThat(html("Points.of(a.Points)")).isEqualTo("<a href=\"Points.html\">Points</a>.of(a.Points)");
    }

    @Test
    void withinASentenceNothingIsColoured() {
        assertThat(JavaCode.inline("new Points(1)", word -> "")).isEqualTo("new Points(1)");
    }
}
