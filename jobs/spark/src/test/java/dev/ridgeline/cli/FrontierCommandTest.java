package dev.ridgeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.testing.TestSweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frontiers from the command line, of a sweep as it is and of the run that it makes. */
class FrontierCommandTest {

  private static final String CATALOGS = CommandLineRun.CATALOGS;
  private static final String LOCAL = "--master=local[2]";
  private static final String POINTS =
      "SELECT cell, layer, knee, hardware FROM (SELECT *, concat(prefill, decode) AS hardware FROM"
          + " frontier) ORDER BY cell";

  @TempDir private static Path directory;
  private static Path sweep;
  private static Path run;

  @BeforeAll
  static void sweep() {
    sweep = TestSweep.small(directory);
    run = directory.resolve("run");
    assertThat(CommandLineRun.of("sweep", sweep.toString(), CATALOGS, LOCAL, "--out=" + run).code())
        .isZero();
  }

  @Test
  void aSweepAndTheRunThatItMakesHaveTheSameFrontiers() {
    Path live = directory.resolve("live");
    Path written = directory.resolve("written");
    CommandLineRun ofSweep =
        CommandLineRun.of(
            "frontier", sweep.toString(), CATALOGS, LOCAL, "--out=" + live, "--layers=2");
    CommandLineRun ofRun =
        CommandLineRun.of("frontier", run.toString(), LOCAL, "--out=" + written, "--layers=2");
    assertThat(ofSweep.code()).as(ofSweep.err()).isZero();
    assertThat(ofRun.code()).as(ofRun.err()).isZero();
    assertThat(ofSweep.out())
        .contains("4,800 cells")
        .containsPattern(
            "[\\d,]+ points on the frontiers of \\d+ groups, in [\\d.]+ s, of 4,800 cells");
    assertThat(ofRun.out())
        .containsPattern("points on the frontiers of \\d+ groups, in [\\d.]+ s\\R");

    CommandLineRun one = CommandLineRun.of("sql", LOCAL, live.toString(), POINTS, "--rows=10000");
    CommandLineRun other =
        CommandLineRun.of("sql", LOCAL, written.toString(), POINTS, "--rows=10000");
    assertThat(one.out()).isEqualTo(other.out()).contains("b200").contains("true");
    CommandLineRun axes =
        CommandLineRun.of(
            "sql",
            LOCAL,
            live.toString(),
            "SELECT axis, sum(share) AS whole FROM frontier_axes GROUP BY axis HAVING abs(whole - 1) > 1e-9");
    assertThat(axes.out().lines()).hasSize(1);
    CommandLineRun groups =
        CommandLineRun.of(
            "sql",
            LOCAL,
            live.toString(),
            "SELECT model, points, hypervolume FROM frontier_groups");
    assertThat(groups.out()).contains("llama-3.1-8b");
  }

