package dev.ridgeline.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that once broke a reader, or try to: each is a value or a located problem. The fuzzer of
 * {@code -Pfuzz} starts from the same texts, and what it finds is kept among them.
 */
class AnyTextTest {

  private static final Path TEXTS =
      Path.of("src/test/resources/dev/ridgeline/config/YamlFuzzTestInputs");

  private static List<Path> texts(String folder) {
    try (Stream<Path> files = Files.list(TEXTS.resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> entries() {
    return texts("entries");
  }

  static List<Path> sweeps() {
    return texts("sweeps");
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anyTextIsAnEntryOrAProblem(Path file) throws IOException {
    AnyText.isAnEntryOrAProblem(read(file));
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void anyTextIsASweepOrAProblem(Path file) throws IOException {
    AnyText.isASweepOrAProblem(read(file));
  }
}
