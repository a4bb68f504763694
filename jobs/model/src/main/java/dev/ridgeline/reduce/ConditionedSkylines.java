package dev.ridgeline.reduce;

import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellCondition;
import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.CellScan;
import dev.ridgeline.evaluate.Depth;
import dev.ridgeline.frontier.Skyline;
import dev.ridgeline.schema.Reader;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.space.GridSlice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Skylines of the cells of a small space that keep a condition, on all cores of this machine. */
public final class ConditionedSkylines {

  private ConditionedSkylines() {}

  /** Whether the values of a column may make groups: texts, whole numbers and truth values. */
  public static boolean takesGroup(CellColumn column) {
    return column.reader() instanceof Reader.Text
        || column.reader() instanceof Reader.Whole
        || column.reader() instanceof Reader.Flag;
  }

  /** The skylines by the values of their groups, as texts. */
  public static Map<List<@Nullable String>, Skyline> of(
      DesignSpace space, Reduction reduction, CellCondition where) {
    Map<List<@Nullable String>, Skyline> all = new LinkedHashMap<>();
    if (where.columns().isEmpty() && reduction.isPossible()) {
      CellEvaluator none = new CellEvaluator(space, EnumSet.noneOf(Depth.class));
      if (where.test(none.identify(0))) {
        all =
            ThreadedReduction.of(
                space, GridSlice.all(space.grid()), reduction, Reducer.Joining.UNDOMINATED);
      }
      return all;
    }
    for (Part part : CellScan.of(space, read(reduction, where), () -> new Part(reduction, where))) {
      for (Map.Entry<List<@Nullable String>, Skyline> group : part.byGroup.entrySet()) {
        if (group.getValue().size() > 0) {
          all.merge(
              group.getKey(),
              group.getValue(),
              (one, other) -> {
                one.merge(other);
                return one;
              });
        }
      }
    }
    return all;
  }

  private static Set<CellColumn> read(Reduction reduction, CellCondition where) {
    Set<CellColumn> read = new LinkedHashSet<>(where.columns());
    read.add(CellColumns.STATUS);
    reduction.groups().forEach(name -> read.add(CellColumns.named(name)));
    reduction.measures().forEach(measure -> read.add(measure.cellColumn()));
    reduction.limits().forEach(limit -> read.add(limit.cellColumn()));
    return read;
  }

  /** The skylines of a part of the cells. */
  private static final class Part implements CellScan.Sink {

    private final Reduction reduction;
    private final CellCondition where;
    private final CellPoints points;
    private final List<CellColumn> groups;
    private final Axis<?> fastest;
    private final Map<List<@Nullable String>, Skyline> byGroup = new LinkedHashMap<>();
    private @Nullable Skyline last;

    Part(Reduction reduction, CellCondition where) {
      this.reduction = reduction;
      this.where = where;
      this.points = new CellPoints(reduction);
      this.groups = reduction.groups().stream().map(CellColumns::named).toList();
      Axis<?> axis = Axis.ALL.get(0);
      for (CellColumn column : groups) {
        axis = column.decidedBy().compareTo(axis) > 0 ? column.decidedBy() : axis;
      }
      this.fastest = axis;
    }

    @Override
    public void take(CellResult cell, Axis<?> changed) {
      if (last == null || changed.compareTo(fastest) <= 0) {
        List<@Nullable String> texts = new ArrayList<>(groups.size());
        for (CellColumn column : groups) {
          Object value = column.value(cell);
          texts.add(value == null ? null : value.toString());
        }
        last = byGroup.computeIfAbsent(texts, any -> reduction.skyline());
      }
      if (where.test(cell)) {
        points.offer(cell, (long) CellColumns.CELL.number(cell), last);
      }
    }
  }
}
