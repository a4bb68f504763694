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
    super(new DecodePool(replica, tier), settings);
  }

  @Override
  public Replica prefillReplica() {
    return pool.replica();
  }

  @Override
  public void plan(Request request, double batch, Speedup speedup, ServingPlan plan) {
    double withinBudget = promptsWithinBudget(request);
    double workspace = prefillWorkspaceBytes(request, withinBudget);
    pool.fit(request, batch, workspace, speedup, plan);
    plan.prefillFits = plan.decodeFits;
    plan.prefillNeededBytes = plan.decodeNeededBytes;
    double prompts = Math.min(withinBudget, batch / pool.batchParts());
    prefillStep(request, prompts, plan.spilledShare(), speedup, plan);
    pool.step(request, batch, speedup, plan);
    plan.interferenceSeconds =
        batch / request.outputTokens() * (plan.prefillCost.seconds() / plan.prefillBatch);
    plan.kvTransferBytes = 0;
    plan.kvTransferSeconds = 0;
    plan.kvTransferJoules = 0;
    plan.kvLinkLoad = 0;
    plan.ttftSeconds = plan.prefillSeconds;
    plan.tpotSeconds = plan.decodeStepSeconds / plan.tokensPerStep + plan.interferenceSeconds;
    plan.requestsPerSecond = batch / (request.outputTokens() * plan.tpotSeconds);
    plan.prefillReplicas = 0;
    plan.prefillRequestsPerSecond = 0;
    plan.prefillShare = plan.interferenceSeconds / plan.tpotSeconds;
  }
}
