package dev.ridgeline.deployment;

import dev.ridgeline.catalog.StepConstants;
import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.operator.StepShape;
import dev.ridgeline.workload.Request;
import java.util.function.IntFunction;

/** Plans colocated phases: one pool runs prefill and decode. */
public final class ColocatedPlanner extends Planner {

  /** Makes a planner with pools of its own, on the accelerators of one replica. */
  public ColocatedPlanner(Replica replica, KvTier tier, ServingSettings settings) {
    this(new PrefillPool(replica, settings), new DecodePool(replica, tier), settings);
  }

  /**
   * Makes a planner with pools that other planners share. Both pools are the same accelerators.
   *
   * @param prefill the prefill phase of the accelerators
   * @param decode the decode phase of the accelerators
   * @param settings assumptions about the serving engine
   */
  public ColocatedPlanner(PrefillPool prefill, DecodePool decode, ServingSettings settings) {
    super(prefill, decode, settings);
  }

  @Override
  public ServingPlan plan(Load load, HardwareVariant variant) {
    Request request = load.request();
    Speedup speedup = variant.speedup();
    double batch = load.batch();
    DecodeCapacity capacity = capacity(request, batch, speedup);
    double spilled = capacity.spilledShare();
    DecodeStep decodes = pool.step(request, batch, spilled, speedup);
    DecodeSide decode = new DecodeSide(capacity, decodes);
    if (settings.mixesPhases()) {
      MixedStep mixed = mixedStep(request, batch, spilled, speedup, new StepCost());
      Cycle cycle = cycle(request, batch, mixed, decodes.seconds());
      return ColocatedPlan.mixing(
          () -> prefillSide(request, capacity, speedup), decode, mixed, cycle, request);
    }
    PrefillSide side = prefillSide(request, capacity, speedup);
    Cycle cycle = cycle(request, batch, side.step(), decodes.seconds());
    return ColocatedPlan.alternating(side, decode, cycle, request);
  }

  private PrefillSide prefillSide(Request request, DecodeCapacity capacity, Speedup speedup) {
    double prompts = prompts(request, capacity.batch());
    PrefillStep step =
        prefillStep(request, prompts, capacity.spilledShare(), speedup, new StepCost());
    return new PrefillSide(
        new PrefillCapacity(prompts, capacity.neededBytes(), capacity.fits()), step);
  }

  private PrefillStep prefillStep(
      Request request, double prompts, double spilledShare, Speedup speedup, StepCost tally) {
    double tierRate = pool.tier().bytesPerSecond();
    PlanListener nobody = PlanListener.NONE;
    return prefill.step(request, prompts, spilledShare, tierRate, speedup, nobody, tally);
  }

  /** Computes the steps that carry prompts and the decodes that ride along with them. */
  private MixedStep mixedStep(
      Request request, double batch, double spilledShare, Speedup speedup, StepCost tally) {
    double prompts = prompts(request, batch);
    StepShape shape = prefill.shape(request, prompts);
    double riding = Cycle.riding(sequences(batch), prompts, shape.passes(), outputSteps(request));
    pool.addMixed(request, shape, riding, spilledShare, speedup, tally);
    return new MixedStep(pool.replica(), prompts, shape.passes(), spilledShare, tally);
  }

  private Cycle cycle(Request request, double batch, PrefillStep prefills, double stepSeconds) {
    return delayed(
        Cycle.alternating(
            sequences(batch),
            prefills.prompts(),
            prefills.cost().seconds(),
            prefills.seconds(),
            outputSteps(request),
            stepSeconds),
        request,
        batch);
  }

  private Cycle cycle(Request request, double batch, MixedStep mixed, double stepSeconds) {
    return delayed(
        Cycle.mixing(
            sequences(batch),
            mixed.prompts(),
            mixed.passes(),
            mixed.seconds(),
            mixed.firstSeconds(),
            outputSteps(request),
            stepSeconds),
        request,
        batch);
  }

  /** A cycle with the waits of the engine before a prompt begins. */
  private Cycle delayed(Cycle cycle, Request request, double batch) {
    StepConstants.Queue queue = pool.replica().queue();
    if (queue.equals(StepConstants.Queue.NONE)) {
      return cycle;
    }
    double steps = outputSteps(request);
    int groups = pool.replica().attentionGroups();
    double waited = queue.waitedSteps(groups, batch / steps) * cycle.seconds() / steps;
    double burst = queue.burstShare() > 0 ? burstSeconds(request, sequences(batch)) : 0;
    return cycle.delayed(queue.burstShare(), burst, queue.schedulingSeconds() + waited);
  }

  /**
   * Mean time to first token where the prompts of all sequences arrive at once. They pass in packs
   * as large as the token budget allows, and a pack has its first tokens when it has passed. The
   * mean of G packs is {@code (G + 1) / 2} of them.
   */
  private double burstSeconds(Request request, double sequences) {
    double pack = Math.min(sequences, prefill.promptsWithinBudget(request));
    double packs = sequences / pack;
    PrefillStep step = prefillStep(request, pack, 0, Speedup.NONE, new StepCost());
    return (packs + 1) / 2 * step.cost().seconds();
  }

  /** Number of prompts of one part in a step that carries prompts. */
  private double prompts(Request request, double batch) {
    return prefill
        .promptsPerStep()
        .replacing(sequences(batch), outputSteps(request), prefill.promptsWithinBudget(request));
  }

