package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;

/**
 * Energy of a plan. A step costs the energy of its FLOPs, of the bytes it moves and of those it
 * sends, but no accelerator draws more than its limit; on top comes what accelerators, their hosts
 * and the memory tier draw whether they work or not, for as long as they are taken. All of it times
 * the site's power usage effectiveness.
 */
public final class PowerDraw {

  private PowerDraw() {}

  /** Energy of one request that follows from what is computed and moved for it, at the servers. */
  static double workJoules(ServingPlan plan, Request request, KvTier tier) {
    Replica prefill = plan.prefill.replica;
    Replica decode = plan.decode.replica;
    double prefillStep = capped(plan.prefill.cost, prefill.accelerator()) * prefill.accelerators();
    double fromTier =
        plan.spilledShare() * plan.decode.cost.stateReadBytes() * tier.joulesPerByte();
    double decodeStep =
        (capped(plan.decode.cost, decode.accelerator()) + fromTier) * decode.accelerators()
            + plan.decode.exchangeJoules;
    if (plan.decode.feedForwardReplica != null) {
      Replica feedForward = plan.decode.feedForwardReplica;
      decodeStep +=
          capped(plan.decode.feedForwardCost, feedForward.accelerator())
              * feedForward.accelerators();
    }
    double steps = request.outputTokens() / plan.decode.tokensPerStep;
    return prefillStep / plan.prefill.batch
        + decodeStep * steps / plan.decode.batch
        + plan.kvTransferJoules;
  }

  private static double capped(StepCost cost, Accelerator accelerator) {
    double limit = accelerator.powerWatts() - accelerator.energy().idleWatts();
    return Math.min(cost.joules(), limit * cost.seconds());
  }

  /** Power of a decode replica with its hosts and tier that does nothing. */
  static double decodeIdleWatts(ServingPlan plan, KvTier tier) {
    Replica decode = plan.decode.replica;
    double watts =
        (idleWatts(decode.accelerator()) + tier.wattsPerAccelerator()) * decode.accelerators();
    return plan.decode.feedForwardReplica == null
        ? watts
        : watts
            + idleWatts(plan.decode.feedForwardReplica.accelerator())
                * plan.decode.feedForwardReplica.accelerators();
  }

  /** Power of a prefill replica with its hosts that does nothing; 0 where one pool does both. */
  static double prefillIdleWatts(ServingPlan plan) {
    return plan.prefillRequestsPerSecond > 0
        ? idleWatts(plan.prefill.replica.accelerator()) * plan.prefill.replica.accelerators()
        : 0;
  }

  private static double idleWatts(Accelerator accelerator) {
    return accelerator.energy().idleWatts() + accelerator.energy().hostWatts();
  }

  /** Energy of one request, site included. */
  public static double joulesPerRequest(
      ServingPlan plan, Request request, KvTier tier, ServingSettings settings) {
    double idle = decodeIdleWatts(plan, tier) / plan.requestsPerSecond;
    if (plan.prefillRequestsPerSecond > 0) {
      idle += prefillIdleWatts(plan) / plan.prefillRequestsPerSecond;
    }
    return (workJoules(plan, request, tier) + idle) * settings.powerUsageEffectiveness();
  }
}
