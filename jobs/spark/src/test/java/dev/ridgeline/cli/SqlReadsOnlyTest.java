package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL from the command line reads the tables of its source, and neither reads nor writes more. */
class SqlReadsOnlyTest {

  private static final String CATALOGS = CommandLineRun.CATALOGS;
  private static final String LOCAL = "--master=local[2]";
  private static final String SECRET = "the content of a file of somebody else";

  @TempDir private static Path directory;
  private static Path sweep;
  private static Path run;
  private static Path others;

  @BeforeAll
  static void runASweep() throws IOException {
    sweep = TestSweep.tiny(directory);
    run = directory.resolve("run");
    others = Files.createDirectories(directory.resolve("others"));
    Files.writeString(others.resolve("secret.txt"), SECRET);
    CommandLineRun done =
        CommandLineRun.of("sweep", sweep.toString(), CATALOGS, LOCAL, "--out=" + run);
    assertThat(done.code()).as(done.err()).isZero();
  }

  /** Each would, if it ran, print the secret, or write, move or delete files in the folder. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM text.`%s/secret.txt`",
        "SELECT max(cell) FROM cells WHERE '1' IN (SELECT value FROM csv.`%s/secret.txt`)",
        "SELECT reflect('java.nio.file.Files', 'readString', '%s/secret.txt')",
        "SELECT * FROM frontier('text.`%s/secret.txt`', 'min cell')",
        "SELECT * FROM frontier('cells', 'min cell', '', 'EXISTS (SELECT * FROM text.`%s/secret.txt`)')",
        "SELECT * FROM frontier('cells', 'min length(reflect(1, \"%s\"))')",
        "SELECT * FROM frontier('cells', 'min cell', 'reflect(1, \"%s\")')",
        "SELECT * FROM operators('text.`%s/secret.txt`', 'true')",
        "SELECT * FROM operators('cells', 'batch IN (SELECT value FROM text.`%s/secret.txt`)')",
        "INSERT OVERWRITE DIRECTORY '%s' USING csv SELECT 1",
        "CREATE TABLE t USING csv LOCATION '%s/t' AS SELECT 1",
        "SELECT TRANSFORM (batch) USING 'touch %s/touched' AS (b) FROM cells",
        "BEGIN INSERT OVERWRITE DIRECTORY '%s' USING csv SELECT 1; END",
        "EXECUTE IMMEDIATE \"INSERT OVERWRITE DIRECTORY '%s' USING csv SELECT 1\"",
        "ADD FILE '%s/secret.txt'",
        "SELECT xpath_string('<!DOCTYPE a SYSTEM \"file://%s/secret.txt\"><a>1</a>', 'a')",
      })
  void whatReachesBeyondTheTablesIsRefused(String statement) throws IOException {
    Map<String, String> before = FileHashes.below(others);
    for (String source : List.of(run.toString(), sweep.toString())) {
      CommandLineRun refused =
          CommandLineRun.of("sql", source, CATALOGS, LOCAL, statement.formatted(others));
      assertThat(refused.code()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err())
          .contains(": 1 problem\n")
          .doesNotContain("\tat ", "Exception", SECRET);
      assertThat(refused.out()).isEmpty();
    }
    assertThat(FileHashes.below(others)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "frontier,--where",
    "frontier,--distance-of",
    "frontier,--group-by",
    "frontier,--objectives",
    "choose,--where",
    "choose,--workload",
    "explain,--where"
  })
  void optionsThatAreSqlReadNothingElse(String command, String option) {
    for (String sql :
        List.of(
            "1 = (SELECT count(*) FROM text.`" + others + "/secret.txt`)",
            "reflect('java.lang.System' || 'x') = '1'")) {
      CommandLineRun refused =
          CommandLineRun.of(
              command,
              run.toString(),
              CATALOGS,
              LOCAL,
              option,
              option.equals("--objectives") ? "min " + sql : sql);
      assertThat(refused.code()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err()).startsWith(option + ": 1 problem").doesNotContain("--allow-writes");
    }
  }

  @Test
  void whoMeansItMayWrite() throws IOException {
    Path written = directory.resolve("written");
    CommandLineRun done =
        CommandLineRun.of(
            "sql",
            run.toString(),
            LOCAL,
            "--allow-writes",
            "INSERT OVERWRITE DIRECTORY '" + written + "' USING csv SELECT max(batch) FROM cells");
    assertThat(done.code()).as(done.err()).isZero();
    try (Stream<Path> files = Files.list(written)) {
      assertThat(
              files.filter(file -> file.toString().endsWith(".csv")).map(SqlReadsOnlyTest::content))
          .containsExactly("4096\n");
    }
    CommandLineRun read =
        CommandLineRun.of(
            "sql",
            run.toString(),
            LOCAL,
            "--allow-writes",
            "SELECT * FROM text.`" + others + "/secret.txt`");
    assertThat(read.out()).contains(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPLAIN SELECT model FROM cells WHERE batch = 8",
        "DESCRIBE cells",
        "DESCRIBE QUERY SELECT model FROM cells",
        "SHOW TABLES",
        "SHOW COLUMNS FROM cells",
        "FROM cells |> WHERE batch = 8 |> SELECT model",
        "WITH x AS (SELECT model FROM cells) SELECT * FROM x, LATERAL (SELECT x.model AS y)",
        "SELECT * FROM frontier('cells', 'min dollars_per_request', 'model', \"status = 'OK'\")",
        "SELECT operator FROM operators('cells', 'cell = 0')",
        "SELECT count(*), current_user FROM cells JOIN models m ON m.id = model",
      })
  void queriesAnswer(String query) {
    CommandLineRun ofRun = CommandLineRun.of("sql", run.toString(), CATALOGS, LOCAL, query);
    assertThat(ofRun.code()).as(ofRun.err()).isZero();
    assertThat(ofRun.out().lines()).hasSizeGreaterThan(1);
  }

  /** A query can be right and yet fail on what it meets: the query is wrong, not the program. */
  static Stream<Arguments> queriesThatFailOnARow() {
    return Stream.of(
        Arguments.of("SELECT batch / (cell - cell) FROM cells", "[DIVIDE_BY_ZERO]"),
        Arguments.of("SELECT cast(model AS INT) FROM cells", "'llama-3.1-8b'"),
        Arguments.of("SELECT array(1)[batch] FROM cells", "[INVALID_ARRAY_INDEX]"),
        Arguments.of("SELECT 9223372036854775807 + batch FROM cells", "[ARITHMETIC_OVERFLOW]"),
        Arguments.of("SELECT (SELECT cell FROM cells)", "[SCALAR_SUBQUERY_TOO_MANY_ROWS]"),
        Arguments.of("SELECT raise_error(model) FROM cells", "llama-3.1-8b"),
        Arguments.of("SELECT model RLIKE concat('(', model) FROM cells", "wrong pattern"),
        Arguments.of("SELECT format_string('%d', model) FROM cells", "wrong pattern or format"));
  }

