package dev.ridgeline.table;

import dev.ridgeline.evaluate.Availability;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.space.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Columns of a batch that have a value in the same cells. A column is set again only where an axis
 * that decides it has changed. Otherwise its last value is repeated, for many rows at once.
 */
final class VectorGroup {

  private final Availability availability;
  private final Presence presence;
  private final CellVector[] slowestFirst;
  private final int[] firstDecidedBy = new int[Axis.ALL.size()];

  private VectorGroup(Availability availability, List<CellVector> vectors) {
    this.availability = availability;
    this.presence = vectors.get(0).presence();
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
    Map<Availability, Presence> presences = new EnumMap<>(Availability.class);
    Map<Availability, List<CellVector>> members = new EnumMap<>(Availability.class);
    for (int i = 0; i < vectors.length; i++) {
      Availability availability = columns.get(i).availability();
      Presence presence = presences.computeIfAbsent(availability, any -> new Presence(rows));
      vectors[i] = CellVector.of(columns.get(i), presence);
      members.computeIfAbsent(availability, any -> new ArrayList<>()).add(vectors[i]);
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
    boolean present =
        availability.isWithin(reach)
            && (!availability.needsMoreThanStatus() || result.has(availability));
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
