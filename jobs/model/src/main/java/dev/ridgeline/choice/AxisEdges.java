package dev.ridgeline.choice;

import dev.ridgeline.evaluate.CellEvaluator;
import dev.ridgeline.evaluate.CellResult;
import dev.ridgeline.space.DesignSpace;
import dev.ridgeline.units.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Warnings about best cells that stand at the end of the axis of batches although it could go on: a
 * better cell may lie beyond. A batch that fills the memory is no such end.
 */
public final class AxisEdges {

  private final DesignSpace space;
  private final int least;
  private final int most;

  /** Creates warnings about cells of a design space. */
  public AxisEdges(DesignSpace space) {
    this.space = space;
    this.least = Collections.min(space.batches());
    this.most = Collections.max(space.batches());
  }

  /**
   * Returns a warning for each end of the axis at which some of the cells stand.
   *
   * @param best numbers of the best cells, each of which fits
   */
  public List<String> warnings(Collection<Long> best) {
    int above = 0;
    int below = 0;
    CellEvaluator evaluator = new CellEvaluator(space);
    for (long cell : best) {
      CellResult result = evaluator.evaluate(cell);
      if (couldGrow(result)) {
        above++;
      } else if (couldShrink(result)) {
        below++;
      }
    }
    List<String> warnings = new ArrayList<>();
    if (above > 0) {
      warnings.add(text(above, best.size(), "largest", most, "larger"));
    }
    if (below > 0) {
      warnings.add(text(below, best.size(), "smallest", least, "smaller"));
    }
    return warnings;
  }

  /** Whether the batch is the largest of the axis, and one that is a quarter larger would fit. */
  private boolean couldGrow(CellResult result) {
    return result.batch() == most
        && most < Limits.MOST_BATCH / 2
        && result.plan().maxBatch() >= 1.25 * most;
  }

  /** Whether the batch is the smallest of the axis, and above one for each part of a replica. */
  private boolean couldShrink(CellResult result) {
    return result.batch() == least && least > result.batchParts();
  }

  private static String text(int cells, int of, String end, int batch, String beyond) {
    return String.format(
        Locale.ROOT,
        "%d of %d best cells have the %s batch of the axis, %d. Maybe add %s ones: a better cell may"
            + " lie beyond.",
        cells,
        of,
        end,
        batch,
        beyond);
  }
}
