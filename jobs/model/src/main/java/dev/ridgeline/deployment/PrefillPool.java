package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepListener;
import dev.ridgeline.cost.StepModel;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accelerators that prefill. Prompts pass them in batches, and long ones in chunks. */
public final class PrefillPool {

  private final Replica replica;
  private final ServingSettings settings;
  private final PromptsPerStep promptsPerStep;
  private final Remembered<PrefillSide> sides;
  private final Remembered<PrefillTurns> turns;
  private final Remembered<ResidentTurns> residentTurns;
  private final Remembered<Double> uncachedShares;
  private final Map<Kind, LatestSide> latestSides = new HashMap<>();
  private final Map<Kind, LatestTurns> latestTurns = new HashMap<>();

  /** Loads or courses that differ in their request or session, and in their batch. */
  private record Kind(int variant, double utilization) {}

  /** The latest side of a kind of load. That of another batch is often the same. */
  private record LatestSide(Request request, double wantedPrompts, PrefillSide side) {}

  /** The latest turns of a kind of course. Those of another batch are often the same. */
  private record LatestTurns(Course course, PrefillTurns turns) {}

  /** Makes a pool that remembers no plans but the latest. */
  public PrefillPool(Replica replica, ServingSettings settings) {
    this(replica, settings, PromptsPerStep.ENGINE, 0);
  }

