package dev.ridgeline.economics;

import dev.ridgeline.deployment.Replica;
import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.workload.Request;

/**
 * What serving costs, from a plan and the prices of an accelerator hour.
 *
 * <p>The price of an accelerator includes its share of the server and of the network; a memory tier
 * is paid as provisioned, for every accelerator that keeps state.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
public final class UnitEconomics {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MILLION = 1e6;

  private double prefillDollarsPerHour;
  private double decodeDollarsPerHour;
  private double prefillReplicaDollarsPerHour;
  private double decodeReplicaDollarsPerHour;
  private double feedForwardReplicaDollarsPerHour;
  private double requestsPerHour;
  private double newTokens;
  private double cachedTokens;
  private double outputTokens;

  /** Prices a plan that fits. */
  public void price(ServingPlan plan, Request request, PoolPrices prices) {
    Replica decode = plan.decodeReplica();
    feedForwardReplicaDollarsPerHour = plan.feedForwardAccelerators() * prices.feedForward();
    decodeReplicaDollarsPerHour =
        decode.accelerators() * (prices.decode() + prices.tier())
            + feedForwardReplicaDollarsPerHour;
    if (plan.prefillReplicas() > 0) {
      prefillReplicaDollarsPerHour = plan.prefillReplica().accelerators() * prices.prefill();
      prefillDollarsPerHour = plan.prefillReplicas() * prefillReplicaDollarsPerHour;
      decodeDollarsPerHour = decodeReplicaDollarsPerHour;
    } else {
      prefillReplicaDollarsPerHour = 0;
      prefillDollarsPerHour = decodeReplicaDollarsPerHour * plan.prefillShare();
      decodeDollarsPerHour = decodeReplicaDollarsPerHour - prefillDollarsPerHour;
    }
    requestsPerHour = plan.requestsPerSecond() * SECONDS_PER_HOUR;
    newTokens = request.newTokens();
    cachedTokens = request.cachedTokens();
    outputTokens = request.outputTokens();
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
    return prefillDollarsPerHour / requestsPerHour / newTokens * MILLION;
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
    return cachedTokens > 0
        ? prefillDollarsPerHour * (1 - uncachedShare) / requestsPerHour / cachedTokens * MILLION
        : 0;
  }

  /** What decode costs, over the tokens it generates. */
  public double dollarsPerMillionOutputTokens() {
    return decodeDollarsPerHour / requestsPerHour / outputTokens * MILLION;
  }

  /** What a request costs, over the tokens computed for it: new input and output. */
  public double dollarsPerMillionBlendedTokens() {
    return dollarsPerRequest() / (newTokens + outputTokens) * MILLION;
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
