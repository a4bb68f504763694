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
 * Columns of a batch that have a value in the same cells. What the axes that changed since the last
 * cell do not decide is not set again but repeated, many rows at once.
 */
final class VectorGroup {

  private final Availability availability;
  private final Presence presence;
  private final CellVector[] slowestFirst;
  private final int[] firstDecidedBy = new int[Axis.values().length];

  private VectorGroup(Availability availability, Presence presence, List<CellVector> vectors) {
    this.availability = availability;
    this.presence = presence;
    this.slowestFirst =
        vectors.stream()
            .sorted(Comparator.comparing(CellVector::decidedBy))
            .toArray(CellVector[]::new);
    for (Axis axis : Axis.values()) {
      firstDecidedBy[axis.ordinal()] =
          (int) vectors.stream().filter(one -> one.decidedBy().compareTo(axis) < 0).count();
    }
  }

  /**
   * Makes vectors of so many rows for columns.
   *
   * @param vectors is filled with them, in the order of the columns
   * @return the groups that the vectors fall into
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
        .map(
            entry ->
                new VectorGroup(entry.getKey(), presences.get(entry.getKey()), entry.getValue()))
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
   * Takes the columns' values of an evaluated cell.
   *
   * @param changed slowest axis whose position differs from that of the last cell
   * @param reach last availability whose columns have a value in that cell
   */
  void set(int row, CellResult result, Axis changed, Availability reach) {
    boolean present = availability.isWithin(reach);
    int first = firstDecidedBy[changed.ordinal()];
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

  /** Ends a batch of so many rows. */
  void fill(int rows) {
    if (presence.isPresent()) {
      for (CellVector vector : slowestFirst) {
        vector.fill(rows);
      }
    }
    presence.fill(rows);
  }
}
