package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;

/**
 * The course of a task: the requests of its turns, as if the whole batch were in each of them. What
 * they find in the cache depends on the KV policy.
 */
public final class Course {

  private static final int NOT_NUMBERED = -1;

  private final int slot;
  private final Session session;
  private final double batch;
  private final boolean reusesPrefix;
  private final Request[] requests;

  private Course(
      int slot, Session session, double batch, boolean reusesPrefix, Request[] requests) {
    this.slot = slot;
    this.session = session;
    this.batch = batch;
    this.reusesPrefix = reusesPrefix;
    this.requests = requests;
  }

  /** The course of a task under a policy, which no pool remembers. */
  public static Course of(Session session, KvPolicy policy, double batch) {
    boolean reusesPrefix = policy.reusesPrefix();
    return new Course(NOT_NUMBERED, session, batch, reusesPrefix, session.requests(reusesPrefix));
  }

  /**
   * The same turns at another batch.
   *
   * @param number number of the session and batch among those of a sweep, by which pools remember
   */
  public Course numbered(int number, double otherBatch) {
    return new Course(number, session, otherBatch, reusesPrefix, requests);
  }

  int slot() {
    return slot;
  }

  Session session() {
    return session;
  }

  /** Sequences that decode at once. */
  double batch() {
    return batch;
  }

  /** Turns of the task. */
  int turns() {
    return requests.length;
  }

  /** The request of a turn, 0-based. */
  Request request(int turn) {
    return requests[turn];
  }

  /** The request of the last turn, the longest. */
  Request last() {
    return requests[requests.length - 1];
  }

  /** Number of what the requests find in the cache, by which prefill pools remember. */
  int variant() {
    return reusesPrefix ? 0 : 1;
  }
}
