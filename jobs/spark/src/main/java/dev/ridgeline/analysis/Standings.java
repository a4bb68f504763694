package dev.ridgeline.analysis;

import dev.ridgeline.choice.CellObjective;
import dev.ridgeline.choice.ChoiceOutcome;
import dev.ridgeline.choice.ForWorkload;
import dev.ridgeline.choice.Mix;
import dev.ridgeline.choice.Ranked;
import dev.ridgeline.choice.Standing;
import dev.ridgeline.choice.StandingQuery;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * How the candidates stand for each workload within each of the targets. Cells are aggregated in
 * parallel, one group for each workload and candidate; the groups are few.
 */
public final class Standings {

  private final Map<ForKey, List<Standing>> byWorkload;

  private Standings(Map<ForKey, List<Standing>> byWorkload) {
    this.byWorkload = byWorkload;
  }

  /** A workload and targets. */
  private record ForKey(List<@Nullable String> workload, LatencyTargets targets) {}

  /**
   * Aggregates the cells among which a request chooses.
   *
   * @param cells the cells, of all workloads or of some
   * @param objective what the best has the least or the most of
   */
  public static Standings of(Dataset<Row> cells, ChoiceQuery query, CellObjective objective) {
    List<StandingQuery> queries =
        query.settings().targets().stream()
            .map(
                targets ->
                    StandingQuery.of(objective, targets, query.budgets(), query.countsSessions()))
            .toList();
    List<Column> groups = new ArrayList<>();
    query.workload().forEach(name -> groups.add(functions.expr("string(" + name + "\n)")));
    Mix.columns().forEach(name -> groups.add(functions.col(name)));
    if (query.candidates().areCells()) {
      groups.add(functions.col(CellColumns.CELL.name()).as("candidate"));
    }
    List<Column> aggregates = new ArrayList<>();
    aggregates.add(functions.expr(queries.get(0).furthest()));
    for (StandingQuery one : queries) {
      aggregates.add(functions.expr(one.best()));
      aggregates.add(functions.expr(one.nearest()));
    }
    List<Row> rows =
        cells
            .where(query.among())
            .groupBy(groups.toArray(Column[]::new))
            .agg(aggregates.get(0), aggregates.subList(1, aggregates.size()).toArray(Column[]::new))
            .collectAsList();
    return new Standings(read(rows, query, queries, groups.size()));
  }

  /** The standings that were found without Spark. */
  public static Standings of(List<ForWorkload<Standing>> found) {
    Map<ForKey, List<Standing>> byWorkload = new LinkedHashMap<>();
    for (ForWorkload<Standing> one : found) {
      byWorkload
          .computeIfAbsent(new ForKey(one.workload(), one.targets()), any -> new ArrayList<>())
          .add(one.found());
    }
    return new Standings(byWorkload);
  }

  private static Map<ForKey, List<Standing>> read(
      List<Row> rows, ChoiceQuery query, List<StandingQuery> queries, int first) {
    int workload = query.workload().size();
    Map<ForKey, List<Standing>> byWorkload = new LinkedHashMap<>();
    for (Row row : rows) {
      List<@Nullable String> served = texts(row, 0, workload);
      Mix mix = Mix.of(texts(row, workload, workload + Mix.columns().size()));
      Row furthest = row.getStruct(first);
      for (int i = 0; i < queries.size(); i++) {
        Standing standing =
            queries
                .get(i)
                .standing(
                    mix,
                    values(row, first + 1 + 2 * i),
                    values(row, first + 2 + 2 * i),
                    furthest.getString(1),
                    furthest.getString(2));
        byWorkload
            .computeIfAbsent(
                new ForKey(served, query.settings().targets().get(i)), any -> new ArrayList<>())
            .add(standing);
      }
    }
    return byWorkload;
  }

  private static List<@Nullable String> texts(Row row, int from, int to) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      texts.add(row.isNullAt(i) ? null : row.getString(i));
    }
    return texts;
  }

  /** The values of a struct; null where there is none. */
  private static @Nullable List<@Nullable Object> values(Row row, int place) {
    if (row.isNullAt(place)) {
      return null;
    }
    Row struct = row.getStruct(place);
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < struct.size(); i++) {
      values.add(struct.get(i));
    }
    return values;
  }

  /** The rankings of all workloads. */
  public List<ForWorkload<Ranked>> rankings(CellObjective objective) {
    List<ForWorkload<Ranked>> rows = new ArrayList<>();
    byWorkload.forEach(
        (key, standings) ->
            Ranked.of(standings, objective)
                .forEach(
                    ranked -> rows.add(new ForWorkload<>(key.workload(), key.targets(), ranked))));
    return rows;
  }

  /** The nearest miss of each workload and targets that no candidate meets. */
  public List<ForWorkload<ChoiceOutcome>> misses() {
    List<ForWorkload<ChoiceOutcome>> rows = new ArrayList<>();
    byWorkload.forEach(
        (key, standings) -> {
          Standing nearest = standings.stream().min(Standing.ORDER).orElseThrow();
          if (!nearest.isWithin()) {
            rows.add(
                new ForWorkload<>(key.workload(), key.targets(), ChoiceOutcome.missed(nearest)));
          }
        });
    return rows;
  }

  /** Whether no cell was aggregated. */
  public boolean isEmpty() {
    return byWorkload.isEmpty();
  }

  /**
   * SQL condition of the cells of other workloads than these.
   *
   * @param names columns of a workload
   * @param workloads their values
   */
  public static String besides(List<String> names, List<List<@Nullable String>> workloads) {
    StringBuilder sql = new StringBuilder("true");
    for (List<@Nullable String> values : workloads) {
      List<String> equal = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        equal.add("string(" + names.get(i) + "\n) <=> " + literal(values.get(i)));
      }
      sql.append(equal.stream().collect(Collectors.joining(" AND ", " AND NOT (", ")")));
    }
    return sql.toString();
  }

  private static String literal(@Nullable String value) {
    return value == null ? "NULL" : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
