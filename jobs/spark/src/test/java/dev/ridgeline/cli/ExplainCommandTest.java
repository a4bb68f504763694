package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Finding a cell by number, by what it is, or by being the best; in a sweep and in a run. */
class ExplainCommandTest {

  private static final String CATALOGS = CommandLineRun.CATALOGS;
  private static final String LOCAL = "--master=local[1]";

  /** Batch 1 is dearest, 64 cheapest within the target, 4096 does not fit; contexts mean, peak. */
  private static final String TINY =
      """
      name: tiny
      axes:
        models: [llama-3.1-8b]
        quantizations: [fp8]
        hardware:
          - colocated: [h100-sxm]
        parallelism: [{tp: 1}]
        workflows: [chat]
        batch: [1, 8, 64, 4096]
      targets: {tpotSeconds: 50 ms}
      """;

  @TempDir private static Path directory;
  private static String sweep;
  private static String run;

  @BeforeAll
  static void runASweep() {
    sweep = TestSweep.write(directory, "tiny.yaml", TINY).toString();
    run = directory.resolve("run").toString();
    CommandLineRun done = CommandLineRun.of("sweep", sweep, CATALOGS, LOCAL, "--out=" + run);
    assertThat(done.code()).as(done.err()).isZero();
  }

  private static CommandLineRun explain(String source, String... options) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("explain", source, CATALOGS, LOCAL), Stream.of(options))
            .toArray(String[]::new));
  }

  static List<String> sources() {
    return List.of(sweep, run);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aCellIsFoundByItsNumber(String source) {
    CommandLineRun found = explain(source, "--cell=2");
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out())
        .startsWith("Cell 2: OK")
        .contains("batch 64", "Decode step, total")
        .doesNotContain("cf_bytes_per_request");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void aCellIsFoundByWhatItIs(String source) {
    CommandLineRun found = explain(source, "--where=batch = 8 AND context = 'mean'");
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out()).startsWith("Cell 1: OK");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void ofSeveralCellsTheFirstIsTaken(String source) {
    CommandLineRun found = explain(source, "--where=status = 'DOES_NOT_FIT'");
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out())
        .startsWith("2 cells match, and this is the first.")
        .contains("Cell 3: DOES_NOT_FIT", "lacks", "it takes");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void theBestIsTheCheapestWithinTheTargets(String source) {
    CommandLineRun best = explain(source, "--best");
    assertThat(best.code()).as(best.err()).isZero();
    CommandLineRun asked =
        CommandLineRun.of(
            "sql",
            run,
            LOCAL,
            "SELECT min(struct(dollars_per_request, cell)).cell AS best FROM cells"
                + " WHERE status = 'OK' AND tpot_s <= 0.05");
    String cell = asked.out().lines().skip(1).findFirst().orElseThrow().strip();
    assertThat(best.out())
        .contains("The cell with the cheapest request, of 6 cells", "tpot_s <= 0.05")
        .contains("Cell " + cell + ": OK");

    CommandLineRun among = explain(source, "--best", "--where=batch < 64 AND context = 'peak'");
    assertThat(among.out()).contains("batch 8", "context peak");
  }

  @Test
  void columnsComeOnRequest() {
    CommandLineRun found = explain(sweep, "--cell=2", "--columns");
    assertThat(found.out()).contains("cf_bytes_per_request", "dollars_per_task");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(sweep, "--where=bach = 64", "--where: 1 problem", "`bach` cannot be resolved"),
        Arguments.of(run, "--where=batch = = 64", "--where: 1 problem", "Syntax error"),
        Arguments.of(run, "--where=batch = 63", "--where: 1 problem", "no cell has batch = 63"),
        Arguments.of(run, "--cell=8", "1 problem", "has no cell 8. Allowed: 0 to 7."),
        Arguments.of(sweep, "--best --where=batch=4096", "--best: 1 problem", "of 2 cells none"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void whatIsNotThereIsSaid(String source, String options, String place, String message) {
    String[] words = options.startsWith("--best") ? options.split(" ") : new String[] {options};
    CommandLineRun refused = explain(source, words);
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains(place, message).doesNotContain("\tat ", "Exception");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void aCellIsChosenInOneWay() {
    assertThat(explain(sweep).code()).isEqualTo(2);
    CommandLineRun both = explain(sweep, "--cell=1", "--best");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--cell", "--best");
    CommandLineRun nowhere = explain(directory.resolve("nowhere").toString(), "--best");
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("holds no complete run");
  }

  @Test
  void aRunOfOtherCatalogsIsNotExplainedByThese() throws IOException {
    Path further = Files.createDirectories(directory.resolve("further/workflows"));
    String chat = Files.readString(TestSweep.CATALOGS.resolve("workflows/chat.yaml"));
    Files.writeString(further.resolve("chat.yaml"), chat + "\n# a change\n");
    CommandLineRun refused =
        explain(run, "--cell=0", "--catalog=" + further.getParent().toString());
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .contains("was computed from catalogs that differ", "chat", "--catalogs")
        .doesNotContain("\tat ");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void operatorsAreATableFunction(String source) {
    CommandLineRun asked =
        CommandLineRun.of(
            "sql",
            source,
            CATALOGS,
            LOCAL,
            """
            SELECT count(*) AS wrong
            FROM (SELECT cell, sum(flops) AS flops, sum(time_s) AS time_s
                  FROM operators('cells', "batch <= 64") WHERE phase = 'prefill' GROUP BY cell)
            JOIN cells USING (cell)
            WHERE abs(flops / prefill_flops - 1) > 1e-12 OR abs(time_s / prefill_step_s - 1) > 1e-12
            """);
    assertThat(asked.code()).as(asked.err()).isZero();
    assertThat(asked.out().lines().map(String::strip)).containsExactly("wrong", "0");

    CommandLineRun rows =
        CommandLineRun.of(
            "sql",
            source,
            CATALOGS,
            LOCAL,
            "SELECT DISTINCT cell, operator, precision FROM operators('cells', 'cell = 2')"
                + " WHERE phase = 'decode' AND side = 'model'");
    assertThat(rows.out()).containsPattern("2  qkv projection +fp8").contains("lm head");
  }

  static Stream<Arguments> wrongOperators() {
    return Stream.of(
        Arguments.of("operators('cells')", "takes two texts, a table and a condition"),
        Arguments.of("operators('cells', 64)", "takes texts, not 64"),
        Arguments.of("operators('cells', 'bach = 64')", "`bach`"),
        Arguments.of("operators('cell', 'true')", "Maybe you meant 'cells'."));
  }

  @ParameterizedTest
  @MethodSource("wrongOperators")
  void wrongUseOfOperatorsIsExplained(String call, String message) {
    CommandLineRun refused =
        CommandLineRun.of("sql", sweep, CATALOGS, LOCAL, "SELECT * FROM " + call);
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void operatorsOfTooManyCellsAreRefused() {
    String quickstart = TestSweep.SHIPPED.resolve("quickstart.yaml").toString();
    CommandLineRun refused =
        CommandLineRun.of(
            "sql", quickstart, CATALOGS, LOCAL, "SELECT * FROM operators('cells', 'true')");
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains("at most 10,000 cells");
  }
}
