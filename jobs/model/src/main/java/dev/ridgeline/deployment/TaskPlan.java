package dev.ridgeline.deployment;

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
 */
public final class TaskPlan {

  private final KvPolicy policy;
  private final TaskTally sums;
  private final int copies;
  private final double memorySeconds;
  private final double tierMemorySeconds;
  private final double tierTransferSeconds;
  private final double peakFootprintBytes;
  private final double meanFootprintBytes;
  private final double joules;

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
   * Plans a task from what its turns take.
   *
   * @param policy one that says what to do, not {@link KvPolicy#BEST}
   * @param turns planned for the course of the task under that policy
   * @throws IllegalArgumentException when the policy is {@link KvPolicy#isPossibleWith impossible}
   */
  public TaskPlan(Planner planner, KvPolicy policy, Turns turns) {
    KvTier tier = planner.decodePool().tier();
    if (!policy.isPossibleWith(tier)) {
      throw new IllegalArgumentException(policy + " with tier " + tier.id());
    }
    Course course = turns.course();
    Session session = course.session();
    DecodeCapacity last = turns.capacity();
    Replica replica = last.replicas().state();
    this.policy = policy;
    this.sums = new TaskTally(policy, session, replica, tier);
    for (int i = 0; i < course.turns(); i++) {
      sums.add(i + 1, course.request(i), turns.at(i));
    }

    int groups = replica.attentionGroups();
    double held = sums.heldByteSeconds();
    double stateCapacityBytes =
        groups * (last.usableBytes() - last.fixedBytes() + tier.bytesPerAccelerator());
    boolean offloaded = policy == KvPolicy.OFFLOAD;
    this.memorySeconds = (sums.activeByteSeconds + held) / stateCapacityBytes;
    this.tierMemorySeconds = offloaded ? held / (groups * tier.bytesPerAccelerator()) : 0;
    this.tierTransferSeconds = offloaded ? sums.tierBytes / (groups * tier.bytesPerSecond()) : 0;

    this.copies = replica.acceleratorsPerSequence();
    double peak = session.peakPromptTokens() + session.outputTokens();
    double beside = last.weightFootprintBytes() + last.activationFootprintBytes();
    this.peakFootprintBytes = beside + copies * replica.stateBytes(peak);
    this.meanFootprintBytes =
        beside + copies * (sums.activeByteSeconds + held) / sums.latencySeconds;

    double idleJoules =
        PowerDraw.idleWatts(last.replicas(), tier) * decodeReplicaSeconds()
            + PowerDraw.idleWatts(planner.prefillReplica()) * sums.prefillReplicaSeconds
            + sums.tierBytes * copies * tier.joulesPerByte();
    this.joules = (sums.workJoules + idleJoules) * planner.settings.powerUsageEffectiveness();
  }

  /** Plans a task under a policy that is possible and says what to do. */
  public static TaskPlan of(Planner planner, Session session, KvPolicy policy, double batch) {
    return new TaskPlan(planner, policy, planner.turns(Course.of(session, policy, batch)));
  }

  /** What becomes of state while a task waits. */
  public KvPolicy policy() {
    return policy;
  }

  /** From the first prompt to the last token, waits for tools included. */
  public double latencySeconds() {
    return sums.latencySeconds;
  }

  /** Part of it spent waiting for tools. */
  public double waitSeconds() {
    return sums.waitSeconds;
  }

  /** Time to first token, restoring offloaded state included, summed over the turns. */
  public double ttftSeconds() {
    return sums.ttftSeconds;
  }

  /** Tokens that prefill computes in all turns. */
  public double computedTokens() {
    return sums.computedTokens;
  }

  /** Tokens of all prompts that are found in the cache. */
  public double cachedTokens() {
    return sums.cachedTokens;
  }

  /** Tokens generated in all turns. */
  public double outputTokens() {
    return sums.outputTokens;
  }

  /** Time of a decode replica that a task uses. */
  public double usageSeconds() {
    return sums.usageSeconds;
  }

  /** Time of a decode replica that a task reserves by the share of the memory it takes. */
  public double reservationSeconds() {
    return Math.max(memorySeconds, tierMemorySeconds);
  }

  /** Time of a decode replica that a task costs: the scarcest of what it uses and reserves. */
  public double decodeReplicaSeconds() {
    return Math.max(Math.max(sums.usageSeconds, tierTransferSeconds), reservationSeconds());
  }

  /** Time of a prefill replica that a task costs; 0 where one pool does both. */
  public double prefillReplicaSeconds() {
    return sums.prefillReplicaSeconds;
  }

  /** Tasks that a decode replica completes. */
  public double tasksPerSecond() {
    return 1 / decodeReplicaSeconds();
  }

  /** Tasks that are under way on a decode replica, waiting ones included. */
  public double tasksInFlight() {
    return sums.latencySeconds / decodeReplicaSeconds();
  }

  /** Tasks whose state fits, on average over their course, into the memory for state. */
  public double concurrencyLimit() {
    return sums.latencySeconds / memorySeconds;
  }

  /** What bounds the rate of tasks. */
  public Bound bound() {
    double seconds = decodeReplicaSeconds();
    if (sums.usageSeconds >= seconds) {
      return Bound.THROUGHPUT;
    }
    if (memorySeconds >= seconds) {
      return Bound.MEMORY;
    }
    return tierMemorySeconds >= seconds ? Bound.TIER_MEMORY : Bound.TIER_BANDWIDTH;
  }

  /** State times the time for which it is kept, over all accelerators, in memory and tier. */
  public double byteSeconds() {
    return copies * (sums.activeByteSeconds + sums.heldByteSeconds());
  }

  /** Part of {@link #byteSeconds()} during which the task waits; 0 where state is dropped. */
  public double waitingByteSeconds() {
    return copies * sums.heldByteSeconds();
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
    return joules;
  }
}
