package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.TaskPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The plans of a task on a deployment, one for each possible KV policy that cells need.
 *
 * @param plans the plans, in the order of their policies
 */
record TaskPlans(List<TaskPlan> plans) {

  TaskPlans {
    plans = List.copyOf(plans);
  }

  /**
   * Returns the plans that a policy chooses from, with a number of sessions on a replica.
   *
   * @param policy a possible policy, or the best
   * @param sessions tasks in progress, or {@link TaskPlan#AS_MANY_AS_RUN}
   */
  TaskPlans with(KvPolicy policy, double sessions) {
    if (policy != KvPolicy.BEST) {
      return new TaskPlans(List.of(planned(policy).with(sessions)));
    }
    if (sessions == TaskPlan.AS_MANY_AS_RUN) {
      return this;
    }
    return new TaskPlans(plans.stream().map(plan -> plan.with(sessions)).toList());
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

  /** Returns these plans and that of a cache, which is between two of them. */
  TaskPlans andCached() {
    List<TaskPlan> all = new ArrayList<>(plans);
    all.add(TaskPlan.cached(planned(KvPolicy.HOLD), planned(KvPolicy.RECOMPUTE)));
    return new TaskPlans(all);
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
      if (plan.policy() == KvPolicy.LRU) {
        continue; // An engine does it, whatever it costs: nobody chooses it.
      }
      double costs = cost.applyAsDouble(plan);
      if (costs < least) {
        cheapest = plan;
        least = costs;
      }
    }
    return cheapest;
  }
}
