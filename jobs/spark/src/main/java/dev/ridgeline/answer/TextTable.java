package dev.ridgeline.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Rows as text for a person: columns are aligned, and numbers stand to the right. */
public final class TextTable {

  /** Width that a table fits into as far as breaking names of columns goes. */
  private static final int SCREEN_WIDTH = 100;

  private static final String GAP = "  ";

  private TextTable() {}

  /** At most {@code limit} rows. A last line says when there are more. */
  public static String of(Dataset<Row> rows, int limit) {
    return of(rows, List.of(), limit);
  }

  /**
   * At most {@code limit} rows in sections. A last line says when there are more.
   *
   * @param sections columns whose values are in the heading of a section instead of its rows
   */
  public static String of(Dataset<Row> rows, List<String> sections, int limit) {
    List<Row> taken = rows.takeAsList(limit + 1);
    String[] names = rows.columns();
    int[] shown =
        IntStream.range(0, names.length).filter(i -> !sections.contains(names[i])).toArray();
    Map<String, List<List<String>>> linesByHeading = new LinkedHashMap<>();
    if (taken.isEmpty()) {
      linesByHeading.put("", List.of());
    }
    for (Row row : taken.subList(0, Math.min(limit, taken.size()))) {
      linesByHeading
          .computeIfAbsent(heading(row, sections), any -> new ArrayList<>())
          .add(IntStream.of(shown).mapToObj(i -> text(row.get(i))).toList());
    }
    List<Column> columns =
        columns(
            IntStream.of(shown).mapToObj(i -> names[i]).toList(),
            linesByHeading.values().stream().flatMap(List::stream).toList());
    List<String> blocks = new ArrayList<>();
    linesByHeading.forEach((heading, lines) -> blocks.add(block(heading, columns, lines)));
    String text = String.join(System.lineSeparator(), blocks);
    return taken.size() > limit
        ? text + "... and more rows than these " + limit + System.lineSeparator()
        : text;
  }

  /** The values of the columns of sections, such as {@code Context mean, tariff owner:}. */
  private static String heading(Row row, List<String> sections) {
    String values =
        sections.stream()
            .map(name -> name + " " + text(row.getAs(name)))
            .collect(Collectors.joining(", "));
    return values.isEmpty()
        ? ""
        : values.substring(0, 1).toUpperCase(Locale.ROOT)
            + values.substring(1)
            + ":"
            + System.lineSeparator();
  }

  private static String text(@Nullable Object value) {
    if (value instanceof scala.collection.Iterable<?> list) {
      return list.mkString("; ");
    }
    return value == null ? "-" : value.toString();
  }

  /**
   * A column as it is printed.
   *
   * @param name lines of its name
   * @param width characters of its longest value
   * @param number whether all values are numbers
   */
  private record Column(List<String> name, int width, boolean number) {

    static Column of(String name, List<String> values) {
      return new Column(
          List.of(name),
          values.stream().mapToInt(String::length).max().orElse(0),
          values.stream().allMatch(value -> value.matches("-|[-+0-9.,eE]+")));
    }

    int printedWidth() {
      return Math.max(width, name.stream().mapToInt(String::length).max().orElse(0));
    }

    /** This column with its name broken after the underscore nearest to the middle. */
    Column broken() {
      String whole = String.join("", name);
      int end =
          IntStream.range(1, whole.length())
              .filter(i -> whole.charAt(i - 1) == '_')
              .boxed()
              .min(Comparator.comparingInt(i -> Math.max(i, whole.length() - i)))
              .orElse(0);
      return end == 0
          ? this
          : new Column(List.of(whole.substring(0, end), whole.substring(end)), width, number);
    }

    /** Characters that breaking the name saves. */
    int saving() {
      return printedWidth() - broken().printedWidth();
    }

    String padded(String text) {
      String padding = " ".repeat(printedWidth() - text.length());
      return number ? padding + text : text + padding;
    }

    /** The line of the name that stands so many lines above the values. */
    String nameAbove(int lines) {
      return lines < name.size() ? name.get(name.size() - 1 - lines) : "";
    }
  }

  /** Columns with as few broken names as the width of the screen asks for. */
  private static List<Column> columns(List<String> names, List<List<String>> lines) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int place = i;
      columns.add(Column.of(names.get(i), lines.stream().map(line -> line.get(place)).toList()));
    }
    while (width(columns) > SCREEN_WIDTH) {
      int longest =
          IntStream.range(0, columns.size())
              .boxed()
              .max(Comparator.comparingInt(place -> columns.get(place).saving()))
              .orElseThrow();
      if (columns.get(longest).saving() == 0) {
        break;
      }
      columns.set(longest, columns.get(longest).broken());
    }
    return columns;
  }

  private static int width(List<Column> columns) {
    return columns.stream().mapToInt(Column::printedWidth).sum()
        + GAP.length() * (columns.size() - 1);
  }

  private static String block(String heading, List<Column> columns, List<List<String>> lines) {
    StringBuilder text = new StringBuilder(heading);
    int namesHeight = columns.stream().mapToInt(column -> column.name().size()).max().orElse(0);
    for (int above = namesHeight - 1; above >= 0; above--) {
      int lineAbove = above;
      append(text, columns, columns.stream().map(one -> one.nameAbove(lineAbove)).toList());
    }
    lines.forEach(line -> append(text, columns, line));
    return text.toString();
  }

  private static void append(StringBuilder text, List<Column> columns, List<String> line) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      padded.add(columns.get(i).padded(line.get(i)));
    }
    text.append(String.join(GAP, padded).stripTrailing()).append(System.lineSeparator());
  }
}
