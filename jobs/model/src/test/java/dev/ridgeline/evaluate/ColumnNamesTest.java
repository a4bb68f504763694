package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogKind;
import dev.ridgeline.catalog.CatalogTable;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.Table;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The name of a column says its unit. */
class ColumnNamesTest {

  /** How the names of columns of a unit look. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("s", ".*_s"),
          Map.entry("1/s", ".*s_per_s"),
          Map.entry("tokens", ".*_tokens"),
          Map.entry("tokens/s", ".*tokens_per_s(_per_.*)?"),
          Map.entry("sequences", ".*_batch"),
          Map.entry("bit", ".*_bits"),
          Map.entry("B", ".*_bytes(_per_.*)?|bytes_per_accelerator"),
          Map.entry("B/s", ".*bytes_per_s"),
          Map.entry("B s", ".*_byte_seconds"),
          Map.entry("FLOP", ".*_flops"),
          Map.entry("FLOP/s", ".*_flops_per_s"),
          Map.entry("FLOP/B", ".*_flops_per_byte"),
          Map.entry("$", "dollars|(fleet_|sales_|margin_)?dollars_per_.*"),
          Map.entry("$/h", ".*dollars_per_hour"),
          Map.entry("$/(GB h)", "dollars_per_gigabyte_hour"),
          Map.entry("W", ".*watts"),
          Map.entry("W/GB", "watts_per_gigabyte"),
          Map.entry("J", ".*joules(_per_.*)?"),
          Map.entry("J/FLOP", "joules_per_.*flop"),
          Map.entry("J/B", "joules_per_.*byte"));

  /** How no name without a unit ends. */
  private static final String LIKE_A_UNIT = ".*_(s|bytes|flops|tokens|watts|joules|bits)";

  static Stream<Column<?>> columns() {
    return Stream.concat(
            Stream.of(CellColumns.TABLE), CatalogKind.allTables().stream().map(CatalogTable::table))
        .map(Table::columns)
        .flatMap(columns -> columns.stream());
  }

  @ParameterizedTest
  @MethodSource("columns")
  void nameSaysTheUnit(Column<?> column) {
    if (column.unit().isEmpty()) {
      assertThat(column.name()).doesNotMatch(LIKE_A_UNIT);
    } else {
      assertThat(NAMES).containsKey(column.unit());
      assertThat(column.name()).matches(NAMES.get(column.unit()));
    }
  }

  @ParameterizedTest
  @MethodSource("columns")
  void everyColumnSaysWhatItMeans(Column<?> column) {
    assertThat(column.doc()).hasSizeGreaterThan(".".length()).doesNotContain("[");
  }
}
