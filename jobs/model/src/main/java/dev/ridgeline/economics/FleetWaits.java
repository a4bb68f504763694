package dev.ridgeline.economics;

import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.queue.Queue;
import dev.ridgeline.queue.Wait;
import java.util.Optional;

/**
 * The waits of requests and of tasks on a fleet that they come to at random.
 *
 * <p>A request waits twice, and the waits are taken as independent:
 *
 * <ul>
 *   <li>For a server of prefill. Servers are the attention groups of all replicas that prefill. A
 *       service is the time for which the cell's request keeps one of them busy. It varies as the
 *       turns of the workflow do.
 *   <li>For room for its state in a decode replica. Servers are the sequences that fit, and a
 *       service is the latency of a request.
 * </ul>
 *
 * <p>Steps are those of the plan's batch, however few sequences run at a moment. A task waits so
 * before each of its turns, as if turns came independently of each other.
 *
 * @param ofRequest wait of a request
 * @param ofTask wait of a task, summed over its turns
 */
public record FleetWaits(Wait ofRequest, Wait ofTask) {

  /**
   * Computes the waits; empty where a queue has no time to spare, because it then grows without
   * end.
   *
   * @param fleet replicas and their load
   * @param people those who send the requests, with the plan of a task
   * @param arrivalVariation squared coefficient of variation of the times between arrivals
   */
  public static Optional<FleetWaits> of(FleetPlan fleet, People people, double arrivalVariation) {
    ServingPlan plan = fleet.plan();
    TaskPlan task = people.plannedTask();
    double servers = fleet.prefillServers();
    double variation = task.prefillServiceVariation();
    double ofTurn = plan.prefillServers() * task.prefillServiceSecondsOfTurn();
    double room = Math.floor(plan.maxBatch() * fleet.decodeReplicas());
    Optional<Wait> forPrefill =
        new Queue(servers, plan.prefillServiceSeconds(), variation, arrivalVariation)
            .waitAt(fleet.prefillUtilization());
    Optional<Wait> forRoom =
        new Queue(room, people.requestSeconds(), 0, arrivalVariation)
            .waitAt(fleet.decodeUtilization());
    if (forPrefill.isEmpty() || forRoom.isEmpty()) {
      return Optional.empty();
    }
    double scale = ofTurn / plan.prefillServiceSeconds();
    return Optional.of(
        new FleetWaits(
            forPrefill.get().plus(forRoom.get()),
            forPrefill.get().scaled(scale).plus(forRoom.get()).times(people.turns())));
  }
}
