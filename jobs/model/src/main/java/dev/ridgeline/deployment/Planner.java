package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

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
  public abstract ServingPlan planFuller(Load load, HardwareVariant capacity, ServingPlan plan);

  /**
   * Plans a task under several KV policies at once. Every turn is planned separately, as if the
   * whole batch were in that turn. There is no closed form, because prompts in a pass and passes of
   * a prompt are whole numbers that change from turn to turn.
   *
   * @param course turns of the task
   * @param policies policies of that course other than {@link KvPolicy#BEST} and {@link
   *     KvPolicy#LRU}, at least one
   * @return the plan of the task under each of the policies
   * @throws IllegalArgumentException when a policy is {@link KvPolicy#isPossibleWith impossible}
   */
  public final List<TaskPlan> tasks(Course course, List<KvPolicy> policies) {
    return tasks(course, turns(course), policies);
  }

  private List<TaskPlan> tasks(Course course, IntFunction<Turn> turns, List<KvPolicy> policies) {
    TaskTally[] tallies = new TaskTally[policies.size()];
    for (int i = 0; i < tallies.length; i++) {
      tallies[i] = tally(course, policies.get(i));
    }
    for (int i = 0; i < course.turns(); i++) {
      Turn turn = turns.apply(i);
      for (TaskTally tally : tallies) {
        tally.add(i, turn);
      }
    }
    TaskServer server = TaskServer.of(this, tallies[0], lastCapacity(course));
    List<TaskPlan> plans = new ArrayList<>(tallies.length);
    for (TaskTally tally : tallies) {
      plans.add(new TaskPlan(server, tally));
    }
    return plans;
  }

  /**
   * Plans a task under a policy. It returns no plan that is certain to cost at least as much as
   * another plan of the task, at whatever hourly prices. The last turns have the longest prompts,
   * so they are planned first, and no more of them than it takes to be certain.
   *
   * @param policy a policy as of {@link #tasks}
   * @param rivals plans of the same task under other policies, with as many sessions as run
   */
  public final Optional<TaskPlan> taskUnlessDearer(
      Course course, KvPolicy policy, List<TaskPlan> rivals) {
    IntFunction<Turn> turns = turns(course);
    Turn[] planned = new Turn[course.turns()];
    TaskTally tally = tally(course, policy);
    for (int i = course.turns() - 1; i >= 0; i--) {
      planned[i] = turns.apply(i);
      tally.add(i, planned[i]);
      for (TaskPlan rival : rivals) {
        if (rival.costsAtMost(tally)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(tasks(course, i -> planned[i], List.of(policy)).get(0));
  }

  private TaskTally tally(Course course, KvPolicy policy) {
    return new TaskTally(policy, course, pool.state(course), pool.tier());
  }

  /** The turns of a task by number, 0-based, which are planned as far as they are asked for. */
  abstract IntFunction<Turn> turns(Course course);

  /** The capacity for the batch in the last turn, which is the longest. */
  abstract DecodeCapacity lastCapacity(Course course);

  /**
   * Time that one more sequence in each part of the batch adds to a request, over the number of
   * parts, in seconds.
   *
   * @param load the load
   * @param plan plan of {@code load} on the hardware as the catalog states it
   */
  public abstract double longerSeconds(Load load, ServingPlan plan);

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
    DecodeTally tally = DecodeTally.of(pool.replicas());
    pool.step(request, batch, plan.spilledShare(), Speedup.NONE, listener, tally);
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
