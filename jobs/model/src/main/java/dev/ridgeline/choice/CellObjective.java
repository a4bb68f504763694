package dev.ridgeline.choice;

import dev.ridgeline.config.ConfigException;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.Depth;
import java.io.Serializable;
import java.util.Locale;
import java.util.Set;

/**
 * What the best cell has the least or the most of: one numeric column of cells.
 *
 * @param column name of the column
 * @param sense whether little or much of it is better
 */
public record CellObjective(String column, Sense sense) implements Serializable {

  /** The price of a request, which choices minimize unless a request says otherwise. */
  public static final CellObjective PRICE =
      new CellObjective(CellColumns.DOLLARS_PER_REQUEST.name(), Sense.MIN);

  /** Columns of tasks that do not depend on how many sessions a cell has. */
  private static final Set<String> OF_ANY_SESSIONS = Set.of("max_sessions", "knee_sessions");

  /** Direction in which an objective is better. */
  public enum Sense {
    MIN,
    MAX
  }

  /**
   * Reads an objective such as {@code min dollars_per_task}.
   *
   * @param place option that is named in messages
   * @throws ConfigException where the text has another form, or no column of numbers has the name
   */
  public static CellObjective parse(String place, String written) {
    String[] words = written.strip().split("\\s+", 2);
    for (Sense sense : Sense.values()) {
      if (words.length == 2 && words[0].equalsIgnoreCase(sense.name())) {
        return new CellObjective(NamedColumn.numeric(place, words[1]).name(), sense);
      }
    }
    throw new ConfigException(
        place,
        "is '"
            + written
            + "'. Allowed: 'min' or 'max', then one column of numbers, such as 'min"
            + " dollars_per_task'.");
  }

  /** The column of cells. */
  public CellColumn cellColumn() {
    return CellColumns.named(column);
  }

  /**
   * Whether it is about tasks as a cell runs them. Their turns may wait for each other, or compute
   * their prompts again. The time to first token of a request says too little of them.
   */
  public boolean isOfTasks() {
    return cellColumn().depth() == Depth.TASK && !OF_ANY_SESSIONS.contains(column);
  }

  /** A value as one that is better the lower it is; also turns such a value back. */
  public double minimized(double value) {
    return sense == Sense.MIN ? value : -value;
  }

  /** How many times as bad a value is as the best value; 1 for the best itself. */
  public double factor(double value, double best) {
    return sense == Sense.MIN ? value / best : best / value;
  }

  /** SQL expression of the value as one that is better the lower it is. */
  String sql() {
    return sense == Sense.MIN ? "double(" + column + ")" : "-double(" + column + ")";
  }

  @Override
  public String toString() {
    return sense.name().toLowerCase(Locale.ROOT) + " " + column;
  }
}
