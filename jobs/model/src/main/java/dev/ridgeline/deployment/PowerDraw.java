package dev.ridgeline.deployment;

import dev.ridgeline.catalog.Accelerator;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;

/**
 * Energy of a plan. A step takes the energy of its FLOPs and of the bytes that it moves and sends.
 * No accelerator draws more than its limit. Idle power of accelerators, their hosts and the memory
 * tier is added for the whole time. The sum is multiplied by the site's power usage effectiveness.
 */
public final class PowerDraw {

  private PowerDraw() {}

  /** Energy of the arithmetic and traffic that prefill of one request takes, in joules. */
  static double workJoules(PrefillStep step) {
    Replica replica = step.replica();
    return capped(step.cost(), replica.accelerator()) * replica.accelerators() / step.batch();
  }

  /** Energy of the arithmetic and traffic that decode of one request takes, in joules. */
  static double workJoules(DecodeStep step, Request request, KvTier tier) {
    return stepJoules(step, tier) * (request.outputTokens() / step.tokens()) / step.batch();
  }

  /** Energy of the arithmetic and traffic of one decode step of the batch, in joules. */
  static double stepJoules(DecodeStep step, KvTier tier) {
    Replica replica = step.replicas().state();
    double fromTier = step.spilledShare() * step.cost().stateReadBytes() * tier.joulesPerByte();
    double ofStep =
        (capped(step.cost(), replica.accelerator()) + fromTier) * replica.accelerators();
    if (step.feedForward().isPresent()) {
      DecodeStep.FeedForward otherSide = step.feedForward().get();
      Replica other = step.replicas().feedForward().orElseThrow();
      ofStep += otherSide.exchangeJoules();
      ofStep += capped(otherSide.cost(), other.accelerator()) * other.accelerators();
    }
    return ofStep;
  }

  /**
   * Energy of the arithmetic and traffic of the steps in which one prompt passes, with the decodes
   * that ride along, in joules.
   */
  static double workJoules(MixedStep step, KvTier tier) {
    Replica replica = step.replica();
    double fromTier = step.spilledShare() * step.cost().stateReadBytes() * tier.joulesPerByte();
    return (capped(step.cost(), replica.accelerator()) + fromTier)
        * replica.accelerators()
        / step.batch();
  }

  private static double capped(StepCost cost, Accelerator accelerator) {
    double limit = accelerator.powerWatts() - accelerator.energy().idleWatts();
    return Math.min(cost.joules(), limit * cost.seconds());
  }

  /** Idle power of a decode replica with its hosts and tier, in watts. */
  static double idleWatts(DecodeReplicas replicas, KvTier tier) {
    Replica state = replicas.state();
    double watts =
        (idleWatts(state.accelerator()) + tier.wattsOfAllPerAccelerator()) * state.accelerators();
    return replicas.feedForward().isPresent()
        ? watts + idleWatts(replicas.feedForward().get())
        : watts;
  }

  /** Idle power of a replica with its hosts, in watts. */
  static double idleWatts(Replica replica) {
    return idleWatts(replica.accelerator()) * replica.accelerators();
  }

  private static double idleWatts(Accelerator accelerator) {
    return accelerator.energy().idleWatts() + accelerator.energy().hostWatts();
  }

  /** Energy of one request at the site, in joules. */
  public static double joulesPerRequest(
      ServingPlan plan, Request request, KvTier tier, ServingSettings settings) {
    double idle = idleWatts(plan.decodeReplicas(), tier) / plan.requestsPerSecond();
    if (plan.prefillRequestsPerSecond() > 0) {
      idle += idleWatts(plan.prefillReplica()) / plan.prefillRequestsPerSecond();
    }
    return (plan.workJoules(request, tier) + idle) * settings.powerUsageEffectiveness();
  }
}
