package dev.ridgeline.deployment;

import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;

/**
 * Plans how the replicas of a hardware mix serve a kind of request.
 *
 * <p>Conventions: a batch is the number of sequences that decode at once on one decode replica, and
 * each finished sequence is replaced at once by another. A turn of o output tokens takes o decode
 * steps. TTFT is that of a request which does not queue. Prefill batches short prompts up to the
 * token budget, but never more than the batch.
 */
public abstract sealed class Planner permits ColocatedPlanner, DisaggregatedPlanner {

  final KvTier tier;
  final ServingSettings settings;

  Planner(KvTier tier, ServingSettings settings) {
    this.tier = tier;
    this.settings = settings;
  }

  /** The replica whose batch is planned. */
  public abstract Replica decodeReplica();

  /** The replica that runs prefill. */
  public abstract Replica prefillReplica();

  /** The memory tier behind the accelerators that run decode. */
  public KvTier tier() {
    return tier;
  }

  /**
   * Fills {@code plan}.
   *
   * @param request what is asked
   * @param batch sequences that decode at once, a multiple of the decode replica's attention groups
   */
  public abstract void plan(Request request, int batch, ServingPlan plan);

  /** Prompts of one group that a prefill step works on: as many as the budget takes, at least 1. */
  double promptsWithinBudget(Request request) {
    return Math.max(1, Math.floor(settings.prefillTokenBudget() / request.newTokens()));
  }

  double prefillWorkspaceBytes(Request request, double prompts) {
    return prefillReplica()
        .prefillWorkspaceBytes(
            prompts, request.newTokens(), request.promptTokens(), settings.prefillTokenBudget());
  }

  /**
   * Settles capacity of the replica that decodes.
   *
   * @param fixedBytes workspace that does not grow with the batch
   */
  void fitDecode(Request request, int batch, double fixedBytes, ServingPlan plan) {
    Replica replica = decodeReplica();
    double perGroup = (double) batch / replica.attentionGroups();
    double stateOfOne = replica.stateBytes(request.peakContextTokens());
    double workspaceOfOne = replica.decodeWorkspaceBytes(1);
    plan.batch = batch;
    plan.prefillReplica = prefillReplica();
    plan.decodeReplica = replica;
    plan.maxBatch =
        replica.attentionGroups()
            * Math.min(
                replica.maxSequences(stateOfOne, workspaceOfOne, 0, tier.bytesPerAccelerator()),
                replica.maxSequences(stateOfOne, 0, fixedBytes, tier.bytesPerAccelerator()));
    plan.decodeFits = batch <= plan.maxBatch;
    plan.decodeStateBytes = perGroup * stateOfOne;
    plan.decodeWorkspaceBytes = Math.max(fixedBytes, perGroup * workspaceOfOne);
    double inMemory = replica.weightBytes() + plan.decodeWorkspaceBytes;
    plan.decodeNeededBytes = inMemory + plan.decodeStateBytes;
    double beyondMemory = Math.max(0, plan.decodeNeededBytes - replica.usableBytes());
    plan.spilledBytes =
        Math.min(beyondMemory, Math.min(plan.decodeStateBytes, tier.bytesPerAccelerator()));
  }

  /** Share of the state of the batch that lies in the tier; 0 where the batch does not fit. */
  public double spilledShare(ServingPlan plan) {
    return plan.decodeFits && plan.spilledBytes > 0 ? plan.spilledBytes / plan.decodeStateBytes : 0;
  }

  void prefillStep(Request request, double prompts, double spilledShare, ServingPlan plan) {
    plan.prefillBatch = prompts * prefillReplica().attentionGroups();
    StepShape shape = StepShape.of(prompts, request.newTokens(), request.cachedTokens());
    prefillReplica()
        .prefill()
        .evaluate(shape, spilledShare, tier.bytesPerSecond(), plan.prefillCost);
  }

  void decodeStep(Request request, int batch, ServingPlan plan) {
    double perGroup = (double) batch / decodeReplica().attentionGroups();
    StepShape shape = StepShape.of(perGroup, 1, request.meanDecodeContextTokens());
    decodeReplica()
        .decode()
        .evaluate(shape, spilledShare(plan), tier.bytesPerSecond(), plan.decodeCost);
  }
}
