package dev.ridgeline.economics;

import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.workload.Request;

/**
 * The costs of serving, from a plan and the prices of an accelerator hour.
 *
 * <p>The price of an accelerator includes its share of the server and of the network. A memory tier
 * is paid as provisioned, for every accelerator that keeps state.
 */
public final class UnitEconomics {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MILLION = 1e6;

  private final Request request;
  private final PoolPrices prices;
  private final double prefillDollarsPerHour;
  private final double decodeDollarsPerHour;
  private final double prefillReplicaDollarsPerHour;
  private final double decodeReplicaDollarsPerHour;
  private final double feedForwardReplicaDollarsPerHour;
  private final double tierDollarsPerHour;
  private final double prefillDollarsPerRequest;
  private final double decodeDollarsPerRequest;
  private final double dollarsPerRequest;

  /** Prices a plan that fits, for its requests. */
  public UnitEconomics(ServingPlan plan, Request request, PoolPrices prices) {
    this.request = request;
    this.prices = prices;
    double requestsPerHour = plan.requestsPerSecond() * SECONDS_PER_HOUR;
    this.feedForwardReplicaDollarsPerHour = plan.feedForwardAccelerators() * prices.feedForward();
    this.decodeReplicaDollarsPerHour =
        ofDecodeReplica(
            plan.decodeReplica().accelerators(), plan.feedForwardAccelerators(), prices);
    this.tierDollarsPerHour = plan.decodeReplica().accelerators() * prices.tier();
    if (plan.prefillReplicas() > 0) {
      this.prefillReplicaDollarsPerHour =
          ofPrefillReplica(plan.prefillReplica().accelerators(), prices.prefill());
      this.prefillDollarsPerHour = plan.prefillReplicas() * prefillReplicaDollarsPerHour;
      this.decodeDollarsPerHour = decodeReplicaDollarsPerHour;
      this.prefillDollarsPerRequest =
          ofSide(prefillReplicaDollarsPerHour, plan.prefillRequestsPerSecond());
      this.decodeDollarsPerRequest = ofSide(decodeReplicaDollarsPerHour, plan.requestsPerSecond());
      this.dollarsPerRequest = prefillDollarsPerRequest + decodeDollarsPerRequest;
    } else {
      this.prefillReplicaDollarsPerHour = 0;
      this.prefillDollarsPerHour = decodeReplicaDollarsPerHour * plan.prefillShare();
      this.decodeDollarsPerHour = decodeReplicaDollarsPerHour - prefillDollarsPerHour;
      this.prefillDollarsPerRequest = prefillDollarsPerHour / requestsPerHour;
      this.decodeDollarsPerRequest = decodeDollarsPerHour / requestsPerHour;
      this.dollarsPerRequest = dollarsPerHour() / requestsPerHour;
    }
  }

  /** Price of a prefill replica of so many accelerators, in dollars an hour. */
  public static double ofPrefillReplica(int accelerators, double dollarsPerHour) {
    return accelerators * dollarsPerHour;
  }

  /**
   * Price of a decode replica, in dollars an hour.
   *
   * @param accelerators accelerators that keep state
   * @param feedForward accelerators of the feed-forward side; 0 where decode is in one piece
   */
  public static double ofDecodeReplica(int accelerators, int feedForward, PoolPrices prices) {
    return accelerators * (prices.decode() + prices.tier()) + feedForward * prices.feedForward();
  }

  /**
   * Dollars of a request in one of two pools. Each side is paid for the time that the request takes
   * of it. The price of a request is the sum of both, and neither depends on the other side.
   *
   * @param replicaDollarsPerHour price of a replica of the pool
   * @param requestsPerSecond requests a second that the replica serves
   */
  public static double ofSide(double replicaDollarsPerHour, double requestsPerSecond) {
    return replicaDollarsPerHour / (requestsPerSecond * SECONDS_PER_HOUR);
  }

  /** Dollars of a million tokens, of those for which a request pays. */
  public static double perMillion(double dollarsPerRequest, double tokens) {
    return dollarsPerRequest / tokens * MILLION;
  }

  /** Dollars of a request, from those of a million of its tokens. */
  public static double perRequest(double dollarsPerMillion, double tokens) {
    return dollarsPerMillion * tokens / MILLION;
  }

  /** Price of one decode replica with its share of the prefill pool, in dollars an hour. */
  public double dollarsPerHour() {
    return prefillDollarsPerHour + decodeDollarsPerHour;
  }

  /** Prices of an accelerator of each pool. */
  public PoolPrices prices() {
    return prices;
  }

