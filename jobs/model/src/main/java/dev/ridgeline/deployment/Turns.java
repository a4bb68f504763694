package dev.ridgeline.deployment;

/** What each turn of a task takes of a deployment, as if the whole batch were in that turn. */
public final class Turns {

  private final Course course;
  private final DecodeCapacity capacity;
  private final Turn[] turns;

  /**
   * @param capacity whether the batch fits in the last turn, the longest
   * @param turns what each takes; not changed from now on
   */
  Turns(Course course, DecodeCapacity capacity, Turn... turns) {
    this.course = course;
    this.capacity = capacity;
    this.turns = turns;
  }

  /** The requests of the turns. */
  Course course() {
    return course;
  }

  /** Whether the batch fits in the last turn. */
  DecodeCapacity capacity() {
    return capacity;
  }

  /** A turn, 0-based. */
  Turn at(int turn) {
    return turns[turn];
  }
}
