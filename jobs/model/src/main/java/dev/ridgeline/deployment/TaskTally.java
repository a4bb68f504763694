package dev.ridgeline.deployment;

import dev.ridgeline.workload.Call;

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
  private final CourseState state;
  private final KvTier tier;

  double latencySeconds;
  double ttftSeconds;

  /** Time to first token of the first turn, and of others that follow no wait for a tool. */
  double firstTtftSeconds;

  double computedTokens;
  double cachedTokens;
  double usageSeconds;
  double prefillReplicaSeconds;
  double prefillServiceSeconds;

  /** Sum of the squares of the service times of prefill, s^2. */
  double prefillServiceSquares;

  /** State on one accelerator times the time for which turns keep it. */
  double activeByteSeconds;

  /** State that a tier gives back, times what a turn keeps meanwhile, bytes^2. */
  double foundSquareBytes;

  /** Time in which prefixes cross the link back, after waits, to the pool that prefills. */
  double returnSeconds;

  double workJoules;

  /**
   * Makes an empty tally.
   *
   * @param policy a policy other than {@link KvPolicy#BEST}
   * @param course turns to add
   * @param state state of these turns on the replica that keeps it
   * @throws IllegalArgumentException when the policy is {@link KvPolicy#isPossibleWith impossible}
   */
  TaskTally(KvPolicy policy, Course course, CourseState state, KvTier tier) {
    if (!policy.isPossibleWith(tier)) {
      throw new IllegalArgumentException(policy + " with tier " + tier.id());
    }
    this.policy = policy;
    this.course = course;
    this.state = state;
    this.tier = tier;
    this.computedTokens = course.sums().computedTokens();
    this.cachedTokens = course.sums().cachedTokens();
  }

  Course course() {
    return course;
  }

  KvPolicy policy() {
    return policy;
  }

  /** The state of the turns on one accelerator. */
  CourseState state() {
    return state;
  }

  /** Model calls, those of all sub-agents included. */
  double calls() {
    return course.sums().calls();
  }

  double waitSeconds() {
    return course.sums().waitSeconds();
  }

  double outputTokens() {
    return course.sums().outputTokens();
  }

  /** Bytes of one accelerator to the tier and back. */
  double tierBytes() {
    return policy == KvPolicy.OFFLOAD ? state.movedBytes() : 0;
  }

  /** Adds a turn, 0-based, and the wait before it. */
  void add(int place, Turn turn) {
    Call call = course.call(place);
    int callers = call.callers();
    double waited = course.waitSeconds(place);
    double toFirstToken = turn.ttftSeconds();
    double ofReplica = turn.replicaSeconds();
    boolean comesBack = call.comesBack() && policy != KvPolicy.RECOMPUTE;
    if (comesBack && policy == KvPolicy.OFFLOAD) {
      toFirstToken += state.cachedBytes(place) / tier.bytesPerSecond();
    }
    // What sub-agents inherit, and what their parent comes back to, stays in use on the decode
    // pool.
    boolean isInUse = place > 0 && (call.isForked() || !call.comesBack());
    if (isInUse || (comesBack && !(policy == KvPolicy.OFFLOAD && tier.shared()))) {
      toFirstToken += turn.returnSeconds();
      returnSeconds += isInUse ? 0 : turn.returnSeconds();
      ofReplica = Math.max(ofReplica, turn.returnReplicaSeconds());
      workJoules += callers * turn.returnJoules();
    }
    double decodeSeconds = call.request().outputTokens() * turn.tpotSeconds();
    ttftSeconds += toFirstToken;
    firstTtftSeconds += call.comesBack() ? 0 : toFirstToken;
    latencySeconds += waited + toFirstToken + decodeSeconds;
    usageSeconds += callers * ofReplica;
    prefillReplicaSeconds += callers * turn.prefillReplicaSeconds();
    double service = turn.prefillServiceSeconds();
    prefillServiceSeconds += callers * service;
    prefillServiceSquares += callers * service * service;
    // While a pool of its own prefills, the decode pool keeps what it had of the prompt.
    double inPrefill =
        turn.prefillReplicaSeconds() > 0 ? state.cachedBytes(place) : state.promptBytes(place);
    activeByteSeconds +=
        callers * (toFirstToken * inPrefill + decodeSeconds * state.decodingBytes(place));
    if (call.isForked()) {
      activeByteSeconds += (waited + toFirstToken + decodeSeconds) * state.inheritedBytes(place);
    }
    if (call.comesBack()) {
      foundSquareBytes += callers * state.cachedBytes(place) * inPrefill;
    }
    workJoules += callers * turn.joules();
  }

  /**
   * Sums of a task, a share of whose later turns has those of another tally.
   *
   * @param other sums of the same task where all later turns compute their whole prompt
   * @param share share of later turns that do
   */
  TaskTally mixedWith(TaskTally other, double share) {
    TaskTally mixed = new TaskTally(KvPolicy.LRU, course, state, tier);
    mixed.latencySeconds = between(latencySeconds, other.latencySeconds, share);
    mixed.ttftSeconds = between(ttftSeconds, other.ttftSeconds, share);
    mixed.computedTokens = between(computedTokens, other.computedTokens, share);
    mixed.cachedTokens = between(cachedTokens, other.cachedTokens, share);
    mixed.usageSeconds = between(usageSeconds, other.usageSeconds, share);
    mixed.prefillReplicaSeconds =
        between(prefillReplicaSeconds, other.prefillReplicaSeconds, share);
    mixed.prefillServiceSeconds =
        between(prefillServiceSeconds, other.prefillServiceSeconds, share);
    mixed.prefillServiceSquares =
        between(prefillServiceSquares, other.prefillServiceSquares, share);
    mixed.activeByteSeconds = between(activeByteSeconds, other.activeByteSeconds, share);
    mixed.workJoules = between(workJoules, other.workJoules, share);
    return mixed;
  }

  private static double between(double of, double ofOther, double share) {
    return of + share * (ofOther - of);
  }

  /** State times the time for which waits keep it under the policy; 0 where state is dropped. */
  double heldByteSeconds() {
    return policy == KvPolicy.RECOMPUTE ? 0 : state.waitingByteSeconds();
  }
}
