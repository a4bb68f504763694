package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.TaskPlan;
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
