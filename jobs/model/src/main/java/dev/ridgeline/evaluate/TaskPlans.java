package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.deployment.Turns;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The plans of a task on a deployment, one for each possible KV policy that cells need. */
final class TaskPlans {

  private final List<TaskPlan> plans;

  private TaskPlans(List<TaskPlan> plans) {
    this.plans = plans;
  }

  /** Returns the policies to plan for those on the axis; the best of all needs all of them. */
  static Set<KvPolicy> toPlan(List<KvPolicy> asked) {
    EnumSet<KvPolicy> policies = EnumSet.noneOf(KvPolicy.class);
    policies.addAll(asked);
    if (policies.remove(KvPolicy.BEST)) {
      policies.addAll(EnumSet.complementOf(EnumSet.of(KvPolicy.BEST)));
    }
    return policies;
  }

  /** Plans a task under each policy. All policies that reuse the prefix share their turns. */
  static TaskPlans of(Planner planner, Workload workload, int batch, Set<KvPolicy> policies) {
    List<TaskPlan> plans = new ArrayList<>(policies.size());
    Turns reusing = null;
    for (KvPolicy policy : policies) {
      if (!policy.isPossibleWith(planner.decodePool().tier())) {
        continue;
      }
      Turns turns = reusing;
      if (turns == null || !policy.reusesPrefix()) {
        turns = planner.turns(workload.course(policy, batch));
        reusing = policy.reusesPrefix() ? turns : reusing;
      }
      plans.add(new TaskPlan(planner, policy, turns));
    }
    return new TaskPlans(plans);
  }

  /**
   * Returns the plan of the task under a policy.
   *
   * @param policy a possible policy, or the best, which is the cheapest of all
   * @param cost cost by which plans are compared
   */
  TaskPlan under(KvPolicy policy, ToDoubleFunction<TaskPlan> cost) {
    return policy == KvPolicy.BEST ? cheapest(cost) : planned(policy);
  }

  private TaskPlan planned(KvPolicy policy) {
    for (TaskPlan plan : plans) {
      if (plan.policy() == policy) {
        return plan;
      }
    }
    throw new IllegalArgumentException(policy + " is not planned");
  }

  private TaskPlan cheapest(ToDoubleFunction<TaskPlan> cost) {
    TaskPlan cheapest = plans.get(0);
    double least = cost.applyAsDouble(cheapest);
    for (TaskPlan plan : plans) {
      double costs = cost.applyAsDouble(plan);
      if (costs < least) {
        cheapest = plan;
        least = costs;
      }
    }
    return cheapest;
  }
}
