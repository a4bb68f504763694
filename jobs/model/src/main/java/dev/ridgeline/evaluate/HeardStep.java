package dev.ridgeline.evaluate;

import dev.ridgeline.cost.OperatorCost;
import dev.ridgeline.cost.StepReport;
import dev.ridgeline.deployment.PlanListener;
import dev.ridgeline.deployment.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A step of a cell's plan, as the planner reported it.
 *
 * @param side phase and side of the step
 * @param replica replica that runs the step
 * @param report operators of the step on one accelerator of the replica
 */
record HeardStep(PlanListener.Side side, Replica replica, StepReport report) {

  /** Returns the steps of the last evaluated cell; none where its model cannot be laid out. */
  static List<HeardStep> of(CellEvaluator evaluator) {
    CellResult cell = evaluator.result();
    if (!cell.has(Availability.STEP)) {
      return List.of();
    }
    List<HeardStep> steps = new ArrayList<>();
    evaluator
        .planner()
        .report(
            cell.request,
            cell.plan,
            (side, replica, report) -> steps.add(new HeardStep(side, replica, report)));
    return steps;
  }

  /** Returns the sum of a quantity over the rows and over all accelerators of the replica. */
  double ofReplica(ToDoubleFunction<OperatorCost> quantity) {
    return replica.accelerators() * sum(quantity);
  }

  /** Time of the step, seconds. */
  double seconds() {
    return sum(OperatorCost::seconds);
  }

  private double sum(ToDoubleFunction<OperatorCost> quantity) {
    return report.rows().stream().mapToDouble(quantity).sum();
  }
}
