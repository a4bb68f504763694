package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.Course;
import dev.ridgeline.deployment.KvPolicy;
import dev.ridgeline.deployment.Load;
import dev.ridgeline.workload.Request;
import java.util.List;

/**
 * A workflow at a context: the request that stands for its task, and what is asked of a deployment
 * at each batch.
 *
 * @param request the request
 * @param longestContextTokens what the model must be able to work on: the context of the whole
 *     task, or of the request alone where that is not one of the task
 * @param loads the request at each batch
 * @param reusing the turns at each batch where a later turn finds its prefix in the cache
 * @param recomputing the turns at each batch where it does not
 */
record Workload(
    Request request,
    double longestContextTokens,
    List<Load> loads,
    List<Course> reusing,
    List<Course> recomputing) {

  Workload {
    loads = List.copyOf(loads);
    reusing = List.copyOf(reusing);
    recomputing = List.copyOf(recomputing);
  }

  /** The turns under a policy, at the batch of this position. */
  Course course(KvPolicy policy, int batch) {
    return policy.reusesPrefix() ? reusing.get(batch) : recomputing.get(batch);
  }
}
