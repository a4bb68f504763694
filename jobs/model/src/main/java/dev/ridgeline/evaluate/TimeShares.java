package dev.ridgeline.evaluate;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.workload.Request;
import java.util.function.ToDoubleFunction;

/**
 * The shares of the accelerators' time: parts of all accelerator-seconds of a request, over both
 * phases and all pools.
 *
 * @param compute share in operators that arithmetic bounds
 * @param bandwidth share in operators that memory traffic bounds
 * @param link share in collectives
 * @param overhead share in kernel launches
 * @param waiting the remaining share, in which accelerators wait for a link between pools, a fuller
 *     pipeline stage or the other side of a layer
 */
record TimeShares(double compute, double bandwidth, double link, double overhead, double waiting) {

  /** What takes the largest share of the time. */
  enum Resource {
    COMPUTE,
    BANDWIDTH,
    LINK,
    OVERHEAD,
    WAITING
  }

  static TimeShares of(ServingPlan plan, Request request) {
    double total = plan.decodeAccelerators() / plan.requestsPerSecond();
    if (plan.prefillReplicas() > 0) {
      total += plan.prefillReplica().accelerators() / plan.prefillRequestsPerSecond();
    }
    double compute = seconds(plan, request, StepCost::computeBoundSeconds) / total;
    double bandwidth = seconds(plan, request, StepCost::memoryBoundSeconds) / total;
    double link = seconds(plan, request, StepCost::communicationSeconds) / total;
    double overhead = seconds(plan, request, StepCost::overheadSeconds) / total;
    double waiting = Math.max(0, 1 - compute - bandwidth - link - overhead);
    return new TimeShares(compute, bandwidth, link, overhead, waiting);
  }

  /**
   * Returns the accelerator-seconds of a request: its part of a prefill step and of all its decode
   * steps.
   */
  private static double seconds(
      ServingPlan plan, Request request, ToDoubleFunction<StepCost> ofStep) {
    double prefills = 1 / plan.prefillBatch();
    double steps = request.outputTokens() / plan.tokensPerStep() / plan.batch();
    return prefills * plan.ofPrefill(ofStep) + steps * plan.ofDecode(ofStep);
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
