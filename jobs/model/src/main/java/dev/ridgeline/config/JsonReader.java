package dev.ridgeline.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON files of other programs into trees that know their lines. A key that stands twice is a
 * problem. Numbers that Python writes, such as Infinity, are read.
 */
public final class JsonReader {

  private static final ObjectMapper MAPPER =
      new JsonMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final ObjectReader VALUES =
      MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonReader() {}

  /**
   * Reads one file.
   *
   * @param problems receives every problem in the file
   * @return the object that the file holds, or empty where there is a problem
   */
  public static Optional<Document<JsonNode>> read(Path path, List<Problem> problems) {
    return Source.read(path, problems)
        .flatMap(source -> parse(source.file(), source.text(), problems));
  }

  /** Reads a text as if it were the content of {@code file}; otherwise as {@link #read}. */
  public static Optional<Document<JsonNode>> parse(
      String file, String text, List<Problem> problems) {
    try {
      Lines lines = Lines.of(file, text, MAPPER.getFactory(), problems);
      JsonNode tree = MAPPER.readTree(text);
      if (tree.isObject()) {
        return Optional.of(new Document<>(new Source(file, text), tree, lines));
      }
      problems.add(
          new Problem(file, "", 0, "is not a JSON object. Allowed: {\"key\": value, ...}."));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      problems.add(new Problem(file, "", line, "is not JSON: " + reason));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
    return Optional.empty();
  }

  /**
   * The objects of a text that is one object, a list of objects, or an object on each line. A text
   * that is none of these has none.
   */
  public static List<JsonNode> objects(String text) {
    List<JsonNode> objects = new ArrayList<>();
    // The parser itself may read several values; only the mapper refuses what trails.
    try (MappingIterator<JsonNode> values = VALUES.readValues(text)) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        if (value.isArray()) {
          value.forEach(objects::add);
        } else {
          objects.add(value);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    return objects.stream().allMatch(JsonNode::isObject) ? objects : List.of();
  }
}
