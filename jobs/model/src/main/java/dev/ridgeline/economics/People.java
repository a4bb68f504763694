package dev.ridgeline.economics;

import dev.ridgeline.deployment.TaskPlan;
import org.jspecify.annotations.Nullable;

/**
 * Those who send the requests of a plan: people, or the agents that work for them.
 *
 * @param requestSeconds latency of a request
 * @param pauseSeconds mean pause of one of them between two requests
 * @param turns requests of a task one after the other
 * @param task plan of their tasks; null where nothing asks for tasks
 */
public record People(
    double requestSeconds, double pauseSeconds, int turns, @Nullable TaskPlan task) {

  /**
   * Requests a second of a number of people, each of whom has one request in progress or pauses. By
   * Little's law, {@code people = rate x (latency + pause)}.
   */
  double requestsPerSecond(double people) {
    return people / (requestSeconds + pauseSeconds);
  }

  /**
   * The plan of a task.
   *
   * @throws IllegalStateException where tasks are not planned
   */
  TaskPlan plannedTask() {
    if (task == null) {
      throw new IllegalStateException("a fleet for sessions needs the plan of a task");
    }
    return task;
  }
}
