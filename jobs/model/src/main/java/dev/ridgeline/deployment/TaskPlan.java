package dev.ridgeline.deployment;

import dev.ridgeline.cache.CacheState;
import dev.ridgeline.cache.LruCache;
import dev.ridgeline.workload.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a deployment for whole tasks at one batch. It sums the turns of a session, and the
 * memory that a task occupies while it runs and while it waits for tools.
 *
 * <p>A decode replica is a server of four resources: time, memory for state, and memory and
 * bandwidth of the tier where state is offloaded. It completes as many tasks as the scarcest
 * resource allows. Tasks use time, and they reserve memory.
 *
 * <p>A number of sessions is a number of tasks in progress on a replica. Where they are too few for
 * its resources, they bound the rate: {@code rate = sessions / latency}. Where they are more, they
 * wait for each other, and latency is {@code sessions / rate} (Little's law).
 */
public final class TaskPlan {

  /** As many sessions as keep the batch of a replica running. */
  public static final double AS_MANY_AS_RUN = LruCache.AS_MANY_AS_RUN;

  /** Sums of the same numbers in another order are at least this part of each other. */
  private static final double ROUNDING = 1 - 1e-9;

  private final KvPolicy policy;
  private final TaskServer server;
  private final TaskTally sums;
  private final double sessions;
  private final double memorySeconds;
  private final double tierMemorySeconds;
  private final double tierTransferSeconds;
  private final double tierJoules;
  private final @Nullable LruTasks cache;
  private final @Nullable CacheState state;

  /** The resource that bounds the rate of tasks. */
  public enum Bound {
    /** Time of the accelerators. */
    THROUGHPUT,
    /** Memory that holds state, of running and of waiting tasks. */
    MEMORY,
    /** Memory of the tier to which waiting tasks are moved. */
    TIER_MEMORY,
    /** Bandwidth of that tier. */
    TIER_BANDWIDTH,
    /** The number of sessions, which are too few for the replica. */
    SESSIONS
  }

  /**
   * Completes a plan from the sums over the turns.
   *
   * @param sums sums over all turns; nobody changes them
   */
  TaskPlan(TaskServer server, TaskTally sums) {
    this.policy = sums.policy();
    this.server = server;
    this.sums = sums;
    this.sessions = AS_MANY_AS_RUN;
    double held = sums.heldByteSeconds();
    boolean offloaded = policy == KvPolicy.OFFLOAD;
    this.memorySeconds =
        (sums.activeByteSeconds + held) / (server.roomBytes() + server.tierBytes());
    this.tierMemorySeconds = offloaded ? held / server.tierBytes() : 0;
    this.tierTransferSeconds =
        offloaded ? sums.tierBytes() / (server.groups() * server.tier().bytesPerSecond()) : 0;
    this.tierJoules = sums.tierBytes() * server.copies() * server.tier().joulesPerByte();
    this.cache = null;
    this.state = null;
  }

  /** The plan of the same task with a number of sessions. */
  private TaskPlan(TaskPlan plan, double sessions) {
    this.policy = plan.policy;
    this.server = plan.server;
    this.sums = plan.sums;
    this.sessions = sessions;
    this.memorySeconds = plan.memorySeconds;
    this.tierMemorySeconds = plan.tierMemorySeconds;
    this.tierTransferSeconds = plan.tierTransferSeconds;
    this.tierJoules = plan.tierJoules;
    this.cache = null;
    this.state = null;
  }

  /**
   * The plan of tasks whose state is in a cache.
   *
   * @param sums sums over all turns at the cache's hit rates
   * @param tierJoules energy of moving state between levels
   */
  TaskPlan(LruTasks cache, CacheState state, TaskTally sums, double sessions, double tierJoules) {
    this.policy = KvPolicy.LRU;
    this.server = cache.server();
    this.sums = sums;
    this.sessions = sessions;
    this.memorySeconds = sums.activeByteSeconds / cache.bytesOfAllLevels();
    this.tierMemorySeconds = 0;
    this.tierTransferSeconds = cache.transferSeconds(state);
    this.tierJoules = tierJoules;
    this.cache = cache;
    this.state = state;
  }

  /**
   * Plans a task under a policy other than {@link KvPolicy#BEST}, with as many sessions as keep the
   * batch running. Pools do not remember the plan.
   *
   * @throws IllegalArgumentException when the policy is {@link KvPolicy#isPossibleWith impossible}
   */
  public static TaskPlan of(Planner planner, Session session, KvPolicy policy, double batch) {
    if (policy == KvPolicy.LRU) {
      return cached(
          of(planner, session, KvPolicy.HOLD, batch),
          of(planner, session, KvPolicy.RECOMPUTE, batch));
    }
    return planner.tasks(Course.of(session, policy, batch), List.of(policy)).get(0);
  }

  /**
   * Plans a task under {@link KvPolicy#LRU}.
   *
   * @param held its plan under {@link KvPolicy#HOLD}
   * @param recomputed its plan under {@link KvPolicy#RECOMPUTE}
   */
  public static TaskPlan cached(TaskPlan held, TaskPlan recomputed) {
    return LruTasks.of(held, recomputed).plan(AS_MANY_AS_RUN);
  }

  /**
   * Returns the plan of the task with a number of sessions on a decode replica.
   *
   * @param number tasks in progress, waiting ones included, or {@link #AS_MANY_AS_RUN}
   */
  public TaskPlan with(double number) {
    if (number == sessions) {
      return this;
    }
    return cache == null ? new TaskPlan(this, number) : cache.plan(number);
  }

  TaskServer server() {
    return server;
  }

  TaskTally sums() {
    return sums;
  }

  /** The policy for the state of a task that waits. */
  public KvPolicy policy() {
    return policy;
  }

  /**
   * Time from the first prompt to the last token, in seconds. Waits for tools and for a place in
   * the batch are included.
   */
  public double latencySeconds() {
    return sums.latencySeconds + queueSeconds();
  }

  /**
   * Part of the latency in which turns wait for a place in the batch, because there are more
   * sessions than the replica serves, in seconds.
   */
  public double queueSeconds() {
    return sessions > 0 ? Math.max(0, sessions * fullSeconds() - sums.latencySeconds) : 0;
  }

  /** Part of the latency in which the task waits for tools, in seconds. */
  public double waitSeconds() {
    return sums.waitSeconds();
  }

  /**
   * Time to first token summed over the turns, in seconds. It includes the time to restore
   * offloaded state, and waits for a place in the batch.
   */
  public double ttftSeconds() {
    return sums.ttftSeconds + queueSeconds();
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
    return sums.outputTokens();
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
   * time it reserves. With too few sessions, it is the share of a replica that waits for them.
   */
  public double decodeReplicaSeconds() {
    double full = fullSeconds();
    return sessions > 0 ? Math.max(full, sums.latencySeconds / sessions) : full;
  }

  /** Time of a decode replica that a task costs where there are enough sessions. */
  private double fullSeconds() {
    return Math.max(Math.max(sums.usageSeconds, tierTransferSeconds), reservationSeconds());
  }

  /**
   * Whether this plan takes no more time of any replica than a task that has these turns. Its price
   * is then no higher, whatever the hours of replicas cost.
   *
   * @param turns sums over some turns of a task with as many sessions, in any order
   */
  boolean costsAtMost(TaskTally turns) {
    return decodeReplicaSeconds() <= ROUNDING * turns.usageSeconds
        && prefillReplicaSeconds() <= ROUNDING * turns.prefillReplicaSeconds;
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
    return sums.prefillServiceSeconds / sums.calls();
  }

  /**
   * Squared coefficient of variation of the time of prefill over the turns: 0 where all turns are
   * equal.
   */
  public double prefillServiceVariation() {
    double mean = prefillServiceSecondsOfTurn();
    return Math.max(0, sums.prefillServiceSquares / sums.calls() / (mean * mean) - 1);
  }

  /** Model calls of a task, those of all sub-agents included. */
  public double calls() {
    return sums.calls();
  }

  /** Tasks a second that a decode replica completes. */
  public double tasksPerSecond() {
    return 1 / decodeReplicaSeconds();
  }

  /** Number of tasks in progress on a decode replica, waiting ones included. */
  public double tasksInFlight() {
    return latencySeconds() / decodeReplicaSeconds();
  }

  /**
   * Number of tasks whose mean state fits into the memory for state, were all of it kept while they
   * wait. Beyond it a cache drops states that tasks come back for.
   */
  public double concurrencyLimit() {
    return cache == null ? sums.latencySeconds / memorySeconds : cache.concurrencyLimit();
  }

  /** The resource that bounds the rate of tasks. */
  public Bound bound() {
    double seconds = decodeReplicaSeconds();
    if (seconds > fullSeconds()) {
      return Bound.SESSIONS;
    }
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
    return server.copies() * (sums.activeByteSeconds + heldByteSeconds());
  }

  private double heldByteSeconds() {
    return state == null ? sums.heldByteSeconds() : state.keptByteSeconds();
  }

  /**
   * Part of {@link #byteSeconds()} in which the task waits, or has ended where a cache keeps it; 0
   * where state is dropped.
   */
  public double waitingByteSeconds() {
    return server.copies() * heldByteSeconds();
  }

  /**
   * Capacity footprint where a task holds most: at the end of its last turn, or of the last turns
   * of its sub-agents, in bytes.
   */
  public double peakFootprintBytes() {
    return server.besideBytes() + server.peakStateBytes();
  }

  /** Mean capacity footprint over the task, in bytes. */
  public double meanFootprintBytes() {
    return server.besideBytes() + byteSeconds() / latencySeconds();
  }

  /** Energy of a task at the site, in joules. */
  public double joules() {
    double idle =
        server.decodeIdleWatts() * decodeReplicaSeconds()
            + server.prefillIdleWatts() * sums.prefillReplicaSeconds
            + tierJoules;
    return (sums.workJoules + idle) * server.siteOverhead();
  }

  /** Share of the later turns that find their state in device memory. */
  public double foundInMemory() {
    if (state != null) {
      return state.inMemory();
    }
    return policy == KvPolicy.HOLD ? 1 : 0;
  }

  /** Share of the later turns that find their state in the memory tier. */
  public double foundInTier() {
    if (state != null) {
      return state.inTier();
    }
    return policy == KvPolicy.OFFLOAD ? 1 : 0;
  }

  /** Share of the later turns that find their state in the tier behind the memory tier. */
  public double foundInFarTier() {
    return state == null ? 0 : state.inFarTier();
  }

  /** Mean time to first token of a turn, with its wait for a place in the batch, in seconds. */
  public double ttftSecondsOfTurn() {
    return ttftSeconds() / server.turns();
  }

  /** Mean wait of a turn for a place in the batch, in seconds. */
  public double queueSecondsOfTurn() {
    return queueSeconds() / server.turns();
  }

  /**
   * Sessions at which the batch of a replica runs all the time: the knee. With fewer the rate grows
   * with them, and with more they wait for each other.
   */
  public double kneeSessions() {
    TaskPlan knee = with(AS_MANY_AS_RUN);
    return knee.latencySeconds() / knee.decodeReplicaSeconds();
  }

  /** Rate of tasks over the rate at the knee: below 1 with fewer sessions, and past the wall. */
  public double rateOverKnee() {
    return with(AS_MANY_AS_RUN).decodeReplicaSeconds() / decodeReplicaSeconds();
  }

  /**
   * Most sessions of a replica with a mean time to first token of at most a target. Their waits for
   * each other are included. It is 0 where not even one session is that fast.
   */
  public double mostSessions(double ttftSecondsOfTurn) {
    if (cache != null) {
      return cache.mostSessions(ttftSecondsOfTurn);
    }
    double spare = ttftSecondsOfTurn * server.turns() - sums.ttftSeconds;
    if (!(spare >= 0)) {
      return 0;
    }
    return Math.max(1, Math.floor((sums.latencySeconds + spare) / fullSeconds()));
  }

  /** The levels of the cache that keeps the state of tasks; null under other policies. */
  public @Nullable LruTasks cache() {
    return cache;
  }
}
