package io.github.rieszflow.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void aDollarInCodeIsADollar() {
        assertThat(Markdown.html("`$x$` costs\n\n```bash\necho $HOME $PATH\n```\n"))
                .contains("<code>$x$</code>", "echo $HOME $PATH")
                .doesNotContain("<math");
    }

    @Test
    void signsOfMarkdownInAFormulaAreTheFormulas() {
        assertThat(Markdown.html("so $a_i*b_j$ and *not* $\\|x\\|_2$"))
                .contains("<em>not</em>", "<msub><mi>a</mi><mi>i</mi></msub>", "<msub><mo stretchy");
    }

    @Test
    void aBarInAFormulaDoesNotEndACell() {
        assertThat(Markdown.html("| a | b |\n| --- | --- |\n| $|x|$ | 2 |\n"))
                .containsOnlyOnce("<tr>\n<td><math")
                .contains("<td>2</td>");
    }

    @Test
    void foldedPartsHoldMarkdownToo() {
        assertThat(Markdown.html("<details><summary>Answer</summary>\n\n**$x$**\n\n</details>\n"))
                .contains("<summary>Answer</summary>", "<strong><math");
    }
}
