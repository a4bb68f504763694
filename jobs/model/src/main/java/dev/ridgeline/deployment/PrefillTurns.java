package dev.ridgeline.deployment;

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
   */
  static PrefillTurns of(PrefillPool pool, Course course) {
    double[] seconds = new double[course.turns()];
    double[] replicaSeconds = new double[course.turns()];
    double[] joules = new double[course.turns()];
    for (int i = 0; i < course.turns(); i++) {
      PrefillPool.Steps steps =
          pool.turn(course.request(i), course.batch(), course.prefillUtilization());
      double most = Math.max(steps.usual().requestsPerSecond(), steps.full().requestsPerSecond());
      seconds[i] = steps.usual().seconds();
      replicaSeconds[i] = 1 / most;
      joules[i] = PowerDraw.workJoules(steps.usual());
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
