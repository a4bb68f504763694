package dev.ridgeline.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows for a person: columns aligned, numbers to the right. */
public final class TextTable {

  private TextTable() {}

  /** At most {@code limit} rows; a last line says so when there are more. */
  public static String of(Dataset<Row> rows, int limit) {
    List<Row> taken = rows.takeAsList(limit + 1);
    String[] names = rows.columns();
    List<String[]> lines = new ArrayList<>();
    lines.add(names);
    for (Row row : taken.subList(0, Math.min(limit, taken.size()))) {
      String[] line = new String[names.length];
      Arrays.setAll(line, column -> text(row.get(column)));
      lines.add(line);
    }
    int[] widths = new int[names.length];
    for (String[] line : lines) {
      for (int column = 0; column < names.length; column++) {
        widths[column] = Math.max(widths[column], line[column].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder shown = new StringBuilder();
      for (int column = 0; column < names.length; column++) {
        String padding = " ".repeat(widths[column] - line[column].length());
        boolean number = isNumber(lines, column);
        shown.append(column == 0 ? "" : "  ");
        shown.append(number ? padding + line[column] : line[column] + padding);
      }
      text.append(shown.toString().stripTrailing()).append(System.lineSeparator());
    }
    if (taken.size() > limit) {
      text.append("... and more rows than these ").append(limit).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static String text(Object value) {
    if (value instanceof scala.collection.Iterable<?> list) {
      return list.mkString("; ");
    }
    return value == null ? "-" : value.toString();
  }

  private static boolean isNumber(List<String[]> lines, int column) {
    return lines.stream()
        .skip(1)
        .allMatch(line -> line[column].equals("-") || line[column].matches("[-+0-9.,eE]+"));
  }
}
