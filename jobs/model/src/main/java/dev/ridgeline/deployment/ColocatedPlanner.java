package dev.ridgeline.deployment;

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

  private final Replica replica;

  public ColocatedPlanner(Replica replica, KvTier tier, ServingSettings settings) {
    super(tier, settings);
    this.replica = replica;
  }

  @Override
  public Replica decodeReplica() {
    return replica;
  }

  @Override
  public Replica prefillReplica() {
    return replica;
  }

  @Override
  public void plan(Request request, int batch, ServingPlan plan) {
    double withinBudget = promptsWithinBudget(request);
    fitDecode(request, batch, prefillWorkspaceBytes(request, withinBudget), plan);
    plan.prefillFits = plan.decodeFits;
    plan.prefillNeededBytes = plan.decodeNeededBytes;
    double prompts = Math.min(withinBudget, (double) batch / replica.attentionGroups());
    prefillStep(request, prompts, spilledShare(plan), plan);
    decodeStep(request, batch, plan);
    double prefillSeconds = plan.prefillCost.seconds();
    plan.interferenceSeconds =
        batch / request.outputTokens() * (prefillSeconds / plan.prefillBatch);
    plan.kvTransferBytes = 0;
    plan.kvTransferSeconds = 0;
    plan.kvLinkLoad = 0;
    plan.ttftSeconds = prefillSeconds;
    plan.tpotSeconds = plan.decodeCost.seconds() + plan.interferenceSeconds;
    plan.requestsPerSecond = batch / (request.outputTokens() * plan.tpotSeconds);
    plan.prefillReplicas = 0;
    plan.prefillShare = plan.interferenceSeconds / plan.tpotSeconds;
  }
}
