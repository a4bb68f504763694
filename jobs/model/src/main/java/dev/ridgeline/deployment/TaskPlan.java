package dev.ridgeline.deployment;

import dev.ridgeline.workload.Session;
import java.util.List;

/**
 * The plan of a deployment for whole tasks at one batch. It sums the turns of a session, and the
 * memory that a task occupies while it runs and while it waits for tools.
 *
 * <p>A decode replica is a server of four resources: time, memory for state, and memory and
 * bandwidth of the tier where state is offloaded. It completes as many tasks as the scarcest
 * resource allows. Tasks use time, and they reserve memory.
 */
public final class TaskPlan {

  private final KvPolicy policy;
  private final TaskTally sums;
  private final int turns;
  private final int copies;
  private final double memorySeconds;
  private final double tierMemorySeconds;
  private final double tierTransferSeconds;
  private final double peakFootprintBytes;
  private final double meanFootprintBytes;
  private final double joules;

  /** The resource that bounds the rate of tasks. */
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
   * Completes a plan from the sums over the turns.
   *
   * @param planner planner of the deployment
   * @param session session of the task
   * @param sums sums over all turns; nobody changes them
   * @param last capacity for the batch in the last turn
   */
  TaskPlan(Planner planner, Session session, TaskTally sums, DecodeCapacity last) {
    KvTier tier = planner.decodePool().tier();
    Replica replica = last.replicas().state();
    this.policy = sums.policy();
    this.sums = sums;
    this.turns = session.turns();

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

  /**
   * Plans a task under a policy other than {@link KvPolicy#BEST}. Pools do not remember the plan.
   *
   * @throws IllegalArgumentException when the policy is {@link KvPolicy#isPossibleWith impossible}
   */
  public static TaskPlan of(Planner planner, Session session, KvPolicy policy, double batch) {
    return planner.tasks(Course.of(session, policy, batch), List.of(policy)).get(0);
  }

  /** The policy for the state of a task that waits. */
  public KvPolicy policy() {
    return policy;
  }

  /** Time from the first prompt to the last token, waits for tools included, in seconds. */
  public double latencySeconds() {
    return sums.latencySeconds;
  }

  /** Part of the latency in which the task waits for tools, in seconds. */
  public double waitSeconds() {
    return sums.waitSeconds;
  }

  /**
   * Time to first token summed over the turns, in seconds. It includes the time to restore
   * offloaded state.
   */
  public double ttftSeconds() {
    return sums.ttftSeconds;
  }

  /** Number of tokens that prefill computes in all turns. */
  public double computedTokens() {
    return sums.computedTokens;
  }

  /** Number of prompt tokens in all turns that are found in the cache. */
  public double cachedTokens() {
    return sums.cachedTokens;
  }

  /** Number of tokens generated in all turns. */
  public double outputTokens() {
    return sums.outputTokens;
  }

  /** Time of a decode replica that a task uses, in seconds. */
  public double usageSeconds() {
    return sums.usageSeconds;
  }

  /**
   * Time of a decode replica that a task reserves by the share of the memory it takes, in seconds.
   */
  public double reservationSeconds() {
    return Math.max(memorySeconds, tierMemorySeconds);
  }

  /**
   * Time of a decode replica that a task costs, in seconds: the larger of the time it uses and the
   * time it reserves.
   */
  public double decodeReplicaSeconds() {
    return Math.max(Math.max(sums.usageSeconds, tierTransferSeconds), reservationSeconds());
  }

  /**
   * Time of a prefill replica that a task costs, in seconds; 0 where colocated. It includes a share
   * of the time in which the replica is idle.
   */
  public double prefillReplicaSeconds() {
    return sums.prefillReplicaSeconds;
  }

  /** Mean time of a replica's prefill that a turn takes, in seconds, without idle time. */
  public double prefillServiceSecondsOfTurn() {
    return sums.prefillServiceSeconds / turns;
  }

  /**
   * Squared coefficient of variation of the time of prefill over the turns: 0 where all turns are
   * equal.
   */
  public double prefillServiceVariation() {
    double mean = prefillServiceSecondsOfTurn();
    return Math.max(0, sums.prefillServiceSquares / turns / (mean * mean) - 1);
  }

  /** Tasks a second that a decode replica completes. */
  public double tasksPerSecond() {
    return 1 / decodeReplicaSeconds();
  }

  /** Number of tasks in progress on a decode replica, waiting ones included. */
  public double tasksInFlight() {
    return sums.latencySeconds / decodeReplicaSeconds();
  }

  /** Number of tasks whose mean state fits into the memory for state. */
  public double concurrencyLimit() {
    return sums.latencySeconds / memorySeconds;
  }

  /** The resource that bounds the rate of tasks. */
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

  /**
   * State times the time for which it is kept, in byte-seconds, over all accelerators, in memory
   * and tier.
   */
  public double byteSeconds() {
    return copies * (sums.activeByteSeconds + sums.heldByteSeconds());
  }

  /** Part of {@link #byteSeconds()} in which the task waits; 0 where state is dropped. */
  public double waitingByteSeconds() {
    return copies * sums.heldByteSeconds();
  }

  /** Capacity footprint at the end of the last turn, in bytes. */
  public double peakFootprintBytes() {
    return peakFootprintBytes;
  }

  /** Mean capacity footprint over the task, in bytes. */
  public double meanFootprintBytes() {
    return meanFootprintBytes;
  }

  /** Energy of a task at the site, in joules. */
  public double joules() {
    return joules;
  }
}
