package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.HardwareMix;
import dev.ridgeline.deployment.ServingPlan;

/** The reason why a plan does not fit into the memory of its accelerators. */
final class Misfit {

  private static final Outcome PREFILL =
      because("prefill: one prompt does not fit beside the weights");
  private static final Outcome FEED_FORWARD = because("ffn: weights and workspace do not fit");
  private static final Outcome BATCH = because("decode: the batch exceeds max_batch");
  private static final Outcome REQUEST =
      because("decode: not even one request fits beside the weights");

  private Misfit() {}

  /** The detail of an outcome, with the numbers of a plan whose batch does not fit. */
  static String detail(Outcome outcome, CellResult cell) {
    if (!outcome.equals(BATCH)) {
      return outcome.detail();
    }
    long most = (long) cell.plan.maxBatch();
    return "decode: the batch of "
        + cell.batch
        + " exceeds max_batch: "
        + most
        + (most == 1 ? " request runs" : " requests run")
        + " at once, and the rest wait or are evicted";
  }

  private static Outcome because(String detail) {
    return new Outcome(Status.DOES_NOT_FIT, detail);
  }

  static Outcome of(ServingPlan plan, HardwareMix mix) {
    if (!plan.prefillFits() && mix.link().isPresent()) {
      return PREFILL;
    }
    if (!plan.feedForwardFits()) {
      return FEED_FORWARD;
    }
    return plan.maxBatch() > 0 ? BATCH : REQUEST;
  }
}