  /** Number of sequences of one part of a batch. */
  private double sequences(double batch) {
    return batch / pool.batchParts();
  }

  /** Number of decode steps that yield the output of a request. */
  private double outputSteps(Request request) {
    return request.outputTokens() / pool.yieldedTokens();
  }

  @Override
  public ServingPlan planFuller(Load load, HardwareVariant capacity, ServingPlan plan) {
    Request request = load.request();
    double fitting =
        pool.sequencesThatFit(request, prefillWorkspaceBytes(request), capacity.speedup());
    double larger = plan.batch() * fitting / plan.sequencesThatFit();
    return plan(new Load(request, larger), capacity);
  }

  @Override
  public double longerSeconds(Load load, ServingPlan plan) {
    Request request = load.request();
    int more = pool.batchParts();
    ServingPlan fuller = plan(request, load.batch() + more);
    double longer = request.outputTokens() * (fuller.tpotSeconds() - plan.tpotSeconds());
    return (longer + (fuller.ttftSeconds() - plan.ttftSeconds())) / more;
  }

  /** The capacity for a batch, with the workspace of prefill beside the state of the batch. */
  private DecodeCapacity capacity(Request request, double batch, Speedup speedup) {
    return pool.capacity(request, batch, prefillWorkspaceBytes(request), speedup);
  }

  private double prefillWorkspaceBytes(Request request) {
    return prefill.workspaceBytes(request, prefill.promptsWithinBudget(request));
  }

  @Override
  IntFunction<Turn> turns(Course course) {
    return pool.tier().exists() ? spillingTurns(course) : residentTurns(course);
  }

  @Override
  DecodeCapacity lastCapacity(Course course) {
    return capacity(course.last(), course.batch(), course.memory());
  }

  /**
   * Turns whose state may spill, by a share that differs from turn to turn. Turns without any are
   * those of every tier.
   */
  private IntFunction<Turn> spillingTurns(Course course) {
    ResidentTurns resident = prefill.residentTurns(course, pool.replica());
    double batch = course.batch();
    StepCost tally = new StepCost();
    DecodeTally decodeTally = DecodeTally.of(pool.replicas());
    return i -> {
      Request request = course.request(i);
      double spilled = capacity(request, batch, course.memory()).spilledShare();
      Turn turn = spilled > 0 ? null : resident.at(i);
      if (turn == null) {
        turn = spillingTurn(request, batch, spilled, tally, decodeTally);
        if (!(spilled > 0)) {
          resident.put(i, turn);
        }
      }
      return turn;
    };
  }

  private Turn spillingTurn(
      Request request, double batch, double spilled, StepCost tally, DecodeTally decodeTally) {
    decodeTally.clear();
    DecodeStep decodes =
        pool.step(request, batch, spilled, Speedup.NONE, PlanListener.NONE, decodeTally);
    double joules = PowerDraw.workJoules(decodes, request, pool.tier());
    tally.clear();
    return turn(request, batch, spilled, decodes.seconds(), joules, tally);
  }

  /** Turns whose state stays in memory. */
  private IntFunction<Turn> residentTurns(Course course) {
    double batch = course.batch();
    DecodeTurns decodes = pool.turns(course);
    StepCost tally = new StepCost();
    return i -> {
      double stepSeconds = decodes.secondsPerToken(i) * pool.yieldedTokens();
      tally.clear();
      return turn(course.request(i), batch, 0, stepSeconds, decodes.joules(i), tally);
    };
  }

  /**
   * Plans a turn from the decode step of its batch.
   *
   * @param spilledShare share of the state in the memory tier
   * @param stepSeconds time of a step in which all sequences decode
   * @param decodeJoules energy of the output of a request if no step carried prompts
   * @param tally empty tally that receives the cost of steps with prompts
   */
  private Turn turn(
      Request request,
      double batch,
      double spilledShare,
      double stepSeconds,
      double decodeJoules,
      StepCost tally) {
    Cycle cycle;
    double joules;
    if (settings.mixesPhases()) {
      MixedStep mixed = mixedStep(request, batch, spilledShare, Speedup.NONE, tally);
      cycle = cycle(request, batch, mixed, stepSeconds);
      double ofPureSteps = cycle.steps() / outputSteps(request);
      joules = PowerDraw.workJoules(mixed, pool.tier()) + ofPureSteps * decodeJoules;
    } else {
      double prompts = prompts(request, batch);
      PrefillStep prefills = prefillStep(request, prompts, spilledShare, Speedup.NONE, tally);
      cycle = cycle(request, batch, prefills, stepSeconds);
      joules = PowerDraw.workJoules(prefills) + decodeJoules;
    }
    double tpot = cycle.tpotSeconds(request.outputTokens());
    double prefillSeconds = cycle.prefillSeconds(stepSeconds) / batch;
    return new Turn(cycle.ttftSeconds(), tpot, cycle.seconds() / batch, 0, prefillSeconds, joules);
  }

  @Override
  double prefillSpilledShare(ServingPlan plan) {
    return plan.spilledShare();
  }

  @Override
  public double uncachedShare(Load load, ServingPlan plan) {
    double spilled = prefillSpilledShare(plan);
    return prefill.uncachedShare(
        load.request(), plan.prefill().step(), spilled, pool.tier().bytesPerSecond());
  }
}
