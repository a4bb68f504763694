package dev.ridgeline.run;

import dev.ridgeline.answer.Summary;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellCondition;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.CellScan;
import dev.ridgeline.run.ExplainQuery.Found;
import dev.ridgeline.run.ExplainQuery.Selection;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A search for the first or the cheapest cell of a small sweep, in this JVM. */
final class CellSearch implements CellScan.Sink {

  private final CellCondition where;
  private final CellCondition within;
  private long matching;
  private long meeting;
  private long first = Long.MAX_VALUE;
  private double dollars = Double.POSITIVE_INFINITY;
  private long cheapest = Long.MAX_VALUE;

  private CellSearch(CellCondition where, CellCondition within) {
    this.where = where;
    this.within = within;
  }

  /** The cell that is searched for; empty where its condition takes a SQL engine. */
  static Optional<Found> of(DesignSpace space, Selection selection, LatencyTargets targets) {
    String where =
        selection instanceof Selection.First one
            ? one.where()
            : ((Selection.Best) selection).where();
    String within = Summary.within(targets);
    Optional<CellCondition> ofCells = CellCondition.parse(where);
    Optional<CellCondition> ofBest = CellCondition.parse(within);
    if (ofCells.isEmpty() || ofBest.isEmpty()) {
      return Optional.empty();
    }
    Set<CellColumn> columns = new LinkedHashSet<>(List.of(CellColumns.DOLLARS_PER_REQUEST));
    columns.addAll(ofCells.get().columns());
    columns.addAll(ofBest.get().columns());
    CellSearch all = new CellSearch(ofCells.get(), ofBest.get());
    CellScan.of(space, columns, () -> new CellSearch(ofCells.get(), ofBest.get()))
        .forEach(all::add);
    return Optional.of(
        selection instanceof Selection.First
            ? Found.first(where, all.matching, all.first)
            : Found.best(within, all.matching, all.meeting, () -> all.cheapest));
  }

  @Override
  public void take(CellResult cell, Axis<?> changed) {
    if (!where.test(cell)) {
      return;
    }
    long number = (long) CellColumns.CELL.number(cell);
    matching++;
    first = Math.min(first, number);
    if (within.test(cell)) {
      meeting++;
      offer(CellColumns.DOLLARS_PER_REQUEST.number(cell), number);
    }
  }

  private void offer(double price, long cell) {
    if (price < dollars || (price == dollars && cell < cheapest)) {
      dollars = price;
      cheapest = cell;
    }
  }

  private void add(CellSearch other) {
    matching += other.matching;
    meeting += other.meeting;
    first = Math.min(first, other.first);
    offer(other.dollars, other.cheapest);
  }
}
