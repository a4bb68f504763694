package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.workload.Request;

/**
 * What the accelerators' time goes into: of all accelerator-seconds that a request takes, in both
 * phases and all pools, the part in operators that arithmetic bounds, in those that memory traffic
 * bounds, in collectives, in launches, and the rest, in which accelerators wait for a link, for a
 * fuller pipeline stage or for the other side of a layer.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
final class TimeShares {

  double compute;
  double bandwidth;
  double link;
  double overhead;
  double waiting;

  /** What binds most of the time. */
  enum Resource {
    COMPUTE,
    BANDWIDTH,
    LINK,
    OVERHEAD,
    WAITING
  }

  void fill(ServingPlan plan, Request request) {
    double prefills = 1 / plan.prefillBatch();
    double steps = request.outputTokens() / plan.tokensPerStep() / plan.batch();
    double total = plan.decodeAccelerators() / plan.requestsPerSecond();
    if (plan.prefillReplicas() > 0) {
      total += plan.prefillReplica().accelerators() / plan.prefillRequestsPerSecond();
    }
    compute =
        (prefills * plan.ofPrefill(cost -> cost.computeBoundSeconds())
                + steps * plan.ofDecode(cost -> cost.computeBoundSeconds()))
            / total;
    bandwidth =
        (prefills * plan.ofPrefill(cost -> cost.memoryBoundSeconds())
                + steps * plan.ofDecode(cost -> cost.memoryBoundSeconds()))
            / total;
    link =
        (prefills * plan.ofPrefill(cost -> cost.communicationSeconds())
                + steps * plan.ofDecode(cost -> cost.communicationSeconds()))
            / total;
    overhead =
        (prefills * plan.ofPrefill(cost -> cost.overheadSeconds())
                + steps * plan.ofDecode(cost -> cost.overheadSeconds()))
            / total;
    waiting = Math.max(0, 1 - compute - bandwidth - link - overhead);
  }

  Resource binding() {
    Resource binding = Resource.COMPUTE;
    double most = compute;
    if (bandwidth > most) {
      binding = Resource.BANDWIDTH;
      most = bandwidth;
    }
    if (link > most) {
      binding = Resource.LINK;
      most = link;
    }
    if (overhead > most) {
      binding = Resource.OVERHEAD;
      most = overhead;
    }
    return waiting > most ? Resource.WAITING : binding;
  }
}
