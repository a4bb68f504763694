package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.cost.StepCost;
import dev.ridgeline.workload.Request;
import java.util.function.ToDoubleFunction;

/** The turns of a task on accelerators that only prefill. */
final class PrefillTurns {

  private final double[] seconds;
  private final double[] replicaSeconds;
  private final double[] joules;

  private PrefillTurns(double[] seconds, double[] replicaSeconds, double[] joules) {
    this.seconds = seconds;
    this.replicaSeconds = replicaSeconds;
    this.joules = joules;
  }

  /**
   * Computes the prefill of each turn.
   *
   * @param pool the accelerators
   * @param course the turns
   * @param prompts number of prompts of one part in the step of a turn
   */
  static PrefillTurns of(PrefillPool pool, Course course, ToDoubleFunction<Request> prompts) {
    double[] seconds = new double[course.turns()];
    double[] replicaSeconds = new double[course.turns()];
    double[] joules = new double[course.turns()];
    StepCost tally = new StepCost();
    for (int i = 0; i < course.turns(); i++) {
      Request request = course.request(i);
      double ofStep = prompts.applyAsDouble(request);
      tally.clear();
      PrefillStep step =
          pool.step(
              request, ofStep, 0, Double.POSITIVE_INFINITY, Speedup.NONE, PlanListener.NONE, tally);
      seconds[i] = step.seconds();
      replicaSeconds[i] = 1 / step.requestsPerSecond();
      joules[i] = PowerDraw.workJoules(step);
    }
    return new PrefillTurns(seconds, replicaSeconds, joules);
  }

  /** Time of the step of a turn, 0-based, for the first of its prompts, in seconds. */
  double seconds(int turn) {
    return seconds[turn];
  }

  /** Time of a replica that a request of a turn takes, in seconds. */
  double replicaSeconds(int turn) {
    return replicaSeconds[turn];
  }

  /** Energy of a request of a turn, 0-based, without idle power. */
  double joules(int turn) {
    return joules[turn];
  }
}
