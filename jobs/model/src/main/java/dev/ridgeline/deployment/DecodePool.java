package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.cost.StepListener;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.units.Limits;
import dev.ridgeline.workload.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accelerators that decode a batch together: one replica of the model. Where decode is split,
 * they are a replica of the attention side and one of the feed-forward side.
 */
public sealed class DecodePool permits SplitDecodePool {

  private final DecodeReplicas replicas;
  private final KvTier tier;
  private final int tokensPerStep;
  private final double yieldedTokens;
  private final double workspaceOfOne;
  private final Remembered<DecodeSide> sides;
  private final Remembered<Double> fullerSecondsPerToken;
  private final Remembered<DecodeTurns> turns;

  /** The latest state of each variant of a course. Courses of other batches have the same. */
  private final @Nullable CourseState[] latestStates = new CourseState[Course.VARIANTS];

  /**
   * Makes a pool of one replica with a memory tier behind each of its accelerators. It does not
   * remember plans.
   */
  public DecodePool(Replica replica, KvTier tier) {
    this(replica, tier, 0);
  }

  /**
   * Makes a pool that remembers its plans.
   *
   * @param replica the replica
   * @param tier memory behind each accelerator
   * @param slots number of loads, and of courses, to remember; 0 for none
   */
  public DecodePool(Replica replica, KvTier tier, int slots) {
    this(new DecodeReplicas(replica), tier, slots);
  }

  DecodePool(DecodeReplicas replicas, KvTier tier, int slots) {
    Replica state = replicas.state();
    this.replicas = replicas;
    this.tier = tier;
    this.tokensPerStep =
        state.drafting().map(drafting -> drafting.draft().tokensPerStep()).orElse(1);
    this.yieldedTokens =
        state.drafting().map(drafting -> drafting.draft().acceptedTokens()).orElse(1.0);
    this.workspaceOfOne = state.decodeWorkspaceBytes(tokensPerStep) / state.stages();
    this.sides = new Remembered<>(slots, DecodeSide[]::new, DecodeSide[][]::new);
    this.fullerSecondsPerToken = new Remembered<>(slots, Double[]::new, Double[][]::new);
    this.turns = new Remembered<>(slots, DecodeTurns[]::new, DecodeTurns[][]::new);
  }

  /** The replica that keeps the state. */
  Replica replica() {
    return replicas.state();
  }

  /** All replicas that decode a batch together. */
  final DecodeReplicas replicas() {
    return replicas;
  }

  /** The memory tier behind the pool's accelerators. */
  public KvTier tier() {
    return tier;
  }

  /** Number of parts into which a batch is cut. A batch must be a multiple of it. */
  public int batchParts() {
    return replicas.state().batchParts();
  }

  /** The decode side of a plan for a pool that only decodes. It is planned once for each slot. */
  DecodeSide side(Load load, HardwareVariant variant) {
    DecodeSide side = sides.at(variant.number(), load.slot());
    if (side == null) {
      Speedup speedup = variant.speedup();
      DecodeCapacity capacity = capacity(load.request(), load.batch(), 0, speedup);
      DecodeStep step = step(load.request(), load.batch(), capacity.spilledShare(), speedup);
      side = new DecodeSide(capacity, step);
      sides.put(variant.number(), load.slot(), side);
    }
    return side;
  }

  /**
   * Time of a sequence from token to token with one more sequence in each part of the batch, in
   * seconds. It is computed once for each slot.
   */
  double fullerSecondsPerToken(Load load) {
    Double seconds = fullerSecondsPerToken.at(0, load.slot());
    if (seconds == null) {
      Load fuller = new Load(load.request(), load.batch() + batchParts());
      seconds = side(fuller, HardwareVariant.AS_IS).secondsPerToken();
      fullerSecondsPerToken.put(0, load.slot(), seconds);
    }
    return seconds;
  }

  /** What the side of a load gives to the pairs that it joins. */
  public DecodeTerms terms(Load load) {
    return DecodeTerms.of(side(load, HardwareVariant.AS_IS), load.request());
  }

  /** Whether the weights alone fit on all replicas. */
  public boolean weightsFit() {
    return replicas.weightsFit();
  }

  /** Number of accelerators that keep state in the pool's replica. */
  public int accelerators() {
    return replicas.state().accelerators();
  }

