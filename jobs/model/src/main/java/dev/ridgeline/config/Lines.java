package dev.ridgeline.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The line of each part of a YAML text, by JSON pointer. */
final class Lines {

  private Lines() {}

  /**
   * Finds the lines by reading the whole text once.
   *
   * @param problems receives one problem for each alias, which Jackson would otherwise read as a
   *     plain string
   * @throws IOException when the text is not YAML
   */
  static Map<String, Integer> of(
      String file, String text, JsonFactory factory, List<Problem> problems) throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = factory.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String path = parser.getParsingContext().pathAsPointer().toString();
        int line = parser.currentTokenLocation().getLineNr();
        lines.putIfAbsent(path, line);
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
          problems.add(
              new Problem(file, path, line, "is a YAML alias. Allowed: the value written out."));
        }
      }
    }
    return lines;
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
