package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;

/**
 * The accelerators that decode a batch together: one replica of the model, or one replica of its
 * attention side with one of its feed-forward side.
 */
public sealed class DecodePool permits SplitDecodePool {

  final Replica replica;
  final KvTier tier;

  /** Decode on one replica, with a memory tier behind each of its accelerators. */
  public DecodePool(Replica replica, KvTier tier) {
    this.replica = replica;
    this.tier = tier;
  }

  /** The replica that keeps the state. */
  public Replica replica() {
    return replica;
  }

  /** The memory tier behind its accelerators. */
  public KvTier tier() {
    return tier;
  }

  /** Parts into which a batch is cut; it must be a multiple of them. */
  public int batchParts() {
    return replica.batchParts();
  }

  /**
   * Settles capacity.
   *
   * @param fixedBytes workspace of an accelerator that does not grow with the batch
   */
  void fit(Request request, double batch, double fixedBytes, Speedup speedup, ServingPlan plan) {
    double perGroup = batch / replica.attentionGroups();
    double usable = replica.usableBytes() * speedup.capacity();
    double stateOfOne = replica.stateBytes(request.peakContextTokens());
    double workspaceOfOne = replica.decodeWorkspaceBytes(tokensPerStep()) / replica.stages();
    plan.batch = batch;
    plan.decodeReplica = replica;
    plan.feedForwardNeededBytes = 0;
    plan.feedForwardFits = true;
    plan.usableBytes = usable;
    plan.sequencesThatFit =
        replica.attentionGroups()
            * Math.min(
                replica.sequencesThatFit(
                    usable, stateOfOne, workspaceOfOne, 0, tier.bytesPerAccelerator()),
                replica.sequencesThatFit(
                    usable, stateOfOne, 0, fixedBytes, tier.bytesPerAccelerator()));
    plan.maxBatch = multipleOf(batchParts(), plan.sequencesThatFit);
    plan.decodeFits = batch <= plan.maxBatch;
    plan.decodeStateBytes = perGroup * stateOfOne;
    plan.decodeWorkspaceBytes = Math.max(fixedBytes, perGroup * workspaceOfOne);
    double inMemory = replica.weightBytes() + plan.decodeWorkspaceBytes;
    plan.decodeNeededBytes = inMemory + plan.decodeStateBytes;
    double beyondMemory = Math.max(0, plan.decodeNeededBytes - usable);
    plan.spilledBytes =
        Math.min(beyondMemory, Math.min(plan.decodeStateBytes, tier.bytesPerAccelerator()));
  }

  /** The largest multiple of {@code parts} that is at most {@code sequences}. */
  static double multipleOf(int parts, double sequences) {
    return Math.floor(sequences / parts) * parts;
  }

  /** Times a step of the batch: its cost, how long it takes, and the tokens it yields. */
  void step(Request request, double batch, Speedup speedup, ServingPlan plan) {
    plan.decodeCost.clear();
    plan.feedForwardCost.clear();
    plan.feedForwardReplica = null;
    plan.exchangeSeconds = 0;
    plan.exchangeBytes = 0;
    plan.exchangeJoules = 0;
    double sequences = batch / replica.batchParts();
    double spilled = plan.spilledShare();
    replica
        .decode()
        .add(
            stepShape(request, sequences),
            1,
            spilled,
            tier.bytesPerSecond(),
            speedup,
            plan.decodeCost);
    plan.tokensPerStep = 1;
    if (replica.drafting().isPresent()) {
      Replica.Drafting drafting = replica.drafting().get();
      StepModel draft = drafting.decode();
      StepShape shape = StepShape.of(sequences, 1, request.meanDecodeContextTokens());
      int drafts = drafting.draft().drafts();
      draft.add(shape, drafts, spilled, tier.bytesPerSecond(), speedup, plan.decodeCost);
      plan.tokensPerStep = drafting.draft().acceptedTokens();
    }
    plan.decodeStepSeconds = plan.decodeCost.seconds();
  }

  /** The shape of a step of so many sequences in each part: drafted tokens are verified with it. */
  public StepShape stepShape(Request request, double sequences) {
    return StepShape.of(sequences, tokensPerStep(), request.meanDecodeContextTokens());
  }

  int tokensPerStep() {
    return replica.drafting().map(drafting -> drafting.draft().tokensPerStep()).orElse(1);
  }
}
