package dev.ridgeline.deployment;

import dev.ridgeline.cost.StepListener;
import dev.ridgeline.cost.StepReport;
import dev.ridgeline.operator.Phase;

/** Hears the steps of a plan, and what they are made of, while it is planned. */
@FunctionalInterface
public interface PlanListener {

  /** Nobody: nothing is taken apart. */
  PlanListener NONE = (side, replica, report) -> {};

  /** The steps that a plan is made of, by phase and by what runs them. */
  enum Side {
    PREFILL(Phase.PREFILL, "model"),
    PREFILL_DRAFT(Phase.PREFILL, "draft"),
    DECODE(Phase.DECODE, "model"),
    DECODE_DRAFT(Phase.DECODE, "draft"),
    /** Decode by the side of the model that keeps the state. */
    DECODE_ATTENTION(Phase.DECODE, "attention"),
    /** Decode by its other side. */
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

    /** What of a deployment runs the step: model, draft, attention or ffn. */
    public String label() {
      return label;
    }
  }

  /**
   * Hears a step.
   *
   * @param replica what runs it
   * @param report the step on one accelerator of the replica
   */
  void hear(Side side, Replica replica, StepReport report);

  /** Who hears the step of a side. */
  default StepListener of(Side side, Replica replica) {
    return this == NONE ? StepListener.NONE : report -> hear(side, replica, report);
  }

  /** Hears of so many such steps. */
  default PlanListener times(double factor) {
    return this == NONE
        ? NONE
        : (side, replica, report) -> hear(side, replica, report.times(factor));
  }
}
