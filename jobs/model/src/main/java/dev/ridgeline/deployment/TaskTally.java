package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;

/**
 * Sums over the turns of a task under a KV policy: a planner adds them, a task plan reads them.
 *
 * <p>While a task waits, its decode replica keeps its state. Where prefill has a pool of its own,
 * the prefix crosses the link back to it before a later turn. A tier that both pools read saves it
 * that way.
 */
final class TaskTally {

  private final KvPolicy policy;
  private final Course course;
  private final Replica replica;
  private final KvTier tier;
  private final double sharedBytes;

  double latencySeconds;
  double waitSeconds;
  double ttftSeconds;

  /** Time to first token of the first turn. */
  double firstTtftSeconds;

  double computedTokens;
  double cachedTokens;
  double outputTokens;
  double usageSeconds;
  double prefillReplicaSeconds;
  double prefillServiceSeconds;

  /** Sum of the squares of the service times of prefill, s^2. */
  double prefillServiceSquares;

  /** State on one accelerator times the time for which turns keep it. */
  double activeByteSeconds;

  /** State on one accelerator times the time for which waits would keep it. */
  double waitingByteSeconds;

  /** State on one accelerator before each later turn, summed over them. */
  double waitingBytes;

  /** State on one accelerator that a tier gives back if all later turns find theirs there. */
  double foundBytes;

  /** That state times what a turn keeps meanwhile, bytes^2. */
  double foundSquareBytes;

  /** Time in which prefixes cross the link back to the pool that prefills. */
  double returnSeconds;

  /** Bytes of one accelerator to the tier and back. */
  double tierBytes;

  double workJoules;

  /**
   * Makes an empty tally.
   *
   * @param policy a policy other than {@link KvPolicy#BEST}
   * @param course turns to add
   * @param replica replica that keeps the state
   * @throws IllegalArgumentException when the policy is {@link KvPolicy#isPossibleWith impossible}
   */
  TaskTally(KvPolicy policy, Course course, Replica replica, KvTier tier) {
    if (!policy.isPossibleWith(tier)) {
      throw new IllegalArgumentException(policy + " with tier " + tier.id());
    }
    this.policy = policy;
    this.course = course;
    this.replica = replica;
    this.tier = tier;
    double shared = course.session().sharedTokens();
    this.sharedBytes = shared > 0 ? replica.stateBytes(shared) - replica.stateBytes(0) : 0;
  }

  /** State of the tokens that all tasks share, which an accelerator holds once. */
  double sharedBytes() {
    return sharedBytes;
  }

  /** State on one accelerator that the last turn leaves. */
  double endedBytes() {
    Request last = course.last();
    return ownBytes(last.promptTokens() + last.outputTokens());
  }

  /** State on one accelerator of a sequence, without the tokens that all tasks share. */
  private double ownBytes(double tokens) {
    return replica.stateBytes(tokens) - sharedBytes;
  }

  Course course() {
    return course;
  }

  KvPolicy policy() {
    return policy;
  }

