package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.Course;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.economics.UnitEconomics;

/**
 * What more device memory is worth to the tasks of a cell, by planning them again with slightly
 * more of it.
 *
 * <p>More memory serves a cell in two ways, and the better one counts. Either the batch stays, and
 * the cache keeps more states, or waiting tasks take a smaller share. Or the batch grows, so that
 * it fills the same share.
 *
 * <p>A stated number of sessions grows as the most within a time to first token do. So does a batch
 * with the most that fit.
 */
final class MoreMemory {

  /** Share of memory that is added. */
  private static final double STEP = 0.01;

  private static final int HALVINGS = 20;

  private final Planner planner;
  private final TaskPolicies policies;
  private final Course reusing;
  private final Course recomputing;
  private final KvPolicy policy;
  private final double ttftSeconds;

  /**
   * @param policies policies that are planned for the cell
   * @param load position of the load in its workload
   * @param policy policy of the cell's tasks, other than the best
   * @param ttftSeconds longest mean time to first token of turns
   */
  MoreMemory(
      Planner planner,
      TaskPolicies policies,
      Workload workload,
      int load,
      KvPolicy policy,
      double ttftSeconds) {
    this.planner = planner;
    this.policies = policies;
    this.reusing = workload.reusing().get(load);
    this.recomputing = workload.recomputing().get(load);
    this.policy = policy;
    this.ttftSeconds = ttftSeconds;
  }

  /**
   * Relative change of the price of a task over that of memory, at unchanged hourly prices. It is
   * below 0 where more memory makes tasks cheaper, and else 0.
   *
   * @param sessions tasks in progress on a replica, or {@link TaskPlan#AS_MANY_AS_RUN}
   * @param largerBatch batch that fills the same share of the larger memory
   */
  double elasticity(
      TaskPlan now, double batch, double largerBatch, double sessions, UnitEconomics economics) {
    double before = economics.dollarsPerTask(now);
    double after =
        Math.min(
            economics.dollarsPerTask(again(now, batch, sessions)),
            economics.dollarsPerTask(again(now, largerBatch, sessions)));
    return Math.min(0, (after / before - 1) / STEP);
  }

  private TaskPlan again(TaskPlan now, double batch, double sessions) {
    TaskPlan plan =
        policies
            .plan(
                planner,
                reusing.withMemory(1 + STEP, batch),
                recomputing.withMemory(1 + STEP, batch))
            .under(policy, task -> 0);
    return plan.with(sessions > 0 ? sessions * growth(now, plan) : sessions);
  }

  /** The most sessions under a plan over those under another one. */
  private double growth(TaskPlan now, TaskPlan more) {
    double before = most(now);
    return before > 0 ? most(more) / before : 1;
  }

  /** The most sessions within the time, not rounded; 0 where not even one has it. */
  private double most(TaskPlan plan) {
    double low = plan.mostSessions(ttftSeconds);
    double high = low + 1;
    for (int i = 0; low > 0 && i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (plan.with(middle).ttftSecondsOfTurn() <= ttftSeconds) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
