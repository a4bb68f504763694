package dev.ridgeline.run;

import dev.ridgeline.analysis.AnalysisTables;
import dev.ridgeline.analysis.ChoiceQuery;
import dev.ridgeline.choice.CellLimit;
import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.ChoiceScan;
import dev.ridgeline.choice.ChoiceSettings;
import dev.ridgeline.choice.ChoiceTables;
import dev.ridgeline.choice.NamedCandidates;
import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellCondition;
import dev.ridgeline.sql.SqlOption;
import dev.ridgeline.sweep.SessionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to choose, before the source is known that has the default targets.
 *
 * @param workload columns whose values make a workload
 * @param where SQL condition of cells that may be chosen
 * @param epsilon share by which a candidate that stands for others may be dearer or slower
 * @param targets latency targets; empty ones are those of the sweep
 * @param uncertainty price moves and draws, with any targets
 * @param objective what the best candidate has the least or the most of
 * @param budgets further limits
 * @param candidates mixes or cells that may be chosen, as they are written; empty for all
 */
public record ChoiceRequest(
    List<String> workload,
    String where,
    double epsilon,
    Targets targets,
    ChoiceSettings uncertainty,
    CellObjective objective,
    List<CellLimit> budgets,
    Optional<String> candidates) {

  /** Latency targets, each with the sweep's own as default. */
  public record Targets(
      Optional<List<Double>> ttftSeconds,
      Optional<List<Double>> tpotSeconds,
      Optional<Integer> percentile) {}

  /** The request of a command without options: the cheapest mix for each usual workload. */
  public static ChoiceRequest usual() {
    return new ChoiceRequest(
        AnalysisTables.WORKLOAD,
        "true",
        0,
        new Targets(Optional.empty(), Optional.empty(), Optional.empty()),
        ChoiceSettings.USUAL,
        CellObjective.PRICE,
        List.of(),
        Optional.empty());
  }

  /** The options that are SQL. */
  List<SqlOption> sql() {
    List<SqlOption> sql = new ArrayList<>();
    sql.add(new SqlOption("--where", where, SqlOption.Use.CONDITION));
    workload.forEach(column -> sql.add(new SqlOption("--workload", column, SqlOption.Use.TEXT)));
    return sql;
  }

  /** Whether the answer depends on how many sessions a replica has at a time to first token. */
  boolean readsSessions() {
    return SessionTarget.isReadBy(
        Stream.of(
                workload.stream(),
                Stream.of(where, objective.column()),
                budgets.stream().map(CellLimit::column))
            .flatMap(all -> all));
  }

  /**
   * The source whose sessions are counted up to the target of the request.
   *
   * @throws ConfigException where the request has several of them, or the cells are of another one
   */
  CellSource countingSessions(CellSource cells) {
    SessionTarget own = cells.sessionTarget();
    List<SessionTarget> asked =
        targets.ttftSeconds().orElse(List.of()).stream().map(own::or).distinct().toList();
    if (asked.size() > 1) {
      throw new ConfigException(
          "--ttft",
          "has "
              + asked.size()
              + " targets, and "
              + SessionTarget.COLUMN
              + " counts sessions within one. Maybe ask once for each of them.");
    }
    return asked.isEmpty() || asked.get(0).equals(own)
        ? cells
        : cells.countingSessions(asked.get(0));
  }

  /** What decides how many sessions are counted. */
  SessionTarget sessionTarget(CellSource cells) {
    SessionTarget own = cells.sessionTarget();
    return targets.ttftSeconds().map(asked -> own.or(asked.get(0))).orElse(own);
  }

  /** Whether the price of a request decides, which can be reckoned for other prices and speeds. */
  boolean isByPrice() {
    return objective.equals(CellObjective.PRICE);
  }

  /** Whether candidates are ranked, beside the choice of the best. */
  boolean ranks() {
    return !isByPrice() || candidates.isPresent();
  }

  /** Names of the tables that come of the request. */
  public List<String> tables() {
    List<String> tables = new ArrayList<>();
    if (isByPrice()) {
      tables.add(ChoiceTables.CHOICES);
      tables.add(ChoiceTables.PRICE_MOVES);
      tables.add(ChoiceTables.ROBUSTNESS);
    }
    if (ranks()) {
      tables.add(ChoiceTables.RANKING);
    }
    return tables;
  }

  /**
   * A pass over cells that answers the request in this JVM; empty where it takes a SQL engine. A
   * thinned frontier depends on the order of its cells, which Spark's tasks decide.
   */
  Optional<ChoiceScan> scan(CellSource cells) {
    Optional<CellCondition> condition = CellCondition.parse(where);
    Optional<List<CellColumn>> columns = NamedColumns.of(workload);
    if (condition.isEmpty() || columns.isEmpty() || epsilon > 0) {
      return Optional.empty();
    }
    return Optional.of(
        new ChoiceScan(
            columns.get(),
            condition.get(),
            settings(cells),
            objective,
            budgets,
            namedCandidates(cells)));
  }

  private ChoiceSettings settings(CellSource cells) {
    return uncertainty.within(
        ChoiceSettings.combinations(
            cells.targets(), targets.ttftSeconds(), targets.tpotSeconds(), targets.percentile()));
  }

  private NamedCandidates namedCandidates(CellSource cells) {
    return candidates
        .map(written -> NamedCandidates.parse("--candidates", written, cells.sweep().catalogs()))
        .orElse(NamedCandidates.ALL);
  }

  /** The query of a source. */
  ChoiceQuery query(CellSource cells) {
    return new ChoiceQuery(
        workload,
        where,
        epsilon,
        settings(cells),
        budgets,
        namedCandidates(cells),
        cells.mayCountSessions());
  }
}