  /** Adds a turn, 0-based, and the wait before it. */
  void add(int place, Turn turn) {
    Request request = course.request(place);
    double waited = place > 0 ? course.session().workflow().toolWaitSeconds() : 0;
    double toFirstToken = turn.ttftSeconds();
    double ofReplica = turn.replicaSeconds();
    boolean comesBack = place > 0 && policy != KvPolicy.RECOMPUTE;
    if (comesBack && policy == KvPolicy.OFFLOAD) {
      toFirstToken += moveState(place);
    }
    if (comesBack && !(policy == KvPolicy.OFFLOAD && tier.shared())) {
      toFirstToken += turn.returnSeconds();
      returnSeconds += turn.returnSeconds();
      ofReplica = Math.max(ofReplica, turn.returnReplicaSeconds());
      workJoules += turn.returnJoules();
    }
    double decodeSeconds = request.outputTokens() * turn.tpotSeconds();
    ttftSeconds += toFirstToken;
    firstTtftSeconds += place == 0 ? toFirstToken : 0;
    waitSeconds += waited;
    latencySeconds += waited + toFirstToken + decodeSeconds;
    computedTokens += request.newTokens();
    cachedTokens += request.cachedTokens();
    outputTokens += request.outputTokens();
    usageSeconds += ofReplica;
    prefillReplicaSeconds += turn.prefillReplicaSeconds();
    prefillServiceSeconds += turn.prefillServiceSeconds();
    prefillServiceSquares += turn.prefillServiceSeconds() * turn.prefillServiceSeconds();
    // While a pool of its own prefills, the decode pool keeps what it had of the prompt.
    double inPrefill =
        turn.prefillReplicaSeconds() > 0 ? request.cachedTokens() : request.promptTokens();
    double inDecode = request.promptTokens() + request.outputTokens() / 2;
    activeByteSeconds += toFirstToken * ownBytes(inPrefill) + decodeSeconds * ownBytes(inDecode);
    if (place > 0) {
      double state = ownBytes(course.earlierTokens(place));
      double found = ownBytes(request.cachedTokens());
      waitingByteSeconds += waited * state;
      waitingBytes += state;
      foundBytes += found;
      foundSquareBytes += found * ownBytes(inPrefill);
    }
    workJoules += turn.joules();
  }

  /**
   * Moves state to the tier and back before a turn.
   *
   * @return time in which the state comes back, in seconds
   */
  private double moveState(int place) {
    Request request = course.request(place);
    double earlier = course.earlierTokens(place);
    double restored = ownBytes(request.cachedTokens());
    double ofTurn = course.session().appendedTokens() + request.outputTokens();
    // The first turn has nothing in the tier yet, and what all tasks share never goes there.
    double written = place == 1 ? earlier - course.session().sharedTokens() : ofTurn;
    tierBytes +=
        restored
            + replica.stateBytes(earlier)
            - replica.stateBytes(Math.max(0, earlier - written))
            + replica.stateBytes(0);
    return restored / tier.bytesPerSecond();
  }

  /**
   * Sums of a task, a share of whose later turns has those of another tally.
   *
   * @param other sums of the same task where all later turns compute their whole prompt
   * @param share share of later turns that do
   */
  TaskTally mixedWith(TaskTally other, double share) {
    TaskTally mixed = new TaskTally(KvPolicy.LRU, course, replica, tier);
    mixed.latencySeconds = between(latencySeconds, other.latencySeconds, share);
    mixed.waitSeconds = waitSeconds;
    mixed.ttftSeconds = between(ttftSeconds, other.ttftSeconds, share);
    mixed.computedTokens = between(computedTokens, other.computedTokens, share);
    mixed.cachedTokens = between(cachedTokens, other.cachedTokens, share);
    mixed.outputTokens = outputTokens;
    mixed.usageSeconds = between(usageSeconds, other.usageSeconds, share);
    mixed.prefillReplicaSeconds =
        between(prefillReplicaSeconds, other.prefillReplicaSeconds, share);
    mixed.prefillServiceSeconds =
        between(prefillServiceSeconds, other.prefillServiceSeconds, share);
    mixed.prefillServiceSquares =
        between(prefillServiceSquares, other.prefillServiceSquares, share);
    mixed.activeByteSeconds = between(activeByteSeconds, other.activeByteSeconds, share);
    mixed.waitingByteSeconds = waitingByteSeconds;
    mixed.waitingBytes = waitingBytes;
    mixed.workJoules = between(workJoules, other.workJoules, share);
    return mixed;
  }

  private static double between(double of, double ofOther, double share) {
    return of + share * (ofOther - of);
  }

  /** State times the time for which waits keep it under the policy; 0 where state is dropped. */
  double heldByteSeconds() {
    return policy == KvPolicy.RECOMPUTE ? 0 : waitingByteSeconds;
  }
}
