package dev.ridgeline.deployment;

import dev.ridgeline.workload.Call;
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

  /** Model calls, those of all sub-agents included. */
  double calls;

  /** State that a task holds at most at once, on one accelerator. */
  private double peakBytes;

  double latencySeconds;
  double waitSeconds;
  double ttftSeconds;

  /** Time to first token of the first turn, and of others that follow no wait for a tool. */
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

  /** Time in which prefixes cross the link back, after waits, to the pool that prefills. */
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

  /** State on one accelerator that the last turns of a task and of its sub-agents leave. */
  double endedBytes() {
    double bytes = 0;
    for (int place = 0; place < course.turns(); place++) {
      Call call = course.call(place);
      boolean isLast = place + 1 == course.turns();
      if (isLast || (call.isForked() && !course.call(place + 1).isForked())) {
        bytes += call.callers() * ownBytes(call, call.request().peakContextTokens());
      }
    }
    return bytes;
  }

  /** State that a task holds at most at once, on one accelerator, with what tasks share. */
  double peakBytes() {
    return sharedBytes + peakBytes;
  }

  /** State on one accelerator of a sequence, without what others hold for it. */
  private double ownBytes(Call call, double tokens) {
    double ofOthers =
        call.isForked()
            ? replica.stateBytes(call.inheritedTokens()) - replica.stateBytes(0)
            : sharedBytes;
    return replica.stateBytes(tokens) - ofOthers;
  }

  Course course() {
    return course;
  }

  KvPolicy policy() {
    return policy;
  }

  /** Adds a turn, 0-based, and the wait before it. */
  void add(int place, Turn turn) {
    Call call = course.call(place);
    Request request = call.request();
    int callers = call.callers();
    double waited = call.comesBack() ? course.session().workflow().toolWaitSeconds() : 0;
    double toFirstToken = turn.ttftSeconds();
    double ofReplica = turn.replicaSeconds();
    boolean comesBack = call.comesBack() && policy != KvPolicy.RECOMPUTE;
    if (comesBack && policy == KvPolicy.OFFLOAD) {
      toFirstToken += moveState(call);
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
    double decodeSeconds = request.outputTokens() * turn.tpotSeconds();
    // Sub-agents run at once, so the task waits for one of them: the slowest.
    double waitedForAll = waited;
    if (call.isForked() && call.comesBack()) {
      waitedForAll += course.stragglerSeconds() / course.waitsOfForked();
    }
    ttftSeconds += toFirstToken;
    firstTtftSeconds += call.comesBack() ? 0 : toFirstToken;
    waitSeconds += waitedForAll;
    latencySeconds += waitedForAll + toFirstToken + decodeSeconds;
    calls += callers;
    computedTokens += callers * request.newTokens();
    cachedTokens += callers * request.cachedTokens();
    outputTokens += callers * request.outputTokens();
    usageSeconds += callers * ofReplica;
    prefillReplicaSeconds += callers * turn.prefillReplicaSeconds();
    double service = turn.prefillServiceSeconds();
    prefillServiceSeconds += callers * service;
    prefillServiceSquares += callers * service * service;
    // While a pool of its own prefills, the decode pool keeps what it had of the prompt.
    double inPrefill =
        turn.prefillReplicaSeconds() > 0 ? request.cachedTokens() : request.promptTokens();
    double inDecode = request.promptTokens() + request.outputTokens() / 2;
    activeByteSeconds +=
        callers
            * (toFirstToken * ownBytes(call, inPrefill) + decodeSeconds * ownBytes(call, inDecode));
    if (call.isForked()) {
      double inherited = replica.stateBytes(call.inheritedTokens()) - sharedBytes;
      activeByteSeconds += (waitedForAll + toFirstToken + decodeSeconds) * inherited;
      reach(inherited + callers * ownBytes(call, request.peakContextTokens()));
    } else if (place + 1 == course.turns()) {
      reach(ownBytes(call, request.peakContextTokens()));
    }
    if (call.comesBack()) {
      double state = ownBytes(call, call.earlierTokens());
      double found = ownBytes(call, request.cachedTokens());
      waitingByteSeconds += callers * waited * state;
      waitingBytes += callers * state;
      foundBytes += callers * found;
      foundSquareBytes += callers * found * ownBytes(call, inPrefill);
    }
    workJoules += callers * turn.joules();
  }

  private void reach(double bytes) {
    peakBytes = Math.max(peakBytes, bytes);
  }

  /**
   * Moves state to the tier and back before a turn.
   *
   * @return time in which the state comes back, in seconds
   */
  private double moveState(Call call) {
    double earlier = call.earlierTokens();
    double restored = ownBytes(call, call.request().cachedTokens());
    // What was moved there before stays, and what others hold never goes there.
    double written = call.unsavedTokens();
    tierBytes +=
        call.callers()
            * (restored
                + replica.stateBytes(earlier)
                - replica.stateBytes(Math.max(0, earlier - written))
                + replica.stateBytes(0));
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
    mixed.calls = calls;
    mixed.peakBytes = peakBytes;
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
