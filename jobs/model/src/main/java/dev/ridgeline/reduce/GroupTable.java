package dev.ridgeline.reduce;

import static java.util.Objects.requireNonNull;

import dev.ridgeline.evaluate.AlikePositions;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The skylines of groups, found by the positions of a cell on the axes. Positions whose columns
 * have the same values are one class. So a cell needs neither texts nor hashes to find its group.
 */
final class GroupTable {

  private final Reduction reduction;
  private final Axis<?>[] axes;

  /** Classes of positions, by axis. */
  private final PositionClasses[] classes;

  /** Values of the columns of an axis, by class. */
  private final List<List<List<@Nullable String>>> values;

  /** Groups between neighbouring classes of an axis. */
  private final long[] strides;

  /** Axis of each column, and its place among the columns of that axis. */
  private final int[][] places;

  private final Map<Long, Skyline> skylines = new HashMap<>();
  private long lastGroup = -1;
  private @Nullable Skyline last;

  GroupTable(DesignSpace space, Reduction reduction) {
    this.reduction = reduction;
    Map<Axis<?>, List<CellColumn>> byAxis = new LinkedHashMap<>();
    for (String name : reduction.groups()) {
      CellColumn column = CellColumns.named(name);
      byAxis.computeIfAbsent(column.axis().orElseThrow(), any -> new ArrayList<>()).add(column);
    }
    this.axes = byAxis.keySet().toArray(Axis<?>[]::new);
    this.classes = new PositionClasses[axes.length];
    this.values = new ArrayList<>();
    this.strides = new long[axes.length];
    CellEvaluator evaluator = new CellEvaluator(space, EnumSet.of(Depth.IDENTITY));
    GridSlice.Cursor cursor = GridSlice.all(space.grid()).cursor(0);
    long stride = 1;
    for (int i = 0; i < axes.length; i++) {
      Axis<?> axis = axes[i];
      List<CellColumn> columns = requireNonNull(byAxis.get(axis));
      Map<List<@Nullable String>, Integer> known = new LinkedHashMap<>();
      int[] positions = new int[Axis.ALL.size()];
      classes[i] =
          new PositionClasses(
              AlikePositions.of(space, axis, columns),
              space.grid().size(axis),
              position -> {
                positions[axis.order()] = position;
                Axis<?> changed = cursor.moveTo(space.grid().cell(positions));
                List<@Nullable String> texts = new ArrayList<>();
                for (CellColumn column : columns) {
                  Object value = column.value(evaluator.identify(cursor, changed));
                  texts.add(value == null ? null : value.toString());
                }
                Integer found = known.putIfAbsent(texts, known.size());
                return found == null ? known.size() - 1 : found;
              });
      values.add(new ArrayList<>(known.keySet()));
      strides[i] = stride;
      stride = Math.multiplyExact(stride, (long) known.size());
    }
    this.places = new int[reduction.groups().size()][];
    for (int i = 0; i < places.length; i++) {
      CellColumn column = CellColumns.named(reduction.groups().get(i));
      int axis = List.of(axes).indexOf(column.axis().orElseThrow());
      places[i] = new int[] {axis, requireNonNull(byAxis.get(axes[axis])).indexOf(column)};
    }
  }

  /** Whether a column may make groups: one axis decides it, and its values are texts or wholes. */
  static boolean takes(CellColumn column) {
    return column.isIdentity()
        && column.axis().isPresent()
        && !(column.reader() instanceof Reader.Real);
  }

  /** Class of a position on an axis; 0 for all positions of an axis that makes no groups. */
  int classOf(Axis<?> axis, int position) {
    for (int i = 0; i < axes.length; i++) {
      if (axes[i] == axis) {
        return classes[i].of(position);
      }
    }
    return 0;
  }

  /**
   * The first position of each class on an axis, in a slice.
   *
   * @param kind what positions that one stands for have in common besides
   */
  int[] firstOfClasses(GridSlice slice, Axis<?> axis, IntFunction<Object> kind) {
    Set<List<Object>> seen = new HashSet<>();
    return IntStream.of(slice.positions(axis))
        .filter(position -> seen.add(List.of(classOf(axis, position), kind.apply(position))))
        .toArray();
  }

  /** Number of the group of a cell. */
  long group(GridSlice.Cursor cursor) {
    long group = 0;
    for (int i = 0; i < axes.length; i++) {
      group += classes[i].of(cursor.position(axes[i])) * strides[i];
    }
    return group;
  }

  /** Number of the group of a cell at positions on all axes. */
  long group(int[] positions) {
    long group = 0;
    for (int i = 0; i < axes.length; i++) {
      group += classes[i].of(positions[axes[i].order()]) * strides[i];
    }
    return group;
  }

  /** The skyline of a group. */
  Skyline skyline(long group) {
    if (group == lastGroup && last != null) {
      return last;
    }
    lastGroup = group;
    last = skylines.computeIfAbsent(group, absent -> reduction.skyline());
    return last;
  }

  /** All skylines that have points, by the values of their groups. */
  Map<List<@Nullable String>, Skyline> found() {
    Map<List<@Nullable String>, Skyline> found = new LinkedHashMap<>();
    skylines.forEach(
        (group, skyline) -> {
          if (skyline.size() > 0) {
            found.put(values(group), skyline);
          }
        });
    return found;
  }

  private List<@Nullable String> values(long group) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int[] place : places) {
      List<List<@Nullable String>> ofAxis = values.get(place[0]);
      int ofGroup = (int) (group / strides[place[0]] % ofAxis.size());
      texts.add(ofAxis.get(ofGroup).get(place[1]));
    }
    return texts;
  }
}
