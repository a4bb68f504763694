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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a user gets wrong, the answer is exit code 2 and a message that says where, what, and
 * what to do: never a stack trace, and nothing is written.
 */
class WrongInputTest {

  private static final String CATALOGS = CommandLineRun.CATALOGS;
  private static final String LOCAL = "--master=local[1]";

  @TempDir private static Path directory;
  private static Path sweep;
  private static Path run;

  @BeforeAll
  static void runASweep() {
    sweep = TestSweep.tiny(directory);
    run = directory.resolve("run");
    CommandLineRun done =
        CommandLineRun.of("sweep", sweep.toString(), CATALOGS, LOCAL, "--out=" + run);
    assertThat(done.err()).doesNotContain("Exception");
    assertThat(done.code()).isZero();
  }

  static Stream<Arguments> mistakesInASweep() {
    return Stream.of(
        Arguments.of(
            "h100-sxm",
            "h10-sxm",
            "/axes/hardware/0/colocated/0: unknown accelerator 'h10-sxm' (line 6).",
            "Maybe you meant 'h100-sxm'."),
        Arguments.of(
            "llama-3.1-8b", "llama-3.1-8", "/axes/models/0", "Maybe you meant 'llama-3.1-8b'."),
        Arguments.of(
            "workflows:",
            "workflow:",
            "/axes/workflow: unknown field 'workflow' (line 8).",
            "Maybe you meant 'workflows'."),
        Arguments.of("4096", "0", "/axes/batch/2", "from 1 to 1e8 sequences"),
        Arguments.of("4096", "8", "/axes/batch/2: is a second '8' (line 9).", "once"),
        Arguments.of("4096", "many", "/axes/batch/2", "many"),
        Arguments.of("[fp8]", "[]", "/axes/quantizations: is empty", "at least one"),
        Arguments.of("name: tiny", "name: Tiny Sweep", "/name", "lower-case"),
        Arguments.of(
            "batch:",
            "speculation: [{method: mtq, drafts: 1}]\n  batch:",
            "/axes/speculation/0/method: unknown method 'mtq' (line 9).",
            "Maybe you meant 'mtp'."),
        Arguments.of(
            "batch:",
            "speculation: [{method: mtp, drafts: 0}]\n  batch:",
            "/axes/speculation/0/drafts: is '0' (line 9).",
            ""),
        Arguments.of(
            "batch:",
            "fleets: [{watts: 1 kW, accelerators: 8}]\n  batch:",
            "/axes/fleets/0: must have one of",
            "'dollarsPerHour'"),
        Arguments.of(
            "batch:",
            "fleets: [{dollarsPerHour: -1}]\n  batch:",
            "/axes/fleets/0/dollarsPerHour: is '-1' (line 9).",
            "from 1e-6 to 1e12 dollars an hour"),
        Arguments.of(
            "batch:",
            "ownership: [{label: me, years: 4, dollarsPerKilowattHour: 0.1, utilization: 0}]\n  batch:",
            "/axes/ownership/0/utilization: is '0' (line 9).",
            "a share from 1e-6 to 1"),
        Arguments.of(
            "batch:",
            "kvPolicies: [hodl]\n  batch:",
            "/axes/kvPolicies/0: unknown value 'hodl' (line 9).",
            "Maybe you meant 'hold'."),
        Arguments.of(
            "batch:",
            "contextTokens: [scaled-100]\n  batch:",
            "/axes/contextTokens/0: is 'scaled-100', less than what workflow 'chat' generates",
            ""),
        Arguments.of(
            "- colocated: [h100-sxm]",
            "- {prefill: [h100-sxm], ffn: [h100-sxm], link: [ib-ndr-400]}",
            "/axes/hardware/0: lacks 'attention'",
            "'prefill', 'attention', 'ffn' and 'link'"),
        Arguments.of("[{tp: 1}]", "[{tp: 1, pp: 0}]", "/axes/parallelism/0", "from 1 to 4096 ways"),
        Arguments.of("[chat]", "[chat", "(line", "]"));
  }

