package dev.ridgeline.run;

import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.analysis.Choices;
import dev.ridgeline.analysis.Standings;
import dev.ridgeline.answer.Progress;
import dev.ridgeline.catalog.CatalogDirectories;
import dev.ridgeline.choice.AxisEdges;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.ChoiceOutcome;
import dev.ridgeline.choice.ChoiceScan;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.ChosenMixColumns;
import dev.ridgeline.choice.ForWorkload;
import dev.ridgeline.choice.MixShareColumns;
import dev.ridgeline.choice.RankedColumns;
import dev.ridgeline.choice.WorkloadChoices;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.output.Output;
import dev.ridgeline.output.ProgressDisplay;
import dev.ridgeline.output.Prose;
import dev.ridgeline.output.Rows;
import dev.ridgeline.remote.Locations;
import dev.ridgeline.schema.DescribedColumn;
import dev.ridgeline.schema.Table;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sql.SqlErrors;
import dev.ridgeline.store.RunDirectory.Replacing;
import dev.ridgeline.table.DesignSpaceSource;
import dev.ridgeline.view.ViewFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
    CellSource opened = CellSource.open(source, catalogs);
    CellSource cells = request.readsSessions() ? request.countingSessions(opened) : opened;
    Optional<DesignSpace> space = cells.spaceHere(master);
    Optional<ChoiceScan> scan = space.flatMap(any -> request.scan(cells));
    if (scan.isEmpty()) {
      cells.require(request.sql());
    }
    ChoiceQuery query = request.query(cells);
    try (Target target = Target.of(out, source, cells, replacing)) {
      if (scan.isPresent()) {
        output.progress().stage("evaluating");
        return execute(new Here(scan.get(), space.orElseThrow()), cells, query, target, output);
      }
      output.progress().stage("starting Spark");
      SparkSession spark = SparkSessions.open("ridgeline choose " + source, master);
      try {
        return SqlErrors.located(
            "choose",
            request.sql(),
            () -> {
              output.progress().stage("planning");
              Dataset<Row> table = cells.cells(spark, request.sql());
              Progress progress =
                  Progress.follow(
                      spark,
                      output.progress(),
                      DesignSpaceSource.cellsOf(table.where(query.among())),
                      0);
              return execute(
                  new InSpark(spark, table, query, request.objective(), progress),
                  cells,
                  query,
                  target,
                  output);
            });
      } finally {
        SparkSessions.close(spark);
      }
    }
  }

  /** Finds choices and standings, in this JVM or in Spark. */
  private interface Finder {

    List<WorkloadChoices> choices();

    /** Standings of the cells of all workloads but some. */
    Standings standings(List<List<@Nullable String>> but);

    /** Ends the search. */
    void end();
  }

  private record Here(ChoiceScan scan, DesignSpace space) implements Finder {

    @Override
    public List<WorkloadChoices> choices() {
      return scan.choices(space);
    }

    @Override
    public Standings standings(List<List<@Nullable String>> but) {
      return Standings.of(
          scan.standings(space).stream().filter(one -> !but.contains(one.workload())).toList());
    }

    @Override
    public void end() {
      // Nothing was started.
    }
  }

  private record InSpark(
      SparkSession spark,
      Dataset<Row> table,
      ChoiceQuery query,
      CellObjective objective,
      Progress progress)
      implements Finder {

    @Override
    public List<WorkloadChoices> choices() {
      return Choices.of(table, query);
    }

    @Override
    public Standings standings(List<List<@Nullable String>> but) {
      return Standings.of(
          but.isEmpty() ? table : table.where(Standings.besides(query.workload(), but)),
          query,
          objective);
    }

    @Override
    public void end() {
      progress.end(spark);
    }
  }

  private boolean execute(
      Finder finder, CellSource cells, ChoiceQuery query, Target target, Output output) {
    Map<String, AnsweredTable<?>> tables = tables(finder, cells, query);
    output.progress().stage("moving prices");
    Map<String, Rows> rows = new LinkedHashMap<>();
    tables.forEach((name, table) -> rows.put(name, table.rows()));
    new ChoicePrinter(request, query).print(rows, printed, output);
    if (request.readsSessions()) {
      String counted = request.sessionTarget(cells).sentence();
      output.say(Prose.wrapped(String.format("%s%n", counted), output.screen(), 4));
    }
    List<Long> best = best(rows);
    edges(cells, best)
        .forEach(
            warning ->
                output.say(
                    Prose.wrapped(String.format("Warning: %s%n", warning), output.screen(), 4)));
    target.write(
        run -> {
          Configuration hadoop = Locations.settings(out.orElseThrow());
          tables.values().forEach(table -> table.write(run, hadoop));
          CatalogFiles.writeColumns(described(query), run, hadoop);
          List<String> written = new ArrayList<>(tables.keySet());
          written.add(DescribedColumn.TABLE.name());
          run.put(ViewFile.NAME, ViewFile.text(written, cells.targets()));
        });
    out.ifPresent(
        place ->
            output.say(
                String.format(
                    "Parquet: %s, tables %s%n", place, String.join(", ", tables.keySet()))));
    return isMet(rows);
  }

  /**
   * The tables of the choices among cells that Spark has.
   *
   * @param cells source of the cells
   * @param table the cells, which need not be all of the source
   */
  Map<String, AnsweredTable<?>> tables(
      SparkSession spark, CellSource cells, Dataset<Row> table, ChoiceQuery query) {
    Progress progress = Progress.follow(spark, ProgressDisplay.NONE, 0, 0);
    return tables(new InSpark(spark, table, query, request.objective(), progress), cells, query);
  }

  private Map<String, AnsweredTable<?>> tables(Finder finder, CellSource cells, ChoiceQuery query) {
    Map<String, AnsweredTable<?>> tables = new LinkedHashMap<>();
    if (request.isByPrice()) {
      chosen(finder, cells, query, tables);
    }
    if (request.ranks()) {
      Standings standings = finder.standings(List.of());
      requireSome(standings);
      add(
          ChoiceTables.ranking(query.workload()),
          standings.rankings(request.objective()),
          query,
          List.of(RankedColumns.RANK.name()),
          tables);
    }
    finder.end();
    return tables;
  }

  private List<Table<?>> described(ChoiceQuery query) {
    return ChoiceTables.all(query.workload()).stream()
        .filter(table -> request.tables().contains(table.name()))
        .collect(Collectors.toList());
  }

  /** Adds the tables of choices by price, with the nearest misses. */
  private void chosen(
      Finder finder, CellSource cells, ChoiceQuery query, Map<String, AnsweredTable<?>> tables) {
    List<WorkloadChoices> found = finder.choices();
    List<ForWorkload<ChoiceOutcome>> choices = new ArrayList<>();
    found.forEach(one -> choices.addAll(one.choices()));
    List<List<@Nullable String>> settled = settled(choices, query);
    if (!isEveryWorkload(cells, query, settled.size())) {
      Standings others = finder.standings(settled);
      if (choices.isEmpty()) {
        requireSome(others);
      }
      choices.addAll(others.misses());
    }
    List<String> workload = query.workload();
    add(ChoiceTables.choices(workload), choices, query, List.of(), tables);
    add(
        ChoiceTables.priceMoves(workload),
        found.stream().flatMap(one -> one.moves().stream()).toList(),
        query,
        ChoicePrinter.MOVE,
        tables);
    add(
        ChoiceTables.robustness(workload),
        found.stream().flatMap(one -> one.shares().stream()).toList(),
        query,
        List.of(MixShareColumns.MIX.name()),
        tables);
  }

  /** Adds a table in the order of workloads, targets and more columns. */
  private static <R extends Serializable> void add(
      Table<ForWorkload<R>> table,
      List<ForWorkload<R>> rows,
      ChoiceQuery query,
      List<String> last,
      Map<String, AnsweredTable<?>> tables) {
    List<String> order = new ArrayList<>(query.workload());
    order.addAll(ChoiceTables.targetColumns());
    order.addAll(last);
    tables.put(table.name(), AnsweredTable.of(table, rows, order));
  }

  /** The workloads that have a choice within each of the targets. */
  private static List<List<@Nullable String>> settled(
      List<ForWorkload<ChoiceOutcome>> met, ChoiceQuery query) {
    Map<List<@Nullable String>, Integer> counts = new LinkedHashMap<>();
    met.forEach(one -> counts.merge(one.workload(), 1, Integer::sum));
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
  private static List<Long> best(Map<String, Rows> tables) {
    Rows choices = tables.get(ChoiceTables.CHOICES);
    Rows best =
        choices != null
            ? choices.where(ChosenMixColumns.MIX.name(), Objects::nonNull)
            : first(tables).where(RankedColumns.IS_WITHIN.name(), Boolean.TRUE::equals);
    return best.column(CellColumns.CELL.name()).stream().map(Long.class::cast).toList();
  }

  /** The first candidate of each ranking. */
  private static Rows first(Map<String, Rows> tables) {
    Rows ranking = tables.get(ChoiceTables.RANKING);
    if (ranking == null) {
      throw new IllegalStateException("neither choices nor a ranking");
    }
    return ranking.where(RankedColumns.RANK.name(), rank -> Long.valueOf(1).equals(rank));
  }

  private static boolean isMet(Map<String, Rows> tables) {
    Rows choices = tables.get(ChoiceTables.CHOICES);
    return choices != null
        ? choices.where(ChosenMixColumns.MIX.name(), Objects::isNull).values().isEmpty()
        : first(tables)
            .where(RankedColumns.IS_WITHIN.name(), Boolean.FALSE::equals)
            .values()
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
}
