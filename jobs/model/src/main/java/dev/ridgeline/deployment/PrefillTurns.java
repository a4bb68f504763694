package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;
import java.util.function.ToDoubleFunction;

/** What the turns of a session take of accelerators while they do nothing but prefill. */
final class PrefillTurns {

  /** Time of the step of each turn, as the first of its prompts sees it. */
  final double[] seconds;

  /** Time of a replica that a request of each turn takes. */
  final double[] replicaSeconds;

  /** Energy of a request of each turn, without idling. */
  final double[] joules;

  /**
   * @param prompts prompts of one part in the step of a turn
   */
  PrefillTurns(PrefillPool pool, Request[] requests, ToDoubleFunction<Request> prompts) {
    seconds = new double[requests.length];
    replicaSeconds = new double[requests.length];
    joules = new double[requests.length];
    PrefillSide side = new PrefillSide();
    for (int i = 0; i < requests.length; i++) {
      double ofStep = prompts.applyAsDouble(requests[i]);
      pool.step(
          requests[i], ofStep, 0, Double.POSITIVE_INFINITY, Speedup.NONE, PlanListener.NONE, side);
      seconds[i] = side.seconds;
      replicaSeconds[i] = 1 / side.requestsPerSecond();
      joules[i] = PowerDraw.workJoules(side);
    }
  }
}
