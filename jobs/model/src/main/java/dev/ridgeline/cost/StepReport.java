package dev.ridgeline.cost;

import dev.ridgeline.operator.StepShape;
import java.util.List;

/**
 * The parts of a step.
 *
 * @param shape shape of one step
 * @param times number of equal steps
 * @param rows operators in the order of a layer, collectives and stage waits, of all the steps;
 *     they sum to the {@link StepCost} of the steps
 */
public record StepReport(StepShape shape, double times, List<OperatorCost> rows) {

  public StepReport {
    rows = List.copyOf(rows);
  }

  /** The same report for {@code factor} times as many steps. */
  public StepReport times(double factor) {
    return new StepReport(
        shape, times * factor, rows.stream().map(row -> row.times(factor)).toList());
  }

  /** The same work with its time and its energy multiplied by a factor each. */
  StepReport withTimeAndEnergy(double ofTime, double ofEnergy) {
    return new StepReport(
        shape, times, rows.stream().map(row -> row.withTimeAndEnergy(ofTime, ofEnergy)).toList());
  }
}
