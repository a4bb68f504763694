package dev.ridgeline.cost;

import dev.ridgeline.operator.StepShape;
import org.jspecify.annotations.Nullable;

/**
 * The costs of some rows of new tokens, each in a place of its own. Other rows of the same place
 * displace them. A grid asks for the same few numbers of rows again and again.
 */
final class RowCosts {

  private final Evaluation evaluation;
  private final @Nullable RowCost[] places = new RowCost[RowCost.PLACES];

  /** Makes an empty memory of what an evaluation returns. */
  RowCosts(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** Evaluates the parts of a step that depend only on its rows. */
  @FunctionalInterface
  interface Evaluation {

    /** Adds the cost of the rows of a shape to an empty cost. */
    void add(StepShape shape, Speedup speedup, StepCost cost);
  }

  /** Returns the cost of the rows of a shape, kept or computed; nobody changes it. */
  StepCost of(StepShape shape, Speedup speedup) {
    int place = RowCost.place(shape, speedup);
    RowCost kept = places[place];
    if (kept == null) {
      kept = new RowCost();
      places[place] = kept;
    }
    if (!kept.isOf(shape, speedup)) {
      evaluation.add(shape, speedup, kept.begin(shape, speedup));
    }
    return kept.cost();
  }
}
