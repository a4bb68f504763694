package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepListener;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;

/** The accelerators that prefill. Prompts pass them in batches, and long ones in chunks. */
public final class PrefillPool {

  private final Replica replica;
  private final ServingSettings settings;
  private final PromptsPerStep promptsPerStep;
  private final Remembered<PrefillSide> sides;
  private final Remembered<PrefillTurns> turns;
  private final Remembered<Double> uncachedShares;

  /** Makes a pool that does not remember plans. */
  public PrefillPool(Replica replica, ServingSettings settings) {
    this(replica, settings, PromptsPerStep.ENGINE, 0);
  }

  /**
   * Makes a pool that remembers its plans.
   *
   * @param replica the replica
   * @param settings assumptions about the serving engine
   * @param promptsPerStep prompts that each part of the replica packs into a step
   * @param slots number of loads, and of courses, to remember; 0 for none
   */
  public PrefillPool(
      Replica replica, ServingSettings settings, PromptsPerStep promptsPerStep, int slots) {
    this.replica = replica;
    this.settings = settings;
    this.promptsPerStep = promptsPerStep;
    this.sides = new Remembered<>(slots, PrefillSide[]::new, PrefillSide[][]::new);
    this.turns = new Remembered<>(slots, PrefillTurns[]::new, PrefillTurns[][]::new);
    this.uncachedShares = new Remembered<>(slots, Double[]::new, Double[][]::new);
  }

  /** Number of prompts that each part of the replica packs into a step. */
  PromptsPerStep promptsPerStep() {
    return promptsPerStep;
  }

  /** The replica that runs prefill. */
  Replica replica() {
    return replica;
  }

  /** The prefill side of a plan for a pool that only prefills. It is planned once for each slot. */
  PrefillSide side(Load load, HardwareVariant variant) {
    PrefillSide side = sides.at(variant.number(), load.slot());
    if (side == null) {
      PrefillCapacity capacity = capacity(load.request(), load.batch(), variant.speedup());
      side = new PrefillSide(capacity, step(load.request(), capacity, variant.speedup()));
      sides.put(variant.number(), load.slot(), side);
    }
    return side;
  }

  /** The turns of a task on a pool that only prefills. They are planned once for each slot. */
  PrefillTurns turns(Course course) {
    PrefillTurns ofSlot = turns.at(course.variant(), course.slot());
    if (ofSlot == null) {
      ofSlot = PrefillTurns.of(this, course, request -> prompts(request, course.batch()));
      turns.put(course.variant(), course.slot(), ofSlot);
    }
    return ofSlot;
  }

  /**
   * The capacity of a pool that only prefills. A step takes as many prompts of one part as budget,
   * batch and memory allow. Where not even one prompt fits, prefill does not fit.
   */
  PrefillCapacity capacity(Request request, double batch, Speedup speedup) {
    double wanted = wantedPrompts(request, batch);
    double workspace = workspaceBytes(request, wanted);
    double fitting = fittingPrompts(request, workspace, speedup);
    double prompts = Math.max(1, Math.min(wanted, fitting));
    double needed =
        replica.weightBytes()
            + workspace
            + prompts * replica.stages() * replica.stateBytes(request.promptTokens());
    return new PrefillCapacity(prompts, needed, fitting >= 1);
  }

  /** Number of prompts of one part in a step of a pool that only prefills. */
  private double prompts(Request request, double batch) {
    double wanted = wantedPrompts(request, batch);
    if (wanted <= 1) {
      return 1;
    }
    double workspace = workspaceBytes(request, wanted);
    return Math.max(1, Math.min(wanted, fittingPrompts(request, workspace, Speedup.NONE)));
  }

  private double wantedPrompts(Request request, double batch) {
    return Math.min(
        promptsPerStep.packing(promptsWithinBudget(request)),
        Math.ceil(batch / replica.batchParts()));
  }

  private double fittingPrompts(Request request, double workspaceBytes, Speedup speedup) {
    double stateOfOne = replica.stateBytes(request.promptTokens());
    double usable = replica.usableBytes(speedup.capacity());
    double inFlight = replica.sequencesThatFit(usable, stateOfOne, 0, workspaceBytes, 0);
    return Math.floor(inFlight / replica.stages());
  }

  /**
   * Number of prompts of one group in a pass of prefill: as many as the token budget allows, at
   * least 1.
   */
  double promptsWithinBudget(Request request) {
    return Math.max(1, Math.floor(settings.prefillTokenBudget() / request.newTokens()));
  }

  double workspaceBytes(Request request, double prompts) {
    return replica.prefillWorkspaceBytes(
        prompts, request.newTokens(), request.promptTokens(), settings.prefillTokenBudget());
  }

  /** The shape of a prefill step with this many prompts in each part. */
  StepShape shape(Request request, double prompts) {
    double chunks = Math.ceil(prompts * request.newTokens() / settings.prefillTokenBudget());
    return StepShape.inPasses(
        Math.max(1, chunks), prompts, request.newTokens(), request.cachedTokens());
  }

  /** Computes the time and the cost of a step of a pool that only prefills. */
  PrefillStep step(Request request, PrefillCapacity capacity, Speedup speedup) {
    return step(request, capacity.prompts(), 0, Double.POSITIVE_INFINITY, speedup);
  }

  /** Computes the time and the cost of a step with this many prompts in each part. */
  PrefillStep step(
      Request request,
      double prompts,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup) {
    return step(
        request,
        prompts,
        spilledShare,
        tierBytesPerSecond,
        speedup,
        PlanListener.NONE,
        new StepCost());
  }

  /**
   * Computes the time and the cost of a step with this many prompts in each part.
   *
   * @param listener hears the parts of the step
   * @param tally empty tally that receives the cost of the step
   */
  PrefillStep step(
      Request request,
      double prompts,
      double spilledShare,
      double tierBytesPerSecond,
      Speedup speedup,
      PlanListener listener,
      StepCost tally) {
    StepShape shape = shape(request, prompts);
    StepListener ofModel = listener.of(PlanListener.Side.PREFILL, replica);
    replica.prefill().add(shape, 1, spilledShare, tierBytesPerSecond, speedup, ofModel, tally);
    if (replica.drafting().isPresent()) {
      StepModel draft = replica.drafting().get().prefill();
      StepListener ofDraft = listener.of(PlanListener.Side.PREFILL_DRAFT, replica);
      draft.add(shape, 1, spilledShare, tierBytesPerSecond, speedup, ofDraft, tally);
    }
    return PrefillStep.of(replica, prompts, shape.passes(), tally);
  }

  /**
   * The {@link #uncachedShare(Request, PrefillStep, double, double) uncached share} of a pool that
   * only prefills. It is computed once for each slot.
   */
  double uncachedShare(Load load, PrefillStep step) {
    Double share = uncachedShares.at(0, load.slot());
    if (share == null) {
      share = uncachedShare(load.request(), step, 0, Double.POSITIVE_INFINITY);
      uncachedShares.put(0, load.slot(), share);
    }
    return share;
  }

  /**
   * Time of a step without the cached tokens of its prompts, over its time with them. The rest is
   * the time of attending to cached tokens. It is at most 1: where kernels are faster on longer
   * contexts, cached tokens cost no time.
   */
  double uncachedShare(
      Request request, PrefillStep step, double spilledShare, double tierBytesPerSecond) {
    Request alone = new Request(request.newTokens(), 0, request.outputTokens());
    PrefillStep uncached =
        step(alone, step.prompts(), spilledShare, tierBytesPerSecond, Speedup.NONE);
    return Math.min(1, uncached.cost().seconds() / step.cost().seconds());
  }
}
