package dev.ridgeline.evaluate;

import dev.ridgeline.cost.OperatorCost;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepReport;
import dev.ridgeline.deployment.PlanListener;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A step of a cell's plan as a listener heard it.
 *
 * @param side which step
 * @param replica what runs it
 * @param report what it is made of, on one accelerator of the replica
 */
record HeardStep(PlanListener.Side side, Replica replica, StepReport report) {

  /**
   * The steps of a cell that can be planned, from planning it once more with somebody listening.
   */
  static List<HeardStep> of(Planner planner, CellResult cell) {
    List<HeardStep> steps = new ArrayList<>();
    planner.plan(
        cell.request,
        cell.batch,
        Speedup.NONE,
        (side, replica, report) -> steps.add(new HeardStep(side, replica, report)),
        new ServingPlan());
    return steps;
  }

  /** A sum over the rows, over all accelerators of the replica. */
  double ofReplica(ToDoubleFunction<OperatorCost> quantity) {
    return replica.accelerators() * sum(quantity);
  }

  /** Time of the step. */
  double seconds() {
    return sum(OperatorCost::seconds);
  }

  private double sum(ToDoubleFunction<OperatorCost> quantity) {
    return report.rows().stream().mapToDouble(quantity).sum();
  }
}
