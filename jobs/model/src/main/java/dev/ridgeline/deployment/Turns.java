package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;

/**
 * What each turn of a session takes of a deployment at one batch, as if the whole batch were in
 * that turn.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
public final class Turns {

  Request[] requests;
  DecodeSide last;
  double[] ttftSeconds = new double[0];
  double[] tpotSeconds = new double[0];

  /** Time of a decode replica that a request takes. */
  double[] replicaSeconds = new double[0];

  /** Time of a prefill replica that a request takes; 0 where one pool does both. */
  double[] prefillReplicaSeconds = new double[0];

  /** Energy of a request, without idling. */
  double[] joules = new double[0];

  final ServingPlan plan = new ServingPlan();

  /** Makes room for the turns of these requests. */
  void begin(Request[] requests) {
    this.requests = requests;
    if (ttftSeconds.length < requests.length) {
      ttftSeconds = new double[requests.length];
      tpotSeconds = new double[requests.length];
      replicaSeconds = new double[requests.length];
      prefillReplicaSeconds = new double[requests.length];
      joules = new double[requests.length];
    }
  }
}
