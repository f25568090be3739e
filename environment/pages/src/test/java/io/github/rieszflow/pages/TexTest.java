package io.github.rieszflow.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TexTest {
    private static String row(String tex, boolean display) {
        String xml = Tex.mathMl(tex, display);
        return xml.substring(xml.indexOf("<mrow>"), xml.length() - "</math>".length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '\u0000',
            value = {
                "x_i^2¦ <msubsup><mi>x</mi><mi>i</mi><mrow><mn>2</mn></mrow></msubsup>",
                "X''¦ <msup><mi>X</mi><mrow><mo>′</mo><mo>′</mo></mrow></msup>",
                "\\frac12¦ <mfrac><mn>1</mn><mn>2</mn></mfrac>",
                "12.5¦ <mn>12.5</mn>",
                "\\mathbb EX¦ <mi>𝔼</mi><mi>X</mi>",
                "\\mathbb{R}¦ <mi>ℝ</mi>",
                "\\mathrm{MMD}¦ <mi mathvariant=\"normal\">MMD</mi>",
                "\\Gamma\\gamma¦ <mi mathvariant=\"normal\">Γ</mi><mi>γ</mi>",
                "\\sqrt[3]{x}¦ <mroot><mrow><mi>x</mi></mrow><mrow><mn>3</mn></mrow></mroot>",
                "\\text{if }a¦ <mtext>if\u00a0</mtext><mi>a</mi>",
                "a<b¦ <mi>a</mi><mo>&lt;</mo><mi>b</mi>",
                "-1¦ <mo form=\"prefix\">−</mo><mn>1</mn>",
                "a-1¦ <mi>a</mi><mo>−</mo><mn>1</mn>",
                "a=-1¦ <mi>a</mi><mo>=</mo><mo form=\"prefix\">−</mo><mn>1</mn>"
            })
    void eachConstructHasItsElement(String tex, String xml) {
        assertThat(row(tex, false)).isEqualTo("<mrow>" + xml + "</mrow>");
    }

    @Test
    void limitsGoBelowOnlyInADisplay() {
        assertThat(row("\\min_x", true)).contains("<munder>");
        assertThat(row("\\min_x", false)).contains("<msub>");
        assertThat(row("\\int_0^1", true)).contains("<msubsup>");
        assertThat(row("\\operatorname*{argmin}_x", true)).contains("<munder>");
    }

    @Test
    void casesAndAlignedLinesAreTables() {
        assertThat(row("\\begin{cases}1 & x>0\\\\0 & \\text{else}\\end{cases}", true))
                .contains("<mtable class=\"cases\"><mtr><mtd>")
                .containsSubsequence("</mtd></mtr><mtr><mtd>", "</mtd></mtr></mtable>");
    }

    @Test
    void theSourceIsKeptForThoseWhoCopyIt() {
        assertThat(Tex.mathMl("a<\\text{\"b\"}", true))
                .startsWith("<math display=\"block\" alttext=\"a&lt;\\text{&quot;b&quot;}\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\unheard x", "{x", "\\frac1", "\\left( x", "\\begin{align}x\\end{align}", "ü§", "\\"})
    void whatIsNotKnownIsRefusedWithItsPlace(String tex) {
        assertThatThrownBy(() -> Tex.mathMl(tex, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected TeX that the site knows, received ")
                .hasMessageContaining(" of " + tex);
    }
}
