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

  /** Energy of prefilling one request that follows from what is computed and moved for it. */
  static double workJoules(PrefillSide side) {
    Replica replica = side.replica;
    return capped(side.cost, replica.accelerator()) * replica.accelerators() / side.batch;
  }

  /** Energy of decoding one request that follows from what is computed and moved for it. */
  static double workJoules(DecodeSide side, Request request, KvTier tier) {
    Replica replica = side.replica;
    double fromTier = side.spilledShare() * side.cost.stateReadBytes() * tier.joulesPerByte();
    double step =
        (capped(side.cost, replica.accelerator()) + fromTier) * replica.accelerators()
            + side.exchangeJoules;
    if (side.feedForwardReplica != null) {
      Replica feedForward = side.feedForwardReplica;
      step += capped(side.feedForwardCost, feedForward.accelerator()) * feedForward.accelerators();
    }
    return step * (request.outputTokens() / side.tokensPerStep) / side.batch;
  }

  /** Energy of one request that follows from what is computed and moved for it, at the servers. */
  static double workJoules(ServingPlan plan, Request request, KvTier tier) {
    return workJoules(plan.prefill)
        + workJoules(plan.decode, request, tier)
        + plan.kvTransferJoules;
  }

  private static double capped(StepCost cost, Accelerator accelerator) {
    double limit = accelerator.powerWatts() - accelerator.energy().idleWatts();
    return Math.min(cost.joules(), limit * cost.seconds());
  }

  /** Power of a decode replica with its hosts and tier that does nothing. */
  static double idleWatts(DecodeSide side, KvTier tier) {
    Replica replica = side.replica;
    double watts =
        (idleWatts(replica.accelerator()) + tier.wattsPerAccelerator()) * replica.accelerators();
    return side.feedForwardReplica == null ? watts : watts + idleWatts(side.feedForwardReplica);
  }

  /** Power of a replica with its hosts that does nothing. */
  static double idleWatts(Replica replica) {
    return idleWatts(replica.accelerator()) * replica.accelerators();
  }

  private static double idleWatts(Accelerator accelerator) {
    return accelerator.energy().idleWatts() + accelerator.energy().hostWatts();
  }

  /** Energy of one request, site included. */
  public static double joulesPerRequest(
      ServingPlan plan, Request request, KvTier tier, ServingSettings settings) {
    double idle = idleWatts(plan.decode, tier) / plan.requestsPerSecond;
    if (plan.prefillRequestsPerSecond > 0) {
      idle += idleWatts(plan.prefill.replica) / plan.prefillRequestsPerSecond;
    }
    return (workJoules(plan, request, tier) + idle) * settings.powerUsageEffectiveness();
  }
}
