package dev.ridgeline.traces;

import dev.ridgeline.config.Problem;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads lines with the time of a request, its prompt and what it generated. The trace does not link
 * requests, so that each is a conversation of one turn.
 */
final class AzureReader {

  private static final String TIME = "TIMESTAMP";
  private static final String PROMPT = "ContextTokens";
  private static final String OUTPUT = "GeneratedTokens";

  /** The columns that a trace must have. */
  static final List<String> COLUMNS = List.of(TIME, PROMPT, OUTPUT);

  private static final Pattern TOKENS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern OFFSET = Pattern.compile("(Z|[+-][0-9]{2}:?[0-9]{2})$");
  private static final double NANOSECOND = 1e-9;

  private final List<String> names;

  private AzureReader(List<String> names) {
    this.names = names;
  }

  /** A reader of lines below a header; empty where the header lacks a column. */
  static Optional<AzureReader> of(String header) {
    List<String> names =
        List.of(header.replace("\ufeff", "").strip().split(",", -1)).stream()
            .map(String::strip)
            .toList();
    return names.containsAll(COLUMNS) ? Optional.of(new AzureReader(names)) : Optional.empty();
  }

  void read(String file, int line, String text, Trace trace, List<Problem> problems) {
    String[] fields = text.split(",", -1);
    if (fields.length != names.size()) {
      String message =
          "has %d values. Allowed: %d, for %s.".formatted(fields.length, names.size(), names);
      problems.add(new Problem(file, "", line, message));
      return;
    }
    int before = problems.size();
    double prompt = tokens(file, line, PROMPT, fields, problems);
    double output = tokens(file, line, OUTPUT, fields, problems);
    double start = seconds(file, line, fields, problems);
    if (problems.size() == before) {
      trace.add(trace.begin(), new Call(start, Double.NaN, Double.NaN, prompt, output, Double.NaN));
    }
  }

  private String field(String name, String[] fields) {
    return fields[names.indexOf(name)].strip();
  }

  private double tokens(
      String file, int line, String name, String[] fields, List<Problem> problems) {
    String text = field(name, fields);
    if (!TOKENS.matcher(text).matches()) {
      String message = "is '" + text + "'. Allowed: a whole number of tokens from 0 to 1e9.";
      problems.add(new Problem(file, "/" + name, line, message));
      return 1;
    }
    return Integer.parseInt(text);
  }

  /**
   * Seconds of a time such as {@code 2023-11-16 18:17:03.9799600}, whose offset does not matter.
   */
  private double seconds(String file, int line, String[] fields, List<Problem> problems) {
    String text = field(TIME, fields);
    try {
      String time = OFFSET.matcher(text).replaceFirst("").replace(' ', 'T');
      Instant parsed = LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
      return parsed.getEpochSecond() + parsed.getNano() * NANOSECOND;
    } catch (DateTimeParseException e) {
      String message = "is '" + text + "'. Allowed: a time such as 2023-11-16 18:17:03.9799600.";
      problems.add(new Problem(file, "/" + TIME, line, message));
      return Double.NaN;
    }
  }
}
