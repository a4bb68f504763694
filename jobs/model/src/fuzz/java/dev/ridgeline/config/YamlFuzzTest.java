package dev.ridgeline.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Makes texts for 90 seconds, by what they cover of the readers, beginning with those of {@link
 * AnyTextTest}. A text that is neither a value nor a located problem becomes one of them.
 */
class YamlFuzzTest {

  @FuzzTest(maxDuration = "90s")
  void entries(byte[] bytes) {
    AnyText.isAnEntryOrAProblem(new String(bytes, UTF_8));
  }

  @FuzzTest(maxDuration = "90s")
  void sweeps(byte[] bytes) {
    AnyText.isASweepOrAProblem(new String(bytes, UTF_8));
  }
}
