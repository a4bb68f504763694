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

  public ColocatedPlanner(Replica replica, KvTier tier, ServingSettings settings) {
    super(new PrefillPool(replica, settings), new DecodePool(replica, tier), settings);
  }

  @Override
  public void plan(Request request, double batch, Speedup speedup, ServingPlan plan) {
    PrefillSide prefills = plan.ownPrefill();
    DecodeSide decodes = plan.ownDecode();
    double withinBudget = prefill.promptsWithinBudget(request);
    pool.fit(request, batch, prefill.workspaceBytes(request, withinBudget), speedup, decodes);
    prefills.fits = decodes.fits;
    prefills.neededBytes = decodes.neededBytes;
    double prompts = Math.min(withinBudget, batch / pool.batchParts());
    double tierRate = pool.tier().bytesPerSecond();
    prefill.step(request, prompts, decodes.spilledShare(), tierRate, speedup, prefills);
    pool.step(request, batch, speedup, decodes);
    plan.interferenceSeconds = batch / request.outputTokens() / prefills.requestsPerSecond();
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

  @Override
  public double uncachedShare(Request request, ServingPlan plan) {
    return prefill.uncachedShare(
        request, plan.prefill, plan.decode.spilledShare(), pool.tier().bytesPerSecond());
  }
}
