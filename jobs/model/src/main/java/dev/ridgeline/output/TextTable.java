package dev.ridgeline.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as text for a person: columns are aligned, and numbers stand to the right. Where the columns
 * are wider than the screen, long names are broken. Then optional columns are left out, and a last
 * line names them. Then each row becomes a block with a value a line. Nothing else is ever cut.
 */
public final class TextTable {

  private static final String GAP = "  ";
  private static final String LINE = System.lineSeparator();

  private final Rows rows;
  private final Screen screen;

  /** The cells of each row as text, in all columns, by the heading of their section. */
  private final Map<String, List<List<String>>> sections = new LinkedHashMap<>();

  private TextTable(Rows rows, Screen screen) {
    this.rows = rows;
    this.screen = screen;
    for (List<@Nullable Object> row : rows.values()) {
      sections
          .computeIfAbsent(heading(row), any -> new ArrayList<>())
          .add(row.stream().map(HumanText::of).toList());
    }
    if (sections.isEmpty()) {
      sections.put("", List.of());
    }
  }

  /** The whole text, whose lines fit the screen. */
  public static String of(Rows rows, Screen screen) {
    return new TextTable(rows, screen).text();
  }

  private String text() {
    List<Integer> shown =
        IntStream.range(0, rows.names().size())
            .filter(place -> !rows.sections().contains(rows.names().get(place)))
            .boxed()
            .toList();
    List<String> optional = new ArrayList<>(rows.optional());
    List<String> leftOut = new ArrayList<>();
    while (true) {
      List<Integer> kept =
          shown.stream().filter(place -> !leftOut.contains(rows.names().get(place))).toList();
      Optional<List<Column>> columns = fitted(kept);
      if (columns.isPresent()) {
        return blocks(columns.get()) + note(leftOut);
      }
      if (optional.isEmpty()) {
        return records(shown);
      }
      leftOut.add(0, optional.remove(optional.size() - 1));
    }
  }

  private String note(List<String> leftOut) {
    return leftOut.isEmpty()
        ? ""
        : Prose.wrapped(
                    "Left out, as the screen is narrow: " + String.join(", ", leftOut) + ".",
                    screen,
                    GAP.length())
                .replace("\n", LINE)
            + LINE;
  }

  /** The values of the columns of sections, such as {@code Context mean, tariff owner:}. */
  private String heading(List<@Nullable Object> row) {
    String values =
        rows.sections().stream()
            .map(name -> name + " " + HumanText.of(row.get(rows.names().indexOf(name))))
            .collect(Collectors.joining(", "));
    return values.isEmpty()
        ? ""
        : values.substring(0, 1).toUpperCase(Locale.ROOT) + values.substring(1) + ":";
  }

  /**
   * A column as it is printed.
   *
   * @param place place among all columns
   * @param name lines of its name
   * @param width characters of its longest value
   * @param number whether all values are numbers
   */
  private record Column(int place, List<String> name, int width, boolean number) {

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
          : new Column(
              place, List.of(whole.substring(0, end), whole.substring(end)), width, number);
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

  private Column column(int place) {
    List<String> values =
        sections.values().stream().flatMap(List::stream).map(row -> row.get(place)).toList();
    return new Column(
        place,
        List.of(rows.names().get(place)),
        values.stream().mapToInt(String::length).max().orElse(0),
        values.stream().allMatch(HumanText::isAmount));
  }

  /** The columns with as few broken names as the width asks for; empty where they do not fit. */
  private Optional<List<Column>> fitted(List<Integer> places) {
    List<Column> columns = new ArrayList<>(places.stream().map(this::column).toList());
    while (width(columns) > screen.width()) {
      int longest =
          IntStream.range(0, columns.size())
              .boxed()
              .max(Comparator.comparingInt(place -> columns.get(place).saving()))
              .orElseThrow();
      if (columns.get(longest).saving() == 0) {
        return Optional.empty();
      }
      columns.set(longest, columns.get(longest).broken());
    }
    return Optional.of(columns);
  }

  private static int width(List<Column> columns) {
    return columns.stream().mapToInt(Column::printedWidth).sum()
        + GAP.length() * (columns.size() - 1);
  }

  private String blocks(List<Column> columns) {
    List<String> blocks = new ArrayList<>();
    int height = columns.stream().mapToInt(column -> column.name().size()).max().orElse(0);
    sections.forEach(
        (heading, lines) -> {
          StringBuilder block = new StringBuilder(headingLine(heading));
          for (int above = height - 1; above >= 0; above--) {
            int lineAbove = above;
            block
                .append(screen.bold(line(columns, column -> column.nameAbove(lineAbove))))
                .append(LINE);
          }
          lines.forEach(
              row -> block.append(line(columns, column -> row.get(column.place()))).append(LINE));
          blocks.add(block.toString());
        });
    return String.join(LINE, blocks);
  }

  private String headingLine(String heading) {
    String wrapped = Prose.wrapped(heading, screen, GAP.length()).replace("\n", LINE);
    return heading.isEmpty() ? "" : screen.bold(wrapped) + LINE;
  }

  private static String line(List<Column> columns, Function<Column, String> cell) {
    return columns.stream()
        .map(column -> column.padded(cell.apply(column)))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  /** A block for each row: the name of a column and its value on a line. */
  private String records(List<Integer> places) {
    int names = places.stream().mapToInt(p -> rows.names().get(p).length()).max().orElse(0);
    List<String> blocks = new ArrayList<>();
    sections.forEach(
        (heading, lines) -> {
          String first = headingLine(heading);
          for (List<String> row : lines) {
            StringBuilder block = new StringBuilder(first);
            first = "";
            for (int place : places) {
              String name = rows.names().get(place);
              String padding = " ".repeat(names - name.length());
              block.append(screen.bold(name)).append(padding).append(GAP);
              String indent = LINE + " ".repeat(names + GAP.length());
              block.append(String.join(indent, wrapped(row.get(place), names))).append(LINE);
            }
            blocks.add(block.toString());
          }
        });
    return String.join(LINE, blocks);
  }

  /** A value in lines beside its name, broken at blanks where there are any. */
  private List<String> wrapped(String value, int names) {
    int width = Math.max(screen.width() - names - GAP.length(), screen.width() / 2);
    List<String> lines = new ArrayList<>();
    String rest = value;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      int end = blank > 0 ? blank : width;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
