package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;

/** What the turns of a session take of a pool that does nothing but decode, at one batch. */
final class DecodeTurns {

  /** Time of a sequence from token to token in each turn. */
  final double[] secondsPerToken;

  /** Energy of the output of each turn, without idling. */
  final double[] joules;

  /** The last turn. */
  final DecodeSide last = new DecodeSide();

  DecodeTurns(DecodePool pool, Request[] requests, double batch) {
    secondsPerToken = new double[requests.length];
    joules = new double[requests.length];
    pool.fit(requests[requests.length - 1], batch, 0, Speedup.NONE, last);
    // Without a tier nothing spills, and a step takes the same whether the batch fits or not.
    boolean spills = pool.tier().exists();
    for (int i = 0; i < requests.length; i++) {
      if (spills) {
        pool.plan(requests[i], batch, Speedup.NONE, PlanListener.NONE, last);
      } else {
        pool.step(requests[i], batch, Speedup.NONE, PlanListener.NONE, last);
      }
      secondsPerToken[i] = last.secondsPerToken();
      joules[i] = PowerDraw.workJoules(last, requests[i], pool.tier());
    }
  }
}
