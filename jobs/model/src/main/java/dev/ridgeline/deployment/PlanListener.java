package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepListener;
import dev.ridgeline.cost.StepReport;
import dev.ridgeline.operator.Phase;

/** Hears the steps of a plan and their parts, while the plan is made. */
@FunctionalInterface
public interface PlanListener {

  /** A listener that ignores every report; steps are then not taken apart. */
  PlanListener NONE = (side, replica, report) -> {};

  /** The steps of a plan, by phase and by the part of the deployment that runs them. */
  enum Side {
    PREFILL(Phase.PREFILL, "model"),
    PREFILL_DRAFT(Phase.PREFILL, "draft"),
    DECODE(Phase.DECODE, "model"),
    DECODE_DRAFT(Phase.DECODE, "draft"),
    /** A decode step on the side that keeps the state. */
    DECODE_ATTENTION(Phase.DECODE, "attention"),
    /** A decode step on the feed-forward side. */
    DECODE_FEED_FORWARD(Phase.DECODE, "ffn");

    private final Phase phase;
    private final String label;

    Side(Phase phase, String label) {
      this.phase = phase;
      this.label = label;
    }

    public Phase phase() {
      return phase;
    }

    /** The part of a deployment that runs the step: model, draft, attention or ffn. */
    public String label() {
      return label;
    }
  }

  /**
   * Hears a step.
   *
   * @param side kind of step
   * @param replica replica that runs the step
   * @param report the step on one accelerator of the replica
   */
  void hear(Side side, Replica replica, StepReport report);

  /** The listener for the steps of one side. */
  default StepListener of(Side side, Replica replica) {
    return this == NONE ? StepListener.NONE : report -> hear(side, replica, report);
  }

  /** A listener that counts each step {@code factor} times before this one hears it. */
  default PlanListener times(double factor) {
    return this == NONE
        ? NONE
        : (side, replica, report) -> hear(side, replica, report.times(factor));
  }
}
