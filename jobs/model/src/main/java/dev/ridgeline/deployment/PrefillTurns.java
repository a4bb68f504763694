package dev.ridgeline.deployment;

import org.jspecify.annotations.Nullable;

/**
 * The turns of a task on accelerators that only prefill. A turn is planned when somebody asks for
 * it first.
 */
final class PrefillTurns {

  private final PrefillPool pool;
  private final Course course;
  private final @Nullable PrefillTurn[] turns;

  private PrefillTurns(PrefillPool pool, Course course) {
    this.pool = pool;
    this.course = course;
    this.turns = new PrefillTurn[course.turns()];
  }

  /**
   * Prefill of one turn.
   *
   * @param wantedPrompts prompts of one part that its step takes where memory has room for them
   * @param seconds time of the step for the first of its prompts
   * @param replicaSeconds time of a replica that a request takes
   * @param joules energy of a request, without idle power
   */
  record PrefillTurn(double wantedPrompts, double seconds, double replicaSeconds, double joules) {}

  /**
   * Takes over the turns that are the same with another batch.
   *
   * @param pool the accelerators
   * @param course the turns
   * @param ofOther the same turns with another batch, which matters only by the prompts of a step;
   *     null for none
   */
  static PrefillTurns of(PrefillPool pool, Course course, @Nullable PrefillTurns ofOther) {
    PrefillTurns turns = new PrefillTurns(pool, course);
    for (int i = 0; ofOther != null && i < course.turns(); i++) {
      PrefillTurn known = ofOther.turns[i];
      if (known != null && known.wantedPrompts() == turns.wantedPrompts(i)) {
        turns.turns[i] = known;
      }
    }
    return turns;
  }

  private double wantedPrompts(int turn) {
    return pool.wantedPrompts(course.request(turn), course.batch());
  }

  /** Prefill of a turn, 0-based. */
  PrefillTurn at(int turn) {
    PrefillTurn known = turns[turn];
    if (known == null) {
      known = plan(turn);
      turns[turn] = known;
    }
    return known;
  }

  private PrefillTurn plan(int turn) {
    PrefillPool.Steps steps =
        pool.turn(course.request(turn), course.batch(), course.prefillUtilization());
    double most = Math.max(steps.usual().requestsPerSecond(), steps.full().requestsPerSecond());
    return new PrefillTurn(
        wantedPrompts(turn),
        steps.usual().seconds(),
        1 / most,
        PowerDraw.workJoules(steps.usual()));
  }
}