  @ParameterizedTest
  @MethodSource("mistakesInASweep")
  void mistakeInASweepIsLocatedBeforeAnythingRuns(
      String right, String wrong, String place, String advice) {
    Path mistaken =
        TestSweep.write(directory, "mistaken.yaml", TestSweep.TINY.replace(right, wrong));
    Path out = directory.resolve("not-there");
    for (String[] command :
        List.of(
            new String[] {"validate", mistaken.toString(), CATALOGS},
            new String[] {"explain", mistaken.toString(), CATALOGS, "--cell=0"},
            new String[] {"sweep", mistaken.toString(), CATALOGS, LOCAL, "--out=" + out})) {
      CommandLineRun refused = CommandLineRun.of(command);
      assertRefused(refused);
      assertThat(refused.err()).startsWith(mistaken + ": ").contains(place).contains(advice);
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    Path mistaken =
        TestSweep.write(
            directory,
            "mistaken.yaml",
            TestSweep.TINY.replace("fp8", "fp9").replace("chat", "chatt").replace("4096", "-1"));
    CommandLineRun refused = CommandLineRun.of("validate", mistaken.toString(), CATALOGS);
    assertRefused(refused);
    assertThat(refused.err())
        .startsWith(mistaken + ": 3 problems")
        .contains("/axes/quantizations/0", "/axes/workflows/0", "/axes/batch/2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"validate", "explain --cell=0", "sweep --master=local[1]"})
  void sweepThatIsNotThereIsNamed(String command) {
    Path nowhere = directory.resolve("nowhere.yaml");
    CommandLineRun refused =
        CommandLineRun.of((command + " " + CATALOGS + " " + nowhere).split(" "));
    assertRefused(refused);
    assertThat(refused.err()).startsWith(nowhere + ": 1 problem").contains("does not exist");
  }

  @Test
  void directoryIsNoSweep() {
    CommandLineRun refused = CommandLineRun.of("validate", directory.toString(), CATALOGS);
    assertRefused(refused);
    assertThat(refused.err()).startsWith(directory + ": 1 problem");
  }

  @Test
  void directoryWithoutCatalogsIsNamed() {
    CommandLineRun refused =
        CommandLineRun.of("validate", sweep.toString(), "--catalogs=" + directory.resolve("none"));
    assertRefused(refused);
    assertThat(refused.err()).contains("none").contains("is not a directory of catalogs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "6", "9223372036854775807"})
  void cellThatIsNotThereIsAnsweredWithThoseThatAre(String cell) {
    CommandLineRun refused =
        CommandLineRun.of("explain", sweep.toString(), CATALOGS, "--cell=" + cell);
    assertRefused(refused);
    assertThat(refused.err())
        .startsWith(sweep + ": 1 problem")
        .contains("has no cell " + cell + ". Allowed: 0 to 5.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swep x",
        "sweep",
        "sweep x --partitions=many",
        "sweep x --outt=y",
        "validate",
        "validate x --cell=1",
        "validate x y",
        "explain x",
        "explain x --cell=first",
        "sql x",
        "sql x y --rows=all",
        "sql x y --out=z",
        "--unknown",
      })
  void commandThatIsNoneIsAnsweredWithWhatIs(String command) {
    CommandLineRun refused = CommandLineRun.of(command.split(" "));
    assertRefused(refused);
    assertThat(refused.err())
        .containsPattern("See 'ridgeline.* --help'|Possible solutions: |Did you mean: ridgeline ");
    assertThat(refused.err().lines().count()).as("lines, with the error in view").isLessThan(20);
  }

  static Stream<Arguments> wrongQueries() {
    return Stream.of(
        Arguments.of("SELECT * FROM cell", "Maybe you meant 'cells'."),
        Arguments.of("SELECT model, count(*) FROM cells", "GROUP BY"),
        Arguments.of("SELECT nosuchfunction(model) FROM cells", "nosuchfunction"),
        Arguments.of("", "query"));
  }

  @ParameterizedTest
  @MethodSource("wrongQueries")
  void wrongQueryIsExplained(String query, String advice) {
    CommandLineRun refused = CommandLineRun.of("sql", LOCAL, run.toString(), query);
    assertRefused(refused);
    assertThat(refused.err()).contains("query: 1 problem").contains(advice);
  }

  @Test
  void placeWithoutACompleteRunIsNamed() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    for (Path place : List.of(empty, directory.resolve("nowhere"))) {
      CommandLineRun refused = CommandLineRun.of("sql", LOCAL, place.toString(), "SELECT 1");
      assertRefused(refused);
      assertThat(refused.err()).startsWith(place + ": 1 problem").contains("holds no complete run");
    }
  }

  /** A query can be right and yet fail on what it meets. */
  @Test
  void queryThatFailsOnARowIsToldInOneLine() {
    CommandLineRun failed =
        CommandLineRun.of("sql", LOCAL, run.toString(), "SELECT cast(model AS INT) FROM cells");
    assertThat(failed.code()).isNotZero();
    assertThat(failed.err()).contains("llama-3.1-8b");
    assertThat(failed.err()).doesNotContain("\tat ");
  }

  /** The whole answer is a short message on the standard error. */
  private static void assertRefused(CommandLineRun refused) {
    assertThat(refused.err()).isNotBlank().doesNotContain("\tat ", "Exception");
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.out()).doesNotContain("Cheapest", "is valid");
  }
}
