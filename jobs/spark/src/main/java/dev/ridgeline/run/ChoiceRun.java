package dev.ridgeline.run;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.analysis.Choices;
import dev.ridgeline.answer.Progress;
import dev.ridgeline.answer.TextTable;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ChosenMixColumns;
import dev.ridgeline.choice.MixShareColumns;
import dev.ridgeline.choice.PriceMoveColumns;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.table.DesignSpaceSource;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * @param query which choices
 * @param out where the tables go; empty to print only
 * @param overwrite whether what a complete run left there may be replaced
 */
public record ChoiceRun(
    String source,
    CatalogDirectories catalogs,
    ChoiceQuery query,
    Optional<String> out,
    boolean overwrite) {

  private static final int PRINTED_ROWS = 60;

  /** Runs, and prints the choices. */
  public void execute(Optional<String> master, PrintWriter print) {
    SparkSession spark = SparkSessions.open("ridgeline choose " + source, master);
    try {
      CellSource cells = CellSource.open(spark, source, catalogs);
      Dataset<Row> table = cells.tables(spark).get(CellSource.CELLS);
      Choices tables = SqlErrors.located("choose", () -> Choices.of(spark, table, query));
      Optional<RunDirectory> target = RunDirectory.other(spark, out, source);
      Optional<RunLock> lock =
          target.map(directory -> directory.claim(overwrite, manifest(spark, cells)));
      try {
        Progress progress =
            Progress.follow(spark, DesignSpaceSource.cellsOf(table.where(query.where())), 0);
        Dataset<Row> choices = sorted(tables.choices()).cache();
        choices.count();
        progress.end(spark);
        Dataset<Row> moves =
            sorted(
                    tables.moves(),
                    PriceMoveColumns.ACCELERATOR.name(),
                    PriceMoveColumns.PRICE_FACTOR.name())
                .cache();
        Dataset<Row> robustness = sorted(tables.robustness(), MixShareColumns.MIX.name()).cache();
        print(choices, moves, print);
        target.ifPresent(
            directory -> {
              SweepJob.write(choices.coalesce(1), directory.table(ChoiceTables.CHOICES));
              SweepJob.write(moves.coalesce(1), directory.table(ChoiceTables.PRICE_MOVES));
              SweepJob.write(robustness.coalesce(1), directory.table(ChoiceTables.ROBUSTNESS));
              SweepJob.write(
                  DimensionTables.columns(spark, ChoiceTables.all(query.workload())),
                  directory.table(DescribedColumn.TABLE.name()));
              directory.complete(manifest(spark, cells));
              print.printf(
                  "Parquet: %s, tables %s, %s, %s%n",
                  directory,
                  ChoiceTables.CHOICES,
                  ChoiceTables.PRICE_MOVES,
                  ChoiceTables.ROBUSTNESS);
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
    return cells.manifest(
        spark,
        List.of(
            ChoiceTables.CHOICES,
            ChoiceTables.PRICE_MOVES,
            ChoiceTables.ROBUSTNESS,
            DescribedColumn.TABLE.name()));
  }

  private Dataset<Row> sorted(Dataset<Row> table, String... last) {
    List<String> order = new ArrayList<>(query.workload());
    order.addAll(ChoiceTables.targetColumns());
    order.addAll(List.of(last));
    return table.orderBy(order.get(0), order.subList(1, order.size()).toArray(String[]::new));
  }

  private void print(Dataset<Row> choices, Dataset<Row> moves, PrintWriter print) {
    List<String> workload = new ArrayList<>(query.workload());
    if (query.settings().targets().size() > 1) {
      workload.addAll(ChoiceTables.targetColumns());
    }
    print.printf("%nCheapest mix for each workload:%n%n");
    print.print(
        shown(
            choices,
            workload,
            ChosenMixColumns.MIX.name(),
            number(ChosenMixColumns.DOLLARS_PER_REQUEST, 1000, 3, "dollars_per_1k_requests"),
            number(ChosenMixColumns.TTFT_S, 1, 2, "ttft_s"),
            number(ChosenMixColumns.TPOT_S, 1000, 1, "tpot_ms"),
            ChosenMixColumns.HOMOGENEOUS_MIX.name(),
            number(ChosenMixColumns.HOMOGENEOUS_REGRET, 1, 2, "regret"),
            number(ChosenMixColumns.POOLED_REGRET, 1, 2, "pooled_regret"),
            number(ChosenMixColumns.SHARE_OF_DRAWS, 100, 0, "robust_percent"),
            ChosenMixColumns.CELL.name()));
    print.printf(
        "%nregret: how many times as much the cheapest of one kind of accelerator costs; pooled_regret,"
            + " of one pool for both phases. robust_percent: in%nhow many of %,d draws of all prices"
            + " and speeds it stays the cheapest. - where nothing meets the targets.%n",
        query.settings().draws());
    print.printf("%nWhat a price changes, where it changes the mix:%n%n");
    print.print(
        shown(
            moves.where(functions.col(PriceMoveColumns.IS_OTHER_MIX.name())),
            workload,
            PriceMoveColumns.ACCELERATOR.name(),
            PriceMoveColumns.PRICE_FACTOR.name(),
            PriceMoveColumns.MIX.name() + " AS mix_then",
            number(PriceMoveColumns.DOLLARS_FACTOR, 1, 3, PriceMoveColumns.DOLLARS_FACTOR.name()),
            PriceMoveColumns.CELL.name()));
    print.println();
    print.flush();
  }

  private static String shown(Dataset<Row> rows, List<String> workload, String... expressions) {
    List<String> all = new ArrayList<>(workload);
    all.addAll(List.of(expressions));
    return TextTable.of(rows.selectExpr(all.toArray(String[]::new)), PRINTED_ROWS);
  }

  /** A number for people: in a unit that is so many times as small, with so many decimals. */
  private static String number(Column<?> column, int scale, int decimals, String name) {
    return "format_number(%s * %d, %d) AS %s".formatted(column.name(), scale, decimals, name);
  }
}
