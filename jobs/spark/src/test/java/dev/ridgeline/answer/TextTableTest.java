package dev.ridgeline.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.table.SparkTest;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TextTableTest extends SparkTest {

  @Test
  void valuesOfSectionsAreInTheirHeadings() {
    Dataset<Row> rows =
        spark()
            .sql(
                "SELECT * FROM VALUES ('a', 'x', 1), ('b', 'x', 22), ('a', 'y', NULL)"
                    + " AS t(model, tariff, cell)");

    assertThat(TextTable.of(rows, List.of("tariff"), 10))
        .isEqualToNormalizingNewlines(
            """
            Tariff x:
            model  cell
            a         1
            b        22

            Tariff y:
            model  cell
            a         -
            """);
    assertThat(TextTable.of(rows, List.of("tariff"), 2))
        .doesNotContain("Tariff y:")
        .endsWith("... and more rows than these 2" + System.lineSeparator());
  }

  @Test
  void namesBreakOnlyWhereATableIsTooWide() {
    assertThat(TextTable.of(table(78), 1).lines())
        .containsExactly(
            "mix" + " ".repeat(75) + "  dollars_per_1k  cell",
            "m".repeat(78) + "             1.5     2");
    assertThat(TextTable.of(table(79), 1).lines())
        .containsExactly(
            " ".repeat(79) + "  dollars_",
            "mix" + " ".repeat(76) + "    per_1k  cell",
            "m".repeat(79) + "       1.5     2");
  }

  private Dataset<Row> table(int width) {
    return spark().sql("SELECT repeat('m', " + width + ") mix, 1.5 dollars_per_1k, 2 cell");
  }
}
