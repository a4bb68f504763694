package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TESTS.md lists every specification of a mechanism, with its worked cells. */
class SpecificationIndexTest {

  private static final Path SOURCES = Path.of("src", "test", "java", "dev", "ridgeline");

  /** Packages whose test classes each specify a mechanism. */
  private static final List<String> SPECIFIED =
      List.of("operator", "cost", "deployment", "economics");

  /** How the javadoc of a method names its cell, or its cells. */
  private static final Pattern CELL = Pattern.compile("\\* Cells? (\\d+)(?: and (\\d+))?\\.");

  private static final Pattern TEST_CLASS = Pattern.compile("\\w+\\.\\w+Test");

  /** Row of a table: the test below dev.ridgeline, and its cells. */
  record Row(String test, List<Integer> cells) {

    String source() throws IOException {
      return Files.readString(SOURCES.resolve(test.replace('.', '/') + ".java"));
    }

    boolean isOfAMechanism() {
      return SPECIFIED.contains(test.substring(0, test.indexOf('.')));
    }
  }

  static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("TESTS.md")).stream()
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .filter(fields -> fields.size() > 3 && TEST_CLASS.matcher(fields.get(2)).matches())
        .map(fields -> new Row(fields.get(2), cells(fields.get(3))))
        .toList();
  }

  private static List<Integer> cells(String field) {
    return field.isEmpty()
        ? List.of()
        : Arrays.stream(field.split(", ")).map(Integer::valueOf).sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aClassWorksTheCellsOfItsRow(Row row) throws IOException {
    List<Integer> worked = new ArrayList<>();
    CELL.matcher(row.source())
        .results()
        .forEach(
            cell ->
                Stream.of(cell.group(1), cell.group(2))
                    .filter(number -> number != null)
                    .map(Integer::valueOf)
                    .forEach(worked::add));

    assertThat(worked)
        .as("cells in the javadoc of %s", row.test())
        .containsExactlyInAnyOrderElementsOf(row.cells());
  }

  @Test
  void everyCellIsWorkedOnce() throws IOException {
    List<Integer> cells = rows().stream().flatMap(row -> row.cells().stream()).sorted().toList();

    assertThat(cells).isEqualTo(IntStream.rangeClosed(1, cells.size()).boxed().toList());
    assertThat(cells).hasSizeGreaterThanOrEqualTo(67);
  }

  @Test
  void everyMechanismIsListedOnce() throws IOException {
    List<String> tests = new ArrayList<>();
    for (String folder : SPECIFIED) {
      try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
        files
            .map(file -> folder + "." + file.getFileName().toString().replace(".java", ""))
            .filter(name -> TEST_CLASS.matcher(name).matches())
            .forEach(tests::add);
      }
    }

    assertThat(rows().stream().filter(Row::isOfAMechanism).map(Row::test))
        .containsExactlyInAnyOrderElementsOf(tests);
  }
}
