package dev.ridgeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The column reference and the names it documents. */
class ColumnReferenceTest {

  private static final String BEGIN =
      "<!-- columns: from ResultColumn; a test fails when they differ -->\n";
  private static final String END = "<!-- end of columns -->";

  @Test
  void readmeListsTheColumnsAsTheyAre() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String listed = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
    Path current = Path.of("target", "columns.md");
    Files.writeString(current, ColumnReference.markdown());

    assertThat(listed.equals(ColumnReference.markdown()))
        .as("section 8 of jobs/model/README.md is as in jobs/model/%s", current)
        .isTrue();
  }

  static Stream<CellColumn> columns() {
    return CellColumns.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("columns")
  void measuresSayTheirUnitInTheirName(CellColumn column) {
    String name = column.name();
    switch (column.unit()) {
      case "s" -> assertThat(name).endsWith("_s");
      case "B" -> assertThat(name).matches(".*_bytes(_per_.*)?");
      case "FLOP" -> assertThat(name).endsWith("_flops");
      case "FLOP/B" -> assertThat(name).endsWith("_flops_per_byte");
      case "$", "$/h" -> assertThat(name).matches("(fleet_)?dollars_per_.*");
      case "tokens" -> assertThat(name).endsWith("_tokens");
      case "tokens/s" -> assertThat(name).contains("tokens_per_s");
      default -> assertThat(column.doc()).isNotBlank();
    }
  }
}
