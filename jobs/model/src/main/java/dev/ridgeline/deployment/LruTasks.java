package dev.ridgeline.deployment;

import dev.ridgeline.cache.CacheState;
import dev.ridgeline.cache.CachedTask;
import dev.ridgeline.cache.LruCache;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a replica under {@link KvPolicy#LRU}. A share of later turns finds its state, and
 * has the sums of a task whose state is held. The rest computes its whole prompt.
 *
 * <p>Not for use by several threads at once.
 */
public final class LruTasks {

  private final TaskPlan held;
  private final TaskPlan recomputed;
  private final CachedTask task;
  private final LruCache cache;

  /** The plan with as many sessions as run, which columns of all numbers of sessions read. */
  private @Nullable TaskPlan full;

  private double most = Double.NaN;
  private double mostWithin;

  private LruTasks(TaskPlan held, TaskPlan recomputed, CachedTask task) {
    this.held = held;
    this.recomputed = recomputed;
    this.task = task;
    this.cache = new LruCache(task);
  }

  /** Makes the tasks of a deployment from their plans under two other policies. */
  static LruTasks of(TaskPlan held, TaskPlan recomputed) {
    TaskServer server = held.server();
    TaskTally sums = held.sums();
    KvTier tier = server.tier();
    KvTier behind = tier.behind();
    return new LruTasks(
        held,
        recomputed,
        new CachedTask(
            server.turns(),
            server.comebacks(),
            sums.course().waits(),
            sums.course().stragglerSeconds(),
            course(sums),
            course(recomputed.sums()),
            sums.state().waitingBytes(),
            sums.state().endedBytes(),
            server.roomBytes(),
            level(tier, server, sums),
            behind == null ? CachedTask.Level.NONE : level(behind, server, sums)));
  }

  private static CachedTask.Course course(TaskTally sums) {
    return new CachedTask.Course(
        sums.latencySeconds - sums.waitSeconds(),
        sums.firstTtftSeconds,
        sums.ttftSeconds,
        sums.usageSeconds,
        sums.activeByteSeconds);
  }

  /** A prefix on a tier that both pools read does not cross the link to the one that prefills. */
  private static CachedTask.Level level(KvTier tier, TaskServer server, TaskTally sums) {
    if (!tier.exists()) {
      return CachedTask.Level.NONE;
    }
    double crossing = tier.shared() ? sums.returnSeconds : 0;
    return new CachedTask.Level(
        server.groups() * tier.bytesPerAccelerator(),
        server.groups() * tier.bytesPerSecond(),
        sums.state().foundBytes(),
        sums.state().foundBytes() / tier.bytesPerSecond() - crossing,
        sums.foundSquareBytes / tier.bytesPerSecond());
  }

  /**
   * The plan with a number of sessions on a replica.
   *
   * @param sessions tasks in progress, or {@link TaskPlan#AS_MANY_AS_RUN}
   */
  TaskPlan plan(double sessions) {
    if (sessions != TaskPlan.AS_MANY_AS_RUN) {
      return plan(sessions, cache.with(sessions));
    }
    TaskPlan plan = full;
    if (plan == null) {
      plan = plan(sessions, cache.with(sessions));
      full = plan;
    }
    return plan;
  }

  /**
   * The plan where device memory is the only level, as if there were no tiers.
   *
   * @param sessions tasks in progress, or {@link TaskPlan#AS_MANY_AS_RUN}
   */
  public TaskPlan planWithoutTiers(double sessions) {
    return plan(sessions, cache.withMemoryAlone(sessions));
  }

  private TaskPlan plan(double sessions, CacheState state) {
    TaskTally sums = held.sums().mixedWith(recomputed.sums(), state.missed());
    CachedTask.Level tier = task.tier();
    CachedTask.Level far = task.farTier();
    double reading = state.inTier() * tier.foundSeconds() + state.inFarTier() * far.foundSeconds();
    sums.ttftSeconds += reading;
    sums.latencySeconds += reading;
    sums.activeByteSeconds +=
        state.inTier() * tier.foundByteSeconds() + state.inFarTier() * far.foundByteSeconds();
    KvTier near = held.server().tier();
    double joules = state.tierMovedBytes() * near.joulesPerByte();
    if (near.behind() != null) {
      joules += state.farTierMovedBytes() * near.behind().joulesPerByte();
    }
    return new TaskPlan(this, state, sums, sessions, held.server().copies() * joules);
  }

  TaskServer server() {
    return held.server();
  }

  /** Memory of all levels, of one accelerator of each group. */
  double bytesOfAllLevels() {
    return task.roomBytes() + task.tier().bytes() + task.farTier().bytes();
  }

  /** Time of the busiest level for what a task moves to it and back, in seconds. */
  double transferSeconds(CacheState state) {
    return Math.max(
        state.tierMovedBytes() / task.tier().bytesPerSecond(),
        state.farTierMovedBytes() / task.farTier().bytesPerSecond());
  }

  /** Number of tasks whose mean state fits into all levels, were all of it kept. */
  double concurrencyLimit() {
    TaskTally sums = held.sums();
    double kept = sums.activeByteSeconds + sums.heldByteSeconds();
    return sums.latencySeconds * bytesOfAllLevels() / kept;
  }

  double mostSessions(double ttftSecondsOfTurn) {
    if (Double.isNaN(most) || ttftSecondsOfTurn != mostWithin) {
      most = cache.mostSessions(ttftSecondsOfTurn);
      mostWithin = ttftSecondsOfTurn;
    }
    return most;
  }

  /** Mean time to first token of a later turn that finds its state in device memory, in seconds. */
  public double ttftSecondsInMemory() {
    return ttftSeconds(1, 0, 0);
  }

  /** The same where it finds it in the memory tier. */
  public double ttftSecondsInTier() {
    return ttftSeconds(0, 1, 0);
  }

  /** The same where it finds it in the tier behind the memory tier. */
  public double ttftSecondsInFarTier() {
    return ttftSeconds(0, 0, 1);
  }

  /** The same where it finds it nowhere, and computes its whole prompt. */
  public double ttftSecondsMissed() {
    return ttftSeconds(0, 0, 0);
  }

  private double ttftSeconds(double inMemory, double inTier, double inFarTier) {
    return task.ttftOfLaterTurn(inMemory, inTier, inFarTier);
  }
}
