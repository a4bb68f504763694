package dev.ridgeline.relation;

import dev.ridgeline.frontier.Ties;
import dev.ridgeline.reduce.Points;
import java.util.List;

/**
 * A request for skylines that needs columns and constants alone. A row that lacks a measure is on
 * none.
 *
 * @param groups columns whose values make a group
 * @param measures columns of numbers, of which points are made
 * @param points maker of points of the measures
 * @param conditions conditions that a row keeps, all of them
 * @param ties which points are kept of those that are equal
 * @param epsilon share by which a kept point may be worse
 * @param layers number of layers
 */
public record SkylineRequest(
    List<String> groups,
    List<Measure> measures,
    Points points,
    List<Condition> conditions,
    Ties ties,
    double epsilon,
    int layers) {

  public SkylineRequest {
    groups = List.copyOf(groups);
    measures = List.copyOf(measures);
    conditions = List.copyOf(conditions);
  }

  /**
   * A column of numbers.
   *
   * @param column name of the column
   * @param isNegated whether its negative is the measure
   */
  public record Measure(String column, boolean isNegated) {}

  /**
   * A comparison of a column with constants. Unknown is not true.
   *
   * @param column name of the column
   * @param operator comparison: {@code =}, {@code <}, {@code <=}, {@code >}, {@code >=}, or {@code
   *     IN} for equality with one of several constants
   * @param constants constants, each a String or a Double
   */
  public record Condition(String column, String operator, List<Object> constants) {

    public Condition {
      constants = List.copyOf(constants);
    }
  }
}
