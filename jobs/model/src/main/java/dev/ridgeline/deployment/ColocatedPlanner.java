package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;

/**
 * One pool runs both phases: decode steps of the running batch share time with the prefill of
 * requests that replace finished ones.
 *
 * <p>In the o steps of one turn every sequence of the batch is replaced once, so a step loses to
 * prefill {@code (B/o) * t_prefill} on average, with {@code t_prefill} the time of one request in
 * its prefill batch: {@code TPOT = t_decode + (B/o) * t_prefill}. Measured serving rows need this
 * term.
 */
public final class ColocatedPlanner extends Planner {

  /** Accelerators that nobody else plans with. */
  public ColocatedPlanner(Replica replica, KvTier tier, ServingSettings settings) {
    this(new PrefillPool(replica, settings), new DecodePool(replica, tier), settings);
  }

  /**
   * Two pools that are the same accelerators.
   *
   * @param prefill what they do in prefill
   * @param decode what they do in decode
   */
  public ColocatedPlanner(PrefillPool prefill, DecodePool decode, ServingSettings settings) {
    super(prefill, decode, settings);
  }

  @Override
  public void plan(
      Request request, double batch, Speedup speedup, PlanListener listener, ServingPlan plan) {
    PrefillSide prefills = plan.ownPrefill();
    DecodeSide decodes = plan.ownDecode();
    double withinBudget = prefill.promptsWithinBudget(request);
    pool.fit(request, batch, prefill.workspaceBytes(request, withinBudget), speedup, decodes);
    prefills.fits = decodes.fits;
    prefills.neededBytes = decodes.neededBytes;
    double prompts = prompts(request, batch);
    double tierRate = pool.tier().bytesPerSecond();
    prefill.step(request, prompts, decodes.spilledShare(), tierRate, speedup, listener, prefills);
    pool.step(request, batch, speedup, listener, decodes);
    plan.interferenceSeconds =
        interferenceSeconds(request, batch, 1 / prefills.requestsPerSecond());
    plan.colocated = true;
    plan.kvTransferBytes = 0;
    plan.kvTransferSeconds = 0;
    plan.kvTransferJoules = 0;
    plan.kvLinkLoad = 0;
    plan.ttftSeconds = prefills.seconds;
    plan.tpotSeconds = decodes.secondsPerToken() + plan.interferenceSeconds;
    plan.requestsPerSecond = batch / (request.outputTokens() * plan.tpotSeconds);
    plan.prefillReplicas = 0;
    plan.prefillRequestsPerSecond = 0;
    plan.prefillShare = plan.interferenceSeconds / plan.tpotSeconds;
  }

  /** Without a tier nothing spills, and the phases of a turn are as they would be alone. */
  @Override
  public void plan(int variant, int slot, Request[] requests, double batch, Turns turns) {
    if (pool.tier().exists()) {
      super.plan(variant, slot, requests, batch, turns);
      return;
    }
    turns.begin(requests);
    DecodeTurns decodes = pool.turns(slot, requests, batch);
    PrefillTurns prefills = new PrefillTurns(prefill, requests, request -> prompts(request, batch));
    for (int i = 0; i < requests.length; i++) {
      double interference = interferenceSeconds(requests[i], batch, prefills.replicaSeconds[i]);
      turns.ttftSeconds[i] = prefills.seconds[i];
      turns.tpotSeconds[i] = decodes.secondsPerToken[i] + interference;
      turns.replicaSeconds[i] = requests[i].outputTokens() * turns.tpotSeconds[i] / batch;
      turns.prefillReplicaSeconds[i] = 0;
      turns.joules[i] = prefills.joules[i] + decodes.joules[i];
    }
    plan(requests[requests.length - 1], batch, turns.plan);
    turns.last = turns.plan.decode;
  }

  private double prompts(Request request, double batch) {
    return Math.min(prefill.promptsWithinBudget(request), batch / pool.batchParts());
  }

  /**
   * @param prefillSeconds time of a replica that prefill of one request takes
   */
  private static double interferenceSeconds(Request request, double batch, double prefillSeconds) {
    return batch / request.outputTokens() * prefillSeconds;
  }

  @Override
  public double uncachedShare(Request request, ServingPlan plan) {
    return prefill.uncachedShare(
        request, plan.prefill, plan.decode.spilledShare(), pool.tier().bytesPerSecond());
  }
}
