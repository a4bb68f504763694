package dev.ridgeline.config;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The lines of a YAML text, and its numbers as they are written.
 *
 * @param at 1-based line of each part, by JSON pointer
 * @param numbers text of each number with a fraction or an exponent, by JSON pointer
 */
record Lines(Map<String, Integer> at, Map<String, String> numbers) {

  /** Nothing is known of the text. */
  static final Lines NONE = new Lines(Map.of(), Map.of());

  private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|nan)", CASE_INSENSITIVE);

  /**
   * Finds the lines by reading the whole text once.
   *
   * @param problems receives each alias, which Jackson would otherwise read as a plain string. Also
   *     receives each number that is none, and each field that stands twice
   * @throws IOException when the text is not YAML
   */
  static Lines of(String file, String text, JsonFactory factory, List<Problem> problems)
      throws IOException {
    Map<String, Integer> at = new HashMap<>();
    Map<String, String> numbers = new HashMap<>();
    Set<String> fields = new HashSet<>();
    try (JsonParser parser = factory.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String path = parser.getParsingContext().pathAsPointer().toString();
        int line = parser.currentTokenLocation().getLineNr();
        if (token == JsonToken.FIELD_NAME && !fields.add(path)) {
          String message = "Duplicate field '" + parser.currentName() + "'. Allowed: each once.";
          problems.add(new Problem(file, path, line, message));
        }
        at.putIfAbsent(path, line);
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          problems.add(
              new Problem(file, path, line, "is a YAML alias. Allowed: the value written out."));
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
          numbers.putIfAbsent(path, parser.getText());
          if (NOT_FINITE.matcher(parser.getText()).matches()) {
            String message = "is '" + parser.getText() + "'. Allowed: a finite number.";
            problems.add(new Problem(file, path, line, message));
          }
        }
      }
    }
    return new Lines(at, numbers);
  }

  /** The line of {@code path}, or of the nearest part around it that has one; 0 where none has. */
  int nearest(String path) {
    return nearest(at, path);
  }

  /** The line of {@code path}, or of the nearest part around it that has one; 0 where none has. */
  static int nearest(Map<String, Integer> lines, String path) {
    String place = path;
    while (!lines.containsKey(place) && !place.isEmpty()) {
      place = place.substring(0, place.lastIndexOf('/'));
    }
    return lines.getOrDefault(place, 0);
  }
}
