package dev.ridgeline.run;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.analysis.Choices;
import dev.ridgeline.answer.Progress;
import dev.ridgeline.answer.SparkRows;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ChosenMixColumns;
import dev.ridgeline.choice.MixShareColumns;
import dev.ridgeline.choice.PriceMoveColumns;
import dev.ridgeline.choice.TargetColumns;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Output;
import dev.ridgeline.schema.Column;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.sql.SqlOption;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.table.DesignSpaceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Choices of the cheapest mix for each workload within latency targets. They say what simpler mixes
 * cost, and which prices and speeds would change the choice.
 *
 * @param source path of a sweep file, or directory of a run
 * @param catalogs catalogs of the sweep
 * @param query which choices to make
 * @param out place of the tables; empty where they are only printed
 * @param replacing what may be thrown away there
 * @param printed table that is printed as JSON, CSV or Markdown
 */
public record ChoiceRun(
    String source,
    CatalogDirectories catalogs,
    ChoiceQuery query,
    Optional<String> out,
    Replacing replacing,
    String printed) {

  private static final int PRINTED_ROWS = 60;

  /** The tables that can be printed as JSON, CSV or Markdown. */
  public static final List<String> TABLES =
      List.of(ChoiceTables.CHOICES, ChoiceTables.PRICE_MOVES, ChoiceTables.ROBUSTNESS);

  /** Columns of the printed choices that a narrow screen may leave out, the last one first. */
  private static final List<String> OPTIONAL =
      List.of("regret", ChosenMixColumns.POOLED_REGRET.name(), "robust_percent");

  /** Columns that say which price moved. */
  private static final List<String> MOVE =
      List.of(PriceMoveColumns.ACCELERATOR.name(), PriceMoveColumns.PRICE_FACTOR.name());

  /** Makes the choices, prints them, and writes their tables. */
  public void execute(Optional<String> master, Output output) {
    CellSource cells = CellSource.open(source, catalogs);
    cells.require(sql());
    try (Target target = Target.of(out, source, cells, replacing)) {
      SparkSession spark = SparkSessions.open("ridgeline choose " + source, master);
      try {
        SqlErrors.located(
            "choose",
            sql(),
            () -> {
              execute(spark, cells, target, output);
              return cells;
            });
      } finally {
        spark.stop();
      }
    }
  }

  /** The options that are SQL. */
  private List<SqlOption> sql() {
    List<SqlOption> sql = new ArrayList<>();
    sql.add(new SqlOption("--where", query.where(), SqlOption.Use.CONDITION));
    query
        .workload()
        .forEach(column -> sql.add(new SqlOption("--workload", column, SqlOption.Use.TEXT)));
    return sql;
  }

  private void execute(SparkSession spark, CellSource cells, Target target, Output output) {
    Dataset<Row> table = cells.cells(spark, sql());
    Choices tables = Choices.of(spark, table, query);
    Progress progress =
        Progress.follow(spark, DesignSpaceSource.cellsOf(table.where(query.where())), 0);
    Dataset<Row> choices = sortedTable(tables.choices(), List.of()).cache();
    boolean isEmpty = choices.count() == 0;
    progress.end(spark);
    if (isEmpty) {
      throw nothingToChoose(table.where(query.where()));
    }
    Dataset<Row> moves = sortedTable(tables.moves(), MOVE).cache();
    Dataset<Row> robustness = sortedTable(tables.robustness(), List.of(MixShareColumns.MIX.name()));
    switch (output.format()) {
      case TABLE -> explain(choices, moves, output);
      case MARKDOWN ->
          output.print(
              switch (printed) {
                case ChoiceTables.CHOICES -> shownChoices(choices).rows();
                case ChoiceTables.PRICE_MOVES -> shownMoves(moves).rows();
                default -> SparkRows.all(robustness);
              });
      case JSON, CSV ->
          output.print(
              SparkRows.all(
                  switch (printed) {
                    case ChoiceTables.CHOICES -> choices;
                    case ChoiceTables.PRICE_MOVES -> moves;
                    default -> robustness;
                  }));
    }
    target.write(
        run -> {
          TableFiles.write(choices.coalesce(1), run, ChoiceTables.CHOICES);
          TableFiles.write(moves.coalesce(1), run, ChoiceTables.PRICE_MOVES);
          TableFiles.write(robustness.coalesce(1), run, ChoiceTables.ROBUSTNESS);
          TableFiles.write(
              DimensionTables.columns(spark, ChoiceTables.all(query.workload())),
              run,
              DescribedColumn.TABLE.name());
        });
    out.ifPresent(
        place ->
            output.say(
                String.format(
                    "Parquet: %s, tables %s, %s and %s%n",
                    place,
                    ChoiceTables.CHOICES,
                    ChoiceTables.PRICE_MOVES,
                    ChoiceTables.ROBUSTNESS)));
  }

  /** Says why no cell can be chosen: what the cells are like, and the best latencies of them. */
  private ConfigException nothingToChoose(Dataset<Row> cells) {
    String ttft = TargetColumns.ttft(query.settings().reachable()).name();
    String tpot = CellColumns.TPOT_S.name();
    List<String> statuses = new ArrayList<>();
    double leastTtft = Double.POSITIVE_INFINITY;
    double leastTpot = Double.POSITIVE_INFINITY;
    Dataset<Row> byStatus =
        cells
            .groupBy(CellColumns.STATUS.name())
            .agg(functions.count("*"), functions.min(ttft), functions.min(tpot))
            .orderBy(CellColumns.STATUS.name());
    for (Row row : byStatus.collectAsList()) {
      statuses.add(String.format(Locale.ROOT, "%s %,d", row.getString(0), row.getLong(1)));
      leastTtft = row.isNullAt(2) ? leastTtft : Math.min(leastTtft, row.getDouble(2));
      leastTpot = row.isNullAt(3) ? leastTpot : Math.min(leastTpot, row.getDouble(3));
    }
    String latencies =
        least(ttft, leastTtft) + " and " + least(tpot, leastTpot) + ", each at its best";
    return new ConfigException(
        source,
        statuses.isEmpty()
            ? "has no cell with " + query.where() + "."
            : "has no cell within the targets. Cells by status: "
                + String.join(", ", statuses)
                + ". They reach "
                + latencies
                + ".");
  }

  private static String least(String column, double seconds) {
    return Double.isInfinite(seconds)
        ? "no " + column
        : String.format(Locale.ROOT, "%s %.4g s", column, seconds);
  }

  private Dataset<Row> sortedTable(Dataset<Row> table, List<String> last) {
    return sorted(table, List.of(query.workload(), ChoiceTables.targetColumns(), last));
  }

  private static Dataset<Row> sorted(Dataset<Row> rows, List<List<String>> columns) {
    List<String> order = columns.stream().flatMap(List::stream).toList();
    return rows.orderBy(order.get(0), order.subList(1, order.size()).toArray(String[]::new));
  }

  private void explain(Dataset<Row> choices, Dataset<Row> moves, Output output) {
    output.say(String.format("%nCheapest mix for each workload:%n%n"));
    SparkRows ofChoices = shownChoices(choices);
    output.print(ofChoices.rows().withSections(sections()).withOptional(OPTIONAL));
    ofChoices.sayIfMore(output);
    output.say(
        String.format(
            Locale.ROOT,
            """

            dollars_per_1k is the price of 1,000 requests.
            regret says how many times as much the cheapest mix of one kind of accelerator costs.
            %s says the same of the cheapest colocated mix.
            robust_percent says in how many of 100 draws the mix stays the cheapest.
            There are %,d draws of all prices and speeds. A - stands where no mix meets the targets.

            Moved prices that change the mix:

            """,
            ChosenMixColumns.POOLED_REGRET.name(),
            query.settings().draws()));
    SparkRows ofMoves = shownMoves(moves);
    output.print(ofMoves.rows().withSections(sections()));
    ofMoves.sayIfMore(output);
    output.say(
        String.format(
            """

            price_factor multiplies the price of the accelerator.
            new_mix is then the cheapest mix, and %s says how many times as much it costs.

            """,
            PriceMoveColumns.DOLLARS_FACTOR.name()));
  }

  private SparkRows shownChoices(Dataset<Row> choices) {
    return shown(
        choices,
        List.of(),
        ChosenMixColumns.MIX.name(),
        number(ChosenMixColumns.DOLLARS_PER_REQUEST, 1000, 3, "dollars_per_1k"),
        number(ChosenMixColumns.TTFT_S, 1, 2, ChosenMixColumns.TTFT_S.name()),
        number(ChosenMixColumns.TPOT_S, 1000, 1, "tpot_ms"),
        number(ChosenMixColumns.HOMOGENEOUS_REGRET, 1, 2, "regret"),
        number(ChosenMixColumns.POOLED_REGRET, 1, 2, ChosenMixColumns.POOLED_REGRET.name()),
        number(ChosenMixColumns.SHARE_OF_DRAWS, 100, 0, "robust_percent"),
        ChosenMixColumns.CELL.name());
  }

  private SparkRows shownMoves(Dataset<Row> moves) {
    return shown(
        moves.where(functions.col(PriceMoveColumns.IS_OTHER_MIX.name())),
        MOVE,
        PriceMoveColumns.ACCELERATOR.name(),
        PriceMoveColumns.PRICE_FACTOR.name(),
        PriceMoveColumns.MIX.name() + " AS new_mix",
        number(PriceMoveColumns.DOLLARS_FACTOR, 1, 3, PriceMoveColumns.DOLLARS_FACTOR.name()),
        PriceMoveColumns.CELL.name());
  }

  /** Columns whose values make a row of the printed tables: workload, and targets if several. */
  private List<String> rowNames() {
    List<String> names = new ArrayList<>(query.workload());
    if (query.settings().targets().size() > 1) {
      names.addAll(ChoiceTables.targetColumns());
    }
    return names;
  }

  /** Columns of a row whose values are in the headings of sections: all but the workflow. */
  private List<String> sections() {
    return rowNames().stream().filter(name -> !name.equals(CellColumns.WORKFLOW.name())).toList();
  }

  /** Rows in the order of their names and of more columns. */
  private SparkRows shown(Dataset<Row> rows, List<String> order, String... expressions) {
    List<String> all = new ArrayList<>(rowNames());
    all.addAll(List.of(expressions));
    Dataset<Row> sorted = sorted(rows, List.of(sections(), rowNames(), order));
    return SparkRows.of(sorted.selectExpr(all.toArray(String[]::new)), PRINTED_ROWS);
  }

  /** SQL of a number for a person, in a smaller unit and with some decimals. */
  private static String number(Column<?> column, int scale, int decimals, String name) {
    return "format_number(%s * %d, %d) AS %s".formatted(column.name(), scale, decimals, name);
  }
}
