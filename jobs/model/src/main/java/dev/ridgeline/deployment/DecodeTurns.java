package dev.ridgeline.deployment;

import dev.ridgeline.cost.Speedup;
import dev.ridgeline.workload.Request;

/** The turns of a task on a pool that only decodes. */
final class DecodeTurns {

  private final DecodeCapacity capacity;
  private final double[] secondsPerToken;
  private final double[] joules;

  private DecodeTurns(DecodeCapacity capacity, double[] secondsPerToken, double[] joules) {
    this.capacity = capacity;
    this.secondsPerToken = secondsPerToken;
    this.joules = joules;
  }

  static DecodeTurns of(DecodePool pool, Course course) {
    double batch = course.batch();
    double[] secondsPerToken = new double[course.turns()];
    double[] joules = new double[course.turns()];
    DecodeTally tally = DecodeTally.of(pool.replicas());
    for (int i = 0; i < course.turns(); i++) {
      Request request = course.request(i);
      double spilled = spilledShare(pool, request, course);
      tally.clear();
      DecodeStep step = pool.step(request, batch, spilled, Speedup.NONE, PlanListener.NONE, tally);
      secondsPerToken[i] = step.secondsPerToken();
      joules[i] = PowerDraw.workJoules(step, request, pool.tier());
    }
    DecodeCapacity last = pool.capacity(course.last(), batch, 0, course.memory());
    return new DecodeTurns(last, secondsPerToken, joules);
  }

  /**
   * Share of the batch's state in the tier. The capacity is computed only where there is a tier,
   * because otherwise no state spills.
   */
  private static double spilledShare(DecodePool pool, Request request, Course course) {
    return pool.tier().exists()
        ? pool.capacity(request, course.batch(), 0, course.memory()).spilledShare()
        : 0;
  }

  /** The capacity for the batch in the last turn. */
  DecodeCapacity capacity() {
    return capacity;
  }

  /** Time of a sequence from token to token in a turn, 0-based, in seconds. */
  double secondsPerToken(int turn) {
    return secondsPerToken[turn];
  }

  /** Energy of the output of a turn, 0-based, without idle power. */
  double joules(int turn) {
    return joules[turn];
  }
}
