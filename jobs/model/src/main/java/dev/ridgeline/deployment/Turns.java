package dev.ridgeline.deployment;

/** The planned turns of a task, each as if the whole batch were in that turn. */
public final class Turns {

  private final Course course;
  private final DecodeCapacity capacity;
  private final Turn[] turns;

  /**
   * Makes planned turns.
   *
   * @param course requests of the turns
   * @param capacity capacity for the batch in the last turn, which is the longest
   * @param turns latency, time and energy of each turn; the array is not copied
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

  /** The capacity for the batch in the last turn. */
  DecodeCapacity capacity() {
    return capacity;
  }

  /** A turn, 0-based. */
  Turn at(int turn) {
    return turns[turn];
  }
}
