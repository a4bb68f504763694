package dev.ridgeline.deployment;

import org.jspecify.annotations.Nullable;

/** The turns of a task on accelerators that only prefill. */
final class PrefillTurns {

  private final double[] wantedPrompts;
  private final double[] seconds;
  private final double[] replicaSeconds;
  private final double[] joules;

  private PrefillTurns(int turns) {
    this.wantedPrompts = new double[turns];
    this.seconds = new double[turns];
    this.replicaSeconds = new double[turns];
    this.joules = new double[turns];
  }

  /**
   * Computes the prefill of each turn.
   *
   * @param pool the accelerators
   * @param course the turns
   * @param ofOther the same turns with another batch, which matters only by the prompts of a step;
   *     null for none
   */
  static PrefillTurns of(PrefillPool pool, Course course, @Nullable PrefillTurns ofOther) {
    PrefillTurns turns = new PrefillTurns(course.turns());
    for (int i = 0; i < course.turns(); i++) {
      double wanted = pool.wantedPrompts(course.request(i), course.batch());
      turns.wantedPrompts[i] = wanted;
      if (ofOther != null && ofOther.wantedPrompts[i] == wanted) {
        turns.seconds[i] = ofOther.seconds[i];
        turns.replicaSeconds[i] = ofOther.replicaSeconds[i];
        turns.joules[i] = ofOther.joules[i];
      } else {
        turns.plan(i, pool.turn(course.request(i), course.batch(), course.prefillUtilization()));
      }
    }
    return turns;
  }

  private void plan(int turn, PrefillPool.Steps steps) {
    double most = Math.max(steps.usual().requestsPerSecond(), steps.full().requestsPerSecond());
    seconds[turn] = steps.usual().seconds();
    replicaSeconds[turn] = 1 / most;
    joules[turn] = PowerDraw.workJoules(steps.usual());
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
