package dev.ridgeline.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operator tables in section 3 of jobs/model/README.md, by heading. */
final class OperatorTables {

  private static final String HEADER =
      "| operator | FLOPs | weights | state read | state written | activations |";

  private OperatorTables() {}

  /**
   * One row of a table: formulas of one operator.
   *
   * @param conditions what must hold for a layer to have it
   */
  record Row(
      String table,
      Set<String> conditions,
      String operator,
      String flops,
      String weights,
      String stateRead,
      String stateWritten,
      String activations) {

    private static Row of(String table, String line) {
      List<String> cells =
          Arrays.stream(line.split("\\|", -1)).map(String::strip).toList().subList(1, 7);
      String operator = cells.get(0);
      Set<String> conditions = Set.of();
      if (operator.startsWith("*")) {
        int end = operator.indexOf(":* ");
        conditions = Set.of(operator.substring(1, end).split(", "));
        operator = operator.substring(end + 3);
      }
      return new Row(
          table,
          conditions,
          operator,
          cells.get(1),
          cells.get(2),
          cells.get(3),
          cells.get(4),
          cells.get(5));
    }
  }

  static Map<String, List<Row>> read() {
    Map<String, List<Row>> tables = new LinkedHashMap<>();
    String heading = "";
    boolean inTable = false;
    for (String line : lines()) {
      if (line.startsWith("### ")) {
        heading = line.substring(4);
      }
      inTable = line.startsWith("|") && (inTable || line.equals(HEADER));
      if (inTable && !line.equals(HEADER) && !line.startsWith("|---")) {
        tables.computeIfAbsent(heading, absent -> new ArrayList<>()).add(Row.of(heading, line));
      }
    }
    return tables;
  }

  private static List<String> lines() {
    try {
      String readme = Files.readString(Path.of("README.md"));
      return readme
          .substring(readme.indexOf("\n## 3. Operators"), readme.indexOf("\n## 4. Time"))
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
