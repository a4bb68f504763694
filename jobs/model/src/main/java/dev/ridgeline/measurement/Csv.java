package dev.ridgeline.measurement;

import dev.ridgeline.config.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table of texts with a header, as RFC 4180 writes it: fields in quotes may contain commas, line
 * breaks and doubled quotes.
 *
 * @param header names of the columns
 * @param rows rows below the header
 */
record Csv(List<String> header, List<Line> rows) {

  /**
   * A row.
   *
   * @param number line of the file at which it begins, from 1
   * @param fields texts by column; empty ones are there, too
   */
  record Line(int number, Map<String, String> fields) {}

  Csv {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /** Reads a text; a column that stands twice and a row of another length are problems. */
  static Csv parse(String file, String text, List<Problem> problems) {
    List<Split> lines = split(text);
    if (lines.isEmpty()) {
      problems.add(new Problem(file, "", 0, "is empty"));
      return new Csv(List.of(), List.of());
    }
    List<String> header = lines.get(0).fields().stream().map(String::strip).toList();
    requireDistinct(file, header, problems);
    List<Line> rows = new ArrayList<>();
    for (Split line : lines.subList(1, lines.size())) {
      if (line.fields().size() == header.size()) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
          fields.put(header.get(i), line.fields().get(i).strip());
        }
        rows.add(new Line(line.number(), fields));
      } else if (line.fields().size() > 1 || !line.fields().get(0).isBlank()) {
        String message =
            "has %d fields. Allowed: %d, as the header has."
                .formatted(line.fields().size(), header.size());
        problems.add(new Problem(file, "", line.number(), message));
      }
    }
    return new Csv(header, rows);
  }

  /** The fields of all lines of a text, which may have different numbers of them. */
  static List<List<String>> lines(String text) {
    return split(text).stream().map(Split::fields).toList();
  }

  /** The names of the columns of a text; none where its first line is no header. */
  static List<String> header(String text) {
    int end = text.indexOf('\n');
    List<Split> lines = split(end < 0 ? text : text.substring(0, end));
    return lines.isEmpty() ? List.of() : lines.get(0).fields().stream().map(String::strip).toList();
  }

  private static void requireDistinct(String file, List<String> header, List<Problem> problems) {
    Set<String> seen = new HashSet<>();
    for (String column : header) {
      if (!seen.add(column)) {
        problems.add(new Problem(file, column, 1, "is a column twice. Allowed: once."));
      }
    }
  }

  private record Split(int number, List<String> fields) {}

  private static List<Split> split(String text) {
    List<Split> lines = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    int line = 1;
    int begin = 1;
    int at = text.startsWith("\uFEFF") ? 1 : 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
      }
      if (quoted) {
        boolean doubled = c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"';
        if (doubled) {
          field.append(c);
          at++;
        } else if (c == '"') {
          quoted = false;
        } else {
          field.append(c);
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\n') {
        fields.add(field.toString());
        field.setLength(0);
        lines.add(new Split(begin, List.copyOf(fields)));
        fields.clear();
        begin = line;
      } else if (c != '\r') {
        field.append(c);
      }
    }
    if (!fields.isEmpty() || !field.isEmpty()) {
      fields.add(field.toString());
      lines.add(new Split(begin, List.copyOf(fields)));
    }
    return lines;
  }
}
