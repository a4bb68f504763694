package dev.ridgeline.economics;

import dev.ridgeline.deployment.ServingPlan;
import dev.ridgeline.deployment.TaskPlan;
import dev.ridgeline.queue.Queue;
import dev.ridgeline.queue.SharedServer;
import dev.ridgeline.queue.Wait;
import java.util.Optional;

/**
 * Latencies on a fleet to which requests come at random, where a plan has a fixed number of them.
 * The following times vary, and are taken as independent of each other:
 *
 * <ul>
 *   <li>The wait for a server of prefill. Servers are the attention groups of all replicas that
 *       prefill. A service is the time for which the cell's request keeps one of them busy. It
 *       varies as the turns of the workflow do.
 *   <li>The wait for the end of the step that runs, where a pool also decodes.
 *   <li>The wait for room for its state in a decode replica. Servers are the sequences that fit.
 *   <li>The time that other sequences in the replica add, of whom there are more and fewer.
 * </ul>
 *
 * <p>A task has these times in each of its turns, as if turns came independently of each other.
 *
 * @param ofFirstToken waits before the first token
 * @param ofRequest waits of a request, and what others add to it
 * @param requestSeconds latency of a request without them
 * @param ofTask waits of a task, and what others add to it
 * @param taskSeconds latency of a task without them
 */
public record FleetWaits(
    Wait ofFirstToken, Wait ofRequest, double requestSeconds, Wait ofTask, double taskSeconds) {

  /**
   * Computes the waits; empty where a queue has no time to spare, because it then grows without
   * end.
   *
   * @param fleet replicas and their load
   * @param longerSeconds time that one more sequence in each part of a decode replica adds to a
   *     request, over the number of parts
   * @param people those who send the requests, with the plan of a task
   * @param arrivalVariation squared coefficient of variation of the times between arrivals
   */
  public static Optional<FleetWaits> of(
      FleetPlan fleet, double longerSeconds, People people, double arrivalVariation) {
    ServingPlan plan = fleet.plan();
    TaskPlan task = people.plannedTask();
    double latency = people.requestSeconds();
    boolean isOnePool = !(plan.prefillReplicas() > 0);
    double inReplica = isOnePool ? latency : latency - plan.ttftSeconds();
    double others = Math.max(0, longerSeconds) * plan.batch();
    SharedServer replica =
        new SharedServer(Math.max(0, inReplica - others), Math.max(0, longerSeconds));
    double rate = plan.requestsPerSecond() * fleet.decodeLoad();
    Optional<Wait> crowd = replica.delay(rate);
    double room = Math.floor(plan.maxBatch() * fleet.decodeReplicas());
    Optional<Wait> forRoom =
        new Queue(room, latency, 0, arrivalVariation)
            .waitAt(replica.customers(rate) / plan.maxBatch());
    double busy = fleet.prefillUtilization();
    Queue prefill =
        new Queue(
            fleet.prefillServers(),
            plan.prefillServiceSeconds(),
            task.prefillServiceVariation(),
            arrivalVariation);
    Optional<Wait> forPrefill = prefill.waitAt(busy);
    if (crowd.isEmpty() || forPrefill.isEmpty() || forRoom.isEmpty()) {
      return Optional.empty();
    }
    Wait before =
        isOnePool
            ? forRoom.get().plus(step(plan.decodeStepSeconds(), busy, replica.customers(rate)))
            : forRoom.get();
    Wait ofFirstToken = forPrefill.get().plus(before);
    double ofTurn =
        plan.prefillServers() * task.prefillServiceSecondsOfTurn() / plan.prefillServiceSeconds();
    double running = (task.latencySeconds() - task.waitSeconds()) / people.turns() / latency;
    double withoutOthers = replica.secondsOfEach() * (plan.batch() - 1);
    return Optional.of(
        new FleetWaits(
            ofFirstToken,
            ofFirstToken.plus(crowd.get()),
            latency - Math.min(withoutOthers, latency),
            forPrefill
                .get()
                .scaled(ofTurn)
                .plus(before)
                .plus(crowd.get().scaled(running))
                .times(people.turns()),
            task.latencySeconds() - people.turns() * running * Math.min(withoutOthers, latency)));
  }

  /**
   * The rest of a decode step that runs when a request arrives: half a step in the mean.
   *
   * @param busy share of the time in steps that carry prompts, whose rest is in the queue already
   * @param sequences mean number of sequences, none of whom is there with probability exp(-n)
   */
  private static Wait step(double seconds, double busy, double sequences) {
    double runs = (1 - busy) * -Math.expm1(-sequences);
    double mean = runs * seconds / 2;
    return runs > 0 ? new Wait(runs, mean, runs * seconds * seconds / 3 - mean * mean) : Wait.NONE;
  }
}
