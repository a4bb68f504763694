package dev.ridgeline.deployment;

import dev.ridgeline.workload.Request;
import dev.ridgeline.workload.Session;

/**
 * How a deployment serves whole tasks at one batch: the sum over the turns of a session of what
 * each turn takes, and the memory that a task occupies while it runs and while it waits for tools.
 *
 * <p>Every turn is planned on its own, as if the whole batch were in that turn. There is no closed
 * form: how many prompts a pass of prefill takes, and how many passes a prompt, are whole numbers
 * that change from turn to turn.
 *
 * <p>A decode replica is a server of four resources, and completes as many tasks as the scarcest
 * allows: time, memory that holds state, and where state is offloaded the tier's memory and
 * bandwidth. The first is what tasks use; the second what they reserve.
 *
 * <p>Filled anew for every cell by one thread; read it before the next.
 */
public final class TaskPlan {

  private DecodeSide last;
  private KvPolicy policy;
  private boolean possible;
  private double latencySeconds;
  private double waitSeconds;
  private double ttftSeconds;
  private double computedTokens;
  private double cachedTokens;
  private double outputTokens;
  private double usageSeconds;
  private double prefillReplicaSeconds;
  private double activeByteSeconds;
  private double waitingByteSeconds;
  private double tierBytes;
  private double workJoules;
  private double stateCapacityBytes;
  private double memorySeconds;
  private double tierMemorySeconds;
  private double tierTransferSeconds;
  private double peakFootprintBytes;
  private double meanFootprintBytes;
  private double idleJoules;
  private double powerUsageEffectiveness;

  /** What bounds the rate of tasks. */
  public enum Bound {
    /** Time of the accelerators. */
    THROUGHPUT,
    /** Memory that holds state, of running and of waiting tasks. */
    MEMORY,
    /** Memory of the tier to which waiting tasks are moved. */
    TIER_MEMORY,
    /** Bandwidth of that tier. */
    TIER_BANDWIDTH
  }

  /**
   * Fills the plan.
   *
   * @param policy one that says what to do, not {@link KvPolicy#BEST}
   */
  public void plan(Planner planner, Session session, KvPolicy policy, double batch) {
    Turns turns = new Turns();
    planner.plan(0, 0, session.requests(policy.reusesPrefix()), batch, turns);
    plan(planner, session, policy, turns);
  }

  /**
   * Fills the plan from what the turns take.
   *
   * @param policy one that says what to do, not {@link KvPolicy#BEST}
   * @param turns planned for the requests of the session under that policy
   */
  public void plan(Planner planner, Session session, KvPolicy policy, Turns turns) {
    clear(policy);
    possible = policy != KvPolicy.OFFLOAD || planner.decodePool().tier().exists();
    if (!possible) {
      return;
    }
    last = turns.last;
    for (int place = 1; place <= session.turns(); place++) {
      addTurn(planner, session, turns, place);
    }
    settle(planner, session);
  }

  private void clear(KvPolicy policy) {
    this.policy = policy;
    latencySeconds = 0;
    waitSeconds = 0;
    ttftSeconds = 0;
    computedTokens = 0;
    cachedTokens = 0;
    outputTokens = 0;
    usageSeconds = 0;
    prefillReplicaSeconds = 0;
    activeByteSeconds = 0;
    waitingByteSeconds = 0;
    tierBytes = 0;
    workJoules = 0;
  }

  /** Adds what a turn takes, and the wait before it. */
  private void addTurn(Planner planner, Session session, Turns turns, int place) {
    int i = place - 1;
    Request request = turns.requests[i];
    Replica replica = last.replica;
    KvTier tier = planner.decodePool().tier();
    double earlier = place > 1 ? session.earlierTokens(place) : 0;

    double restoreSeconds = 0;
    if (policy == KvPolicy.OFFLOAD && place > 1) {
      double restored = replica.stateBytes(request.cachedTokens());
      double written = session.appendedTokens() + request.outputTokens();
      restoreSeconds = restored / tier.bytesPerSecond();
      tierBytes +=
          restored
              + replica.stateBytes(earlier)
              - replica.stateBytes(Math.max(0, earlier - written))
              + replica.stateBytes(0);
    }
    double toFirstToken = turns.ttftSeconds[i] + restoreSeconds;
    double decodeSeconds = request.outputTokens() * turns.tpotSeconds[i];
    double waited = place > 1 ? session.workflow().toolWaitSeconds() : 0;
    ttftSeconds += toFirstToken;
    waitSeconds += waited;
    latencySeconds += waited + toFirstToken + decodeSeconds;
    computedTokens += request.newTokens();
    cachedTokens += request.cachedTokens();
    outputTokens += request.outputTokens();
    usageSeconds += turns.replicaSeconds[i];
    prefillReplicaSeconds += turns.prefillReplicaSeconds[i];
    // While a pool of its own prefills, the decode pool keeps what it had of the prompt.
    double inPrefill =
        turns.prefillReplicaSeconds[i] > 0 ? request.cachedTokens() : request.promptTokens();
    double inDecode = request.promptTokens() + request.outputTokens() / 2;
    activeByteSeconds +=
        toFirstToken * replica.stateBytes(inPrefill) + decodeSeconds * replica.stateBytes(inDecode);
    waitingByteSeconds += waited * replica.stateBytes(earlier);
    workJoules += turns.joules[i];
  }

