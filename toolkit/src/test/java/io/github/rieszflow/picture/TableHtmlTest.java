package io.github.rieszflow.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rieszflow.internal.Digits;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableHtmlTest {
    private static TableHtml table() {
        return TableHtml.of(
                List.of("step", "x < y", "name"),
                List.of(List.of(1, 0.0123456, "a & b"), Arrays.asList(200, null, "<script>")));
    }

    @Test
    void htmlIsPlainAndEscaped() {
        assertThat(table().caption("\"MMD²\"").note("2 > 1").html()).isEqualTo("""
                <table>
                <caption>&quot;MMD²&quot;</caption>
                <thead><tr><th align="right">step</th><th align="right">x &lt; y</th><th align="left">name</th></tr></thead>
                <tbody>
                <tr><td align="right">1</td><td align="right">0.01235</td><td align="left">a &amp; b</td></tr>
                <tr><td align="right">200</td><td align="right"></td><td align="left">&lt;script&gt;</td></tr>
                </tbody>
                </table>
                <p>2 &gt; 1</p>""");
    }

    @Test
    void textHasAlignedColumns() {
        assertThat(table().caption("c").note("n").text()).isEqualTo("""
                c
                step    x < y  name
                   1  0.01235  a & b
                 200           <script>
                n""");
        assertThat(table().picture().bundle().get("text/plain")).isEqualTo(table().text());
        assertThat(table()).hasToString("Table[2 rows: step, x < y, name]");
    }

    @Test
    void floatsHaveTheDigitsTheyWereWrittenWith() {
        assertThat(TableHtml.of(List.of("x"), List.of(List.of(0.1f))).text()).isEqualTo("  x\n0.1");
    }

    @Test
    void refusesRowsOfAnotherLength() {
        assertThatThrownBy(() -> TableHtml.of(List.of("a", "b"), List.of(List.of(1, 2), List.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Row 1 (counted from 0): expected 2 cells, one for each column, got 1");
        assertThatThrownBy(() -> TableHtml.of(List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Columns: expected at least one, got none");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "-3, -3",
        "0.0123456, 0.01235",
        "0.5, 0.5",
        "123.456, 123.5",
        "12345.67, 12350",
        "999999999, 999999999",
        "1234567.8, 1.235e6",
        "0.0001, 0.0001",
        "0.00009, 9e-5",
        "-1.5e-7, -1.5e-7",
        "1e300, 1e300",
        "0.99999, 1",
        "NaN, NaN",
        "Infinity, ∞",
        "-Infinity, -∞"
    })
    void numbersHaveFourDigits(double value, String expected) {
        assertThat(Digits.text(value)).isEqualTo(expected);
    }

    @Test
    void digitsMayBeChosen() {
        assertThat(Digits.text(Math.PI, 2)).isEqualTo("3.1");
        assertThat(Digits.text(Math.PI, 8)).isEqualTo("3.1415927");
        assertThatThrownBy(() -> Digits.text(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected at least 1 digit, got 0");
    }
}
