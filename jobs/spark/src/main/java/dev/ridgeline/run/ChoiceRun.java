package dev.ridgeline.run;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.analysis.Choices;
import dev.ridgeline.analysis.Standings;
import dev.ridgeline.answer.Progress;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.choice.AxisEdges;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ChosenMixColumns;
import dev.ridgeline.choice.MixShareColumns;
import dev.ridgeline.choice.RankedColumns;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.Prose;
import dev.ridgeline.relation.Relations;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.table.DesignSpaceSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Choices of the best mix for each workload within latency targets. They say what simpler mixes
 * cost, and which prices and speeds would change the choice. Where nothing meets the targets, they
 * say what comes nearest.
 *
 * @param source path of a sweep file, or directory of a run
 * @param catalogs catalogs of the sweep
 * @param request which choices to make
 * @param out place of the tables; empty where they are only printed
 * @param replacing what may be thrown away there
 * @param printed table that is printed as JSON, CSV or Markdown
 */
public record ChoiceRun(
    String source,
    CatalogDirectories catalogs,
    ChoiceRequest request,
    Optional<String> out,
    Replacing replacing,
    String printed) {

  /**
   * Makes the choices, prints them, and writes their tables.
   *
   * @return whether something meets the targets of each workload
   */
  public boolean execute(Optional<String> master, Output output) {
    CellSource cells = CellSource.open(source, catalogs);
    cells.require(request.sql());
    ChoiceQuery query = request.query(cells);
    try (Target target = Target.of(out, source, cells, replacing)) {
      SparkSession spark = SparkSessions.open("ridgeline choose " + source, master);
      try {
        return SqlErrors.located(
            "choose", request.sql(), () -> execute(spark, cells, query, target, output));
      } finally {
        spark.stop();
      }
    }
  }

  private boolean execute(
      SparkSession spark, CellSource cells, ChoiceQuery query, Target target, Output output) {
    Dataset<Row> table = cells.cells(spark, request.sql());
    Progress progress =
        Progress.follow(spark, DesignSpaceSource.cellsOf(table.where(query.among())), 0);
    Map<String, Dataset<Row>> tables = tables(spark, cells, table, query);
    progress.end(spark);
    new ChoicePrinter(request, query).print(tables, printed, output);
    List<Long> best = best(tables);
    edges(cells, best)
        .forEach(
            warning ->
                output.say(
                    Prose.wrapped(String.format("Warning: %s%n", warning), output.screen(), 4)));
    target.write(
        run -> {
          tables.forEach((name, rows) -> TableFiles.write(rows.coalesce(1), run, name));
          TableFiles.write(
              DimensionTables.columns(spark, described(query)), run, DescribedColumn.TABLE.name());
        });
    out.ifPresent(
        place ->
            output.say(
                String.format(
                    "Parquet: %s, tables %s%n", place, String.join(", ", tables.keySet()))));
    return isMet(tables);
  }

  /** The tables of the choices, whose rows are computed when they are read. */
  Map<String, Dataset<Row>> tables(
      SparkSession spark, CellSource cells, Dataset<Row> table, ChoiceQuery query) {
    Map<String, Dataset<Row>> tables = new LinkedHashMap<>();
    if (request.isByPrice()) {
      chosen(spark, cells, table, query, tables);
    }
    if (request.ranks()) {
      Standings standings = Standings.of(table, query, request.objective());
      requireSome(standings);
      tables.put(
          ChoiceTables.RANKING,
          sorted(
              Relations.dataset(
                  spark,
                  ChoiceTables.ranking(query.workload()),
                  standings.rankings(request.objective())),
              query,
              List.of(RankedColumns.RANK.name())));
    }
    return tables;
  }

  private List<Table<?>> described(ChoiceQuery query) {
    return ChoiceTables.all(query.workload()).stream()
        .filter(table -> request.tables().contains(table.name()))
        .collect(Collectors.toList());
  }

  /** Adds the tables of choices by price, with the nearest misses. */
  private void chosen(
      SparkSession spark,
      CellSource cells,
      Dataset<Row> table,
      ChoiceQuery query,
      Map<String, Dataset<Row>> tables) {
    Choices choices = Choices.of(spark, table, query);
    Dataset<Row> met = choices.choices().cache();
    List<List<@Nullable String>> settled = settled(met, query);
    Dataset<Row> all = met;
    if (!isEveryWorkload(cells, query, settled.size())) {
      Standings others =
          Standings.of(
              table.where(Standings.besides(query.workload(), settled)),
              query,
              request.objective());
      if (met.isEmpty()) {
        requireSome(others);
      }
      all =
          met.union(
              Relations.dataset(spark, ChoiceTables.choices(query.workload()), others.misses()));
    }
    tables.put(ChoiceTables.CHOICES, sorted(all, query, List.of()).cache());
    tables.put(
        ChoiceTables.PRICE_MOVES, sorted(choices.moves(), query, ChoicePrinter.MOVE).cache());
    tables.put(
        ChoiceTables.ROBUSTNESS,
        sorted(choices.robustness(), query, List.of(MixShareColumns.MIX.name())));
  }

  /** The workloads that have a choice within each of the targets. */
  private static List<List<@Nullable String>> settled(Dataset<Row> met, ChoiceQuery query) {
    int columns = query.workload().size();
    Map<List<@Nullable String>, Integer> counts = new LinkedHashMap<>();
    for (Row row : met.collectAsList()) {
      List<@Nullable String> workload = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        workload.add(row.isNullAt(i) ? null : row.getString(i));
      }
      counts.merge(workload, 1, Integer::sum);
    }
    int targets = query.settings().targets().size();
    return counts.entrySet().stream()
        .filter(one -> one.getValue() == targets)
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }

  /** Whether so many workloads are all that a sweep has, as far as its axes tell. */
  private static boolean isEveryWorkload(CellSource cells, ChoiceQuery query, int workloads) {
    if (!(cells instanceof CellSource.Live live)) {
      return false;
    }
    long all = 1;
    for (String name : query.workload()) {
      long values =
          CellColumns.ALL.stream()
              .filter(column -> column.name().equals(name))
              .flatMap(column -> column.axis().stream())
              .mapToLong(axis -> live.sweep().space().grid().size(axis))
              .findFirst()
              .orElse(Long.MAX_VALUE);
      all = Math.multiplyHigh(all, values) == 0 ? all * values : Long.MAX_VALUE;
    }
    return all == workloads;
  }

  private void requireSome(Standings standings) {
    if (standings.isEmpty()) {
      throw new ConfigException(
          source,
          "has no cell with "
              + request.where()
              + request.candidates().map(written -> " among " + written).orElse("")
              + ".");
    }
  }

  /** Numbers of the best cells that keep the limits. */
  private static List<Long> best(Map<String, Dataset<Row>> tables) {
    Dataset<Row> choices = tables.get(ChoiceTables.CHOICES);
    Dataset<Row> best =
        choices != null
            ? choices.where(functions.col(ChosenMixColumns.MIX.name()).isNotNull())
            : winners(tables);
    return best.select(CellColumns.CELL.name()).collectAsList().stream()
        .map(row -> row.getLong(0))
        .toList();
  }

  private static Dataset<Row> winners(Map<String, Dataset<Row>> tables) {
    Dataset<Row> ranking = tables.get(ChoiceTables.RANKING);
    if (ranking == null) {
      throw new IllegalStateException("neither choices nor a ranking");
    }
    return ranking
        .where(functions.col(RankedColumns.RANK.name()).equalTo(1))
        .where(functions.col(RankedColumns.IS_WITHIN.name()));
  }

  private static boolean isMet(Map<String, Dataset<Row>> tables) {
    Dataset<Row> choices = tables.get(ChoiceTables.CHOICES);
    Dataset<Row> ranking = tables.get(ChoiceTables.RANKING);
    if (choices != null) {
      return choices.where(functions.col(ChosenMixColumns.MIX.name()).isNull()).isEmpty();
    }
    return ranking != null
        && ranking
            .where(functions.col(RankedColumns.RANK.name()).equalTo(1))
            .where(functions.not(functions.col(RankedColumns.IS_WITHIN.name())))
            .isEmpty();
  }

  /** Warnings about best cells at the end of an axis; none where the catalogs of a run changed. */
  private static List<String> edges(CellSource cells, List<Long> best) {
    try {
      return best.isEmpty() ? List.of() : new AxisEdges(cells.sweep().space()).warnings(best);
    } catch (ConfigException e) {
      return List.of();
    }
  }

  private static Dataset<Row> sorted(Dataset<Row> rows, ChoiceQuery query, List<String> last) {
    List<String> order = new ArrayList<>(query.workload());
    order.addAll(ChoiceTables.targetColumns());
    order.addAll(last);
    return rows.orderBy(order.get(0), order.subList(1, order.size()).toArray(String[]::new));
  }
}
