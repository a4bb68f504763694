package dev.ridgeline.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.Optional;

/** Records as JSON. Fields of later versions are ignored, so that their files can be recognized. */
final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  static byte[] bytes(Object value) throws IOException {
    return MAPPER.writeValueAsBytes(value);
  }

  /** The record that bytes hold; empty where they hold none. */
  static <T> Optional<T> parse(byte[] bytes, Class<T> type) throws IOException {
    try {
      return Optional.ofNullable(MAPPER.readValue(bytes, type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
