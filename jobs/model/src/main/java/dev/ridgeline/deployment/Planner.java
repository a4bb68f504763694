package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.StepShape;
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

  final DecodePool pool;
  final ServingSettings settings;
  private final StepCost uncached = new StepCost();

  Planner(DecodePool pool, ServingSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  /** The accelerators that decode. */
  public DecodePool decodePool() {
    return pool;
  }

  /** The replica that runs prefill. */
  public abstract Replica prefillReplica();

  /**
   * Fills {@code plan}.
   *
   * @param request what is asked
   * @param batch sequences that decode at once, a multiple of the pool's {@link
   *     DecodePool#batchParts parts}
   * @param speedup factors on what the hardware can do
   */
  public abstract void plan(Request request, double batch, Speedup speedup, ServingPlan plan);

  /** Fills {@code plan} on the hardware as it is. */
  public void plan(Request request, double batch, ServingPlan plan) {
    plan(request, batch, Speedup.NONE, plan);
  }

  /**
   * Prompts of one group that a pass of prefill works on: as many as the budget takes, at least 1.
   */
  double promptsWithinBudget(Request request) {
    return Math.max(1, Math.floor(settings.prefillTokenBudget() / request.newTokens()));
  }

  double prefillWorkspaceBytes(Request request, double prompts) {
    return prefillReplica()
        .prefillWorkspaceBytes(
            prompts, request.newTokens(), request.promptTokens(), settings.prefillTokenBudget());
  }

  /** The shape of a prefill step of so many prompts in each part. */
  public StepShape prefillShape(Request request, double prompts) {
    double chunks = Math.ceil(prompts * request.newTokens() / settings.prefillTokenBudget());
    return StepShape.inPasses(
        Math.max(1, chunks), prompts, request.newTokens(), request.cachedTokens());
  }

  /**
   * Times a prefill step. Stages of a pipeline work on one chunk after the other: while K chunks
   * pass p stages, each of which needs the p-th part of a pass, the first prompt takes {@code (K +
   * p - 1) / (K p)} of what p times as many take together.
   */
  void prefillStep(
      Request request, double prompts, double spilledShare, Speedup speedup, ServingPlan plan) {
    Replica replica = prefillReplica();
    plan.prefillReplica = replica;
    plan.prefillBatch = prompts * replica.batchParts();
    plan.prefillCost.clear();
    StepShape shape = prefillShape(request, prompts);
    double tierRate = pool.tier().bytesPerSecond();
    replica.prefill().add(shape, 1, spilledShare, tierRate, speedup, plan.prefillCost);
    if (replica.drafting().isPresent()) {
      StepModel draft = replica.drafting().get().prefill();
      draft.add(shape, 1, spilledShare, tierRate, speedup, plan.prefillCost);
    }
    plan.prefillPasses = shape.passes();
    int stages = replica.stages();
    plan.prefillSeconds =
        plan.prefillCost.seconds() * (shape.passes() + stages - 1) / (shape.passes() * stages);
  }

  /**
   * Time of the prefill step of a plan without the cached part of the prompts, over its time with
   * it: what attending to cached tokens costs is the rest.
   */
  public double uncachedShare(Request request, ServingPlan plan) {
    Replica replica = prefillReplica();
    double prompts = plan.prefillBatch / replica.batchParts();
    StepShape shape =
        prefillShape(new Request(request.newTokens(), 0, request.outputTokens()), prompts);
    double spilled = replica == pool.replica() ? plan.spilledShare() : 0;
    double tierRate = pool.tier().bytesPerSecond();
    uncached.clear();
    replica.prefill().add(shape, 1, spilled, tierRate, Speedup.NONE, uncached);
    if (replica.drafting().isPresent()) {
      StepModel draft = replica.drafting().get().prefill();
      draft.add(shape, 1, spilled, tierRate, Speedup.NONE, uncached);
    }
    return uncached.seconds() / plan.prefillCost.seconds();
  }
}
