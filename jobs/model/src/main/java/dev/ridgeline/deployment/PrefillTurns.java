package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;

/** What the turns of a session take of a pool that does nothing but prefill, at one batch. */
final class PrefillTurns {

  /** Time of the step of each turn, as the first of its prompts sees it. */
  final double[] seconds;

  /** Time of a replica that a request of each turn takes. */
  final double[] replicaSeconds;

  /** Energy of a request of each turn, without idling. */
  final double[] joules;

  PrefillTurns(PrefillPool pool, Request[] requests, double batch) {
    seconds = new double[requests.length];
    replicaSeconds = new double[requests.length];
    joules = new double[requests.length];
    PrefillSide side = new PrefillSide();
    for (int i = 0; i < requests.length; i++) {
      pool.plan(requests[i], batch, Speedup.NONE, side);
      seconds[i] = side.seconds;
      replicaSeconds[i] = 1 / side.requestsPerSecond();
      joules[i] = PowerDraw.workJoules(side);
    }
  }
}
