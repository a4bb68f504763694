package dev.ridgeline.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A CSV file as RFC 4180 defines it: a header, and rows with as many fields. Lines that begin with
 * a number sign are comments.
 *
 * <p>This reader is our own, because commands that need no Spark run with Jackson alone, and
 * Jackson's CSV module is not in Spark's class path. It converts no value and skips no field.
 *
 * @param source the file
 * @param header names of the columns, as written
 * @param headerLine 1-based line of the header
 * @param rows the rows
 */
public record CsvTable(Source source, List<String> header, int headerLine, List<Row> rows) {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * A row.
   *
   * @param line 1-based line on which the row begins
   * @param fields one field for each column
   */
  public record Row(int line, List<String> fields) {}

  /**
   * Reads a file.
   *
   * @param problems receives every problem with its form
   * @return the table; empty where it has no header or where the form of a row is broken
   */
  public static Optional<CsvTable> read(Path path, List<Problem> problems) {
    return Source.read(path, problems).flatMap(source -> parse(source, problems));
  }

  /** Reads a text; otherwise as {@link #read}. */
  public static Optional<CsvTable> parse(Source source, List<Problem> problems) {
    List<Problem> found = new ArrayList<>();
    List<Row> records = new Records(source, found).all();
    if (records.isEmpty() && found.isEmpty()) {
      found.add(new Problem(source.file(), "", 0, "is empty. Allowed: a header and rows."));
    }
    if (!records.isEmpty()) {
      requireForm(source.file(), records, found);
    }
    problems.addAll(found);
    if (!found.isEmpty()) {
      return Optional.empty();
    }
    Row header = records.get(0);
    return Optional.of(
        new CsvTable(
            source,
            header.fields().stream().map(String::strip).toList(),
            header.line(),
            records.subList(1, records.size())));
  }

  /** The records of a text, which may have different numbers of fields, without comments. */
  public static List<Row> records(Source source, List<Problem> problems) {
    return List.copyOf(new Records(source, problems).all());
  }

  /** The fields of the first line of a text; none where it is blank or a comment. */
  public static List<String> firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    List<Row> records = records(new Source("", line), new ArrayList<>());
    return records.isEmpty()
        ? List.of()
        : records.get(0).fields().stream().map(String::strip).toList();
  }

  /** The fields of a row by column. */
  public Map<String, String> byColumn(Row row) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      fields.put(header.get(i), row.fields().get(i).strip());
    }
    return fields;
  }

  private static void requireForm(String file, List<Row> records, List<Problem> problems) {
    Row header = records.get(0);
    if (header.fields().size() == 1 && header.fields().get(0).matches(".*[;\t].*")) {
      problems.add(
          new Problem(
              file, "", header.line(), "has one column. Allowed: columns separated by commas."));
      return;
    }
    Set<String> names = new HashSet<>();
    for (String name : header.fields()) {
      if (name.isBlank()) {
        problems.add(new Problem(file, "", header.line(), "has a column without a name"));
      } else if (!names.add(name.strip())) {
        problems.add(
            new Problem(
                file, name, header.line(), "is a second '" + name + "'. Allowed: each name once."));
      }
    }
    for (Row row : records.subList(1, records.size())) {
      if (row.fields().size() != header.fields().size()) {
        problems.add(
            new Problem(
                file,
                "",
                row.line(),
                "has a row of "
                    + row.fields().size()
                    + " fields. Allowed: "
                    + header.fields().size()
                    + ", as in the header."));
      }
    }
  }

  /** Splits the text into records, character by character. */
  private static final class Records {

    private final Source source;
    private final String text;
    private final List<Problem> problems;
    private final List<Row> records = new ArrayList<>();
    private int at;
    private int line = 1;

    Records(Source source, List<Problem> problems) {
      this.source = source;
      this.text =
          source.text().startsWith(BYTE_ORDER_MARK) ? source.text().substring(1) : source.text();
      this.problems = problems;
    }

    List<Row> all() {
      while (at < text.length() && problems.isEmpty()) {
        int end = endOfLine();
        String rest = text.substring(at, end);
        if (rest.isBlank() || rest.startsWith("#")) {
          at = end;
          skipLineBreak();
        } else {
          int begins = line;
          records.add(new Row(begins, record()));
        }
      }
      return records;
    }

    private List<String> record() {
      List<String> fields = new ArrayList<>();
      while (true) {
        fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
        if (at < text.length() && text.charAt(at) == ',') {
          at++;
        } else {
          skipLineBreak();
          return fields;
        }
      }
    }

    private String plain() {
      int from = at;
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at).strip();
    }

    private String quoted() {
      StringBuilder field = new StringBuilder();
      int begins = line;
      at++;
      while (at < text.length()) {
        char next = text.charAt(at);
        if (next == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
          field.append('"');
          at += 2;
        } else if (next == '"') {
          at++;
          requireEndOfField();
          return field.toString();
        } else {
          line += next == '\n' ? 1 : 0;
          field.append(next);
          at++;
        }
      }
      problem(begins, "has a quoted field that does not end. Allowed: a second quotation mark.");
      return field.toString();
    }

    private void requireEndOfField() {
      if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        problem(line, "has text after a quoted field. Allowed: a comma or the end of the line.");
        at = text.length();
      }
    }

    private int endOfLine() {
      int end = at;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      return end;
    }

    private void skipLineBreak() {
      if (at < text.length() && text.charAt(at) == '\r') {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '\n') {
        at++;
      }
      line++;
    }

    private void problem(int where, String message) {
      problems.add(new Problem(source.file(), "", where, message));
    }
  }
}
