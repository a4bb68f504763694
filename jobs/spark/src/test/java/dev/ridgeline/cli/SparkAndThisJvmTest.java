package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.evaluate.CellCondition;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.CellScan;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.Sweep;
import dev.ridgeline.testing.FileHashes;
import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this JVM does without Spark is what Spark does: the same bytes, and the same words. */
class SparkAndThisJvmTest {

  private static final String SPARK = "--master=local[2]";

  /** Conditions of the simple part of SQL, with unknown values on both sides of AND and OR. */
  private static final List<String> CONDITIONS =
      List.of(
          "status = 'OK' AND ttft_s <= 2",
          "NOT (ttft_s > 1e-1 OR tpot_s < 0.03D)",
          "ttft_s > 1 OR status <> 'OK'",
          "ttft_s > 1 AND status <> 'OK'",
          "NOT (ttft_s > 1 AND status != 'OK')",
          "batch IN (8, 64.0) AND model NOT IN ('gpt-3-175b')",
          "NOT batch BETWEEN 2 AND 64 OR link IS NOT NULL",
          "Batch NOT BETWEEN 2 AND 64 and LINK is null",
          "link = 'ib-ndr-400' OR FALSE",
          "NOT link = 'ib-xdr-800'",
          "link NOT IN ('x') AND TRUE",
          "dollars_per_request < .01 AND cell >= -1");

  @TempDir private static Path directory;
  private static Path sweep;

  @BeforeAll
  static void writeASweep() {
    sweep = TestSweep.small(directory);
  }

  private static CommandLineRun run(String command, String... options) {
    return runOf(sweep, command, options);
  }

  private static CommandLineRun runOf(Path source, String command, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    arguments.add(source.toString());
    arguments.add(CommandLineRun.CATALOGS);
    arguments.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isIn(0, Main.NOT_MET);
    return run;
  }

  /** Files by their path and hash. The manifest says when the run was made. */
  private static Map<String, String> files(Path run) throws IOException {
    Map<String, String> files = new TreeMap<>(FileHashes.below(run));
    files.keySet().removeIf(file -> file.contains("run.json"));
    return files;
  }