  /** Price of one prefill replica, in dollars an hour; 0 where colocated. */
  double prefillReplicaDollarsPerHour() {
    return prefillReplicaDollarsPerHour;
  }

  /** Price of one decode replica, in dollars an hour. */
  double decodeReplicaDollarsPerHour() {
    return decodeReplicaDollarsPerHour;
  }

  /** Share of the price for the prefill pool, or for prefill where colocated. */
  public double prefillShare() {
    return prefillDollarsPerHour / dollarsPerHour();
  }

  /** Share of the price for the feed-forward side of decode; 0 where decode is in one piece. */
  public double feedForwardShare() {
    return decodeDollarsPerHour
        * (feedForwardReplicaDollarsPerHour / decodeReplicaDollarsPerHour)
        / dollarsPerHour();
  }

  /** Dollars of one model call: prefill of the new tokens and decode of the output. */
  public double dollarsPerRequest() {
    return dollarsPerRequest;
  }

  /** Dollars of prefill for a million tokens that it computes. Cached tokens are not among them. */
  public double dollarsPerMillionInputTokens() {
    return perMillion(prefillDollarsPerRequest, request.newTokens());
  }

  /**
   * Dollars of prefill without the cached tokens of the prompt, for a million tokens that it
   * computes.
   *
   * @param uncachedShare time of prefill on the new tokens alone, over its time with the cached
   *     ones
   */
  public double dollarsPerMillionUncachedInputTokens(double uncachedShare) {
    return dollarsPerMillionInputTokens() * uncachedShare;
  }

  /**
   * Dollars that attending to the cached tokens of the prompt adds to prefill, for a million of
   * them; 0 where there are none.
   *
   * @param uncachedShare time of prefill on the new tokens alone, over its time with the cached
   *     ones
   */
  public double dollarsPerMillionCachedInputTokens(double uncachedShare) {
    double cached = request.cachedTokens();
    return cached > 0 ? perMillion(prefillDollarsPerRequest * (1 - uncachedShare), cached) : 0;
  }

  /** Dollars of decode for a million tokens that it generates. */
  public double dollarsPerMillionOutputTokens() {
    return perMillion(decodeDollarsPerRequest, request.outputTokens());
  }

  /** Dollars of a request for a million tokens computed for it: new input and output. */
  public double dollarsPerMillionBlendedTokens() {
    return perMillion(dollarsPerRequest, request.newTokens() + request.outputTokens());
  }

  /** Dollars of prefill for a million tokens of whole prompts, cached ones included. */
  public double dollarsPerMillionPromptTokens() {
    return perMillion(prefillDollarsPerRequest, request.promptTokens());
  }

  /** Dollars of a request for a million tokens of its whole prompt and its output. */
  public double dollarsPerMillionTotalTokens() {
    return perMillion(dollarsPerRequest, request.peakContextTokens());
  }

  /** Dollars of a whole request for a million tokens that it generates. */
  public double dollarsPerMillionOutputTokensWithPrefill() {
    return perMillion(dollarsPerRequest, request.outputTokens());
  }

  /** Dollars of a whole request for a million tokens of its prompt, cached ones included. */
  public double dollarsPerMillionPromptTokensWithDecode() {
    return perMillion(dollarsPerRequest, request.promptTokens());
  }

  /** Dollars of a task: its time of decode replicas and of prefill replicas. */
  public double dollarsPerTask(TaskPlan task) {
    return dollarsOfTask(task, task.decodeReplicaSeconds());
  }

  /** Dollars of a task on the same accelerators without their memory tiers. */
  public double dollarsPerTaskWithoutTier(TaskPlan task) {
    return (task.decodeReplicaSeconds() * (decodeReplicaDollarsPerHour - tierDollarsPerHour)
            + task.prefillReplicaSeconds() * prefillReplicaDollarsPerHour)
        / SECONDS_PER_HOUR;
  }

  /** Dollars of a task if memory were free: its share of the accelerators' time. */
  public double usageDollarsPerTask(TaskPlan task) {
    return dollarsOfTask(task, task.usageSeconds());
  }

  /** Dollars of a task if time were free: its share of the memory, for as long as it runs. */
  public double reservationDollarsPerTask(TaskPlan task) {
    return task.reservationSeconds() * decodeReplicaDollarsPerHour / SECONDS_PER_HOUR;
  }

  private double dollarsOfTask(TaskPlan task, double decodeReplicaSeconds) {
    return (decodeReplicaSeconds * decodeReplicaDollarsPerHour
            + task.prefillReplicaSeconds() * prefillReplicaDollarsPerHour)
        / SECONDS_PER_HOUR;
  }
}
