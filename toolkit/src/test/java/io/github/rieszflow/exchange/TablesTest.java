package io.github.rieszflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rieszflow.measure.Points;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {
    private static Table iris() {
        return Table.create(
                "iris",
                StringColumn.create("species", "setosa", "virginica"),
                DoubleColumn.create("length", 5.1, 6.3),
                IntColumn.create("petals", new int[] {3, 4}));
    }

    @Test
    void allNumericColumnsAreTakenInTheirOrder() {
        assertThat(Tables.points(iris())).isEqualTo(Points.of(new double[][] {{5.1, 3}, {6.3, 4}}));
    }

    @Test
    void namedColumnsAreTakenInTheNamedOrder() {
        assertThat(Tables.points(iris(), "petals", "length")).isEqualTo(Points.of(new double[][] {{3, 5.1}, {4, 6.3}}));
    }

    @Test
    void aTableOfPointsGivesThePointsBack() {
        Points points = Points.gaussian(50, 3);
        Table table = Tables.table(points);
        assertThat(table.columnNames()).containsExactly("x1", "x2", "x3");
        assertThat(Tables.points(table)).isEqualTo(points);
        assertThat(Tables.table(points, "a", "b", "c").columnNames()).containsExactly("a", "b", "c");
    }

    @Test
    void aTableIsShownInFourDigitsAndSavedInAll(@TempDir Path folder) throws IOException {
        Table table = Table.create(
                "error",
                IntColumn.create("step", new int[] {1, 2, 3}),
                DoubleColumn.create("MMD²", 1 / 3.0, 1e-7 / 3, 2));
        table.doubleColumn("MMD²").setMissing(2);
        assertThat(Tables.shown(table).text().lines())
                .containsExactly("error", "step      MMD²", "   1    0.3333", "   2  3.333e-8", "   3");
        assertThat(Tables.shown(table, 2).text()).endsWith("The first 2 of 3 rows.");
        Tables.shown(table, 1).save(folder.resolve("error.csv"));
        assertThat(folder.resolve("error.csv")).hasContent("step,MMD²\n1,0.3333333333333333\n");
    }

    @Test
    void printedTablesHaveFourDigitsAndWrittenOnesAll() {
        Table table = Tables.table(Points.of(new double[][] {{1 / 3.0, 1e-7 / 3}, {12345.678, 2}}));
        assertThat(table.print().lines().skip(3).map(String::strip))
                .containsExactly("0.3333  |  3.333e-8  |", "12350  |         2  |");
        StringWriter csv = new StringWriter();
        table.write().csv(csv);
        assertThat(csv.toString().lines()).containsExactly("x1,x2", "0.33333334,3.3333333E-8", "12345.678,2.0");
    }

    @Test
    void missingValuesAreRefusedWithTheirRow() {
        Table table = iris();
        table.intColumn("petals").setMissing(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.points(table))
                .withMessage("expected a number in every row: column \"petals\" has no value in row 1;"
                        + " drop such rows first with table.dropRowsWithMissingValues()");
        assertThat(Tables.points(table.dropRowsWithMissingValues()).shape()).isEqualTo("1×2");
    }

    @Test
    void columnsThatAreNotThereOrHoldNoNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.points(iris(), "width"))
                .withMessage("expected one of the columns [species (STRING), length (DOUBLE), petals (INTEGER)]:"
                        + " received \"width\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.points(iris(), "species"))
                .withMessageStartingWith("expected a column of numbers: column \"species\" holds STRING");
    }

    @Test
    void emptyTablesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.points(iris().emptyCopy()))
                .withMessageStartingWith("expected a table with rows and numeric columns: \"iris\" has 0 rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.points(Table.create("words", StringColumn.create("word", "a"))))
                .withMessageContaining("[word (STRING)]");
    }

    @Test
    void namesMustFitTheDimension() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.table(Points.dirac(5, 3), "a", "b"))
                .withMessage("a table of 5×3 points needs 3 names of columns or none: received 2");
        for (String second : new String[] {"a", "A"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tables.table(Points.dirac(5, 3), "a", "b", second))
                    .withMessage("expected a name of its own for each column: columns 0 and 2 are both called \""
                            + second + "\"");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tables.points(iris(), "length", "petals", "Length"))
                .withMessage("expected each column once: received \"Length\" twice");
    }
}
