package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;

/** Sums over the turns of a task under a KV policy: a planner adds them, a task plan reads them. */
final class TaskTally {

  private final KvPolicy policy;
  private final Course course;
  private final Replica replica;
  private final KvTier tier;

  double latencySeconds;
  double waitSeconds;
  double ttftSeconds;
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
  }

  KvPolicy policy() {
    return policy;
  }

  /** Adds a turn, 0-based, and the wait before it. */
  void add(int place, Turn turn) {
    Request request = course.request(place);
    double waited = place > 0 ? course.session().workflow().toolWaitSeconds() : 0;
    double toFirstToken = turn.ttftSeconds();
    if (policy == KvPolicy.OFFLOAD && place > 0) {
      toFirstToken += moveState(place);
    }
    double decodeSeconds = request.outputTokens() * turn.tpotSeconds();
    ttftSeconds += toFirstToken;
    waitSeconds += waited;
    latencySeconds += waited + toFirstToken + decodeSeconds;
    computedTokens += request.newTokens();
    cachedTokens += request.cachedTokens();
    outputTokens += request.outputTokens();
    usageSeconds += turn.replicaSeconds();
    prefillReplicaSeconds += turn.prefillReplicaSeconds();
    prefillServiceSeconds += turn.prefillServiceSeconds();
    prefillServiceSquares += turn.prefillServiceSeconds() * turn.prefillServiceSeconds();
    // While a pool of its own prefills, the decode pool keeps what it had of the prompt.
    double inPrefill =
        turn.prefillReplicaSeconds() > 0 ? request.cachedTokens() : request.promptTokens();
    double inDecode = request.promptTokens() + request.outputTokens() / 2;
    activeByteSeconds +=
        toFirstToken * replica.stateBytes(inPrefill) + decodeSeconds * replica.stateBytes(inDecode);
    waitingByteSeconds += waited * replica.stateBytes(course.earlierTokens(place));
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
    double restored = replica.stateBytes(request.cachedTokens());
    double ofTurn = course.session().appendedTokens() + request.outputTokens();
    double written = place == 1 ? earlier : ofTurn; // The first turn has nothing in the tier yet.
    tierBytes +=
        restored
            + replica.stateBytes(earlier)
            - replica.stateBytes(Math.max(0, earlier - written))
            + replica.stateBytes(0);
    return restored / tier.bytesPerSecond();
  }

  /** State times the time for which waits keep it under the policy; 0 where state is dropped. */
  double heldByteSeconds() {
    return policy == KvPolicy.RECOMPUTE ? 0 : waitingByteSeconds;
  }
}
