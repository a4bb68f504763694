package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepListener;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;

/**
 * The accelerators that prefill, and how they take prompts: in batches, and long ones in chunks.
 */
public final class PrefillPool {

  private final Replica replica;
  private final ServingSettings settings;
  private final StepCost uncached = new StepCost();
  private final Remembered<PrefillSide> sides;
  private final Remembered<PrefillTurns> turns;

  /** A pool that remembers nothing. */
  public PrefillPool(Replica replica, ServingSettings settings) {
    this(replica, settings, 0);
  }

  /**
   * A pool that remembers what it planned.
   *
   * @param slots numbers that stand for a request and a batch
   */
  public PrefillPool(Replica replica, ServingSettings settings, int slots) {
    this.replica = replica;
    this.settings = settings;
    this.sides = new Remembered<>(slots, PrefillSide[]::new, PrefillSide[][]::new);
    this.turns = new Remembered<>(slots, PrefillTurns[]::new, PrefillTurns[][]::new);
  }

  /** The replica that runs prefill. */
  public Replica replica() {
    return replica;
  }

  /** The side of a plan that a pool which does nothing else has, planned once for each slot. */
  PrefillSide side(int variant, int slot, Request request, double batch, Speedup speedup) {
    PrefillSide side = sides.at(variant, slot);
    if (side == null) {
      side = new PrefillSide();
      plan(request, batch, speedup, PlanListener.NONE, side);
      sides.put(variant, slot, side);
    }
    return side;
  }

  /** What turns take of a pool that does nothing else, planned once for each slot. */
  PrefillTurns turns(int variant, int slot, Request[] requests, double batch) {
    PrefillTurns ofSlot = turns.at(variant, slot);
    if (ofSlot == null) {
      ofSlot = new PrefillTurns(this, requests, request -> prompts(request, batch));
      turns.put(variant, slot, ofSlot);
    }
    return ofSlot;
  }

  /**
   * Fills {@code side} for a pool that does nothing but prefill: as many prompts of one part as
   * budget, batch and memory take. Where not even one fits, prefill does not.
   */
  void plan(
      Request request, double batch, Speedup speedup, PlanListener listener, PrefillSide side) {
    double prompts = fit(request, batch, speedup, side);
    step(request, prompts, 0, Double.POSITIVE_INFINITY, speedup, listener, side);
  }

  /** Settles the capacity of a pool that does nothing else. */
  double fit(Request request, double batch, Speedup speedup, PrefillSide side) {
    double wanted = wantedPrompts(request, batch);
    double workspace = workspaceBytes(request, wanted);
    double fitting = fittingPrompts(request, workspace, speedup);
    double prompts = Math.max(1, Math.min(wanted, fitting));
    side.fits = fitting >= 1;
    side.neededBytes =
        replica.weightBytes()
            + workspace
            + prompts * replica.stages() * replica.stateBytes(request.promptTokens());
    return prompts;
  }

  /** Prompts of one part in a step of a pool that does nothing else. */
  private double prompts(Request request, double batch) {
    double wanted = wantedPrompts(request, batch);
    if (wanted <= 1) {
      return 1;
    }
    double workspace = workspaceBytes(request, wanted);
    return Math.max(1, Math.min(wanted, fittingPrompts(request, workspace, Speedup.NONE)));
  }

  private double wantedPrompts(Request request, double batch) {
    return Math.min(promptsWithinBudget(request), Math.ceil(batch / replica.batchParts()));
  }

  private double fittingPrompts(Request request, double workspaceBytes, Speedup speedup) {
    double stateOfOne = replica.stateBytes(request.promptTokens());
    double usable = replica.usableBytes() * speedup.capacity();
    double inFlight = replica.sequencesThatFit(usable, stateOfOne, 0, workspaceBytes, 0);
    return Math.floor(inFlight / replica.stages());
  }

  /**
   * Prompts of one group that a pass of prefill works on: as many as the budget takes, at least 1.
   */
  double promptsWithinBudget(Request request) {
    return Math.max(1, Math.floor(settings.prefillTokenBudget() / request.newTokens()));
  }

  double workspaceBytes(Request request, double prompts) {
    return replica.prefillWorkspaceBytes(
        prompts, request.newTokens(), request.promptTokens(), settings.prefillTokenBudget());
  }

  /** The shape of a prefill step of so many prompts in each part. */
  StepShape shape(Request request, double prompts) {
    double chunks = Math.ceil(prompts * request.newTokens() / settings.prefillTokenBudget());
    return StepShape.inPasses(
        Math.max(1, chunks), prompts, request.newTokens(), request.cachedTokens());
  }

  /**
   * Times a prefill step. Stages of a pipeline work on one chunk after the other: while K chunks
   * pass p stages, each of which needs the p-th part of a pass, the first prompt takes {@code (K +
   * p - 1) / (K p)} of what p times as many take together.
   */
  void step(
      Request request,
      double prompts,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      PlanListener listener,
      PrefillSide side) {
    side.replica = replica;
    side.prompts = prompts;
    side.batch = prompts * replica.batchParts();
    side.uncachedShare = Double.NaN;
    StepShape shape = shape(request, prompts);
    time(shape, spilledShare, tierBytesPerSecond, speedup, listener, side.cost);
    side.passes = shape.passes();
    int stages = replica.stages();
    side.seconds = side.cost.seconds() * (shape.passes() + stages - 1) / (shape.passes() * stages);
  }

  private void time(
      StepShape shape,
      double spilled,
      double tierRate,
      Speedup speedup,
      PlanListener listener,
      StepCost cost) {
    cost.clear();
    StepListener ofModel = listener.of(PlanListener.Side.PREFILL, replica);
    replica.prefill().add(shape, 1, spilled, tierRate, speedup, ofModel, cost);
    if (replica.drafting().isPresent()) {
      StepModel draft = replica.drafting().get().prefill();
      StepListener ofDraft = listener.of(PlanListener.Side.PREFILL_DRAFT, replica);
      draft.add(shape, 1, spilled, tierRate, speedup, ofDraft, cost);
    }
  }

  /**
   * Time of a step of so many prompts without their cached part, over its time with it: what
   * attending to cached tokens costs is the rest.
   */
  double uncachedShare(
      Request request, PrefillSide side, double spilledShare, double tierBytesPerSecond) {
    if (Double.isNaN(side.uncachedShare)) {
      Request alone = new Request(request.newTokens(), 0, request.outputTokens());
      time(
          shape(alone, side.prompts),
          spilledShare,
          tierBytesPerSecond,
          Speedup.NONE,
          PlanListener.NONE,
          uncached);
      side.uncachedShare = uncached.seconds() / side.cost.seconds();
    }
    return side.uncachedShare;
  }
}
