package dev.ridgeline.output;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as JSON or CSV, row by row. */
final class MachineText {

  /** The end of a line of RFC 4180. */
  private static final String CRLF = "\r\n";

  private MachineText() {}

  /**
   * Prints one array, with an object a line. Keys are the names of the columns in their order, and
   * every key is there, also with null.
   *
   * @throws IllegalArgumentException where two columns have the same name
   */
  static void json(Rows rows, PrintWriter out) {
    rows.repeatedName()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException("two columns are named " + name);
            });
    json(rows.names(), rows.values().iterator(), out);
  }

  /** Prints such an array of rows that come one after the other. */
  static void json(List<String> names, Iterator<List<@Nullable Object>> rows, PrintWriter out) {
    out.print("[");
    String separator = "\n  ";
    String end = "]\n";
    while (rows.hasNext()) {
      List<@Nullable Object> row = rows.next();
      StringJoiner object = new StringJoiner(", ", "{", "}");
      for (int i = 0; i < row.size(); i++) {
        object.add(ExactText.field(names.get(i), row.get(i)));
      }
      out.print(separator + object);
      separator = ",\n  ";
      end = "\n]\n";
    }
    out.print(end);
  }

  /**
   * Prints a line of names and a line for each row. A null value is empty without quotes, and an
   * empty text has quotes.
   */
  static void csv(Rows rows, PrintWriter out) {
    csv(rows.names(), rows.values().iterator(), out);
  }

  /** Prints such lines of rows that come one after the other. */
  static void csv(List<String> names, Iterator<List<@Nullable Object>> rows, PrintWriter out) {
    out.print(line(names));
    rows.forEachRemaining(row -> out.print(line(row)));
  }

  private static String line(List<? extends @Nullable Object> values) {
    return values.stream().map(MachineText::csv).collect(Collectors.joining(",")) + CRLF;
  }

  private static String csv(@Nullable Object value) {
    String text = ExactText.text(value);
    boolean plain = value == null || (text.matches("[^,\"\r\n]+") && text.equals(text.strip()));
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
