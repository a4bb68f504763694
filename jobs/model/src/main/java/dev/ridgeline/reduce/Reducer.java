package dev.ridgeline.reduce;

import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reduces the cells of a slice of a grid to a skyline for each group. The work is counted in units,
 * so that several reducers share it. Their skylines are merged later; the result does not depend on
 * how units are shared.
 *
 * <p>Not for use by several threads at once.
 */
public abstract sealed class Reducer permits EveryCell, UndominatedSides {

  /** Whether sides are joined where that is enough. */
  public enum Joining {
    /** Undominated sides are joined where {@link SideRule} holds. */
    UNDOMINATED,
    /** Every cell is evaluated. */
    ALL
  }

  final GroupTable groups;

  Reducer(GroupTable groups) {
    this.groups = groups;
  }

  /** Makes a reducer. */
  public static Reducer of(
      DesignSpace space, GridSlice slice, Reduction reduction, Joining joining) {
    return joinsSides(space, slice, reduction, joining)
        ? new UndominatedSides(space, slice, reduction)
        : new EveryCell(space, slice, reduction);
  }

  /** Whether a reducer joins undominated sides. */
  public static boolean joinsSides(
      DesignSpace space, GridSlice slice, Reduction reduction, Joining joining) {
    return joining == Joining.UNDOMINATED && SideRule.holds(space, slice, reduction);
  }

  /** Number of units of work. */
  public abstract long units();

  /**
   * Cuts all units into parts of nearly equal work.
   *
   * @return the first unit of each part, and at the end the number of units
   */
  public abstract long[] cut(int parts);

  /**
   * Reduces the cells of some units, besides those that were reduced before.
   *
   * @param from first unit
   * @param to one more than the last unit
   */
  public abstract void reduce(long from, long to);

  /** Number of cells that were evaluated or joined so far. */
  public abstract long evaluated();

  /** The skylines so far, by the values of their groups. */
  public final Map<List<@Nullable String>, Skyline> skylines() {
    return groups.found();
  }
}
