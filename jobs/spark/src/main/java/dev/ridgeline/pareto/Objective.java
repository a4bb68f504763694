package dev.ridgeline.pareto;

import dev.ridgeline.config.ConfigException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An objective of a frontier.
 *
 * @param column name of a column, or SQL expression over columns
 * @param sense whether little or much of it is better
 */
public record Objective(String column, Sense sense) implements Serializable {

  /** Direction in which an objective is better. */
  public enum Sense {
    MIN,
    MAX
  }

  /**
   * Reads objectives such as {@code min COLUMN, max COLUMN}.
   *
   * @param place option or function that is named in messages
   * @throws ConfigException when an objective has another form
   */
  public static List<Objective> parse(String place, String written) {
    List<Objective> objectives = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        objectives.add(parseOne(place, written.substring(from, i).strip()));
        from = i + 1;
      }
    }
    objectives.add(parseOne(place, written.substring(from).strip()));
    return objectives;
  }

  private static Objective parseOne(String place, String written) {
    String[] parts = written.split("\\s+", 2);
    for (Sense sense : Sense.values()) {
      if (parts.length == 2 && sense.name().equals(parts[0].toUpperCase(Locale.ROOT))) {
        return new Objective(parts[1], sense);
      }
    }
    throw new ConfigException(
        place,
        "is '" + written + "'. Allowed: 'min' or 'max', then a column. Commas separate several.");
  }

  /** SQL expression of the minimized objective. */
  String minimized() {
    // The column may end with a comment, which the end of the line ends.
    return (sense == Sense.MIN ? "double(" : "-double(") + column + "\n)";
  }

  /** The minimized value of a value of the objective. */
  double minimized(double value) {
    return sense == Sense.MIN ? value : -value;
  }

  /** The value of the objective of a minimized value. */
  public double value(double minimized) {
    return sense == Sense.MIN ? minimized : -minimized;
  }

  @Override
  public String toString() {
    return sense.name().toLowerCase(Locale.ROOT) + " " + column;
  }
}