  /** Number of accelerators of the feed-forward side; 0 where decode is in one piece. */
  public int feedForwardAccelerators() {
    return replicas.feedForwardAccelerators();
  }

  /** Number of accelerators that share the state of one sequence. */
  public int acceleratorsPerSequence() {
    return replicas.state().acceleratorsPerSequence();
  }

  /** The turns of a task on a pool that only decodes. They are planned once for each slot. */
  DecodeTurns turns(Course course) {
    DecodeTurns ofSlot = turns.at(0, course.slot());
    if (ofSlot == null) {
      ofSlot = DecodeTurns.of(this, course);
      turns.put(0, course.slot(), ofSlot);
    }
    return ofSlot;
  }

  /** The state of a task's turns on the replica that keeps it. */
  final CourseState state(Course course) {
    CourseState state = latestStates[course.variant()];
    if (state == null || !state.isOf(course)) {
      state = CourseState.of(course, replica());
      latestStates[course.variant()] = state;
    }
    return state;
  }

  /**
   * Computes the capacity for a batch.
   *
   * @param request one of the requests
   * @param batch sequences that decode at once
   * @param fixedBytes workspace of an accelerator that does not grow with the batch
   * @param speedup factors on the hardware
   */
  final DecodeCapacity capacity(Request request, double batch, double fixedBytes, Speedup speedup) {
    Replica state = replicas.state();
    double perGroup = batch / state.attentionGroups();
    double fitting = sequencesThatFit(request, fixedBytes, speedup);
    double fixed = Math.max(fixedBytes, state.reservedWorkspaceBytes());
    double shared = sharedBytes(request);
    return new DecodeCapacity(
        replicas,
        batch,
        fitting,
        multipleOf(batchParts(), fitting),
        state.usableBytes(speedup.capacity()),
        perGroup * (state.stateBytes(heldTokens(request)) - shared) + shared,
        Math.max(fixed, perGroup * workspaceOfOne),
        tier.bytesPerAccelerator(),
        feedForwardCapacity(batch, speedup));
  }

  /** Memory of the feed-forward side for a batch. */
  DecodeCapacity.FeedForward feedForwardCapacity(double batch, Speedup speedup) {
    return DecodeCapacity.FeedForward.NONE;
  }

  /**
   * Largest number of sequences that fit, not rounded. It is at most the largest batch that a sweep
   * may have, also where memory has room for more.
   *
   * @param request one of the requests
   * @param fixedBytes workspace of an accelerator that does not grow with the batch
   * @param speedup factors on the hardware
   */
  final double sequencesThatFit(Request request, double fixedBytes, Speedup speedup) {
    Replica state = replicas.state();
    double usable = state.usableBytes(speedup.capacity());
    double fixed = Math.max(fixedBytes, state.reservedWorkspaceBytes());
    double shared = sharedBytes(request);
    double held = state.stateBytes(heldTokens(request)) - shared;
    double ofTier = tier.bytesPerAccelerator();
    double ofGroup =
        Math.min(
            state.sequencesThatFit(usable, held, workspaceOfOne, shared, ofTier),
            state.sequencesThatFit(usable, held, 0, fixed + shared, ofTier));
    if (state.outputShare() < 1) {
      // One sequence alone must reach the end of its output.
      double whole = state.stateBytes(request.peakContextTokens());
      double ofWhole = state.sequencesThatFit(usable, whole, 0, fixed, ofTier);
      ofGroup = ofWhole < 1 ? ofWhole : Math.max(1, ofGroup);
    }
    return Math.min(Limits.MOST_BATCH, state.attentionGroups() * ofGroup);
  }

  /** State of the tokens that all requests share, which an accelerator holds once. */
  private double sharedBytes(Request request) {
    Replica state = replicas.state();
    return request.sharedTokens() > 0
        ? state.stateBytes(request.sharedTokens()) - state.stateBytes(0)
        : 0;
  }

  /**
   * Context of a running sequence for which memory is held, on average. Where pages are taken as
   * they fill, sequences stand anywhere in their output.
   */
  private double heldTokens(Request request) {
    double outputShare = replicas.state().outputShare();
    return outputShare == 1
        ? request.peakContextTokens()
        : request.promptTokens() + outputShare * request.outputTokens();
  }

