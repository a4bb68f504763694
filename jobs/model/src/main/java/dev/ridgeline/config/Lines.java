package dev.ridgeline.config;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, and its numbers as they are written. To note them takes nearly as long as to
 * parse the text, and only problems need them. A text without a problem is never read for them.
 */
public abstract sealed class Lines {

  private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|nan)", CASE_INSENSITIVE);

  private Lines() {}

  /** The line of a place, or of the nearest part around it that has one; 0 where none has. */
  abstract int nearest(String path);

  /** The number at a place as it is written, where it has a fraction or an exponent. */
  abstract Optional<String> number(String path);

  /** All places have one line, 1-based. */
  public static Lines all(int line) {
    return new Same(line);
  }

  /** Lines of a text that has no problem, which is read again when one is found after all. */
  static Lines later(String text, JsonFactory factory) {
    return new Later(text, factory);
  }

  /**
   * Finds the lines by reading the whole text once.
   *
   * @param problems receives each alias, which Jackson would otherwise read as a plain string. Also
   *     receives each number that is none, and each field that stands twice
   * @throws IOException when the text is not YAML
   */
  static Lines of(String file, String text, JsonFactory factory, List<Problem> problems)
      throws IOException {
    Noted noted = new Noted();
    Set<String> fields = new HashSet<>();
    try (JsonParser parser = factory.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String path = parser.getParsingContext().pathAsPointer().toString();
        int line = parser.currentTokenLocation().getLineNr();
        noted.at.putIfAbsent(path, line);
        if (token == JsonToken.FIELD_NAME && !fields.add(path)) {
          String message = "Duplicate field '" + parser.currentName() + "'. Allowed: each once.";
          problems.add(new Problem(file, path, line, message));
        }
        if (isAlias(parser)) {
          problems.add(
              new Problem(file, path, line, "is a YAML alias. Allowed: the value written out."));
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
          noted.numbers.putIfAbsent(path, parser.getText());
          if (isNotFinite(parser)) {
            String message = "is '" + parser.getText() + "'. Allowed: a finite number.";
            problems.add(new Problem(file, path, line, message));
          }
        }
      }
    }
    return noted;
  }

  private static boolean isAlias(JsonParser parser) throws IOException {
    return parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
  }

  private static boolean isNotFinite(JsonParser parser) throws IOException {
    return NOT_FINITE.matcher(parser.getText()).matches();
  }

  /**
   * A parser that sees whether there is a problem which {@link #of} reports, but for fields that
   * stand twice.
   */
  static final class Watching extends JsonParserDelegate {

    private boolean hasProblem;

    Watching(JsonParser parser) {
      super(parser);
    }

    /** Whether there was a problem in what was read. */
    boolean hasProblem() {
      return hasProblem;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
      JsonToken token = delegate.nextToken();
      hasProblem |=
          isAlias(delegate) || (token == JsonToken.VALUE_NUMBER_FLOAT && isNotFinite(delegate));
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
  }

  private static final class Same extends Lines {

    private final int line;

    Same(int line) {
      this.line = line;
    }

    @Override
    int nearest(String path) {
      return line;
    }

    @Override
    Optional<String> number(String path) {
      return Optional.empty();
    }
  }

  private static final class Noted extends Lines {

    private final Map<String, Integer> at = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();

    @Override
    int nearest(String path) {
      String place = path;
      while (!at.containsKey(place) && !place.isEmpty()) {
        place = place.substring(0, place.lastIndexOf('/'));
      }
      return at.getOrDefault(place, 0);
    }

    @Override
    Optional<String> number(String path) {
      return Optional.ofNullable(numbers.get(path));
    }
  }

  private static final class Later extends Lines {

    private final String text;
    private final JsonFactory factory;
    private @Nullable Lines lines;

    Later(String text, JsonFactory factory) {
      this.text = text;
      this.factory = factory;
    }

    private synchronized Lines lines() {
      if (lines == null) {
        try {
          lines = of("", text, factory, new ArrayList<>());
        } catch (IOException e) {
          throw new IllegalStateException("a text that was parsed cannot be parsed again", e);
        }
      }
      return lines;
    }

    @Override
    int nearest(String path) {
      return lines().nearest(path);
    }

    @Override
    Optional<String> number(String path) {
      return lines().number(path);
    }
  }
}
