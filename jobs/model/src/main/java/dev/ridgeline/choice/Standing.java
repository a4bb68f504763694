package dev.ridgeline.choice;

import dev.ridgeline.evaluate.Status;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a candidate, such as a mix, stands for a workload. Its best cell within limits stands for it,
 * else the cell that misses them least. Without either there is a reason.
 *
 * @param mix hardware of the candidate
 * @param cell the cell, or {@link #NO_CELL}
 * @param objective value of the objective, as one that is better the lower it is; NaN without a
 *     cell
 * @param dollars price of a request; NaN where the cell has none
 * @param ttftSeconds time to first token; NaN where the cell has none
 * @param tpotSeconds time per output token; NaN where the cell has none
 * @param miss the limit that the cell misses most; null where it keeps all, or there is no cell
 * @param reason why there is no cell; empty where there is one
 */
public record Standing(
    Mix mix,
    long cell,
    double objective,
    double dollars,
    double ttftSeconds,
    double tpotSeconds,
    @Nullable Miss miss,
    String reason)
    implements Serializable {

  /** Stands for the number of a cell where there is none. */
  public static final long NO_CELL = -1;

  /**
   * Better ones first: those within the limits by the objective, then those that miss least. Equal
   * ones are in the order of latencies, names and cells.
   */
  public static final Comparator<Standing> ORDER =
      Comparator.comparingInt(Standing::order)
          .thenComparingDouble(Standing::excess)
          .thenComparingDouble(Standing::objective)
          .thenComparingDouble(Standing::ttftSeconds)
          .thenComparingDouble(Standing::tpotSeconds)
          .thenComparing(standing -> standing.mix().name())
          .thenComparingLong(Standing::cell);

  /** A candidate without a cell that could be chosen. */
  public static Standing without(Mix mix, String reason) {
    return new Standing(mix, NO_CELL, Double.NaN, Double.NaN, Double.NaN, Double.NaN, null, reason);
  }

  /**
   * The text of {@link #reason()} for cells of a status.
   *
   * @param detail detail of the status
   */
  public static String reason(Status status, String detail) {
    return detail.isEmpty() ? status.name() : status.name() + ", " + detail;
  }

  /**
   * How far the evaluation of a cell comes before this status ends it. Of statuses without any
   * value, a later one means that more checks were passed.
   */
  public static int progress(Status status) {
    return status.reach().ordinal() * Status.values().length + status.ordinal();
  }

  /** Whether the cell keeps every limit. */
  public boolean isWithin() {
    return hasCell() && miss == null;
  }

  boolean hasCell() {
    return reason.isEmpty();
  }

  private int order() {
    return isWithin() ? 0 : hasCell() ? 1 : 2;
  }

  private double excess() {
    return miss == null ? 0 : miss.excess();
  }

  /**
   * The limit that values are furthest beyond; null where they keep all limits.
   *
   * @param values value of the column of each limit
   */
  public static @Nullable Miss missed(List<CellLimit> limits, double[] values) {
    Miss worst = null;
    for (int i = 0; i < values.length; i++) {
      CellLimit limit = limits.get(i);
      if (!limit.isKept(values[i]) && (worst == null || limit.excess(values[i]) > worst.excess())) {
        worst = new Miss(limit, values[i]);
      }
    }
    return worst;
  }
}
