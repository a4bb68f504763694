package dev.ridgeline.config;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    try (Noting parser = new Noting(file, factory.createParser(text), problems)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        token = parser.nextToken();
      }
      return parser.lines();
    }
  }

  /** A parser that notes the lines of what is read through it. */
  static final class Noting extends JsonParserDelegate {

    private final String file;
    private final List<Problem> problems;
    private final Lines lines = new Lines(new HashMap<>(), new HashMap<>());
    private final Set<String> fields = new HashSet<>();

    /**
     * Notes what is read through a parser.
     *
     * @param problems receives what {@link Lines#of} reports
     */
    Noting(String file, JsonParser parser, List<Problem> problems) {
      super(parser);
      this.file = file;
      this.problems = problems;
    }

    /** The lines of what was read. */
    Lines lines() {
      return lines;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
      JsonToken token = delegate.nextToken();
      if (token != null) {
        note(token);
      }
      return token;
    }

    // The readers of trees ask for names and values, which are tokens, too.

    @Override
    public @Nullable String nextFieldName() throws IOException {
      return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
    }

    @Override
    public @Nullable String nextTextValue() throws IOException {
      return nextToken() == JsonToken.VALUE_STRING ? getText() : null;
    }

    private void note(JsonToken token) throws IOException {
      String path = delegate.getParsingContext().pathAsPointer().toString();
      int line = delegate.currentTokenLocation().getLineNr();
      if (token == JsonToken.FIELD_NAME && !fields.add(path)) {
        String message = "Duplicate field '" + delegate.currentName() + "'. Allowed: each once.";
        problems.add(new Problem(file, path, line, message));
      }
      lines.at.putIfAbsent(path, line);
      if (delegate instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
        problems.add(
            new Problem(file, path, line, "is a YAML alias. Allowed: the value written out."));
      }
      if (token == JsonToken.VALUE_NUMBER_FLOAT) {
        lines.numbers.putIfAbsent(path, delegate.getText());
        if (NOT_FINITE.matcher(delegate.getText()).matches()) {
          String message = "is '" + delegate.getText() + "'. Allowed: a finite number.";
          problems.add(new Problem(file, path, line, message));
        }
      }
    }
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
