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

/** A task on a deployment under each KV policy that cells ask for and that is possible. */
final class TaskPlans {

  private final List<TaskPlan> plans;

  private TaskPlans(List<TaskPlan> plans) {
    this.plans = plans;
  }

  /** The policies that must be planned for those that cells ask for: the best is one of all. */
  static Set<KvPolicy> toPlan(List<KvPolicy> asked) {
    EnumSet<KvPolicy> policies = EnumSet.noneOf(KvPolicy.class);
    policies.addAll(asked);
    if (policies.remove(KvPolicy.BEST)) {
      policies.addAll(EnumSet.complementOf(EnumSet.of(KvPolicy.BEST)));
    }
    return policies;
  }

  /** Plans a task under each policy. Those that reuse the prefix have the same turns. */
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
   * The task under a policy.
   *
   * @param policy a possible one; the best is the one that costs least
   * @param cost what a task costs
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
