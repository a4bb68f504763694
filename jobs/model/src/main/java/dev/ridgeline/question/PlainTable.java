package dev.ridgeline.question;

import java.util.List;
import java.util.stream.IntStream;

/** Rows as aligned text. The first row has the names; numbers stand to the right. */
final class PlainTable {

  private static final String GAP = "  ";

  private PlainTable() {}

  static String of(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths =
        IntStream.range(0, columns)
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    boolean[] numbers = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      int of = column;
      numbers[column] =
          rows.stream().skip(1).allMatch(row -> row.get(of).matches("[-+0-9.,]+( [mu]?s)?"));
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String padding = " ".repeat(widths[column] - row.get(column).length());
        line.append(column == 0 ? "" : GAP)
            .append(numbers[column] ? padding + row.get(column) : row.get(column) + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
