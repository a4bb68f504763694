package dev.ridgeline.choice;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.deployment.Fleet;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.reduce.Limit;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.LatencyTargets;
import dev.ridgeline.units.Dimension;
import dev.ridgeline.units.Quantity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bound on one numeric column of cells: a latency target, or a budget.
 *
 * @param column name of the column
 * @param kind whether values must not be above or not below the amount
 * @param amount the bound, above 0, in the unit of the column
 * @param scope cells that must keep it
 */
public record CellLimit(String column, Kind kind, double amount, Scope scope)
    implements Serializable {

  /** Column of the mean time to first token of the turns of tasks. */
  public static final String OF_TURNS = "turn_ttft_s";

  /** The side on which values must lie. */
  public enum Kind {
    AT_MOST,
    AT_LEAST
  }

  /** The cells that must keep a limit. */
  public enum Scope {
    ALL,
    /** Those whose fleet counts tasks in progress. All others keep the limit. */
    FLEETS_OF_SESSIONS;

    private static final String LABELS = Fleet.Bound.SESSIONS.unit() + "=";
    private static final CellColumn FLEET = CellColumns.named("fleet");

    /** The value of a column, and 0 in cells that need not keep the limit. */
    public double value(CellColumn column, CellResult cell) {
      boolean isHeld = this == ALL || String.valueOf(FLEET.value(cell)).startsWith(LABELS);
      return isHeld ? column.number(cell) : 0;
    }

    /** SQL of that value. */
    String sql(String value) {
      return this == ALL ? value : "if(fleet LIKE '" + LABELS + "%', " + value + ", 0D)";
    }
  }

  /** A limit on all cells. */
  public CellLimit(String column, Kind kind, double amount) {
    this(column, kind, amount, Scope.ALL);
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
   * The limits that latency targets are for an objective and budgets. Where the objective is of
   * tasks, the target of the time to first token also limits the mean of their turns. Where it is
   * of a fleet, it does so in cells whose fleet counts tasks in progress. Otherwise the fullest
   * replicas would look best, whose turns wait for each other.
   *
   * @param countsSessions whether some fleet counts tasks in progress
   */
  public static List<CellLimit> of(
      LatencyTargets targets,
      CellObjective objective,
      List<CellLimit> budgets,
      boolean countsSessions) {
    List<CellLimit> limits = of(targets);
    double ttft = targets.ttftSeconds();
    if (ttft < Double.POSITIVE_INFINITY) {
      if (objective.isOfTasks()) {
        limits.add(new CellLimit(OF_TURNS, Kind.AT_MOST, ttft));
      } else if (countsSessions && areOfFleets(objective, budgets)) {
        limits.add(new CellLimit(OF_TURNS, Kind.AT_MOST, ttft, Scope.FLEETS_OF_SESSIONS));
      }
    }
    return limits;
  }

  /**
   * The limit of turns that a choice by the price of requests has; empty where no budget is about
   * fleets that count tasks in progress.
   *
   * @param targets longest latencies of all targets
   */
  public static Optional<CellLimit> ofTurns(
      LatencyTargets targets, List<CellLimit> budgets, boolean countsSessions) {
    return of(targets, CellObjective.PRICE, budgets, countsSessions).stream()
        .filter(limit -> limit.column().equals(OF_TURNS))
        .findFirst();
  }

  /** Whether some fleet of a design space counts tasks in progress. */
  public static boolean countsSessions(DesignSpace space) {
    return space.fleets().stream().anyMatch(fleet -> fleet.bound() == Fleet.Bound.SESSIONS);
  }

  private static boolean areOfFleets(CellObjective objective, List<CellLimit> budgets) {
    return isOfFleets(objective.cellColumn())
        || budgets.stream().anyMatch(budget -> isOfFleets(budget.cellColumn()));
  }

  private static boolean isOfFleets(CellColumn column) {
    return column.decidedBy() == Axis.FLEET;
  }

  /** The column of cells. */
  public CellColumn cellColumn() {
    return CellColumns.named(column);
  }

  /** SQL expression of the value that the limit bounds. */
  String sqlValue() {
    return scope.sql(column);
  }

  /** The limit on cells that are reduced, for one on all cells. */
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
    return sqlValue() + (kind == Kind.AT_MOST ? " <= " : " >= ") + amount + "D";
  }

  /** SQL expression of {@link #excess}. */
  String sqlExcess() {
    String value = sqlValue();
    return kind == Kind.AT_MOST ? value + " / " + amount + "D" : amount + "D / " + value;
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