  /**
   * Makes a pool that remembers its plans.
   *
   * @param replica the replica
   * @param settings assumptions about the serving engine
   * @param promptsPerStep prompts that each part of the replica packs into a step
   * @param slots number of loads, and of courses, to remember; 0 for none but the latest
   */
  public PrefillPool(
      Replica replica, ServingSettings settings, PromptsPerStep promptsPerStep, int slots) {
    this.replica = replica;
    this.settings = settings;
    this.promptsPerStep = promptsPerStep;
    this.sides = new Remembered<>(slots, PrefillSide[]::new, PrefillSide[][]::new);
    this.turns = new Remembered<>(slots, PrefillTurns[]::new, PrefillTurns[][]::new);
    this.residentTurns = new Remembered<>(slots, ResidentTurns[]::new, ResidentTurns[][]::new);
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

  /** Whether the weights alone fit. */
  public boolean weightsFit() {
    return replica.weightsFit();
  }

  /** Number of accelerators of the pool's replica. */
  public int accelerators() {
    return replica.accelerators();
  }

  /** Number of accelerators that share the state of one sequence. */
  public int acceleratorsPerSequence() {
    return replica.acceleratorsPerSequence();
  }

  /** The prefill side of a plan for a pool that only prefills. It is planned once for each slot. */
  PrefillSide side(Load load, HardwareVariant variant) {
    PrefillSide side = sides.at(variant.number(), load.slot());
    if (side == null) {
      side = latestOrNew(load, variant);
      sides.put(variant.number(), load.slot(), side);
    }
    return side;
  }

  /** The side of a load. A batch matters only by the prompts of its fullest step. */
  private PrefillSide latestOrNew(Load load, HardwareVariant variant) {
    Request request = load.request();
    double wanted = wantedPrompts(request, load.batch());
    Kind kind = new Kind(variant.number(), load.prefillUtilization());
    LatestSide latest = latestSides.get(kind);
    if (latest != null && latest.wantedPrompts() == wanted && latest.request().equals(request)) {
      return latest.side();
    }
    Speedup speedup = variant.speedup();
    PrefillCapacity capacity = capacity(request, load.batch(), speedup);
    // The same number of prompts on better hardware, so that elasticities see no jump.
    PrefillSide side =
        variant.number() == HardwareVariant.AS_IS.number()
            ? side(request, capacity, load.prefillUtilization())
            : side(request, capacity, packed(load), speedup);
    latestSides.put(kind, new LatestSide(request, wanted, side));
    return side;
  }

  /**
   * What the side of a load gives to the pairs that it joins.
   *
   * @param last terms of the same request and utilization at another batch; null for none
   */
  public PrefillTerms terms(Load load, @Nullable PrefillTerms last) {
    double wanted = wantedPrompts(load.request(), load.batch());
    return last != null && last.wantedPrompts() == wanted
        ? last
        : PrefillTerms.of(wanted, side(load, HardwareVariant.AS_IS));
  }

  /**
   * The prefill side for a load on hardware of another capacity. More capacity alone does not
   * change a step of as many prompts.
   *
   * @param fuller the load, with the batch that fills the same share of that capacity
   * @param before side of the load on the hardware as the catalog states it
   */
  PrefillSide fullerSide(Load fuller, HardwareVariant variant, PrefillSide before) {
    Speedup speedup = variant.speedup();
    PrefillCapacity capacity = capacity(fuller.request(), fuller.batch(), speedup);
    return capacity.prompts() == before.capacity().prompts()
        ? before.with(capacity)
        : side(fuller.request(), capacity, before.step().prompts(), speedup);
  }

  private double packed(Load load) {
    return side(load, HardwareVariant.AS_IS).step().prompts();
  }

  /** The side at a utilization, at which steps pack as few prompts as the rate allows. */
  private PrefillSide side(Request request, PrefillCapacity capacity, double utilization) {
    PrefillStep full = step(request, capacity.prompts(), Speedup.NONE, new StepCost());
    double fewest = fewestPrompts(request, full, utilization);
    PrefillStep step =
        fewest == full.prompts() ? full : step(request, fewest, Speedup.NONE, new StepCost());
    return PrefillSide.of(capacity, step, full);
  }

  private PrefillSide side(
      Request request, PrefillCapacity capacity, double prompts, Speedup speedup) {
    PrefillStep full = step(request, capacity.prompts(), speedup, new StepCost());
    PrefillStep step =
        prompts >= full.prompts() ? full : step(request, prompts, speedup, new StepCost());
    return PrefillSide.of(capacity, step, full);
  }

  private PrefillStep step(Request request, double prompts, Speedup speedup, StepCost tally) {
    return step(request, prompts, 0, Double.POSITIVE_INFINITY, speedup, PlanListener.NONE, tally);
  }

  /** Number of prompts with which steps keep up with a utilization; all where a sweep states it. */
  private double fewestPrompts(Request request, PrefillStep full, double utilization) {
    double most = full.prompts();
    if (!promptsPerStep.isOfEngine() || most <= 1 || utilization >= 1) {
      return most;
    }
    double one = step(request, 1, Speedup.NONE, new StepCost()).cost().seconds();
    return PromptsPerStep.keepingUp(utilization, most, one, full.cost().seconds());
  }

  /** The turns of a task on a pool that only prefills. They are planned once for each slot. */
  PrefillTurns turns(Course course) {
    PrefillTurns ofSlot = turns.at(course.variant(), course.slot());
    if (ofSlot == null) {
      Kind kind = new Kind(course.variant(), course.prefillUtilization());
      LatestTurns latest = latestTurns.get(kind);
      ofSlot =
          PrefillTurns.of(
              this,
              course,
              latest != null && course.hasTurnsOf(latest.course()) ? latest.turns() : null);
      latestTurns.put(kind, new LatestTurns(course, ofSlot));
      turns.put(course.variant(), course.slot(), ofSlot);
    }
    return ofSlot;
  }

  /** The turns of a task on a replica that decodes and prefills, as far as they are planned. */
  ResidentTurns residentTurns(Course course, Replica decode) {
    ResidentTurns ofSlot = residentTurns.at(course.variant(), course.slot());
    if (ofSlot == null || !ofSlot.areOf(decode)) {
      ofSlot = new ResidentTurns(decode, course.turns());
      residentTurns.put(course.variant(), course.slot(), ofSlot);
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

  /**
   * Computes the prefill of a turn.
   *
   * @return its step at the utilization, and its step with as many prompts as the pool takes
   */
  Steps turn(Request request, double batch, double utilization) {
    PrefillStep full = step(request, prompts(request, batch), Speedup.NONE, new StepCost());
    double fewest = fewestPrompts(request, full, utilization);
    return fewest == full.prompts()
        ? new Steps(full, full)
        : new Steps(step(request, fewest, Speedup.NONE, new StepCost()), full);
  }

  /**
   * Steps of a pool that only prefills.
   *
   * @param usual step at the utilization of the pool
   * @param full step with as many prompts as the pool takes, which bounds its rate
   */
  record Steps(PrefillStep usual, PrefillStep full) {}

  /** Number of prompts of one part in the fullest step of a pool that only prefills. */
  private double prompts(Request request, double batch) {
    double wanted = wantedPrompts(request, batch);
    if (wanted <= 1) {
      return 1;
    }
    double workspace = workspaceBytes(request, wanted);
    return Math.max(1, Math.min(wanted, fittingPrompts(request, workspace, Speedup.NONE)));
  }

  /** Prompts of one part that a step takes where memory has room for them. */
  double wantedPrompts(Request request, double batch) {
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
