package dev.ridgeline.evaluate;

import dev.ridgeline.cost.StepCost;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.workload.Request;

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
    double compute = plan.ofRequest(StepCost::computeBoundSeconds, request) / total;
    double bandwidth = plan.ofRequest(StepCost::memoryBoundSeconds, request) / total;
    double link = plan.ofRequest(StepCost::communicationSeconds, request) / total;
    double overhead = plan.ofRequest(StepCost::overheadSeconds, request) / total;
    double waiting = Math.max(0, 1 - compute - bandwidth - link - overhead);
    return new TimeShares(compute, bandwidth, link, overhead, waiting);
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
