package dev.ridgeline.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The source of numbers that no source has. */
final class MadeUp {

  static final String SOURCE = "made up for this test";

  private MadeUp() {}

  static Map<String, String> sources(String... fields) {
    return Arrays.stream(fields).collect(Collectors.toMap(Function.identity(), field -> SOURCE));
  }
}
