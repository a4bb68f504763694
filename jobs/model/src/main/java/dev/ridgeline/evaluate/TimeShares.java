package dev.ridgeline.evaluate;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.workload.Request;
import java.util.function.ToDoubleFunction;

/**
 * What the accelerators' time goes into: shares of all accelerator-seconds that a request takes, in
 * both phases and all pools.
 *
 * @param compute in operators that arithmetic bounds
 * @param bandwidth in operators that memory traffic bounds
 * @param link in collectives
 * @param overhead in launches
 * @param waiting the rest, in which accelerators wait for a link, for a fuller pipeline stage or
 *     for the other side of a layer
 */
record TimeShares(double compute, double bandwidth, double link, double overhead, double waiting) {

  /** What binds most of the time. */
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

  /** Accelerator-seconds of a request: its part of a prefill step, and of all its decode steps. */
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
