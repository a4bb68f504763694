package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
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
  DecodeCapacity capacity(Request request, double batch) {
    return capacity(request, batch, Speedup.NONE);
  }

  /** The capacity for a batch, with the workspace of prefill beside the state of the batch. */
  private DecodeCapacity capacity(Request request, double batch, Speedup speedup) {
    double workspace = prefill.workspaceBytes(request, prefill.promptsWithinBudget(request));
    return pool.capacity(request, batch, workspace, speedup);
  }

  @Override
  public Turns turns(Course course) {
    if (pool.tier().exists()) {
      return super.turns(course);
    }
    // No state spills, so each phase of a turn takes the same time as in a pool of its own.
    double batch = course.batch();
    DecodeTurns decodes = pool.turns(course);
    PrefillTurns prefills = PrefillTurns.of(prefill, course, request -> prompts(request, batch));
    Turn[] turns = new Turn[course.turns()];
    for (int i = 0; i < turns.length; i++) {
      Request request = course.request(i);
      double lost = ColocatedPlan.interferenceSeconds(request, batch, prefills.replicaSeconds(i));
      double tpot = decodes.secondsPerToken(i) + lost;
      turns[i] =
          new Turn(
              prefills.seconds(i),
              tpot,
              request.outputTokens() * tpot / batch,
              0,
              prefills.joules(i) + decodes.joules(i));
    }
    return new Turns(course, capacity(course.last(), batch), turns);
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