  @Test
  void saysHowFarCellsAreBehindTheFrontier() throws Exception {
    Path out = directory.resolve("distances");
    CommandLineRun run =
        CommandLineRun.of(
            "frontier",
            sweep.toString(),
            CATALOGS,
            LOCAL,
            "--where=status = 'OK' AND efficiency = 'calibrated'",
            "--distance-of=status = 'OK' AND decode = 'h100-sxm' AND batch = 8",
            "--out=" + out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("Distance of cells from the frontier, farthest first:");
    CommandLineRun farthest =
        CommandLineRun.of(
            "sql",
            LOCAL,
            out.toString(),
            "SELECT count(*) > 10 AND max(distance) > 1.5 AND count(nearest_cell) = count(*) AS far"
                + " FROM frontier_distances");
    assertThat(farthest.out()).contains("true");
    assertThat(listsItsColumns(out))
        .containsExactly(
            "columns", "frontier", "frontier_axes", "frontier_distances", "frontier_groups");
    refuses("unresolved column", "--distance-of: 1 problem", "--distance-of=decode = h100");
  }

  @Test
  void aSweepIsQueriedAsItIs() {
    CommandLineRun answer =
        CommandLineRun.of(
            "sql",
            sweep.toString(),
            CATALOGS,
            LOCAL,
            "SELECT c.cell, c.status, a.name FROM cells c JOIN accelerators a ON a.id = c.decode"
                + " WHERE c.cell = 4799");
    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("4799").contains("Gaudi 3");
  }

  @Test
  void sqlHasFrontiersAsATableFunction() {
    String function =
        "SELECT count(*) AS points, min(cell) AS first FROM frontier('cells', 'min"
            + " dollars_per_request, min tpot_s', 'model, workflow', \"status = 'OK' AND ttft_s < 5\")";
    String byHand =
        "SELECT count(*) AS points, min(cell) AS first FROM cells c WHERE status = 'OK' AND ttft_s < 5 AND NOT EXISTS"
            + " (SELECT 1 FROM cells o WHERE o.model = c.model AND o.workflow = c.workflow AND"
            + " o.status = 'OK' AND o.ttft_s < 5 AND o.dollars_per_request <="
            + " c.dollars_per_request AND o.tpot_s <= c.tpot_s AND (o.dollars_per_request <"
            + " c.dollars_per_request OR o.tpot_s < c.tpot_s OR o.cell < c.cell))";
    CommandLineRun live = CommandLineRun.of("sql", sweep.toString(), CATALOGS, LOCAL, function);
    assertThat(live.code()).as(live.err()).isZero();
    assertThat(live.out())
        .isEqualTo(CommandLineRun.of("sql", run.toString(), LOCAL, function).out())
        .isEqualTo(CommandLineRun.of("sql", run.toString(), LOCAL, byHand).out());
    CommandLineRun wrong =
        CommandLineRun.of("sql", run.toString(), LOCAL, "SELECT * FROM frontier('cells', 1)");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("takes texts, not 1");
  }

  @Test
  void chooseSaysWhatIsCheapestAndWhatWouldChangeThat() throws Exception {
    Path out = directory.resolve("choices");
    CommandLineRun chosen =
        CommandLineRun.of(
            "choose",
            sweep.toString(),
            CATALOGS,
            LOCAL,
            "--ttft=2,10",
            "--tpot=0.05",
            "--draws=50",
            "--out=" + out);
    assertThat(chosen.code()).as(chosen.err()).isIn(0, Main.NOT_MET);
    assertThat(chosen.out().replaceAll("\\s+", " "))
        .contains("Cheapest mix for each workload:")
        .contains(", tariff on-demand, target_ttft_s 10, target_tpot_s 0.05:")
        .contains("Moved prices that change the mix:");
    assertThat(chosen.out().lines().takeWhile(line -> !line.startsWith("Parquet: ")))
        .allMatch(line -> line.length() <= 80);
    CommandLineRun answer =
        CommandLineRun.of(
            "sql",
            LOCAL,
            out.toString(),
            "SELECT count(*) > 0 AND count(DISTINCT target_ttft_s) = 2 AS some"
                + " FROM choices JOIN robustness USING (model, mix, target_ttft_s)");
    assertThat(answer.out()).contains("true");
    assertThat(listsItsColumns(out))
        .containsExactly("choices", "columns", "price_moves", "robustness");
    CommandLineRun csv =
        CommandLineRun.of(
            "choose", run.toString(), LOCAL, "--draws=5", "--format=csv", "--table=price_moves");
    assertThat(csv.code()).as(csv.err()).isIn(0, Main.NOT_MET);
    assertThat(csv.out()).startsWith("model,workflow,context,tariff,target_ttft_s,");
    CommandLineRun wrong =
        CommandLineRun.of("choose", sweep.toString(), CATALOGS, LOCAL, "--price-move=1.5");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("--price-move")
        .contains("is 1.5. Allowed: a share between 0 and 1.");
    CommandLineRun never =
        CommandLineRun.of("choose", sweep.toString(), CATALOGS, LOCAL, "--ttft=2,0");
    assertThat(never.code()).isEqualTo(2);
    assertThat(never.err())
        .contains("--ttft")
        .contains("is '0', which is 0 s. Allowed for a time to first token");
  }

  /** No cell has a TPOT of 10 us, so each workload is a row with what comes nearest. */
  @Test
  void chooseSaysWhatComesNearestWhereNothingMeetsTheTargets() throws Exception {
    Path out = directory.resolve("misses");
    CommandLineRun missed =
        CommandLineRun.of(
            "choose",
            run.toString(),
            CATALOGS,
            LOCAL,
            "--ttft=none",
            "--tpot=10us",
            "--draws=5",
            "--objective=min tpot_s",
            "--candidates=b200, h200-sxm",
            "--out=" + out);
    assertThat(missed.code()).as(missed.err()).isEqualTo(3);
    assertThat(missed.out()).contains("Candidates by min tpot_s:");
    assertThat(listsItsColumns(out)).containsExactly("columns", "ranking");
    CommandLineRun byHand =
        CommandLineRun.of(
            "sql",
            run.toString(),
            LOCAL,
            "SELECT decode, round(min(tpot_s) / 1e-5, 6) AS factor FROM cells"
                + " WHERE link IS NULL AND decode IN ('b200', 'h200-sxm')"
                + " AND tpot_s IS NOT NULL GROUP BY model, workflow, context, tariff, decode, tier"
                + " ORDER BY ALL");
    CommandLineRun ranked =
        CommandLineRun.of(
            "sql",
            out.toString(),
            LOCAL,
            "SELECT split(mix, ',')[0] AS decode, round(missed_factor, 6) AS factor FROM ranking"
                + " WHERE missed_column = 'tpot_s' AND NOT is_within ORDER BY ALL");
    assertThat(ranked.out()).isEqualTo(byHand.out());
    CommandLineRun choices =
        CommandLineRun.of(
            "choose", run.toString(), LOCAL, "--tpot=10us", "--draws=5", "--format=csv");
    assertThat(choices.code()).isEqualTo(3);
    assertThat(choices.out()).contains("nearest_mix", "tpot_s,");
  }

  @Test
  void wrongInputIsOneErrorAndNothingIsWritten() {
    Path out = directory.resolve("nothing");
    refuses(
        "unresolved column", "--objectives: 1 problem", "--objectives=min dolars", "--out=" + out);
    refuses("no sense", "Allowed: 'min' or 'max'", "--objectives=dollars_per_request");
    refuses("no condition", "--where: 1 problem", "--where=status =", "--out=" + out);
    refuses("epsilon", "--epsilon", "--epsilon=-1");
    refuses("layers", "Allowed: 1 to 100", "--layers=0");
    refuses("too many layers", "--layers", "--layers=101");
    refuses("chance", "another value each time it is read", "--objectives=min rand()");
    assertThat(out).doesNotExist();
    CommandLineRun self =
        CommandLineRun.of("frontier", run.toString(), LOCAL, "--out=" + run, "--overwrite");
    assertThat(self.code()).isEqualTo(2);
    assertThat(self.err()).contains("is the run that is read");
    assertThat(run.resolve("run.json")).exists();
    CommandLineRun nowhere =
        CommandLineRun.of("frontier", directory.resolve("no").toString(), LOCAL);
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("holds no complete run");
  }

  private static void refuses(String what, String message, String... options) {
    String[] command = new String[4 + options.length];
    command[0] = "frontier";
    command[1] = sweep.toString();
    command[2] = CATALOGS;
    command[3] = LOCAL;
    System.arraycopy(options, 0, command, 4, options.length);
    CommandLineRun refused = CommandLineRun.of(command);
    assertThat(refused.code()).as(what + refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
  }

  /** Names of the tables of a run, each of whose files has the columns that the run lists. */
  private static List<String> listsItsColumns(Path run) throws IOException, SQLException {
    List<String> tables;
    try (Stream<Path> folders = Files.list(run).filter(Files::isDirectory)) {
      tables = folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      for (String table : tables) {
        String listed =
            "SELECT column_name FROM '%s/columns/*.parquet' WHERE table_name = '%s'"
                .formatted(run, table);
        String written =
            "SELECT column_name FROM (DESCRIBE SELECT * FROM '%s/%s/*.parquet')"
                .formatted(run, table);
        assertThat(names(duckDb, listed)).as(table).isEqualTo(names(duckDb, written));
      }
    }
    return tables;
  }

  private static List<String> names(Connection duckDb, String query) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      while (answer.next()) {
        names.add(answer.getString(1));
      }
    }
    return names;
  }
}
