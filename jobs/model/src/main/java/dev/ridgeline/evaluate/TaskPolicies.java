package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.Course;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.KvTier;
import dev.ridgeline.deployment.Planner;
import dev.ridgeline.deployment.TaskPlan;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * The KV policies under which tasks are planned. Policies that reuse the cached prefix share their
 * turns.
 *
 * @param reusing policies under which later turns reuse the cached prefix
 * @param recomputing policies under which every turn computes its whole prompt
 * @param caches whether a cache keeps some of the prefixes, which is between the two
 */
record TaskPolicies(List<KvPolicy> reusing, List<KvPolicy> recomputing, boolean caches) {

  TaskPolicies {
    reusing = List.copyOf(reusing);
    recomputing = List.copyOf(recomputing);
  }

  /** Returns the policies to plan for those on the axis; the best of all needs all of them. */
  static TaskPolicies of(List<KvPolicy> asked) {
    EnumSet<KvPolicy> policies = EnumSet.noneOf(KvPolicy.class);
    policies.addAll(asked);
    if (policies.remove(KvPolicy.BEST)) {
      policies.addAll(EnumSet.of(KvPolicy.HOLD, KvPolicy.OFFLOAD, KvPolicy.RECOMPUTE));
    }
    boolean caches = policies.remove(KvPolicy.LRU);
    if (caches) {
      policies.addAll(EnumSet.of(KvPolicy.HOLD, KvPolicy.RECOMPUTE));
    }
    return new TaskPolicies(
        policies.stream().filter(KvPolicy::reusesPrefix).toList(),
        policies.stream().filter(policy -> !policy.reusesPrefix()).toList(),
        caches);
  }

  /** Returns the policies that are possible with a tier. */
  TaskPolicies possibleWith(KvTier tier) {
    return new TaskPolicies(
        reusing.stream().filter(policy -> policy.isPossibleWith(tier)).toList(),
        recomputing.stream().filter(policy -> policy.isPossibleWith(tier)).toList(),
        caches);
  }

  /**
   * Plans a task under each policy.
   *
   * @param load position of the load in its workload
   */
  TaskPlans plan(Planner planner, Workload workload, int load) {
    return plan(planner, workload.reusing().get(load), workload.recomputing().get(load));
  }

  /**
   * Plans a task under each policy.
   *
   * @param reuse its turns where they reuse the cached prefix
   * @param recompute its turns where they compute the whole prompt
   */
  TaskPlans plan(Planner planner, Course reuse, Course recompute) {
    List<TaskPlan> plans = new ArrayList<>(reusing.size() + recomputing.size());
    if (!reusing.isEmpty()) {
      plans.addAll(planner.tasks(reuse, reusing));
    }
    if (!recomputing.isEmpty()) {
      plans.addAll(planner.tasks(recompute, recomputing));
    }
    TaskPlans planned = new TaskPlans(plans);
    return caches ? planned.andCached() : planned;
  }
}
