package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;

/**
 * Plans how the replicas of a hardware mix serve equal requests.
 *
 * <p>Conventions: a batch is the number of sequences that decode at once on one decode replica.
 * Each finished sequence is replaced at once by another. A turn of o output tokens takes o decode
 * steps, or fewer where tokens are drafted. TTFT is that of a request which does not queue. Prefill
 * batches short prompts up to the token budget, but never more than the batch, and cuts longer
 * prompts into chunks.
 */
public abstract sealed class Planner permits ColocatedPlanner, DisaggregatedPlanner {

  final PrefillPool prefill;
  final DecodePool pool;
  final ServingSettings settings;

  Planner(PrefillPool prefill, DecodePool pool, ServingSettings settings) {
    this.prefill = prefill;
    this.pool = pool;
    this.settings = settings;
  }

  /** The accelerators that decode. */
  public DecodePool decodePool() {
    return pool;
  }

  /** The replica that runs prefill. */
  public Replica prefillReplica() {
    return prefill.replica();
  }

  /** Whether the weights alone fit on all replicas. */
  public boolean weightsFit() {
    return prefill.replica().weightsFit() && pool.replicas().weightsFit();
  }

  /** Plans how to serve a load. */
  public abstract ServingPlan plan(Load load, HardwareVariant variant);

  /** Plans how to serve equal requests, a batch at once. Pools do not remember the plan. */
  public ServingPlan plan(Request request, double batch) {
    return plan(new Load(request, batch), HardwareVariant.AS_IS);
  }

  /**
   * Plans on hardware of another capacity, with a batch that takes the same share of that capacity.
   *
   * @param load the load on the hardware as the catalog states it
   * @param capacity variant with another memory capacity
   * @param plan plan of {@code load} on the hardware as the catalog states it
   */
  public ServingPlan planFuller(Load load, HardwareVariant capacity, ServingPlan plan) {
    ServingPlan asMany = plan(load, capacity);
    double larger = plan.batch() * asMany.sequencesThatFit() / plan.sequencesThatFit();
    return plan(new Load(load.request(), larger), capacity);
  }

  /** Plans each turn of a task. */
  public Turns turns(Course course) {
    Turn[] turns = new Turn[course.turns()];
    for (int i = 0; i < turns.length; i++) {
      Request request = course.request(i);
      ServingPlan plan = plan(request, course.batch());
      turns[i] =
          new Turn(
              plan.ttftSeconds(),
              plan.tpotSeconds(),
              1 / plan.requestsPerSecond(),
              plan.prefillRequestsPerSecond() > 0 ? 1 / plan.prefillRequestsPerSecond() : 0,
              PowerDraw.workJoules(plan, request, pool.tier()));
    }
    return new Turns(course, capacity(course.last(), course.batch()), turns);
  }

  /** The capacity for a batch on the accelerators that decode. */
  abstract DecodeCapacity capacity(Request request, double batch);

  /**
   * Reports the parts of a plan's steps to a listener, prefill first. The steps are timed once more
   * for that.
   *
   * @param request request of the plan
   * @param plan plan on the hardware as the catalog states it
   * @param listener hears the steps
   */
  public final void report(Request request, ServingPlan plan, PlanListener listener) {
    double prompts = plan.prefill().step().prompts();
    double spilled = prefillSpilledShare(plan);
    double tierRate = pool.tier().bytesPerSecond();
    prefill.step(request, prompts, spilled, tierRate, Speedup.NONE, listener, new StepCost());
    double batch = plan.batch();
    pool.step(request, batch, plan.spilledShare(), Speedup.NONE, listener, new StepCost());
  }

  /** Share of the cached state that prefill reads from the tier. */
  abstract double prefillSpilledShare(ServingPlan plan);

  /**
   * The uncached share of a plan's prefill step: its time without the cached tokens of its prompts,
   * over its time with them. The rest is the time of attending to cached tokens.
   *
   * @param load the load
   * @param plan plan of {@code load} on the hardware as the catalog states it
   */
  public abstract double uncachedShare(Load load, ServingPlan plan);
}