  /** The largest multiple of {@code parts} that is at most {@code sequences}. */
  private static double multipleOf(int parts, double sequences) {
    return Math.floor(sequences / parts) * parts;
  }

  /** Computes the time and the cost of a decode step of the batch. */
  final DecodeStep step(Request request, double batch, double spilledShare, Speedup speedup) {
    DecodeTally tally = DecodeTally.of(replicas);
    return step(request, batch, spilledShare, speedup, PlanListener.NONE, tally);
  }

  /**
   * Computes the time and the cost of a decode step of the batch.
   *
   * @param listener hears the parts of the step
   * @param tally empty tally that receives the cost of the step
   */
  DecodeStep step(
      Request request,
      double batch,
      double spilledShare,
      Speedup speedup,
      PlanListener listener,
      DecodeTally tally) {
    StepCost cost = tally.state();
    double tokens =
        add(request, batch, spilledShare, speedup, PlanListener.Side.DECODE, listener, cost);
    return new DecodeStep(
        replicas, batch, spilledShare, cost, Optional.empty(), cost.seconds(), tokens);
  }

  /**
   * Adds the cost of a step on the replica that keeps the state.
   *
   * @param side name of the step for listeners
   * @return mean tokens that the step yields for a sequence
   */
  final double add(
      Request request,
      double batch,
      double spilledShare,
      Speedup speedup,
      PlanListener.Side side,
      PlanListener listener,
      StepCost cost) {
    Replica state = replicas.state();
    double sequences = batch / state.batchParts();
    double tierRate = tier.bytesPerSecond();
    StepShape verified = stepShape(request, sequences);
    StepListener ofModel = listener.of(side, state);
    state.decode().add(verified, 1, spilledShare, tierRate, speedup, ofModel, cost);
    if (state.drafting().isEmpty()) {
      return 1;
    }
    Replica.Drafting drafting = state.drafting().get();
    StepShape shape = StepShape.of(sequences, 1, request.meanDecodeContextTokens());
    int drafts = drafting.draft().drafts();
    StepListener ofDraft = listener.of(PlanListener.Side.DECODE_DRAFT, state);
    drafting.decode().add(shape, drafts, spilledShare, tierRate, speedup, ofDraft, cost);
    return drafting.draft().acceptedTokens();
  }

  /**
   * Adds the cost of steps in which prompts pass the layers while other sequences decode.
   *
   * @param request one of the requests
   * @param prompts shape of the prompts of one part; its passes are the number of steps
   * @param riding sequences of one part that decode in each of the steps; may be 0
   */
  final void addMixed(
      Request request,
      StepShape prompts,
      double riding,
      double spilledShare,
      Speedup speedup,
      StepCost cost) {
    Replica state = replicas.state();
    double tierRate = tier.bytesPerSecond();
    if (riding > 0) {
      StepShape decodes = stepShape(request, riding);
      state.mixed().add(prompts, decodes, spilledShare, tierRate, speedup, cost);
    } else {
      state.prefill().add(prompts, 1, spilledShare, tierRate, speedup, StepListener.NONE, cost);
    }
    if (state.drafting().isPresent()) {
      Replica.Drafting drafting = state.drafting().get();
      StepListener nobody = StepListener.NONE;
      drafting.prefill().add(prompts, 1, spilledShare, tierRate, speedup, nobody, cost);
      if (riding > 0) {
        double steps = prompts.passes() * drafting.draft().drafts();
        StepShape shape = StepShape.of(riding, 1, request.meanDecodeContextTokens());
        drafting.decode().add(shape, steps, spilledShare, tierRate, speedup, nobody, cost);
      }
    }
  }

  /**
   * The shape of a step with this many sequences in each part. The step also verifies drafted
   * tokens.
   */
  final StepShape stepShape(Request request, double sequences) {
    return StepShape.of(sequences, tokensPerStep(), request.meanDecodeContextTokens());
  }

  /** Mean tokens that a step yields for a sequence: more than 1 where tokens are drafted. */
  final double yieldedTokens() {
    return yieldedTokens;
  }

  /** Number of new tokens of a sequence in a step, drafted ones included. */
  final int tokensPerStep() {
    return tokensPerStep;
  }
}
