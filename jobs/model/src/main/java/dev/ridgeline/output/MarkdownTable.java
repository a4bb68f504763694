package dev.ridgeline.output;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows as one table of GitHub's Markdown, with all columns. */
final class MarkdownTable {

  private MarkdownTable() {}

  static String of(Rows rows) {
    StringBuilder text = new StringBuilder(line(rows.names()));
    text.append(
        IntStream.range(0, rows.names().size())
            .mapToObj(i -> isNumber(rows, i) ? "---:" : "---")
            .collect(Collectors.joining("|", "|", "|\n")));
    rows.values().forEach(row -> text.append(line(row.stream().map(HumanText::of).toList())));
    return text.toString();
  }

  private static boolean isNumber(Rows rows, int column) {
    return rows.values().stream()
        .map(row -> HumanText.of(row.get(column)))
        .allMatch(HumanText::isAmount);
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("\\", "\\\\").replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
