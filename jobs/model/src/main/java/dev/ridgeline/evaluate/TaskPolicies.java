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
 * @param isForPrice whether recomputing matters only where it is the cheapest
 */
record TaskPolicies(
    List<KvPolicy> reusing, List<KvPolicy> recomputing, boolean caches, boolean isForPrice) {

  TaskPolicies {
    reusing = List.copyOf(reusing);
    recomputing = List.copyOf(recomputing);
  }

  /**
   * Returns the policies to plan for those on the axis; the best of all needs all of them.
   *
   * @param areSessionsStated whether some cells state a number of sessions. With too few of them
   *     the latency of a task decides its price.
   */
  static TaskPolicies of(List<KvPolicy> asked, boolean areSessionsStated) {
    EnumSet<KvPolicy> policies = EnumSet.noneOf(KvPolicy.class);
    policies.addAll(asked);
    boolean caches = policies.remove(KvPolicy.LRU);
    if (caches) {
      policies.addAll(EnumSet.of(KvPolicy.HOLD, KvPolicy.RECOMPUTE));
    }
    boolean isForPrice = !areSessionsStated && !policies.contains(KvPolicy.RECOMPUTE);
    boolean choosesBest = policies.remove(KvPolicy.BEST);
    if (choosesBest) {
      policies.addAll(EnumSet.of(KvPolicy.HOLD, KvPolicy.OFFLOAD, KvPolicy.RECOMPUTE));
    }
    return new TaskPolicies(
        policies.stream().filter(KvPolicy::reusesPrefix).toList(),
        policies.stream().filter(policy -> !policy.reusesPrefix()).toList(),
        caches,
        choosesBest && isForPrice);
  }

  /** Returns the policies that are possible with a tier. */
  TaskPolicies possibleWith(KvTier tier) {
    return new TaskPolicies(
        reusing.stream().filter(policy -> policy.isPossibleWith(tier)).toList(),
        recomputing.stream().filter(policy -> policy.isPossibleWith(tier)).toList(),
        caches,
        isForPrice);
  }

  /**
   * Plans a task under each policy that cells read. Recomputing is left out where it only matters
   * as the cheapest, and is not.
   *
   * @param load position of the load in its workload
   */
  TaskPlans plan(Planner planner, Workload workload, int load) {
    Course reuse = workload.reusing().get(load);
    Course recompute = workload.recomputing().get(load);
    if (!isForPrice) {
      return plan(planner, reuse, recompute);
    }
    List<TaskPlan> plans = new ArrayList<>(planner.tasks(reuse, reusing));
    planner.taskUnlessDearer(recompute, KvPolicy.RECOMPUTE, plans).ifPresent(plans::add);
    return new TaskPlans(plans);
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
