package dev.ridgeline.cost;

import dev.ridgeline.operator.StepShape;
import java.util.List;

/**
 * What a step is made of.
 *
 * @param shape the step, once
 * @param times how often it is made: the rows are those of all
 * @param rows operators in the order of a layer, collectives, and what an accelerator waits; they
 *     sum to the {@link StepCost} of the step
 */
public record StepReport(StepShape shape, double times, List<OperatorCost> rows) {

  public StepReport {
    rows = List.copyOf(rows);
  }

  /** The same step so many times as often. */
  public StepReport times(double factor) {
    return new StepReport(
        shape, times * factor, rows.stream().map(row -> row.times(factor)).toList());
  }
}