  @ParameterizedTest
  @MethodSource("queriesThatFailOnARow")
  void queriesThatFailOnARowAreWrongInput(String query, String why) {
    CommandLineRun failed = CommandLineRun.of("sql", run.toString(), LOCAL, query);
    assertThat(failed.code()).as(failed.err()).isEqualTo(2);
    assertThat(failed.err()).startsWith("query: 1 problem\n  ").contains(why);
    assertThat(failed.err().lines()).as(failed.err()).hasSize(2);
  }

  @Test
  void theOptionThatFailsOnARowIsNamed() {
    CommandLineRun failed =
        CommandLineRun.of(
            "frontier",
            sweep.toString(),
            CATALOGS,
            LOCAL,
            "--objectives=min batch / (cell - cell), min ttft_s");
    assertThat(failed.code()).as(failed.err()).isEqualTo(2);
    assertThat(failed.err()).startsWith("--objectives: 1 problem").contains("DIVIDE_BY_ZERO");
    assertThat(failed.err().lines()).as(failed.err()).hasSize(2);
  }

  /** Every query that a page shows is one that may run. */
  @Test
  void queriesOfThePagesMayRun() throws IOException {
    Pattern query = Pattern.compile("ridgeline sql (\\S+) \\\\?\\s*\"([^\"]+)\"");
    List<String> found = new ArrayList<>();
    Path root = TestSweep.CATALOGS.toAbsolutePath().normalize().getParent();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        Matcher matcher = query.matcher(Files.readString(page).replace("\\\n", "\n"));
        while (matcher.find()) {
          found.add(textOf(root, matcher.group(2)));
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(3);
    for (String text : found) {
      // Tables of runs of other commands are not those of this one, and are named by the message.
      CommandLineRun asked =
          CommandLineRun.of("sql", sweep.toString(), CATALOGS, LOCAL, "EXPLAIN " + text);
      if (asked.code() != 0) {
        assertThat(asked.err()).as(text).containsAnyOf("reads 'frontier", "reads 'checks");
      }
    }
  }

  /** The text of a query, which a page may give as the content of a file. */
  private static String textOf(Path root, String query) throws IOException {
    Matcher file = Pattern.compile("\\$\\(cat (\\S+)\\)").matcher(query);
    return file.matches() ? Files.readString(root.resolve(file.group(1))) : query;
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
