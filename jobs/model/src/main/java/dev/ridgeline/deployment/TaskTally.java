package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;

/** Sums over the turns of a task under a KV policy, which {@link TaskPlan} reads. */
final class TaskTally {

  private final KvPolicy policy;
  private final Session session;
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
   * @param replica replica that keeps the state
   */
  TaskTally(KvPolicy policy, Session session, Replica replica, KvTier tier) {
    this.policy = policy;
    this.session = session;
    this.replica = replica;
    this.tier = tier;
  }

  /** Adds a turn and the wait before it. */
  void add(int place, Request request, Turn turn) {
    double earlier = place > 1 ? session.earlierTokens(place) : 0;
    double waited = place > 1 ? session.workflow().toolWaitSeconds() : 0;
    double toFirstToken = turn.ttftSeconds();
    if (policy == KvPolicy.OFFLOAD && place > 1) {
      double restored = replica.stateBytes(request.cachedTokens());
      double written = session.appendedTokens() + request.outputTokens();
      toFirstToken += restored / tier.bytesPerSecond();
      tierBytes +=
          restored
              + replica.stateBytes(earlier)
              - replica.stateBytes(Math.max(0, earlier - written))
              + replica.stateBytes(0);
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
    // While a pool of its own prefills, the decode pool keeps what it had of the prompt.
    double inPrefill =
        turn.prefillReplicaSeconds() > 0 ? request.cachedTokens() : request.promptTokens();
    double inDecode = request.promptTokens() + request.outputTokens() / 2;
    activeByteSeconds +=
        toFirstToken * replica.stateBytes(inPrefill) + decodeSeconds * replica.stateBytes(inDecode);
    waitingByteSeconds += waited * replica.stateBytes(earlier);
    workJoules += turn.joules();
  }

  /** State times the time for which waits keep it under the policy; 0 where state is dropped. */
  double heldByteSeconds() {
    return policy == KvPolicy.RECOMPUTE ? 0 : waitingByteSeconds;
  }
}
