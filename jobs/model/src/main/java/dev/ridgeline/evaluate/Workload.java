package dev.ridgeline.evaluate;

import dev.ridgeline.deployment.Course;
import dev.ridgeline.deployment.Load;
import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;
import java.util.List;

/**
 * The work of a workflow at a context: the request that stands for its task, and the loads of a
 * deployment at each batch.
 *
 * @param request request that stands for the task
 * @param session the turns of the task
 * @param longestContextTokens context that the model must support: that of the last turn, or that
 *     of the request where the context is a number of tokens
 * @param loads loads of the request, one for each batch and utilization of prefill pools
 * @param reusing turns for each of the loads where later turns reuse the cached prefix
 * @param recomputing turns for each of the loads where every turn computes its whole prompt
 */
record Workload(
    Request request,
    Session session,
    double longestContextTokens,
    List<Load> loads,
    List<Course> reusing,
    List<Course> recomputing) {

  Workload {
    loads = List.copyOf(loads);
    reusing = List.copyOf(reusing);
    recomputing = List.copyOf(recomputing);
  }
}