  /** What was printed, without names of places, times and speeds. */
  private static String words(CommandLineRun run) {
    return run.out()
        .lines()
        .filter(line -> !line.startsWith("Done in "))
        .map(line -> line.replaceAll("(spark|here)-(run|choices|frontiers)", "$2"))
        .map(line -> line.replaceAll(", in [0-9.]+ s, of [0-9,]+ cells$", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aSweepLeavesTheSameBytesAndTheSameAnswer() throws IOException {
    Path bySpark = directory.resolve("spark-run");
    Path here = directory.resolve("here-run");
    CommandLineRun one = run("sweep", SPARK, "--out=" + bySpark);
    CommandLineRun other = run("sweep", "--out=" + here);
    assertThat(files(here)).hasSizeGreaterThan(13).isEqualTo(files(bySpark));
    assertThat(words(other)).contains("Cheapest cell").isEqualTo(words(one));
    assertThat(run("sweep", "--out=" + here, "--overwrite").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ttft=0.02s,10s --where=status='OK' --workload=model,batch",
        "--candidates=b200,b200>gaudi3 --objective=max output_tokens_per_s_per_user"
            + " --max=dollars_per_request=0.001 --percentile=90"
      })
  void choicesAreTheSame(String options) throws IOException {
    Path bySpark = directory.resolve("spark-choices");
    Path here = directory.resolve("here-choices");
    String[] asked = options.split(" (?=--)");
    CommandLineRun one = run("choose", with(asked, SPARK, "--out=" + bySpark, "--overwrite"));
    CommandLineRun other = run("choose", with(asked, "--out=" + here, "--overwrite"));
    assertThat(files(here)).isNotEmpty().isEqualTo(files(bySpark));
    assertThat(words(other)).isEqualTo(words(one));
    assertThat(other.code()).isEqualTo(one.code());
  }

  /** Where a fleet counts sessions, turns keep the target: of fleets, and of budgets of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ttft=10s --objective=min fleet_accelerators --workload=fleet",
        "--ttft=1ms --objective=min fleet_accelerators --workload=fleet",
        "--ttft=2s,10s --max=fleet_accelerators=200 --workload=fleet,kv_policy"
      })
  void choicesOfFleetsOfSessionsAreTheSame(String options) throws IOException {
    Path agents =
        TestSweep.write(
            directory,
            "agents.yaml",
            TestSweep.TINY.replace("name: tiny", "name: agents").replace("chat", "coding")
                + "  kvPolicies: [lru, best]\n"
                + "  sessions: [batch, 8, 512]\n"
                + "  fleets: [{sessions: 500}, {users: 500}]\n");
    Path bySpark = directory.resolve("spark-choices");
    Path here = directory.resolve("here-choices");
    String[] asked = options.split(" (?=--)");
    CommandLineRun one =
        runOf(agents, "choose", with(asked, SPARK, "--out=" + bySpark, "--overwrite"));
    CommandLineRun other = runOf(agents, "choose", with(asked, "--out=" + here, "--overwrite"));
    assertThat(words(other)).isEqualTo(words(one));
    assertThat(files(here)).isNotEmpty().isEqualTo(files(bySpark));
    assertThat(other.code()).isEqualTo(one.code());
  }

  /** Undominated sides, a condition on computed columns, and a request with layers and ties. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ties=collapse",
        "--where=status = 'OK' AND ttft_s <= 2 --group-by=model,quantization,batch"
            + " --objectives=min dollars_per_task,max output_tokens_per_s_per_user --ties=keep --layers=2",
      })
  void frontiersAreTheSame(String options) throws IOException {
    Path bySpark = directory.resolve("spark-frontiers");
    Path here = directory.resolve("here-frontiers");
    String[] asked = options.split(" (?=--)");
    CommandLineRun one = run("frontier", with(asked, SPARK, "--out=" + bySpark, "--overwrite"));
    CommandLineRun other = run("frontier", with(asked, "--out=" + here, "--overwrite"));
    assertThat(files(here)).hasSizeGreaterThan(3).isEqualTo(files(bySpark));
    assertThat(words(other)).contains("knee").isEqualTo(words(one));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void theExplainedCellIsTheSame() {
    for (String option : List.of("--best", "--where=tier = 'none'")) {
      String where = "--where=model = 'llama-3.1-8b' AND batch > 1";
      String[] asked =
          option.equals("--best") ? new String[] {option, where} : new String[] {option};
      assertThat(run("explain", asked).out()).isEqualTo(run("explain", with(asked, SPARK)).out());
    }
  }

  @Test
  void simpleConditionsLeaveTheCellsThatSqlLeaves() {
    DesignSpace space = Sweep.read(sweep, CatalogDirectories.of(TestSweep.CATALOGS)).space();
    List<Long> counts = new ArrayList<>();
    for (String sql : CONDITIONS) {
      CellCondition condition = CellCondition.parse(sql).orElseThrow();
      counts.add(
          CellScan.of(space, condition.columns(), () -> new Count(condition)).stream()
              .mapToLong(count -> count.cells)
              .sum());
    }
    String query =
        CONDITIONS.stream()
            .map("count_if(%s)"::formatted)
            .collect(Collectors.joining(", ", "SELECT concat_ws(' ', ", ") AS counts FROM cells"));
    assertThat(run("sql", SPARK, "--format=csv", query).out().lines().skip(1).findFirst())
        .contains(counts.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    assertThat(counts).doesNotContain(0L, (long) TestSweep.SMALL_CELLS);
  }

  private static final class Count implements CellScan.Sink {

    private final CellCondition condition;
    private long cells;

    Count(CellCondition condition) {
      this.condition = condition;
    }

    @Override
    public void take(CellResult cell, Axis<?> changed) {
      cells += condition.test(cell) ? 1 : 0;
    }
  }
}
