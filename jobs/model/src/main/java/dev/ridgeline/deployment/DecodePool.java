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
  private final int tokensPerStep;
  private final double workspaceOfOne;
  private final Remembered<DecodeSide> sides;
  private final Remembered<DecodeTurns> turns;

  /** Decode on one replica, with a memory tier behind each of its accelerators. */
  public DecodePool(Replica replica, KvTier tier) {
    this(replica, tier, 0);
  }

  /**
   * A pool that remembers what it planned.
   *
   * @param slots numbers that stand for a request and a batch; 0 to remember nothing
   */
  public DecodePool(Replica replica, KvTier tier, int slots) {
    this.replica = replica;
    this.tier = tier;
    this.tokensPerStep =
        replica.drafting().map(drafting -> drafting.draft().tokensPerStep()).orElse(1);
    this.workspaceOfOne = replica.decodeWorkspaceBytes(tokensPerStep) / replica.stages();
    this.sides = new Remembered<>(slots, DecodeSide[]::new, DecodeSide[][]::new);
    this.turns = new Remembered<>(slots, DecodeTurns[]::new, DecodeTurns[][]::new);
  }

  /** The replica that keeps the state. */
  public Replica replica() {
    return replica;
  }

  /** The memory tier behind its accelerators. */
  public KvTier tier() {
    return tier;
  }

  /** Whether the weights alone fit. */
  boolean weightsFit() {
    return replica.weightsFit();
  }

  /** Parts into which a batch is cut; it must be a multiple of them. */
  public int batchParts() {
    return replica.batchParts();
  }

  /** The side of a plan that a pool which does nothing else has, planned once for each slot. */
  DecodeSide side(int variant, int slot, Request request, double batch, Speedup speedup) {
    DecodeSide side = sides.at(variant, slot);
    if (side == null) {
      side = new DecodeSide();
      plan(request, batch, speedup, PlanListener.NONE, side);
      sides.put(variant, slot, side);
    }
    return side;
  }

  /** What turns take of a pool that does nothing else, planned once for each slot. */
  DecodeTurns turns(int slot, Request[] requests, double batch) {
    DecodeTurns ofSlot = turns.at(0, slot);
    if (ofSlot == null) {
      ofSlot = new DecodeTurns(this, requests, batch);
      turns.put(0, slot, ofSlot);
    }
    return ofSlot;
  }

  /** Fills {@code side} for a pool that does nothing but decode. */
  void plan(
      Request request, double batch, Speedup speedup, PlanListener listener, DecodeSide side) {
    fit(request, batch, 0, speedup, side);
    step(request, batch, speedup, listener, side);
  }

  /**
   * Settles capacity.
   *
   * @param fixedBytes workspace of an accelerator that does not grow with the batch
   */
  void fit(Request request, double batch, double fixedBytes, Speedup speedup, DecodeSide side) {
    double perGroup = batch / replica.attentionGroups();
    double usable = replica.usableBytes() * speedup.capacity();
    double stateOfOne = replica.stateBytes(request.peakContextTokens());
    side.batch = batch;
    side.replica = replica;
    side.feedForwardNeededBytes = 0;
    side.feedForwardFits = true;
    side.usableBytes = usable;
    side.sequencesThatFit = sequencesThatFit(request, fixedBytes, speedup);
    side.maxBatch = multipleOf(batchParts(), side.sequencesThatFit);
    side.fits = batch <= side.maxBatch;
    side.stateBytes = perGroup * stateOfOne;
    side.workspaceBytes = Math.max(fixedBytes, perGroup * workspaceOfOne);
    double inMemory = replica.weightBytes() + side.workspaceBytes;
    side.neededBytes = inMemory + side.stateBytes;
    double beyondMemory = Math.max(0, side.neededBytes - usable);
    side.spilledBytes =
        Math.min(beyondMemory, Math.min(side.stateBytes, tier.bytesPerAccelerator()));
  }

  /** Sequences that fit where nothing else runs, fractions and all. */
  double sequencesThatFit(Request request, Speedup speedup) {
    return sequencesThatFit(request, 0, speedup);
  }

  private double sequencesThatFit(Request request, double fixedBytes, Speedup speedup) {
    double usable = replica.usableBytes() * speedup.capacity();
    double stateOfOne = replica.stateBytes(request.peakContextTokens());
    double ofTier = tier.bytesPerAccelerator();
    return replica.attentionGroups()
        * Math.min(
            replica.sequencesThatFit(usable, stateOfOne, workspaceOfOne, 0, ofTier),
            replica.sequencesThatFit(usable, stateOfOne, 0, fixedBytes, ofTier));
  }

  /** The largest multiple of {@code parts} that is at most {@code sequences}. */
  static double multipleOf(int parts, double sequences) {
    return Math.floor(sequences / parts) * parts;
  }

  /** Times a step of the batch: its cost, how long it takes, and the tokens it yields. */
  void step(
      Request request, double batch, Speedup speedup, PlanListener listener, DecodeSide side) {
    side.clear();
    double sequences = batch / replica.batchParts();
    double spilled = side.spilledShare();
    replica
        .decode()
        .add(
            stepShape(request, sequences),
            1,
            spilled,
            tier.bytesPerSecond(),
            speedup,
            listener.of(side(), replica),
            side.cost);
    side.tokensPerStep = 1;
    if (replica.drafting().isPresent()) {
      Replica.Drafting drafting = replica.drafting().get();
      StepModel draft = drafting.decode();
      StepShape shape = StepShape.of(sequences, 1, request.meanDecodeContextTokens());
      draft.add(
          shape,
          drafting.draft().drafts(),
          spilled,
          tier.bytesPerSecond(),
          speedup,
          listener.of(PlanListener.Side.DECODE_DRAFT, replica),
          side.cost);
      side.tokensPerStep = drafting.draft().acceptedTokens();
    }
    side.stepSeconds = side.cost.seconds();
  }

  /** What a step of the replica that keeps the state is to listeners. */
  PlanListener.Side side() {
    return PlanListener.Side.DECODE;
  }

  /** The shape of a step of so many sequences in each part: drafted tokens are verified with it. */
  StepShape stepShape(Request request, double sequences) {
    return StepShape.of(sequences, tokensPerStep(), request.meanDecodeContextTokens());
  }

  /** Tokens of a sequence that a step works on, drafted ones included. */
  int tokensPerStep() {
    return tokensPerStep;
  }
}
