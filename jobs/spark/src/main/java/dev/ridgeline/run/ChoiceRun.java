package dev.ridgeline.run;

import dev.ridgeline.answer.Progress;
import dev.ridgeline.answer.TextTable;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.pareto.ChoiceSettings;
import dev.ridgeline.pareto.ChoiceTables;
import dev.ridgeline.table.DesignSpaceSource;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Chooses the cheapest mix for each workload within latency targets, and says what would change the
 * choice: other prices, other speeds, hardware of one kind.
 *
 * @param source a sweep file or the place of a run
 * @param catalogs where the catalogs of a sweep are
 * @param workload columns whose values are chosen for separately
 * @param settings targets and uncertainty
 * @param out where the tables go; empty to print only
 * @param overwrite whether what a complete run left there may be replaced
 */
public record ChoiceRun(
    String source,
    CatalogDirectories catalogs,
    List<String> workload,
    ChoiceSettings settings,
    Optional<String> out,
    boolean overwrite) {

  private static final String CHOICES = "choices";
  private static final String MOVES = "price_moves";
  private static final String ROBUSTNESS = "robustness";
  private static final int PRINTED_ROWS = 60;

  /** Runs, and prints the choices. */
  public void execute(Optional<String> master, PrintWriter print) {
    SparkSession spark = SparkSessions.open("ridgeline choose " + source, master);
    try {
      CellSource cells = CellSource.open(spark, source, catalogs);
      Dataset<Row> table = cells.tables(spark).get(CellSource.CELLS);
      ChoiceTables tables =
          SqlErrors.located("choose", () -> ChoiceTables.of(spark, table, workload, settings));
      Optional<RunDirectory> target = RunDirectory.other(spark, out, source);
      Optional<RunLock> lock =
          target.map(directory -> directory.claim(overwrite, manifest(spark, cells)));
      try {
        Progress progress =
            Progress.follow(spark, DesignSpaceSource.cellsOf(table.where(settings.where())), 0);
        Dataset<Row> choices = sorted(tables.choices()).cache();
        choices.count();
        progress.end(spark);
        Dataset<Row> moves = sorted(tables.moves(), "accelerator", "price_factor").cache();
        Dataset<Row> robustness = sorted(tables.robustness(), "mix").cache();
        print(spark, choices, moves, print);
        target.ifPresent(
            directory -> {
              SweepJob.write(choices.coalesce(1), directory.table(CHOICES));
              SweepJob.write(moves.coalesce(1), directory.table(MOVES));
              SweepJob.write(robustness.coalesce(1), directory.table(ROBUSTNESS));
              directory.complete(manifest(spark, cells));
              print.printf(
                  "Parquet: %s, tables %s, %s, %s%n", directory, CHOICES, MOVES, ROBUSTNESS);
            });
        print.flush();
      } finally {
        lock.ifPresent(RunLock::close);
      }
    } finally {
      spark.stop();
    }
  }

  private static RunManifest manifest(SparkSession spark, CellSource cells) {
    return cells.manifest(spark, List.of(CHOICES, MOVES, ROBUSTNESS));
  }

  private Dataset<Row> sorted(Dataset<Row> table, String... last) {
    Column[] order =
        Stream.of(workload.stream(), ChoiceTables.TARGET_COLUMNS.stream(), Arrays.stream(last))
            .flatMap(names -> names)
            .map(functions::col)
            .toArray(Column[]::new);
    return table.orderBy(order);
  }

  private void print(
      SparkSession spark, Dataset<Row> choices, Dataset<Row> moves, PrintWriter print) {
    choices.createOrReplaceTempView(CHOICES);
    moves.createOrReplaceTempView(MOVES);
    List<String> shown = new ArrayList<>(workload);
    if (settings.targets().size() > 1) {
      shown.addAll(ChoiceTables.TARGET_COLUMNS);
    }
    String names = shown.stream().map(name -> name + ", ").collect(Collectors.joining());
    print.printf("%nCheapest mix for each workload:%n%n");
    print.print(
        TextTable.of(
            spark.sql(
                """
                SELECT %1$s mix, format_number(dollars_per_request * 1000, 3) AS dollars_per_1k_requests,
                       format_number(ttft_s, 2) AS ttft_s, format_number(tpot_s * 1000, 1) AS tpot_ms,
                       homogeneous_mix, format_number(homogeneous_regret, 2) AS regret,
                       format_number(pooled_regret, 2) AS pooled_regret,
                       format_number(share_of_draws * 100, 0) AS robust_percent, cell
                FROM choices"""
                    .formatted(names)),
            PRINTED_ROWS));
    print.printf(
        "%nregret: how many times as much the cheapest of one kind of accelerator costs; pooled_regret,"
            + " of one pool for both phases. robust_percent: in%nhow many of %,d draws of all prices"
            + " and speeds it stays the cheapest. - where nothing meets the targets.%n",
        settings.draws());
    print.printf("%nWhat a price changes, where it changes the mix:%n%n");
    print.print(
        TextTable.of(
            spark.sql(
                """
                SELECT %1$s accelerator, price_factor, mix AS mix_then,
                       format_number(dollars_factor, 3) AS dollars_factor, cell
                FROM price_moves WHERE is_other_mix"""
                    .formatted(names)),
            PRINTED_ROWS));
    print.println();
    print.flush();
  }
}
