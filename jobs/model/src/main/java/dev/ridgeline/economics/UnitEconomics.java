package dev.ridgeline.economics;

import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.workload.Request;

/**
 * What serving costs, from a plan and the prices of an accelerator hour.
 *
 * <p>The price of an accelerator includes its share of the server and of the network; a memory tier
 * is paid as provisioned, for every accelerator that keeps state.
 */
public final class UnitEconomics {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MILLION = 1e6;

  private final Request request;
  private final double requestsPerHour;
  private final double prefillDollarsPerHour;
  private final double decodeDollarsPerHour;
  private final double prefillReplicaDollarsPerHour;
  private final double decodeReplicaDollarsPerHour;
  private final double feedForwardReplicaDollarsPerHour;

  /** Prices a plan that fits, of such requests. */
  public UnitEconomics(ServingPlan plan, Request request, PoolPrices prices) {
    this.request = request;
    this.requestsPerHour = plan.requestsPerSecond() * SECONDS_PER_HOUR;
    this.feedForwardReplicaDollarsPerHour = plan.feedForwardAccelerators() * prices.feedForward();
    this.decodeReplicaDollarsPerHour =
        plan.decodeReplica().accelerators() * (prices.decode() + prices.tier())
            + feedForwardReplicaDollarsPerHour;
    if (plan.prefillReplicas() > 0) {
      this.prefillReplicaDollarsPerHour = plan.prefillReplica().accelerators() * prices.prefill();
      this.prefillDollarsPerHour = plan.prefillReplicas() * prefillReplicaDollarsPerHour;
      this.decodeDollarsPerHour = decodeReplicaDollarsPerHour;
    } else {
      this.prefillReplicaDollarsPerHour = 0;
      this.prefillDollarsPerHour = decodeReplicaDollarsPerHour * plan.prefillShare();
      this.decodeDollarsPerHour = decodeReplicaDollarsPerHour - prefillDollarsPerHour;
    }
  }

  /** Price of one decode replica with its share of the prefill pool. */
  public double dollarsPerHour() {
    return prefillDollarsPerHour + decodeDollarsPerHour;
  }

  /** Price of one prefill replica; 0 where one pool does both. */
  double prefillReplicaDollarsPerHour() {
    return prefillReplicaDollarsPerHour;
  }

  /** Price of one decode replica. */
  double decodeReplicaDollarsPerHour() {
    return decodeReplicaDollarsPerHour;
  }

  /** Share of the price that goes to the prefill pool, or to prefill on the only one. */
  public double prefillShare() {
    return prefillDollarsPerHour / dollarsPerHour();
  }

  /**
   * Share of the price that goes to the feed-forward side of decode; 0 where it is in one piece.
   */
  public double feedForwardShare() {
    return decodeDollarsPerHour
        * (feedForwardReplicaDollarsPerHour / decodeReplicaDollarsPerHour)
        / dollarsPerHour();
  }

  /** One model call: prefill of the new tokens and decode of the output. */
  public double dollarsPerRequest() {
    return dollarsPerHour() / requestsPerHour;
  }

  /** What prefill costs, over the tokens it computes (cached tokens are not among them). */
  public double dollarsPerMillionInputTokens() {
    return prefillDollarsPerHour / requestsPerHour / request.newTokens() * MILLION;
  }

  /**
   * What prefill would cost without the cached part of the prompt, over the tokens it computes.
   *
   * @param uncachedShare time of prefill on the new tokens alone over that with the cached ones
   */
  public double dollarsPerMillionUncachedInputTokens(double uncachedShare) {
    return dollarsPerMillionInputTokens() * uncachedShare;
  }

  /**
   * What attending to the cached part of the prompt adds to prefill, over the cached tokens; 0
   * where none are.
   *
   * @param uncachedShare time of prefill on the new tokens alone over that with the cached ones
   */
  public double dollarsPerMillionCachedInputTokens(double uncachedShare) {
    double cached = request.cachedTokens();
    return cached > 0
        ? prefillDollarsPerHour * (1 - uncachedShare) / requestsPerHour / cached * MILLION
        : 0;
  }

  /** What decode costs, over the tokens it generates. */
  public double dollarsPerMillionOutputTokens() {
    return decodeDollarsPerHour / requestsPerHour / request.outputTokens() * MILLION;
  }

  /** What a request costs, over the tokens computed for it: new input and output. */
  public double dollarsPerMillionBlendedTokens() {
    return dollarsPerRequest() / (request.newTokens() + request.outputTokens()) * MILLION;
  }

  /** What a task costs: the time it takes of decode replicas and of prefill replicas. */
  public double dollarsPerTask(TaskPlan task) {
    return dollarsOfTask(task, task.decodeReplicaSeconds());
  }

  /** What a task would cost if memory were free: its share of the accelerators' time. */
  public double usageDollarsPerTask(TaskPlan task) {
    return dollarsOfTask(task, task.usageSeconds());
  }

  /** What a task would cost if time were free: its share of the memory, for as long as it runs. */
  public double reservationDollarsPerTask(TaskPlan task) {
    return task.reservationSeconds() * decodeReplicaDollarsPerHour / SECONDS_PER_HOUR;
  }

  private double dollarsOfTask(TaskPlan task, double decodeReplicaSeconds) {
    return (decodeReplicaSeconds * decodeReplicaDollarsPerHour
            + task.prefillReplicaSeconds() * prefillReplicaDollarsPerHour)
        / SECONDS_PER_HOUR;
  }
}
