package dev.ridgeline.choice;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.sweep.LatencyTargets;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How candidates stand, as SQL aggregates over their cells and as the reading of their results.
 * There are three aggregates: the best cell within the limits, the cell that misses them least, and
 * the status of the cells that come furthest.
 *
 * @param objective what the best cell has the least or the most of
 * @param limits limits that cells must keep
 * @param ttft column of the time to first token
 */
public record StandingQuery(CellObjective objective, List<CellLimit> limits, String ttft)
    implements Serializable {

  public StandingQuery {
    limits = List.copyOf(limits);
  }

  /**
   * The query for latency targets and further limits.
   *
   * @param countsSessions whether some fleet counts tasks in progress
   */
  public static StandingQuery of(
      CellObjective objective,
      LatencyTargets targets,
      List<CellLimit> budgets,
      boolean countsSessions) {
    List<CellLimit> limits =
        new ArrayList<>(CellLimit.of(targets, objective, budgets, countsSessions));
    limits.addAll(budgets);
    return new StandingQuery(objective, limits, TargetColumns.ttft(targets).name());
  }

  /** SQL of the best cell: a struct of the numbers that {@link #standing} takes. */
  public String best() {
    return "min(struct(" + cell() + ")) FILTER (WHERE " + within() + ")";
  }

  /**
   * SQL of the nearest miss: a struct of how far it is beyond the limits, the numbers of {@link
   * #best}, and the value for each limit.
   */
  public String nearest() {
    List<String> excesses = new ArrayList<>(limits.stream().map(CellLimit::sqlExcess).toList());
    excesses.add("0D");
    excesses.add("0D");
    return "min(struct(greatest("
        + String.join(", ", excesses)
        + "), "
        + cell()
        + limits.stream()
            .map(limit -> ", double(" + limit.sqlValue() + ")")
            .collect(Collectors.joining())
        + ")) FILTER (WHERE "
        + valued()
        + ")";
  }

  /** SQL of the status of the cells that come furthest: a struct of texts at places 1 and 2. */
  public String furthest() {
    String reach =
        Arrays.stream(Status.values())
            .map(status -> "WHEN '" + status + "' THEN " + Standing.progress(status))
            .collect(Collectors.joining(" ", "CASE status ", " END"));
    return "max(struct("
        + reach
        + ", "
        + CellColumns.STATUS
        + ", "
        + CellColumns.STATUS_DETAIL
        + "))";
  }

  private String cell() {
    return objective.sql()
        + ", double("
        + ttft
        + "), double("
        + CellColumns.TPOT_S
        + "), bigint("
        + CellColumns.CELL
        + "), double("
        + CellColumns.DOLLARS_PER_REQUEST
        + ")";
  }

  /** SQL condition of cells with a value of the objective and for each limit. */
  private String valued() {
    return objective.column()
        + " IS NOT NULL"
        + limits.stream()
            .map(limit -> " AND " + limit.sqlValue() + " IS NOT NULL")
            .collect(Collectors.joining());
  }

  private String within() {
    return valued()
        + limits.stream().map(limit -> " AND " + limit.sql()).collect(Collectors.joining());
  }

  /**
   * Makes a standing of the results of the aggregates.
   *
   * @param best values of {@link #best}; null where no cell keeps the limits
   * @param nearest values of {@link #nearest}; null where no cell has all values
   * @param status status of the cells that come furthest
   * @param detail its detail
   */
  public Standing standing(
      Mix mix,
      @Nullable List<@Nullable Object> best,
      @Nullable List<@Nullable Object> nearest,
      String status,
      String detail) {
    if (best != null) {
      return cell(mix, best, null);
    }
    if (nearest == null) {
      return without(mix, Status.valueOf(status), detail);
    }
    double[] values =
        IntStream.range(0, limits.size()).mapToDouble(i -> number(nearest.get(6 + i))).toArray();
    return cell(mix, nearest.subList(1, 6), Standing.missed(limits, values));
  }

  /** The standing of a candidate without a cell that could be chosen, by its furthest status. */
  static Standing without(Mix mix, Status status, String detail) {
    return Standing.without(
        mix,
        status == Status.OK
            ? "no cell has a value of each limit, as where queues grow without end"
            : Standing.reason(status, detail));
  }

  private static Standing cell(Mix mix, List<@Nullable Object> values, @Nullable Miss miss) {
    return new Standing(
        mix,
        ((Number) requireNonNull(values.get(3))).longValue(),
        number(values.get(0)),
        number(values.get(4)),
        number(values.get(1)),
        number(values.get(2)),
        miss,
        "");
  }

  private static double number(@Nullable Object value) {
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }
}
