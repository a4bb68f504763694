package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;

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
    double prompts = prompts(request, batch);
    double tierRate = pool.tier().bytesPerSecond();
    PrefillStep prefills = prefill.step(request, prompts, spilled, tierRate, speedup);
    DecodeStep decodes = pool.step(request, batch, spilled, speedup);
    return new ColocatedPlan(
        new PrefillSide(
            new PrefillCapacity(prompts, capacity.neededBytes(), capacity.fits()), prefills),
        new DecodeSide(capacity, decodes),
        request);
  }

  @Override
  public ServingPlan planFuller(Load load, HardwareVariant capacity, ServingPlan plan) {
    Request request = load.request();
    double fitting =
        pool.sequencesThatFit(request, prefillWorkspaceBytes(request), capacity.speedup());
    double larger = plan.batch() * fitting / plan.sequencesThatFit();
    return plan(new Load(request, larger), capacity);
  }

  /** The capacity for a batch, with the workspace of prefill beside the state of the batch. */
  private DecodeCapacity capacity(Request request, double batch, Speedup speedup) {
    return pool.capacity(request, batch, prefillWorkspaceBytes(request), speedup);
  }

  private double prefillWorkspaceBytes(Request request) {
    return prefill.workspaceBytes(request, prefill.promptsWithinBudget(request));
  }

  @Override
  DecodeCapacity addTurns(Course course, TaskTally... tallies) {
    if (pool.tier().exists()) {
      addSpillingTurns(course, tallies);
    } else {
      addResidentTurns(course, tallies);
    }
    return capacity(course.last(), course.batch(), Speedup.NONE);
  }

  /** Adds turns whose state may spill, by a share that differs from turn to turn. */
  private void addSpillingTurns(Course course, TaskTally... tallies) {
    double batch = course.batch();
    KvTier tier = pool.tier();
    double tierRate = tier.bytesPerSecond();
    Speedup asIs = Speedup.NONE;
    PlanListener nobody = PlanListener.NONE;
    StepCost prefillTally = new StepCost();
    DecodeTally decodeTally = DecodeTally.of(pool.replicas());
    for (int i = 0; i < course.turns(); i++) {
      Request request = course.request(i);
      double spilled = capacity(request, batch, asIs).spilledShare();
      double prompts = prompts(request, batch);
      prefillTally.clear();
      decodeTally.clear();
      PrefillStep prefills =
          prefill.step(request, prompts, spilled, tierRate, asIs, nobody, prefillTally);
      DecodeStep decodes = pool.step(request, batch, spilled, asIs, nobody, decodeTally);
      double prefillSeconds = 1 / prefills.requestsPerSecond();
      double lost = ColocatedPlan.interferenceSeconds(request, batch, prefillSeconds);
      double tpot = decodes.secondsPerToken() + lost;
      Turn turn =
          new Turn(
              prefills.seconds(),
              tpot,
              1 / ColocatedPlan.requestsPerSecond(request, batch, tpot),
              0,
              prefillSeconds,
              PowerDraw.workJoules(prefills) + PowerDraw.workJoules(decodes, request, tier));
      for (TaskTally tally : tallies) {
        tally.add(i, turn);
      }
    }
  }

  /** Adds turns whose state stays in memory. Each phase takes the time of a pool of its own. */
  private void addResidentTurns(Course course, TaskTally... tallies) {
    double batch = course.batch();
    DecodeTurns decodes = pool.turns(course);
    PrefillTurns prefills = PrefillTurns.of(prefill, course, request -> prompts(request, batch));
    for (int i = 0; i < course.turns(); i++) {
      Request request = course.request(i);
      double lost = ColocatedPlan.interferenceSeconds(request, batch, prefills.replicaSeconds(i));
      double tpot = decodes.secondsPerToken(i) + lost;
      Turn turn =
          new Turn(
              prefills.seconds(i),
              tpot,
              request.outputTokens() * tpot / batch,
              0,
              prefills.replicaSeconds(i),
              prefills.joules(i) + decodes.joules(i));
      for (TaskTally tally : tallies) {
        tally.add(i, turn);
      }
    }
  }

  private double prompts(Request request, double batch) {
    return Math.min(prefill.promptsWithinBudget(request), batch / pool.batchParts());
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