  /** Settles rates from the sums over the turns; the last planned turn tells what stays fixed. */
  private void settle(Planner planner, Session session) {
    Replica replica = last.replica;
    KvTier tier = planner.decodePool().tier();
    int groups = replica.attentionGroups();
    double held = policy == KvPolicy.RECOMPUTE ? 0 : waitingByteSeconds;
    stateCapacityBytes =
        groups * (last.usableBytes - last.fixedBytes() + tier.bytesPerAccelerator());
    memorySeconds = (activeByteSeconds + held) / stateCapacityBytes;
    boolean offloaded = policy == KvPolicy.OFFLOAD;
    tierMemorySeconds = offloaded ? held / (groups * tier.bytesPerAccelerator()) : 0;
    tierTransferSeconds = offloaded ? tierBytes / (groups * tier.bytesPerSecond()) : 0;

    double copies = replica.acceleratorsPerSequence();
    double peak = session.peakPromptTokens() + session.outputTokens();
    double beside = last.weightFootprintBytes() + last.activationFootprintBytes();
    peakFootprintBytes = beside + copies * replica.stateBytes(peak);
    meanFootprintBytes = beside + copies * (activeByteSeconds + held) / latencySeconds;

    powerUsageEffectiveness = planner.settings.powerUsageEffectiveness();
    idleJoules =
        PowerDraw.idleWatts(last, tier) * decodeReplicaSeconds()
            + PowerDraw.idleWatts(planner.prefillReplica()) * prefillReplicaSeconds
            + tierBytes * copies * tier.joulesPerByte();
  }

  /** What becomes of state while a task waits. */
  public KvPolicy policy() {
    return policy;
  }

  /** Whether the policy can be had: offloading needs a tier. */
  public boolean isPossible() {
    return possible;
  }

  /** From the first prompt to the last token, waits for tools included. */
  public double latencySeconds() {
    return latencySeconds;
  }

  /** Part of it spent waiting for tools. */
  public double waitSeconds() {
    return waitSeconds;
  }

  /** Time to first token, restoring offloaded state included, summed over the turns. */
  public double ttftSeconds() {
    return ttftSeconds;
  }

  /** Tokens that prefill computes in all turns. */
  public double computedTokens() {
    return computedTokens;
  }

  /** Tokens of all prompts that are found in the cache. */
  public double cachedTokens() {
    return cachedTokens;
  }

  /** Tokens generated in all turns. */
  public double outputTokens() {
    return outputTokens;
  }

  /** Time of a decode replica that a task uses. */
  public double usageSeconds() {
    return usageSeconds;
  }

  /** Time of a decode replica that a task reserves by the share of the memory it takes. */
  public double reservationSeconds() {
    return Math.max(memorySeconds, tierMemorySeconds);
  }

  /** Time of a decode replica that a task costs: the scarcest of what it uses and reserves. */
  public double decodeReplicaSeconds() {
    return Math.max(Math.max(usageSeconds, tierTransferSeconds), reservationSeconds());
  }

  /** Time of a prefill replica that a task costs; 0 where one pool does both. */
  public double prefillReplicaSeconds() {
    return prefillReplicaSeconds;
  }

  /** Tasks that a decode replica completes. */
  public double tasksPerSecond() {
    return 1 / decodeReplicaSeconds();
  }

  /** Tasks that are under way on a decode replica, waiting ones included. */
  public double tasksInFlight() {
    return latencySeconds / decodeReplicaSeconds();
  }

  /** Tasks whose state fits, on average over their course, into the memory for state. */
  public double concurrencyLimit() {
    return latencySeconds / memorySeconds;
  }

  /** What bounds the rate of tasks. */
  public Bound bound() {
    double seconds = decodeReplicaSeconds();
    if (usageSeconds >= seconds) {
      return Bound.THROUGHPUT;
    }
    if (memorySeconds >= seconds) {
      return Bound.MEMORY;
    }
    return tierMemorySeconds >= seconds ? Bound.TIER_MEMORY : Bound.TIER_BANDWIDTH;
  }

  /** State times the time for which it is kept, over all accelerators, in memory and tier. */
  public double byteSeconds() {
    double held = policy == KvPolicy.RECOMPUTE ? 0 : waitingByteSeconds;
    return last.replica.acceleratorsPerSequence() * (activeByteSeconds + held);
  }

  /** Part of {@link #byteSeconds()} during which the task waits; 0 where state is dropped. */
  public double waitingByteSeconds() {
    return policy == KvPolicy.RECOMPUTE
        ? 0
        : last.replica.acceleratorsPerSequence() * waitingByteSeconds;
  }

  /** Capacity footprint at the end of the last turn. */
  public double peakFootprintBytes() {
    return peakFootprintBytes;
  }

  /** Capacity footprint on average over the course of the task. */
  public double meanFootprintBytes() {
    return meanFootprintBytes;
  }

  /** Energy of a task, site included. */
  public double joules() {
    return (workJoules + idleJoules) * powerUsageEffectiveness;
  }
}
