package dev.ridgeline.answer;

import dev.ridgeline.choice.TargetColumns;
import dev.ridgeline.evaluate.CellColumn;
import dev.ridgeline.evaluate.CellColumns;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.evaluate.CellScan;
import dev.ridgeline.evaluate.Status;
import dev.ridgeline.output.Decimals;
import dev.ridgeline.output.Rows;
import dev.ridgeline.space.Axis;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.sweep.LatencyTargets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of {@link Summary#cheapest}, computed from cells that this JVM evaluates, without
 * Spark.
 */
public final class CheapestCells implements CellScan.Sink {

  /** Columns whose values make what is to be served, in the order of the rows. */
  private static final List<CellColumn> SERVED =
      List.of(CellColumns.CONTEXT, CellColumns.TARIFF, CellColumns.MODEL, CellColumns.WORKFLOW);

  private static final String COLOCATED = "colocated";

  private static final List<String> NAMES =
      List.of(
          CellColumns.CONTEXT.name(),
          CellColumns.TARIFF.name(),
          CellColumns.MODEL.name(),
          CellColumns.WORKFLOW.name(),
          "hardware",
          CellColumns.BATCH.name(),
          CellColumns.TTFT_S.name(),
          "tpot_ms",
          "dollars_per_1k",
          "colocated_x",
          CellColumns.CELL.name());

  private final LatencyTargets targets;
  private final CellColumn ttft;
  private final Map<List<String>, Cheapest> found = new HashMap<>();

  private CheapestCells(LatencyTargets targets) {
    this.targets = targets;
    this.ttft = TargetColumns.ttft(targets);
  }

  /** The cheapest cell for each model, workflow, context and tariff. */
  public static Rows of(DesignSpace space, LatencyTargets targets) {
    List<CellColumn> columns =
        List.of(CellColumns.DOLLARS_PER_REQUEST, TargetColumns.ttft(targets), CellColumns.TPOT_S);
    Map<List<String>, Cheapest> all = new HashMap<>();
    for (CheapestCells part : CellScan.of(space, columns, () -> new CheapestCells(targets))) {
      part.found.forEach((served, cheapest) -> all.merge(served, cheapest, Cheapest::with));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    all.forEach((served, cheapest) -> rows.add(cheapest.row(served)));
    return Rows.of(NAMES, rows).sortedBy(NAMES.subList(0, SERVED.size()));
  }

  @Override
  public void take(CellResult cell, Axis<?> changed) {
    if (cell.status() != Status.OK || !isWithin(cell)) {
      return;
    }
    List<String> served = new ArrayList<>(SERVED.size());
    SERVED.forEach(column -> served.add(String.valueOf(column.value(cell))));
    found.merge(served, Cheapest.of(cell), Cheapest::with);
  }

  private boolean isWithin(CellResult cell) {
    return ((Double.isInfinite(targets.ttftSeconds()) && !targets.limitsPercentile())
            || ttft.number(cell) <= targets.ttftSeconds())
        && (Double.isInfinite(targets.tpotSeconds())
            || CellColumns.TPOT_S.number(cell) <= targets.tpotSeconds());
  }

  /**
   * The cheapest of some cells.
   *
   * @param dollars its price of a request
   * @param colocated price of the cheapest colocated cell; infinite where there is none
   */
  private record Cheapest(
      double dollars,
      long cell,
      String hardware,
      long batch,
      double ttftSeconds,
      double tpotSeconds,
      double colocated) {

    static Cheapest of(CellResult cell) {
      double dollars = CellColumns.DOLLARS_PER_REQUEST.number(cell);
      Object link = CellColumns.LINK.value(cell);
      Object feedForward = CellColumns.FFN.value(cell);
      return new Cheapest(
          dollars,
          (long) CellColumns.CELL.number(cell),
          (link == null ? "" : CellColumns.PREFILL.value(cell) + " > ")
              + CellColumns.DECODE.value(cell)
              + (feedForward == null ? "" : " + " + feedForward),
          (long) CellColumns.BATCH.number(cell),
          CellColumns.TTFT_S.number(cell),
          CellColumns.TPOT_S.number(cell),
          COLOCATED.equals(CellColumns.DEPLOYMENT.value(cell))
              ? dollars
              : Double.POSITIVE_INFINITY);
    }

    /** The cheapest of these and other cells. The lower number decides between equal prices. */
    Cheapest with(Cheapest other) {
      boolean isOther = other.dollars < dollars || (other.dollars == dollars && other.cell < cell);
      Cheapest one = isOther ? other : this;
      return new Cheapest(
          one.dollars,
          one.cell,
          one.hardware,
          one.batch,
          one.ttftSeconds,
          one.tpotSeconds,
          Math.min(colocated, other.colocated));
    }

    List<@Nullable Object> row(List<String> served) {
      List<@Nullable Object> row = new ArrayList<>(served);
      row.add(hardware);
      row.add(batch);
      row.add(Decimals.text(ttftSeconds, 2));
      row.add(Decimals.text(tpotSeconds * 1000, 1));
      row.add(Decimals.text(dollars * 1000, 3));
      row.add(Double.isInfinite(colocated) ? null : Decimals.text(colocated / dollars, 2));
      row.add(cell);
      return row;
    }
  }
}
