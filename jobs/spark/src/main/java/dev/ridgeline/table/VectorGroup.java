package dev.ridgeline.table;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.Measurement.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Columns of a batch that have a value in the same cells. A column is set again only where an axis
 * that decides it has changed. Otherwise its last value is repeated, for many rows at once.
 */
final class VectorGroup {

  private final Availability availability;
  private final Figure figure;
  private final Presence presence;
  private final CellVector[] slowestFirst;

  /** Whether the status alone decides, and then by its reach. */
  private final boolean followsStatus;

  private final boolean[] isWithin = new boolean[Availability.values().length];
  private final int[] firstDecidedBy = new int[Axis.ALL.size()];

  /** What decides in which cells columns have a value. */
  private record Rule(Availability availability, Figure figure) {}

  private VectorGroup(Rule rule, List<CellVector> vectors) {
    this.availability = rule.availability();
    this.figure = rule.figure();
    this.presence = vectors.get(0).presence();
    this.followsStatus = figure == Figure.NONE && !availability.needsMoreThanStatus();
    for (Availability reach : Availability.values()) {
      isWithin[reach.ordinal()] = availability.isWithin(reach);
    }
    this.slowestFirst =
        vectors.stream()
            .sorted(Comparator.comparing(CellVector::decidedBy))
            .toArray(CellVector[]::new);
    for (Axis<?> axis : Axis.ALL) {
      firstDecidedBy[axis.order()] =
          (int) vectors.stream().filter(one -> one.decidedBy().compareTo(axis) < 0).count();
    }
  }

  /**
   * Makes a vector for each column.
   *
   * @param rows most rows of a batch
   * @param vectors array that takes the vectors, in the order of the columns
   * @return the groups of the vectors
   */
  static VectorGroup[] of(List<CellColumn> columns, int rows, CellVector[] vectors) {
    Map<Rule, Presence> presences = new HashMap<>();
    Map<Rule, List<CellVector>> members = new LinkedHashMap<>();
    for (int i = 0; i < vectors.length; i++) {
      Rule rule = new Rule(columns.get(i).availability(), columns.get(i).figure());
      Presence presence = presences.computeIfAbsent(rule, any -> new Presence(rows));
      vectors[i] = CellVector.of(columns.get(i), presence);
      members.computeIfAbsent(rule, any -> new ArrayList<>()).add(vectors[i]);
    }
    return members.entrySet().stream()
        .map(entry -> new VectorGroup(entry.getKey(), entry.getValue()))
        .toArray(VectorGroup[]::new);
  }

  /** Begins a new batch. */
  void clear() {
    presence.clear();
    for (CellVector vector : slowestFirst) {
      vector.clear();
    }
  }

  /**
   * Takes the values of an evaluated cell.
   *
   * @param row row of the cell in the batch
   * @param result the evaluated cell
   * @param changed slowest axis whose position differs from that of the last cell
   * @param reach last availability whose columns have a value in that cell
   */
  void set(int row, CellResult result, Axis<?> changed, Availability reach) {
    boolean present = followsStatus ? isWithin[reach.ordinal()] : result.has(availability, figure);
    int first = firstDecidedBy[changed.order()];
    if (present != presence.isPresent()) {
      for (CellVector vector : slowestFirst) {
        if (present) {
          vector.skip(row);
        } else {
          vector.fill(row);
        }
      }
      presence.set(row, present);
      first = 0;
    }
    if (present) {
      for (int i = first; i < slowestFirst.length; i++) {
        slowestFirst[i].set(row, result);
      }
    }
  }

  /** Ends a batch with this number of rows. */
  void fill(int rows) {
    if (presence.isPresent()) {
      for (CellVector vector : slowestFirst) {
        vector.fill(rows);
      }
    }
    presence.fill(rows);
  }
}
