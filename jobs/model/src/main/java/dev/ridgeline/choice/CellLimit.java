package dev.ridgeline.choice;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.reduce.Limit;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A bound on one numeric column of cells: a latency target, or a budget.
 *
 * @param column name of the column
 * @param kind whether values must not be above or not below the amount
 * @param amount the bound, above 0, in the unit of the column
 */
public record CellLimit(String column, Kind kind, double amount) implements Serializable {

  /** Column of the mean time to first token of the turns of tasks. */
  public static final String OF_TURNS = "turn_ttft_s";

  /** The side on which values must lie. */
  public enum Kind {
    AT_MOST,
    AT_LEAST
  }

  public CellLimit {
    if (!(amount > 0 && amount < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("limit of " + column + " is " + amount);
    }
  }

  /**
   * Reads limits such as {@code fleet_dollars_per_hour=500} or {@code fleet_watts=200 kW}.
   *
   * @param place option that is named in messages
   * @throws ConfigException where one has another form, a column is unknown, or an amount is not
   *     above 0
   */
  public static List<CellLimit> parse(String place, Kind kind, List<String> written) {
    return written.stream().map(one -> parse(place, kind, one)).toList();
  }

  private static CellLimit parse(String place, Kind kind, String written) {
    int equals = written.indexOf('=');
    if (equals < 0) {
      throw new ConfigException(
          place, "is '" + written + "'. Allowed: COLUMN=VALUE, such as fleet_accelerators=64.");
    }
    CellColumn column = NamedColumn.numeric(place, written.substring(0, equals).strip());
    String text = written.substring(equals + 1).strip();
    try {
      double amount = Quantity.parse(text, dimension(column));
      if (amount > 0 && amount < Double.POSITIVE_INFINITY) {
        return new CellLimit(column.name(), kind, amount);
      }
    } catch (IllegalArgumentException e) {
      // The message below says what is allowed.
    }
    throw new ConfigException(
        place,
        "is '"
            + text
            + "' for "
            + column.name()
            + ". Allowed: a number above 0"
            + (column.unit().isEmpty() ? "." : " in " + column.unit() + "."));
  }

  /** The dimension whose units the amount of a column may have. */
  private static Dimension dimension(CellColumn column) {
    return switch (column.unit()) {
      case "s" -> Dimension.SECONDS;
      case "W" -> Dimension.WATTS;
      case "J" -> Dimension.JOULES;
      case "B" -> Dimension.BYTES;
      case "B/s" -> Dimension.BYTES_PER_SECOND;
      default -> Dimension.NUMBER;
    };
  }

  /** The limits that latency targets are; none for targets without a limit. */
  public static List<CellLimit> of(LatencyTargets targets) {
    List<CellLimit> limits = new ArrayList<>();
    if (targets.ttftSeconds() < Double.POSITIVE_INFINITY) {
      limits.add(
          new CellLimit(TargetColumns.ttft(targets).name(), Kind.AT_MOST, targets.ttftSeconds()));
    }
    if (targets.tpotSeconds() < Double.POSITIVE_INFINITY) {
      limits.add(new CellLimit(CellColumns.TPOT_S.name(), Kind.AT_MOST, targets.tpotSeconds()));
    }
    return limits;
  }

  /**
   * The limits that latency targets are for an objective. Where that is of tasks, the target of the
   * time to first token also limits the mean of their turns.
   */
  public static List<CellLimit> of(LatencyTargets targets, CellObjective objective) {
    List<CellLimit> limits = of(targets);
    if (objective.isOfTasks() && targets.ttftSeconds() < Double.POSITIVE_INFINITY) {
      limits.add(new CellLimit(OF_TURNS, Kind.AT_MOST, targets.ttftSeconds()));
    }
    return limits;
  }

  /** The column of cells. */
  public CellColumn cellColumn() {
    return CellColumns.named(column);
  }

  /** The limit on cells that are reduced. */
  Limit limit() {
    return new Limit(
        column, kind == Kind.AT_MOST ? Limit.Kind.AT_MOST : Limit.Kind.AT_LEAST, amount);
  }

  /** Whether a value keeps the limit; false for NaN. */
  public boolean isKept(double value) {
    return kind == Kind.AT_MOST ? value <= amount : value >= amount;
  }

  /**
   * How far a value is on the wrong side: {@code value / amount} for a limit from above, and {@code
   * amount / value} for one from below. A value that keeps the limit has at most 1.
   */
  public double excess(double value) {
    return kind == Kind.AT_MOST ? value / amount : amount / value;
  }

  /** SQL condition of cells that keep the limit. */
  public String sql() {
    return column + (kind == Kind.AT_MOST ? " <= " : " >= ") + amount + "D";
  }

  /** SQL expression of {@link #excess}. */
  String sqlExcess() {
    return kind == Kind.AT_MOST ? column + " / " + amount + "D" : amount + "D / " + column;
  }

  /** The limit as people read it, such as {@code fleet_accelerators <= 64}. */
  @Override
  public String toString() {
    String number =
        amount == Math.rint(amount) && amount < 1e15
            ? Long.toString((long) amount)
            : Double.toString(amount);
    return column + (kind == Kind.AT_MOST ? " <= " : " >= ") + number;
  }
}
