package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;

/**
 * Plans how the replicas of a hardware mix serve a kind of request.
 *
 * <p>Conventions: a batch is the number of sequences that decode at once on one decode replica, and
 * each finished sequence is replaced at once by another. A turn of o output tokens takes o decode
 * steps, fewer where tokens are drafted. TTFT is that of a request which does not queue. Prefill
 * batches short prompts up to the token budget, but never more than the batch, and cuts longer ones
 * into chunks.
 */
public abstract sealed class Planner permits ColocatedPlanner, DisaggregatedPlanner {

  final PrefillPool prefill;
  final DecodePool pool;
  final ServingSettings settings;

  Planner(PrefillPool prefill, DecodePool pool, ServingSettings settings) {
    this.prefill = prefill;
    this.pool = pool;
    this.settings = settings;
  }

  /** The accelerators that decode. */
  public DecodePool decodePool() {
    return pool;
  }

  /** The replica that runs prefill. */
  public Replica prefillReplica() {
    return prefill.replica();
  }

  /** Whether the weights alone fit, everywhere. */
  public boolean weightsFit() {
    return prefill.replica().weightsFit() && pool.weightsFit();
  }

  /**
   * Fills {@code plan}.
   *
   * @param request what is asked
   * @param batch sequences that decode at once, a multiple of the pool's {@link
   *     DecodePool#batchParts parts}
   * @param speedup factors on what the hardware can do
   * @param listener hears what the steps of the plan are made of; {@link PlanListener#NONE} costs
   *     nothing
   */
  public abstract void plan(
      Request request, double batch, Speedup speedup, PlanListener listener, ServingPlan plan);

  /** Fills {@code plan} with nobody listening. */
  public final void plan(Request request, double batch, Speedup speedup, ServingPlan plan) {
    plan(request, batch, speedup, PlanListener.NONE, plan);
  }

  /**
   * Fills {@code plan}, where pools may remember what they planned before.
   *
   * @param variant number that stands for the speedup
   * @param slot number that stands for request and batch
   */
  public void plan(
      int variant, int slot, Request request, double batch, Speedup speedup, ServingPlan plan) {
    plan(request, batch, speedup, plan);
  }

  /**
   * Fills {@code fuller} with a plan on hardware of another capacity, with a batch that takes the
   * same share of it.
   *
   * @param plan that on the hardware as it is
   */
  public void planFuller(
      int variant,
      int slot,
      Request request,
      Speedup capacity,
      ServingPlan plan,
      ServingPlan fuller) {
    plan(request, plan.batch(), capacity, fuller);
    double larger = plan.batch() * fuller.sequencesThatFit() / plan.sequencesThatFit();
    plan(request, larger, capacity, fuller);
  }

  /**
   * Fills {@code turns}.
   *
   * @param variant number that stands for what the requests find in the cache
   * @param slot number that stands for session and batch
   * @param requests the turns of a session
   */
  public void plan(int variant, int slot, Request[] requests, double batch, Turns turns) {
    turns.begin(requests);
    KvTier tier = pool.tier();
    ServingPlan plan = turns.plan;
    for (int i = 0; i < requests.length; i++) {
      plan(requests[i], batch, plan);
      turns.ttftSeconds[i] = plan.ttftSeconds;
      turns.tpotSeconds[i] = plan.tpotSeconds;
      turns.replicaSeconds[i] = 1 / plan.requestsPerSecond;
      turns.prefillReplicaSeconds[i] =
          plan.prefillRequestsPerSecond > 0 ? 1 / plan.prefillRequestsPerSecond : 0;
      turns.joules[i] = PowerDraw.workJoules(plan, requests[i], tier);
    }
    turns.last = plan.decode;
  }

  /** Fills {@code plan} on the hardware as it is. */
  public void plan(Request request, double batch, ServingPlan plan) {
    plan(request, batch, Speedup.NONE, plan);
  }

  /**
   * Time of the prefill step of a plan without the cached part of the prompts, over its time with
   * it: what attending to cached tokens costs is the rest.
   */
  public abstract double uncachedShare(Request request, ServingPlan plan);
}
